"""Brings a remote engine to a release: only graphs that changed, counted before the pointer names the release.

Order of a push; whatever ends it in between leaves a replica without a pointer, which nobody answers from, and the
next push goes on where it was:

1. the pointer goes, a new turn comes; the engine is asked whether it shows the union of all graphs;
2. graph by graph: its entry in the books goes, its statements are changed, counted, and its entry comes back;
3. graphs that the release does not have are dropped;
4. the pointer comes back, if the turn is still ours.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol
from urllib.parse import quote
from urllib.request import Request
from uuid import uuid4

from styringsgraf import errors
from styringsgraf.engine import bookkeeping
from styringsgraf.engine.bookkeeping import Pointer
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.remote import Remote
from styringsgraf.engine.transport import Account, Bounds, Received, exchange
from styringsgraf.terms import NamedNode

#: Statements in one update, and its size in bytes: Virtuoso compiles an update as one program and stops at 10 000.
CHUNK: Final = 1_000
CHUNK_BYTES: Final = 500_000
_REPLY: Final = 1_000_000
_GRAPH: Final = re.compile(rb" <[^<>\"{}|^`\\\x00-\x20]*> \.\n?\Z")
_BLANK: Final = re.compile(rb"(?:\A|> )_:")
_OK: Final = range(200, 300)


@dataclass(frozen=True)
class Piece:
    """One graph of a release: its hash and its number of statements."""

    sha256: str
    count: int


class Content(Protocol):
    """A release as a push needs it."""

    @property
    def release(self) -> str:
        """Its id."""
        ...

    @property
    def pieces(self) -> Mapping[str, Piece]:
        """Its graphs by name."""
        ...

    def lines(self, graph: str, sha256: str) -> list[bytes] | None:
        """Return the canonical N-Quads lines of a graph with that hash, None when nobody kept them."""
        ...

    def known(self, release: str) -> bool:
        """Return whether a release is one of this archive's."""
        ...


@dataclass
class Pushed:
    """What a push did: graphs changed and dropped, statements added and removed."""

    release: str
    graphs: int = 0
    dropped: int = 0
    added: int = 0
    removed: int = 0


def push(
    endpoint: Endpoint, content: Content, *, replace: bool = False, say: Callable[[str], None] = lambda _: None
) -> Pushed:
    """Bring the engine to a release; nothing is sent when it holds it already. ``say`` is told each graph's name.

    Raises Conflict when it holds what another archive put there (unless ``replace``) or when somebody else pushes
    meanwhile, Environment when it cannot be written to or does not keep what it is given, Busy, TimedOut.
    """
    return _Push(endpoint, content, say).run(replace=replace)


