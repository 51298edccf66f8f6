"""What a search found, for a page: hits by kind, each with the words that were looked for marked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from markupsafe import Markup

from styringsgraf.namespaces import SG, Minter
from styringsgraf.questions import Result, results
from styringsgraf.search.extract import DOCUMENT, GROUPS
from styringsgraf.search.marking import looked_for, pieces
from styringsgraf.tables import records
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of

_INDICATOR: Final = f"{SG}Indicator"
#: Kinds whose code is their address, which says nothing that the name does not.
_NAMED: Final = frozenset({DOCUMENT, "organisation", "term"})
#: A part of a UN target is one of the UN's, whatever role it has; only the search by class does not take it as such.
_UN_PARTS: Final = frozenset(SG + name for name in ("TargetSegment", "EndSegment", "MeansSegment", "QualifierSegment"))
#: Hits of a kind that nobody asks for by name.
OTHER: Final = "other"


@dataclass(frozen=True)
class Standing:
    """The latest result of an indicator: year, value as written, colour ('' where it has none)."""

    year: str
    value: str
    colour: str


@dataclass(frozen=True)
class Found:
    """One hit. ``lapsed``: only plans that are not in force say it. ``text`` is '' where the name says it all."""

    iri: str
    group: str
    kind: str
    code: Markup
    name: Markup
    href: str
    text: Markup
    plan: Markup
    organisation: Markup
    lapsed: bool
    exact: bool  # its code is what was looked for
    un: bool
    standing: Standing | None = None


class Finds:
    """The hits of one answer."""

    def __init__(self, request: Request, result: Result, asked: str, lang: str) -> None:
        self._result = result
        self._words = Words(lang)
        self._places = Places(request, lang)
        self._forms = looked_for(asked)
        self._minter = Minter(service_of(request).config.base)
        self._rows = records(result.grid)
        self._standings = _standings(request, self._rows, lang)

    def groups(self) -> Mapping[str, Sequence[Found]]:
        """Return the hits by group, in the order in which the groups were met."""
        found: dict[str, list[Found]] = {}
        for row in self._rows:
            hit = self._found(row)
            found.setdefault(hit.group, []).append(hit)
        return found

    def _found(self, row: Mapping[str, Any]) -> Found:
        iri, group = row["node"], group_of(row["kind"] or "", row["node"], row["document"] or "")
        code = code_of(row["code"] or "", group)
        lang, name = self._named(iri)
        text = row["text"] or ""
        return Found(
            iri=iri,
            group=group,
            kind=row["kindLabel"] or "",
            code=self.marked(code, ""),
            name=self.marked(name or code or iri, lang),
            href=self._places.of(iri) or "",
            text=self.marked(text, row["language"] or "") if text not in {name, code} else Markup(),
            plan=self._name(row["document"]) if row["document"] != iri else Markup(),
            organisation=self._name(row["organisation"]) if row["organisation"] != iri else Markup(),
            lapsed=row["inForce"] is False,
            exact=row["match"] == "code",
            un=self._minter.is_un(iri),
            standing=self._standings.get(iri),
        )

    def _named(self, iri: str) -> tuple[str, str]:
        """Return (language, name) of a thing, in the nearest language."""
        texts = self._result.names.texts.get(iri, {}) if self._result.names else {}
        return self._words.chosen(texts) if texts else ("", "")

    def _name(self, iri: str | None) -> Markup:
        lang, name = self._named(iri or "")
        return self._words.tagged(name, lang)

    def marked(self, text: str, lang: str) -> Markup:
        """Return a text with what was looked for marked, and with its language where that is not the page's."""
        inner = Markup().join(
            Markup("<mark>{}</mark>").format(piece) if hit else Markup("{}").format(piece)
            for piece, hit in pieces(text, lang, self._forms)
        )
        if not text or lang in {"", self._words.lang}:
            return Markup('<span dir="auto">{}</span>').format(inner) if text else inner
        return Markup('<span lang="{}" dir="auto">{}</span>').format(lang, inner)


def code_of(code: str, group: str) -> str:
    """Return a code as it is shown beside a name; '' where it is only a part of an address."""
    return "" if group in _NAMED else code


def group_of(kind: str, iri: str, document: str) -> str:
    """Return what one looks for to find a thing: the word of the search's ``class``."""
    if kind in _UN_PARTS:
        return "un"
    if document == iri:
        return DOCUMENT
    return next((name for name, classes in GROUPS.items() if kind in classes), OTHER)


def _standings(request: Request, rows: Iterable[Mapping[str, str]], lang: str) -> Mapping[str, Standing]:
    """Return the latest result of each indicator among the rows."""
    service = service_of(request)
    iris = [row["node"] for row in rows if row["kind"] == _INDICATOR]
    if not iris:
        return {}
    minter = Minter(service.config.base)
    _, latest = service.released(lambda engine: results.latest(engine, iris, (), minter))
    return {iri: told for iri, found in latest.items() for told in _told(found, lang)}


def _told(found: Iterable[results.Result], lang: str) -> Iterator[Standing]:
    for one in found:
        if one.year is not None and one.value is not None:
            yield Standing(str(one.year), number(one.value, one.places, lang), one.colour or "")
