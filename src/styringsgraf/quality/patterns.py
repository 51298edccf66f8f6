"""Reads the graph patterns of a SHACL-SPARQL query and says along which trails from ``$this`` it reads statements.

Only the forms our profile needs are read: triples with paths, OPTIONAL, UNION, FILTER, FILTER [NOT] EXISTS and BIND.
Anything else raises ``Unbounded``: such a query may read everything.

A statement matters to a query only if it takes part in a match, and then every pattern of its group and of the groups
around it matches too. So any chain of such patterns from ``$this`` to a pattern leads to all statements that can matter
there; one chain is enough. A pattern that no chain leads to is read anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from styringsgraf.engine.tokens import Token, tokens
from styringsgraf.namespaces import PREFIXES
from styringsgraf.quality.trails import ALL, Reads, Trail, Unbounded, joined, star, step, turned

_TYPE: Final = PREFIXES["rdf"] + "type"
_HERE: Final = "this"
#: Backwards over these lie very many nodes: other chains are tried first. A matter of speed, not of what is found.
_HUBS: Final = frozenset((_TYPE, PREFIXES["dct"] + "type", PREFIXES["dct"] + "isPartOf", PREFIXES["sg"] + "statedIn"))
#: A variable's name; None for a constant.
_Node: TypeAlias = str | None


@dataclass(frozen=True)
class _Pattern:
    """One triple pattern: from, along any of these trails, to."""

    start: _Node
    trails: frozenset[Trail]
    end: _Node

    @property
    def predicates(self) -> frozenset[str]:
        return frozenset(link.predicate for trail in self.trails for one in trail for link in one.links)

    def both_ways(self) -> "tuple[_Pattern, _Pattern]":
        return self, _Pattern(self.end, turned(self.trails), self.start)

    @property
    def cost(self) -> int:
        links = [link for trail in self.trails for one in trail for link in one.links]
        return sum(1000 if link.back and link.predicate in _HUBS else 10 if link.back else 1 for link in links)


@dataclass
class _Group:
    patterns: list[_Pattern] = field(default_factory=list)
    inner: "list[_Group]" = field(default_factory=list)


def of_query(query: str, prefixes: Mapping[str, str]) -> Reads:
    """Return what a SELECT query reads, as seen from ``$this``."""
    try:
        return _reads(_Parser(query, prefixes).query(), [])
    except Unbounded:
        return ALL


def _reads(group: _Group, around: list[_Pattern]) -> Reads:
    scope = [*around, *group.patterns]
    reached = _reached(scope)
    trails: set[Trail] = set()
    anywhere: set[str] = set()
    for pattern in group.patterns:
        way = next((one for one in pattern.both_ways() if one.start in reached), None)
        if way is None or way.start is None:
            anywhere |= pattern.predicates
        else:
            trails |= joined(reached[way.start], way.trails)
    found = Reads(frozenset(trails), frozenset(anywhere))
    for inner in group.inner:
        found |= _reads(inner, scope)
    return found


def _reached(scope: list[_Pattern]) -> dict[str, frozenset[Trail]]:
    """Return for each variable a chain of patterns may lead to: the trails of the cheapest one."""
    ways = [way for pattern in scope for way in pattern.both_ways()]
    reached: dict[str, frozenset[Trail]] = {_HERE: frozenset(((),))}
    costs = {_HERE: 0}
    while True:
        open_ways = [
            (costs[way.start] + way.cost, number)
            for number, way in enumerate(ways)
            if way.start in reached and way.end is not None and way.end not in reached
        ]
        if not open_ways:
            return reached
        cost, number = min(open_ways)
        way = ways[number]
        if way.start is not None and way.end is not None:
            reached[way.end], costs[way.end] = joined(reached[way.start], way.trails), cost


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, query: str, prefixes: Mapping[str, str]) -> None:
        self._tokens = list(tokens(query))
        self._prefixes = prefixes
        self._at = 0

    def query(self) -> _Group:
        """Read ``SELECT … WHERE { … }`` and what follows, in which no pattern may stand."""
        while self._peek() != "{":
            if self._next().word in {"PREFIX", "BASE", "FROM"}:
                raise Unbounded
        group = self._group()
        if any(token.word in {"{", "VALUES", "EXISTS"} for token in self._tokens[self._at :]):
            raise Unbounded
        return group

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise Unbounded
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> str:
        """Return the next token's keyword or sign; '' for names, variables and literals."""
        if self._at >= len(self._tokens):
            raise Unbounded
        return self._tokens[self._at].word

    def _take(self, *words: str) -> bool:
        if self._peek() in words:
            self._at += 1
            return True
        return False

    def _group(self) -> _Group:
        if not self._take("{"):
            raise Unbounded
        group = _Group()
        while not self._take("}"):
            match self._peek():
                case ".":
                    self._at += 1
                case "OPTIONAL":
                    self._at += 1
                    group.inner.append(self._group())
                case "{":
                    group.inner.append(self._group())
                    while self._take("UNION"):
                        group.inner.append(self._group())
                case "FILTER":
                    self._at += 1
                    self._filter(group)
                case "BIND":
                    self._at += 1
                    self._brackets()
                case _:
                    group.patterns += self._triples()
        return group

    def _filter(self, group: _Group) -> None:
        if self._peek() in {"NOT", "EXISTS"}:
            self._take("NOT")
            if not self._take("EXISTS"):
                raise Unbounded
            group.inner.append(self._group())
        else:
            if self._peek() != "(":
                self._next()
            self._brackets()

    def _brackets(self) -> None:
        """Pass over an expression in brackets; patterns inside one have no bounds here."""
        if not self._take("("):
            raise Unbounded
        depth = 1
        while depth:
            word = self._next().word
            if word in {"{", "}", "EXISTS"}:
                raise Unbounded
            depth += {"(": 1, ")": -1}.get(word, 0)

    def _triples(self) -> Iterator[_Pattern]:
        subject = self._node()
        while True:
            trails = self._alternatives()
            while True:
                yield _Pattern(subject, trails, self._node())
                if not self._take(","):
                    break
            if not self._take(";"):
                return
            while self._take(";"):
                pass
            if self._peek() in {".", "}"}:
                return

    def _node(self) -> _Node:
        token = self._next()
        if token.kind == "variable":
            return token.text[1:]
        if token.kind == "string":
            if self._peek() == "^":
                self._at += 2
                self._next()
            elif self._tokens[self._at].kind == "language":
                self._at += 1
        elif token.kind not in {"iri", "prefixed", "number"} and token.word not in {"TRUE", "FALSE"}:
            raise Unbounded
        return None

    def _alternatives(self) -> frozenset[Trail]:
        found = self._sequence()
        while self._take("|"):
            found |= self._sequence()
        return found

    def _sequence(self) -> frozenset[Trail]:
        found = self._element()
        while self._take("/"):
            found = joined(found, self._element())
        return found

    def _element(self) -> frozenset[Trail]:
        back = self._take("^")
        if self._take("("):
            found = self._alternatives()
            if not self._take(")"):
                raise Unbounded
        else:
            found = frozenset(((step(self._predicate()),),))
        if self._take("?"):
            found |= {()}
        elif self._take("*", "+"):
            found = star(found)
        return turned(found) if back else found

    def _predicate(self) -> str:
        token = self._next()
        if token.kind == "iri":
            return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), token.text[1:-1])
        if token.kind == "word" and token.text == "a":
            return _TYPE
        prefix, _, local = token.text.partition(":")
        if token.kind != "prefixed" or prefix not in self._prefixes or "\\" in local or "%" in local:
            raise Unbounded
        return self._prefixes[prefix] + local
