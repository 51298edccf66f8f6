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
from styringsgraf.pipeline.uploads import MOST_BESIDE, OUTLINE, Bounds, Checked, Reply, Upload
from styringsgraf.quality.exports import Setting, outline, render
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
        judged = judge(settings(), upload.files, alone=upload.alone, reference_date=upload.reference_date)
        report, setting = judged.report, Setting(upload.lang)
        made = ((form, _beside(report, form, setting)) for form in upload.beside)
        beside = {form: content for form, content in made if content is not None}
        if upload.form == OUTLINE:
            read = [asdict(contents(document)) for document in judged.documents]
            return Checked(outline.written(report, upload.lang, read=read), report.release or "", beside)
        return Checked(render(report, upload.form, setting), report.release or "", beside)
    except errors.StyringsgrafError as error:
        return error
    except MemoryError:
        return errors.TooLarge("pipeline.check-memory", limit=bounds.memory_mb)


def _beside(report: Report, form: str, setting: Setting) -> bytes | None:
    """Return the report in another form; None where it is too large to come along, or for that form."""
    try:
        content = render(report, form, setting)
    except errors.TooLarge:
        return None
    return content if len(content) <= MOST_BESIDE else None


if __name__ == "__main__":
    main()
