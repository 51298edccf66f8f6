"""What can be written over HTTP, and what comes of it; as messages to the process that does it."""

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias

from styringsgraf import errors
from styringsgraf.access import Grant
from styringsgraf.engine import wire
from styringsgraf.ingest.syntaxes import by_name
from styringsgraf.pipeline.inputs import InputFile


@dataclass(frozen=True)
class Update:
    """A SPARQL update. ``using``, ``using_named``: the dataset of the request; ``base``: resolves relative IRIs."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    base: str = ""


@dataclass(frozen=True)
class Part:
    """A body, or one part of it, and its media type without parameters."""

    content: bytes
    media: str


@dataclass(frozen=True)
class PutGraph:
    """Statements instead of those a graph has; ``graph`` '' is the default graph."""

    graph: str
    content: bytes
    media: str
    base: str = ""


@dataclass(frozen=True)
class PostGraph:
    """Statements beside those a graph has."""

    graph: str
    parts: tuple[Part, ...]
    base: str = ""


@dataclass(frozen=True)
class DeleteGraph:
    """Take a graph away."""

    graph: str


@dataclass(frozen=True)
class Plans:
    """Plans as files. ``reference_date`` None: today; ``dry_run``: tell only what would be."""

    files: tuple[InputFile, ...]
    dry_run: bool = False
    reference_date: date | None = None


@dataclass(frozen=True)
class Withdraw:
    """Take a document (IRI, or org/edition) out of the next release."""

    document: str


Write: TypeAlias = Update | PutGraph | PostGraph | DeleteGraph | Plans | Withdraw
_KINDS: Final[dict[str, type[Write]]] = {
    kind.__name__: kind for kind in (Update, PutGraph, PostGraph, DeleteGraph, Plans, Withdraw)
}


@dataclass(frozen=True)
class Conditions:
    """What the caller asks beside: the tags of If-Match (None: no such header), and the Idempotency-Key ('': none)."""

    match: tuple[str, ...] | None = None
    key: str = ""


@dataclass(frozen=True)
class Written:
    """What a write came to. ``release``: the one current now; ``graphs``: those that changed.

    ``created``: the graph or plan named was not there before; ``replayed``: the answer of an earlier request with the
    same key.
    """

    release: str
    changed: bool
    created: bool = False
    graphs: tuple[str, ...] = ()
    report: dict[str, Any] | None = field(default=None, hash=False)
    replayed: bool = False


@dataclass(frozen=True)
class Order:
    """One write with who asks for it, and what the process may use."""

    write: Write
    grant: Grant
    conditions: Conditions
    parent: int


#: What the process says: that it has its turn, that it can no longer be stopped, and how it ended.
Stage = Literal["turn", "changed", "committing"]
Reply: TypeAlias = Written | errors.StyringsgrafError | Stage


def digest(write: Write) -> str:
    """Return the hash of what is asked for: the same request again has the same, whatever its boundary is called."""
    header, body = _packed(write)
    return sha256(wire.pack(header, body)).hexdigest()


def pack_order(order: Order) -> bytes:
    """Return the first and only message to the process."""
    header, body = _packed(order.write)
    grant, asked = order.grant, order.conditions
    header["grant"] = [grant.token, grant.note, grant.organisation, grant.write]
    header["conditions"] = [None if asked.match is None else list(asked.match), asked.key]
    header["parent"] = order.parent
    return wire.pack(header, body)


def unpack_order(read: wire.Reader) -> Order:
    """Read that message. Raises EOFError when there is none."""
    header, body = wire.unpack(read)
    match, key = header["conditions"]
    conditions = Conditions(None if match is None else tuple(match), key)
    return Order(_write(header, body), Grant(*header["grant"]), conditions, header["parent"])


def pack_reply(reply: Reply) -> bytes:
    """Return what the process says."""
    if isinstance(reply, str):
        return wire.pack({"stage": reply})
    if isinstance(reply, errors.StyringsgrafError):
        findings = reply.values.get("findings")
        plain = type(reply)(reply.key, **{name: value for name, value in reply.values.items() if name != "findings"})
        return wire.pack({"error": wire.pack_error(plain)}, _body(findings))
    return wire.pack({"written": True}, _body(as_json(reply)))


def unpack_reply(read: wire.Reader) -> Reply:
    """Read what the process says. Raises EOFError when it has ended, or talks nonsense."""
    header, body = wire.unpack(read)
    try:
        if "stage" in header:
            stages: dict[str, Stage] = {"turn": "turn", "changed": "changed", "committing": "committing"}
            return stages[header["stage"]]
        if "error" not in header:
            return written(_json(body))
        name, key, values = header["error"]
        findings = _json(body)
        return wire.unpack_error(name, key, {**values, **({} if findings is None else {"findings": findings})})
    except (KeyError, TypeError, ValueError) as fault:
        raise EOFError from fault


def as_json(answer: Written) -> dict[str, Any]:
    """Return an answer as JSON can hold it."""
    return {
        "release": answer.release,
        "changed": answer.changed,
        "created": answer.created,
        "graphs": list(answer.graphs),
        "report": answer.report,
        "replayed": answer.replayed,
    }


def written(form: dict[str, Any]) -> Written:
    """Return the answer of a JSON form."""
    return Written(**{**form, "graphs": tuple(form["graphs"])})


def _packed(write: Write) -> tuple[dict[str, Any], bytes]:
    header: dict[str, Any] = {"kind": type(write).__name__}
    match write:
        case Update(text, using, named, base):
            return header | {"using": list(using), "named": list(named), "base": base}, text.encode()
        case PutGraph(graph, content, media, base):
            return header | {"graph": graph, "media": media, "base": base}, content
        case PostGraph(graph, parts, base):
            sizes = [[len(part.content), part.media] for part in parts]
            return header | {"graph": graph, "parts": sizes, "base": base}, b"".join(part.content for part in parts)
        case DeleteGraph(graph):
            return header | {"graph": graph}, b""
        case Withdraw(document):
            return header | {"document": document}, b""
        case Plans(files, dry_run, day):
            named_files = [[f.name, len(f.content), f.syntax and f.syntax.name] for f in files]
            header |= {"files": named_files, "dry_run": dry_run, "day": day and day.isoformat()}
            return header, b"".join(file.content for file in files)


def _write(header: dict[str, Any], body: bytes) -> Write:
    kind = _KINDS[header["kind"]]
    if kind is Update:
        return Update(body.decode(), tuple(header["using"]), tuple(header["named"]), header["base"])
    if kind is PutGraph:
        return PutGraph(header["graph"], body, header["media"], header["base"])
    if kind is PostGraph:
        cut = _cut([size for size, _ in header["parts"]], body)
        parts = tuple(Part(content, media) for content, (_, media) in zip(cut, header["parts"], strict=True))
        return PostGraph(header["graph"], parts, header["base"])
    if kind is DeleteGraph:
        return DeleteGraph(header["graph"])
    if kind is Withdraw:
        return Withdraw(header["document"])
    cut = _cut([size for _, size, _ in header["files"]], body)
    files = tuple(
        InputFile(name, content, None, by_name(syntax) if syntax else None)
        for content, (name, _, syntax) in zip(cut, header["files"], strict=True)
    )
    return Plans(files, header["dry_run"], date.fromisoformat(header["day"]) if header["day"] else None)


def _body(form: object) -> bytes:
    # In the body, which has no limit of length: a report can be long.
    return b"" if form is None else json.dumps(form).encode()


def _json(body: bytes) -> Any:
    return json.loads(body) if body else None


def _cut(sizes: list[int], body: bytes) -> list[bytes]:
    pieces, start = [], 0
    for size in sizes:
        pieces.append(body[start : start + size])
        start += size
    return pieces
