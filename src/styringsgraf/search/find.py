"""Asks an index: ranked hits, each node once, with the words around what was found."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest
from operator import itemgetter
from pathlib import Path
from typing import Final, Protocol, TypeVar, overload

from styringsgraf import errors
from styringsgraf.questions.hits import Hit, Match
from styringsgraf.search.query import Query, query
from styringsgraf.search.schema import is_damage, reading
from styringsgraf.search.snippet import around

#: Passages that are ranked at most; a search that finds more is too wide to be read anyway.
MOST: Final = 20_000
# Weights of the columns of the words table: tags, code, title and its stems, body and its stems, ends of compounds.
_RANKED: Final = """
SELECT p.id, p.iri, p.lang, CASE WHEN p.codekey = :code THEN 0
    WHEN substr(p.start, 1, length(:start)) = :start THEN 1 ELSE 2 END,
  p.document <> '' AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.iri = p.iri), hit.score
FROM (SELECT rowid AS id, bm25(words, 0, 10, 8, 6, 2, 1.5, 0.5) AS score FROM words WHERE words MATCH :match
    ORDER BY score LIMIT :most) AS hit
  CROSS JOIN passage p ON p.id = hit.id"""
_SHOWN: Final = """SELECT p.id, p.iri, p.kind, p.document, p.code, p.lang, p.title, p.body,
  EXISTS (SELECT 1 FROM standing s WHERE s.iri = p.iri) FROM passage p WHERE p.id = ?"""
_TIERS: Final[tuple[Match, ...]] = ("code", "start", "words")

Result = TypeVar("Result")

#: A file of the index, by number, and a row of its passages.
_Passage = tuple[int, int]
#: (passage, IRI, its language, tier, lapsed, score); the lower the score, the better.
_Found = tuple[_Passage, str, str, int, bool, float]


@dataclass(frozen=True)
class _Ranked:
    """A node that was found: the passage that speaks for it, and how it was found."""

    passage: _Passage
    match: Match


class Place(Protocol):
    """Says where a file of the index lies; asked to ``renew`` it, has it made again first."""

    def __call__(self, *, renew: bool) -> Path: ...  # noqa: D102 - the class says it


class Finder:
    """Searches the index of one release, whichever of its files holds what is looked for."""

    def __init__(self, *places: Place) -> None:
        self._places = places

    def find(
        self, text: str, *, lang: str, organisation: str | None = None, groups: Iterable[str] = ()
    ) -> Sequence[Hit]:
        """Return all nodes found, the best first; details are fetched of those that are looked at.

        Order: the code itself; what is in force (or stands without a plan) before what is not; titles that begin
        with what was typed before the rest; then by how telling the words are (bm25).
        Raises BadParameter for a text without words; Environment when SQLite has no FTS5.
        """
        wanted = query(text, organisation, tuple(groups))
        found: list[_Found] = []
        for number in range(len(self._places)):
            found += self.asked(number, partial(_found, wanted, number))
        if len(self._places) > 1:
            found = nsmallest(MOST, found, key=itemgetter(-1))
        return _Hits(self, wanted, _ranked(found, lang))

    def asked(self, number: int, act: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do something with a file of the index, which is made again when it turns out to be damaged."""
        place = self._places[number]
        try:
            return _on(place(renew=False), act)
        except sqlite3.DatabaseError as fault:
            if "fts5" in str(fault) and "no such module" in str(fault):
                raise errors.Environment("search.no-fts5", version=sqlite3.sqlite_version) from fault
            if not is_damage(fault):
                raise
        return _on(place(renew=True), act)


class _Hits(Sequence[Hit]):
    """Hits in order, fetched page by page."""

    def __init__(self, finder: Finder, wanted: Query, ranked: Sequence[_Ranked]) -> None:
        self._finder = finder
        self._wanted = wanted
        self._ranked = ranked

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        chosen = self._ranked[at] if isinstance(at, slice) else (self._ranked[at],)
        found: dict[_Ranked, Hit] = {}
        for number in {one.passage[0] for one in chosen}:
            mine = [one for one in chosen if one.passage[0] == number]
            told = self._finder.asked(number, partial(_details, mine, self._wanted))
            found.update(zip(mine, told, strict=True))
        return [found[one] for one in chosen] if isinstance(at, slice) else found[chosen[0]]


def _on(path: Path, act: Callable[[sqlite3.Connection], Result]) -> Result:
    with reading(path) as index:
        return act(index)


def _found(wanted: Query, number: int, index: sqlite3.Connection) -> list[_Found]:
    given = {"match": wanted.match, "code": wanted.code, "start": wanted.start, "most": MOST}
    return [((number, passage), *told) for passage, *told in index.execute(_RANKED, given)]


def _ranked(found: Iterable[_Found], lang: str) -> list[_Ranked]:
    order: dict[str, tuple[bool, bool, int, float]] = {}
    speaker: dict[str, tuple[tuple[bool, float, _Passage], _Passage]] = {}
    for passage, iri, its_lang, tier, lapsed, score in found:
        place = (tier != 0, bool(lapsed), tier, score)
        order[iri] = min(place, order.get(iri, place))
        voice = ((its_lang != lang, score, passage), passage)
        speaker[iri] = min(voice, speaker.get(iri, voice))
    return [_Ranked(speaker[iri][1], _TIERS[order[iri][2]]) for iri in sorted(order, key=lambda i: (order[i], i))]


def _details(chosen: Sequence[_Ranked], wanted: Query, index: sqlite3.Connection) -> list[Hit]:
    return [_detail(index, ranked, wanted) for ranked in chosen]


def _detail(index: sqlite3.Connection, ranked: _Ranked, wanted: Query) -> Hit:
    row = index.execute(_SHOWN, (ranked.passage[1],)).fetchone()
    _, iri, kind, document, code, lang, title, body, stands = row
    text = around(title, body, lang, wanted.forms)
    return Hit(iri, kind, document, code, lang, text, bool(stands) if document else None, ranked.match)
