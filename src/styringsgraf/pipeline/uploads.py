"""What travels between the service and the process that checks an upload: the files and wishes, and the report."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.engine import wire
from styringsgraf.ingest.syntaxes import by_name
from styringsgraf.pipeline.inputs import InputFile


@dataclass(frozen=True)
class Upload:
    """Files to check, as somebody sent them.

    ``form``: a name in the table of reports, or ``OUTLINE``; ``alone``: without a release; ``carried``: the one file is
    a report that was made before, and is only to be written in another form.
    """

    files: tuple[InputFile, ...]
    form: str = "json"
    lang: str = "nb"
    alone: bool = False
    reference_date: date | None = None
    carried: bool = False


@dataclass(frozen=True)
class Checked:
    """A finished report, and the release it was checked against ('' for none).

    ``carried``: with an outline, the whole report for its page to carry (quality.exports.carried); nothing where it is
    too large.
    """

    content: bytes
    release: str = ""
    carried: bytes = b""


@dataclass(frozen=True)
class Bounds:
    """What the process may use: wall time in seconds, memory in megabytes; ``parent`` is the one to end with."""

    seconds: float
    memory_mb: int
    parent: int


#: A report, or the error to tell instead.
Reply = Checked | errors.StyringsgrafError
_EMPTY: Final = b""
#: Stands among the forms of a report for what a page shows of it: quality.exports.outline, and what was read.
OUTLINE: Final = "outline"


def pack_upload(upload: Upload, bounds: Bounds) -> bytes:
    """Return the first and only message to the process. Mappings do not travel: uploads have none."""
    files = [[file.name, len(file.content), file.syntax and file.syntax.name] for file in upload.files]
    day = upload.reference_date.isoformat() if upload.reference_date else None
    header = {
        "files": files,
        "wishes": [upload.form, upload.lang, upload.alone, day, upload.carried],
        "bounds": [bounds.seconds, bounds.memory_mb, bounds.parent],
    }
    return wire.pack(header, _EMPTY.join(file.content for file in upload.files))


def unpack_upload(read: wire.Reader) -> tuple[Upload, Bounds]:
    """Read that message. Raises EOFError when there is none."""
    header, body = wire.unpack(read)
    files, start = [], 0
    for name, size, syntax in header["files"]:
        files.append(InputFile(name, body[start : start + size], None, by_name(syntax) if syntax else None))
        start += size
    form, lang, alone, day, carried = header["wishes"]
    upload = Upload(tuple(files), form, lang, alone, date.fromisoformat(day) if day else None, carried)
    return upload, Bounds(*header["bounds"])


def pack_reply(reply: Reply) -> bytes:
    """Return what the process answers."""
    if isinstance(reply, Checked):
        return wire.pack({"release": reply.release, "carried": len(reply.carried)}, reply.carried + reply.content)
    return wire.pack({"error": wire.pack_error(reply)})


def unpack_reply(read: wire.Reader) -> Reply:
    """Read the answer. Raises EOFError when the process has ended, or talks nonsense."""
    header, body = wire.unpack(read)
    try:
        return wire.unpack_error(*header["error"]) if "error" in header else _checked(header, body)
    except (KeyError, TypeError, ValueError) as fault:
        raise EOFError from fault


def _checked(header: dict[str, Any], body: bytes) -> Checked:
    size = int(header["carried"])
    return Checked(body[size:], str(header["release"]), body[:size])
