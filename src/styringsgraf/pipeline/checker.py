"""A process that checks one upload and ends: what it reads may be made to take memory, time or the process itself.

Started by ``pipeline.apart`` as ``python -m styringsgraf.pipeline.checker``, with the service's settings in its
environment. It reads the release like any other reader, and writes nothing.
"""

import signal
from dataclasses import asdict
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import confine
from styringsgraf.engine.worker import streams
from styringsgraf.pipeline import uploads
from styringsgraf.pipeline.check import judge
from styringsgraf.pipeline.contents import contents
from styringsgraf.pipeline.uploads import OUTLINE, Bounds, Checked, Reply, Upload
from styringsgraf.quality.exports import Setting, carried, outline, render
from styringsgraf.quality.report import Report
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
        if upload.carried:
            return Checked(render(_carried(upload), upload.form, Setting(upload.lang)))
        judged = judge(settings(), upload.files, alone=upload.alone, reference_date=upload.reference_date)
        report = judged.report
        if upload.form == OUTLINE:
            read = [asdict(contents(document)) for document in judged.documents]
            told = outline.written(report, upload.lang, read=read)
            return Checked(told, report.release or "", carried.pack(report))
        return Checked(render(report, upload.form, Setting(upload.lang)), report.release or "")
    except errors.StyringsgrafError as error:
        return error
    except MemoryError:
        return errors.TooLarge("pipeline.check-memory", limit=bounds.memory_mb)


def _carried(upload: Upload) -> Report:
    """Return the report a page has sent back."""
    try:
        return carried.unpack(upload.files[0].content)
    except ValueError:
        raise errors.InputError("pipeline.check-carried") from None


if __name__ == "__main__":
    main()
