"""A bundle as lines of N-Triples, indexed by the predicates somebody asks for: fast to build and to walk.

Terms stay bytes as they stand in the line. Numbers that are written differently are one and the same when a trail
goes on from them, as they are to the engines.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from styringsgraf.quality.trails import Link, Step, Trail

_NUMBER: Final = re.compile(rb'"([^"]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:integer|decimal|double|float)>')
Triple = tuple[bytes, bytes, bytes]
_NONE: Final[Mapping[bytes, list[bytes]]] = {}


@lru_cache(maxsize=4096)
def term(iri: str) -> bytes:
    """Return an IRI as it stands in a line."""
    return b"<" + iri.encode() + b">"


def split(line: bytes) -> Triple:
    """Return subject, predicate and object of a line ``s p o .``."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[:-2]


def has_blank_nodes(bundle: bytes) -> bool:
    """Tell whether a bundle may hold blank nodes, whose names mean nothing beyond it."""
    return bundle.startswith(b"_:") or b"\n_:" in bundle or b" _:" in bundle


def key(value: bytes) -> bytes:
    """Return what two terms have in common that engines take for the same: of numbers, the value."""
    match = _NUMBER.fullmatch(value) if value.endswith(b">") and value.startswith(b'"') else None
    if match is None:
        return value
    try:
        return b'"%s' % str(Decimal(match[1].decode()).normalize()).encode()
    except (InvalidOperation, UnicodeDecodeError):
        return value


class Lines:
    """Statements with any of some predicates; the rest is not looked at."""

    def __init__(self, lines: Iterable[bytes], predicates: Set[bytes]) -> None:
        self._forth: dict[bytes, dict[bytes, list[bytes]]] = {one: defaultdict(list) for one in predicates}
        self._back: dict[bytes, dict[bytes, list[tuple[bytes, bytes]]]] = {}
        self._hidden: dict[bytes, set[Triple]] = {}
        forth = self._forth
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate in forth:
                forth[predicate][subject].append(rest[:-2])

    def hide(self, triples: Iterable[Triple]) -> None:
        """Leave these statements out from now on."""
        for triple in triples:
            self._hidden.setdefault(triple[1], set()).add(triple)

    def triples(self, predicate: bytes) -> Iterator[Triple]:
        """Yield all statements with a predicate."""
        forth = self._forth.get(predicate, _NONE)
        return self._shown(predicate, ((one, predicate, value) for one, values in forth.items() for value in values))

    def over(self, link: Link, nodes: Iterable[bytes]) -> Iterator[Triple]:
        """Yield the statements that lead from nodes over a link."""
        predicate = term(link.predicate)
        if link.back:
            back = self._turned(predicate)
            pairs = ((one, value) for node in nodes for one, value in back.get(key(node), ()))
        else:
            forth = self._forth.get(predicate, _NONE)
            pairs = ((node, value) for node in nodes for value in forth.get(node, ()))
        return self._shown(predicate, ((subject, predicate, value) for subject, value in pairs))

    def _shown(self, predicate: bytes, triples: Iterator[Triple]) -> Iterator[Triple]:
        hidden = self._hidden.get(predicate)
        return triples if hidden is None else (triple for triple in triples if triple not in hidden)

    def after(self, step: Step, nodes: Set[bytes], collected: set[Triple] | None = None) -> Set[bytes]:
        """Return where one step leads from nodes; ``collected`` takes the statements on the way."""
        found: set[bytes] = set(nodes) if step.many else set()
        waiting = nodes
        while waiting:
            ends: set[bytes] = set()
            for link in step.links:
                for triple in self.over(link, waiting):
                    ends.add(triple[0 if link.back else 2])
                    if collected is not None:
                        collected.add(triple)
            if not step.many:
                return ends
            waiting = ends - found
            found |= waiting
        return found

    def before(self, trail: Trail, nodes: Set[bytes]) -> Set[bytes]:
        """Return from where a trail leads to nodes."""
        for step in reversed(trail):
            nodes = self.after(step.turned(), nodes)
        return nodes

    def _turned(self, predicate: bytes) -> Mapping[bytes, list[tuple[bytes, bytes]]]:
        """Return subjects, with the object as it is written, by what the object has in common with its like."""
        if predicate not in self._back:
            back: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
            for subject, values in self._forth.get(predicate, _NONE).items():
                for value in values:
                    back[key(value)].append((subject, value))
            self._back[predicate] = back
        return self._back[predicate]