class _Push:
    def __init__(self, endpoint: Endpoint, content: Content, say: Callable[[str], None]) -> None:
        if not endpoint.update:
            raise errors.Environment("remote.no-update")
        self._endpoint = endpoint
        self._content = content
        self._say = say
        self._remote = Remote(endpoint)
        self._turn = uuid4().hex
        self._done = Pushed(content.release)

    def run(self, *, replace: bool) -> Pushed:
        shown = bookkeeping.pointer(self._remote)
        if shown.release == self._content.release:
            return self._done
        if shown.release and not replace and not self._content.known(shown.release):
            raise errors.Conflict("remote.other-archive", release=shown.release)
        self._begin()
        held = bookkeeping.held(self._remote)
        for graph, piece in self._content.pieces.items():
            if held.get(graph) != (piece.sha256,):
                self._say(graph)
                self._bring(graph, piece, held.get(graph, ()))
        for graph in sorted(held.keys() - self._content.pieces.keys()):
            self._forget(graph, held[graph])
            self._update(f"DROP SILENT GRAPH {NamedNode(graph)}")
            self._done.dropped += 1
        self._finish()
        return self._done

    def _begin(self) -> None:
        """Take the pointer away, so that nobody takes what follows for a release."""
        self._update(bookkeeping.delete(bookkeeping.RELEASE))
        self._update(bookkeeping.delete(bookkeeping.TURN))
        self._update(bookkeeping.insert(turn=self._turn))
        if bookkeeping.pointer(self._remote) != Pointer("", self._turn):
            raise errors.Conflict("remote.two-pushes")

    def _finish(self) -> None:
        if bookkeeping.pointer(self._remote) != Pointer("", self._turn):
            raise errors.Conflict("remote.two-pushes")
        self._update(bookkeeping.insert(release=self._content.release))
        if bookkeeping.pointer(self._remote) != Pointer(self._content.release, self._turn):
            raise errors.Environment("remote.not-kept", graph=bookkeeping.GRAPH, found="–", expected="1")

    def _bring(self, graph: str, piece: Piece, booked: Sequence[str]) -> None:
        """Make one graph what the release says: by its difference where the old form is known, else as a whole."""
        wanted = self._content.lines(graph, piece.sha256)
        if wanted is None:
            raise errors.Environment("remote.no-lines", graph=graph)
        before = self._content.lines(graph, booked[0]) if len(booked) == 1 else None
        self._forget(graph, booked)
        blank = any(map(_BLANK.search, wanted)) or (before is not None and any(map(_BLANK.search, before)))
        if before is None or blank or not self._differ(graph, before, wanted, piece):
            self._whole(graph, wanted, blank=blank)
            self._counted(graph, piece)
            self._done.added += len(wanted)
        self._update(bookkeeping.holding(piece.sha256, graph))
        self._done.graphs += 1

    def _differ(self, graph: str, before: list[bytes], wanted: list[bytes], piece: Piece) -> bool:
        """Send a difference; False when the engine does not hold afterwards what it should."""
        old, new = set(before), set(wanted)
        removed, added = sorted(old - new), sorted(new - old)
        for form, lines in (("DELETE", removed), ("INSERT", added)):
            for chunk in chunks(lines):
                self._update(_data(form, graph, chunk))
        if bookkeeping.count(self._remote, graph) != piece.count:
            return False
        self._done.added += len(added)
        self._done.removed += len(removed)
        return True

    def _whole(self, graph: str, lines: list[bytes], *, blank: bool) -> None:
        """Send a graph as a whole; one with blank nodes in one piece, because a second piece would make new ones."""
        if blank and self._endpoint.graphs:
            self._put(graph, lines)
            return
        self._update(f"DROP SILENT GRAPH {NamedNode(graph)}")
        for chunk in [lines] if blank else chunks(lines):
            self._update(_data("INSERT", graph, chunk))

    def _counted(self, graph: str, piece: Piece) -> None:
        found = bookkeeping.count(self._remote, graph)
        if found != piece.count:
            raise errors.Environment("remote.not-kept", graph=graph, found=found, expected=piece.count)

    def _forget(self, graph: str, booked: Sequence[str]) -> None:
        for digest in booked:
            self._update(bookkeeping.letting_go(digest, graph))

    def _update(self, text: str) -> None:
        body = f"update={quote(text)}".encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
        self._send(Request(self._endpoint.update, body, headers, method="POST"))  # noqa: S310 - the settings allow http(s) only

    def _put(self, graph: str, lines: Iterable[bytes]) -> None:
        body = b"".join(_triple(line) + b" .\n" for line in lines)
        address = f"{self._endpoint.graphs}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
        self._send(Request(address, body, headers, method="PUT"))  # noqa: S310 - as above

    def _send(self, request: Request) -> None:
        """Send what writes; never twice: whether it was done cannot be known, and the next push finds out."""
        account = Account(self._endpoint.user, self._endpoint.password)
        received = exchange(request, Bounds(self._endpoint.push_seconds, _REPLY), account)
        if received.status not in _OK:
            raise _refusal(received)


def _refusal(received: Received) -> errors.StyringsgrafError:
    if received.status in (401, 403):
        return errors.Environment("remote.forbidden", status=received.status)
    return errors.Environment("remote.update-refused", status=received.status, reason=received.said)


def chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield lines in pieces of at most ``CHUNK`` statements and ``CHUNK_BYTES`` bytes (a longer line goes alone)."""
    remaining = iter(lines)
    while taken := list(islice(remaining, CHUNK)):
        piece: list[bytes] = []
        size = 0
        for line in taken:
            if piece and size + len(line) > CHUNK_BYTES:
                yield piece
                piece, size = [], 0
            piece.append(line)
            size += len(line)
        yield piece


def _data(form: str, graph: str, lines: Iterable[bytes]) -> str:
    triples = " .\n".join(_triple(line).decode() for line in lines)
    return f"{form} DATA {{ GRAPH {NamedNode(graph)} {{\n{triples}\n}} }}"


def _triple(line: bytes) -> bytes:
    """Return subject, predicate and object of a canonical N-Quads line."""
    return _GRAPH.sub(b"", line)
