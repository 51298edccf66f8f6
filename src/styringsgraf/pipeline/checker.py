"""A process that checks one upload and ends: what it reads may be made to take memory, time or the process itself.

Started by ``pipeline.apart`` as ``python -m styringsgraf.pipeline.checker``, with the service's settings in its
environment. It reads the release like any other reader, and writes nothing.
"""

import signal
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import confine
from styringsgraf.engine.worker import streams
from styringsgraf.pipeline import uploads
from styringsgraf.pipeline.check import check
from styringsgraf.pipeline.uploads import Bounds, Checked, Reply, Upload
from styringsgraf.quality.exports import Setting, render
from styringsgraf.settings import settings

#: Below the service's own work and above nothing.
NICE: Final = 10
#: The parent kills at the limit; so long after it the process ends itself, should the parent be gone or stuck.
GRACE_SECONDS: Final = 2.0


def main() -> None:
    """Check what the parent hands over, answer, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    read, target = streams()
    try:
        upload, bounds = uploads.unpack_upload(read)
        confine.process(bounds.parent, NICE)
        signal.setitimer(signal.ITIMER_REAL, bounds.seconds + GRACE_SECONDS)
        confine.memory(bounds.memory_mb)
        target.write(uploads.pack_reply(_checked(upload, bounds)))
        target.flush()
    except (EOFError, BrokenPipeError):
        return


def _checked(upload: Upload, bounds: Bounds) -> Reply:
    try:
        report = check(settings(), upload.files, alone=upload.alone, reference_date=upload.reference_date)
        return Checked(render(report, upload.form, Setting(upload.lang)), report.release or "")
    except errors.StyringsgrafError as error:
        return error
    except MemoryError:
        return errors.TooLarge("pipeline.check-memory", limit=bounds.memory_mb)


if __name__ == "__main__":
    main()
