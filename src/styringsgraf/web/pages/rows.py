"""The rows of an answer as cells of a page: links in words, bands, paths, numbers and dates as people write them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from fastapi import Request
from markupsafe import Markup, escape

from styringsgraf.namespaces import SDG, compact
from styringsgraf.questions import Result
from styringsgraf.questions.header import label_of
from styringsgraf.questions.labels import Names
from styringsgraf.tables import Column, Shown, Value
from styringsgraf.texts import pick
from styringsgraf.web.pages.numbers import day, moment, number
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERS: Final = frozenset({"number", "integer", "year"})
#: Longer words are cut on the page; the data and the downloads have them whole.
LONG: Final = 400
#: So many things of one cell are shown, and how many there are besides is told.
MANY: Final = 20
_NOTHING: Final = Markup()
Kind = Literal["text", "number", "bands", "paths"]


@dataclass(frozen=True)
class Head:
    """The heading of a column."""

    label: str
    number: bool


@dataclass(frozen=True)
class Step:
    """One step of a path: by what it goes, to where, and whether somebody only claims it. The first has no ``via``."""

    thing: Markup
    via: Markup = _NOTHING
    claimed: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell. ``parts`` are the things in it, ``bands`` (colour, word), ``paths`` lists of steps."""

    kind: Kind
    parts: tuple[Markup, ...] = ()
    bands: tuple[tuple[str, str], ...] = ()
    paths: tuple[tuple[Step, ...], ...] = ()
    more: int = 0
    folded: bool = False  # paths besides the first


class Table:
    """An answer as a table. ``whole``: also the columns that give way where room is short."""

    def __init__(self, request: Request, result: Result, lang: str, *, whole: bool) -> None:
        self._lang = lang
        self._words = Words(lang)
        self._places = Places(request, lang)
        self._names = result.names or Names(lang)
        self._grid = result.grid
        columns = result.grid.columns
        self.hidden = sum(column.detail and column.type != "label" for column in columns)
        named = {label_of(column.name) for column in columns if column.type == "iri"}
        self._shown = [
            (at, column)
            for at, column in enumerate(columns)
            if (whole or not column.detail) and not (column.type == "label" and column.name in named)
        ]

    def heads(self) -> Iterator[Head]:
        """Yield the headings."""
        for _, column in self._shown:
            yield Head(pick(column.label, self._lang), column.type in _NUMBERS)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows."""
        for row in self._grid.rows:
            yield tuple(self._cell(column, row[at], row[at + 1 : at + 2]) for at, column in self._shown)

    def _cell(self, column: Column, value: Value, beside: Sequence[Value]) -> Cell:
        """Return one cell; ``beside`` holds what stands in the column after it, the label of an IRI."""
        if value is None or value == "":
            return Cell("text")
        if column.type == "iri":
            return self._things(value, beside[0] if beside else None)
        if column.type in {"path", "paths"} and isinstance(value, Shown):
            paths = [value.data] if column.type == "path" else value.data
            told = tuple(tuple(self._path(one)) for one in paths)
            return Cell("paths", paths=told, folded=column.type == "paths")
        if "green" in column.values and isinstance(value, Shown):
            codes = value.data if isinstance(value.data, list) else [value.data]
            words = (pick(column.values.get(code, {"": code}), self._lang) for code in codes)
            return Cell("bands", bands=tuple(zip(codes, words, strict=True)))
        return self._plain(column, value)

    def _plain(self, column: Column, value: Value) -> Cell:
        if isinstance(value, bool):
            return Cell("text", (escape(self._words.t("questions.yes" if value else "questions.no")),))
        if isinstance(value, int | Decimal):
            told = str(value) if column.type == "year" else number(Decimal(value), None, self._lang)
            return Cell("number", (escape(told),))
        said = value.text if isinstance(value, Shown) else str(value)
        said = day(said, self._lang) if _DATE.fullmatch(said) else moment(said, self._lang)
        if column.type == "year":
            return Cell("number", (escape(said),))
        return Cell("text", (self._words.say({"": cut(said)}),))

    def _things(self, value: Value, label: Value) -> Cell:
        iris = value.data if isinstance(value, Shown) else [str(value)]
        if isinstance(value, str) and label == value:  # a unit may be given in words
            return Cell("text", (self._words.say({"": cut(value)}),))
        return Cell("text", tuple(map(self.link, iris[:MANY])), more=max(0, len(iris) - MANY))

    def link(self, iri: str, *, coded: bool = False) -> Markup:
        """Return a thing by its name, as a link where it has a page; the UN's targets always with their number."""
        words, href = self.name(iri, coded=coded or iri.startswith(SDG)), self._places.of(iri)
        return words if href is None else Markup('<a href="{}">{}</a>').format(href, words)

    def name(self, iri: str, *, coded: bool = False) -> Markup:
        """Return what a thing is called, in the nearest language, marked; ``coded`` puts its code before it."""
        texts, code = self._names.texts.get(iri), self._names.codes.get(iri, "")
        if not texts:
            return self._words.tagged(self._names.name(iri) or compact(iri), "")
        lang, words = self._words.chosen(texts)
        words = words or pick(texts, self._lang)
        if coded and code and not words.startswith(code):
            words = f"{code} {words}"
        return self._words.tagged(cut(words), lang)

    def _path(self, edges: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
        for at, edge in enumerate(edges):
            if at == 0:
                yield Step(self.link(edge["from"], coded=True))
            via, claimed = self.name(edge["property"]), edge["basis"] == "claimed"
            yield Step(self.link(edge["to"], coded=True), via, claimed and via != self._words.t("ask.claimed"))


def cut(words: str) -> str:
    """Return words that a page has room for."""
    return words if len(words) <= LONG else f"{words[:LONG].rstrip()} …"
