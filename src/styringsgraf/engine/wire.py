"""The messages between the service and its processes: a JSON header and a body, each after its length.

JSON and not pickle: a process that runs other people's queries must not be able to run code in its parent.
"""

import json
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.engine import Answer, Dataset, Kind, Limits
from styringsgraf.formats import FORMATS

_LENGTHS: Final = struct.Struct(">II")
#: A header holds a sentence's values at most; anything longer is no header.
_LONGEST_HEADER: Final = 1 << 20

Reader = Callable[[int], bytes]


@dataclass(frozen=True)
class Start:
    """What a query process is told first; ``parent`` is the process whose end is also its own."""

    store: str
    base: str | None
    parent: int
    memory_mb: int
    nice: int
    length: int
    nesting: int


@dataclass(frozen=True)
class Request:
    """One query to run."""

    query: str
    accept: str | None
    limits: Limits
    dataset: Dataset


@dataclass(frozen=True)
class Reply:
    """What came back: an answer, an error, or neither (ready; query taken). ``last`` says that the process ends now."""

    answer: Answer | None = None
    error: errors.StyringsgrafError | None = None
    last: bool = False


def pack_start(start: Start) -> bytes:
    """Return the first message to a query process."""
    return pack(asdict(start))


def unpack_start(read: Reader) -> Start:
    """Read the first message. Raises EOFError when there is none."""
    header, _ = unpack(read)
    return Start(**header)


def pack_request(request: Request) -> bytes:
    """Return a query as a message."""
    return pack(asdict(request))


def unpack_request(read: Reader) -> Request:
    """Read a query. Raises EOFError when the other side has closed."""
    header, _ = unpack(read)
    dataset = Dataset(tuple(header["dataset"]["default_graphs"]), tuple(header["dataset"]["named_graphs"]))
    return Request(header["query"], header["accept"], Limits(**header["limits"]), dataset)


def pack_reply(reply: Reply) -> bytes:
    """Return a reply as a message."""
    header: dict[str, Any] = {"last": reply.last}
    if reply.error is not None:
        header["error"] = pack_error(reply.error)
    if reply.answer is None:
        return pack(header)
    answer = reply.answer
    header["answer"] = [answer.format.name, answer.kind, answer.truncated]
    return pack(header, answer.content)


def unpack_reply(read: Reader) -> Reply:
    """Read a reply. Raises EOFError when the process has ended, or talks nonsense."""
    header, body = unpack(read)
    answer = error = None
    try:
        if "answer" in header:
            name, kind, truncated = header["answer"]
            answer = Answer(body, FORMATS[name], _kind(kind), bool(truncated))
        if "error" in header:
            error = unpack_error(*header["error"])
        return Reply(answer, error, bool(header["last"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise EOFError from fault


def _kind(name: str) -> Kind:
    kinds: dict[str, Kind] = {"rows": "rows", "boolean": "boolean", "graph": "graph"}
    return kinds[name]


def pack_error(error: errors.StyringsgrafError) -> list[object]:
    """Return an error as JSON: its class, its sentence and what fills that."""
    return [type(error).__name__, error.key, {name: _plain(value) for name, value in error.values.items()}]


def unpack_error(name: str, key: str, values: dict[str, object]) -> errors.StyringsgrafError:
    """Return the error of that class. Raises KeyError for a class that is not ours."""
    known = {kind.__name__: kind for kind in _descendants(errors.StyringsgrafError)}
    return known[name](key, **values)


def _plain(value: object) -> object:
    """Return a value as JSON can hold it: a path or a date as its text, a text in three languages as it is."""
    return dict(value) if isinstance(value, Mapping) else value if isinstance(value, int | float) else str(value)


def _descendants(kind: type[errors.StyringsgrafError]) -> Iterator[type[errors.StyringsgrafError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message."""
    head = json.dumps(header).encode()
    return _LENGTHS.pack(len(head), len(body)) + head + body


def unpack(read: Reader) -> tuple[dict[str, Any], bytes]:
    """Read a message. Raises EOFError when there is none, or none that can be."""
    head, body = _LENGTHS.unpack(read(_LENGTHS.size))
    if head > _LONGEST_HEADER:
        raise EOFError(head)
    try:
        header: dict[str, Any] = json.loads(read(head))
    except ValueError as fault:
        raise EOFError from fault
    return header, read(body)
