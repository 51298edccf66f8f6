"""The exception tree: each error knows its HTTP status, its exit code and its sentence.

::

    StyringsgrafError            500, exit 4   something inside failed
    ├── UsageError               400, exit 2   the caller asked wrongly
    │   ├── BadParameter         400, exit 2   a parameter is missing or ill-typed
    │   ├── BadQuery             400, exit 2   SPARQL that does not parse or is not allowed
    │   ├── Unauthorised         401, exit 2   no token, or one that is not (or no longer) known
    │   ├── Forbidden            403, exit 2   writing is off, or the token does not cover it
    │   ├── NotFound             404, exit 2   no such question, node, release …
    │   ├── Gone                 410, exit 2   an earlier release had it
    │   ├── MethodNotAllowed     405, exit 2
    │   ├── NotAcceptable        406, exit 2   no representation the caller accepts
    │   ├── Conflict             409, exit 2   somebody else was first
    │   ├── PreconditionFailed   412, exit 2   another release is current than the caller believes
    │   ├── TooLarge             413, exit 2   over a stated limit
    │   ├── UnsupportedMedia     415, exit 2
    │   ├── OutOfRange           416, exit 2   bytes of a file that it does not have
    │   └── Unprocessable        422, exit 2   statements that cannot stand where they are to be written
    ├── InputError               422, exit 3   a file that cannot be read
    ├── Refused                  422, exit 1   findings stop the release
    ├── Environment              500, exit 4   port in use, read-only folder, damaged store
    ├── Busy                     503, exit 4   full queue, writer at work; try again
    └── TimedOut                 504, exit 4   a limit stopped the work

The sentence is looked up in ``texts/errors.yaml`` (or another area) by key, so it exists in three
languages and names the place and the remedy.
"""

import errno
from typing import ClassVar, Final

from styringsgraf.texts import LANGUAGES, Text, pick, text


class StyringsgrafError(Exception):
    """Base of all errors we raise on purpose; ``key`` names the sentence, ``values`` fill it."""

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 4

    def __init__(self, key: str, **values: object) -> None:
        self.key = key if "." in key else f"errors.{key}"
        self.values = values
        self.texts: Text = text(self.key, **values)
        super().__init__(self.texts["en"])

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes (query workers); keyword values need their own rebuilding.
        return _rebuild, (type(self), self.key, self.values)

    @property
    def slug(self) -> str:
        """The stable name of this kind of problem, used in the problem type IRI."""
        return self.key.partition(".")[2]

    def sentence(self, lang: str) -> str:
        """Return the message in the reader's language."""
        return pick(self.texts, lang)


#: Faults of the file system that people meet, and the words for them; others keep the system's own.
_REASONS: Final = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
}


def reason(fault: OSError) -> Text:
    """Return why a file or folder could not be used, as a value for the text of an error."""
    if fault.errno in _REASONS:
        return text(f"errors.reason-{_REASONS[fault.errno]}")
    return dict.fromkeys(LANGUAGES, fault.strerror or str(fault))


def _rebuild(kind: type[StyringsgrafError], key: str, values: dict[str, object]) -> StyringsgrafError:
    return kind(key, **values)


class UsageError(StyringsgrafError):
    """The caller asked for something that cannot be."""

    status = 400
    exit_code = 2


class BadParameter(UsageError):
    """A parameter is missing, unknown or ill-typed."""


class BadQuery(UsageError):
    """A SPARQL text that does not parse, or that asks for what is not allowed."""


class Unauthorised(UsageError):
    """No token, or one that is unknown, expired or revoked."""

    status = 401


class Forbidden(UsageError):
    """Writing is off, or the token does not cover what is asked."""

    status = 403


class NotFound(UsageError):
    """No such question, node, release or page."""

    status = 404


class Gone(UsageError):
    """An earlier release had it, the current one does not."""

    status = 410


class MethodNotAllowed(UsageError):
    """The path exists, the method does not."""

    status = 405


class NotAcceptable(UsageError):
    """None of the formats the caller accepts exists for this answer."""

    status = 406


class Conflict(UsageError):
    """The state has changed, or the thing exists already."""

    status = 409


class PreconditionFailed(UsageError):
    """Another release is current than the one the caller names."""

    status = 412


class TooLarge(UsageError):
    """The request or the answer passes a stated limit."""

    status = 413


class UnsupportedMedia(UsageError):
    """The body came in a format we do not read."""

    status = 415


class OutOfRange(UsageError):
    """A range of bytes that the file does not have."""

    status = 416


class Unprocessable(UsageError):
    """What is to be written is well-formed, and cannot stand where it is to be written."""

    status = 422


class InputError(StyringsgrafError):
    """A file that cannot be read at all (cells that are wrong are findings, not errors)."""

    status = 422
    exit_code = 3


class Refused(StyringsgrafError):
    """Findings that stop a release; the report travels in ``values['report']`` when there is one."""

    status = 422
    exit_code = 1


class Environment(StyringsgrafError):
    """The machine around us: a port in use, a read-only folder, a damaged store."""


class Busy(StyringsgrafError):
    """No room right now; the same call may succeed a little later."""

    status = 503


class TimedOut(StyringsgrafError):
    """A time limit stopped the work."""

    status = 504
