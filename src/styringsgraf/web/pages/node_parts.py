"""The parts of the page of one thing: facts, what it leads to and what follows it up, history, findings, rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from markupsafe import Markup, escape

from styringsgraf.namespaces import PREFIXES, SDGO, SG, Minter, compact
from styringsgraf.quality.released import rule_of
from styringsgraf.questions.order import counted
from styringsgraf.resource import Finding, Resource, Row
from styringsgraf.terms import Literal, NamedNode, Object, lexical
from styringsgraf.texts import Text, catalogue, text
from styringsgraf.web.pages import navigation, quality
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.numbers import written
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words, telling

TITLE: Final = PREFIXES["dct"] + "title"
TYPE: Final = PREFIXES["rdf"] + "type"
NOTATION: Final = PREFIXES["skos"] + "notation"
STATEMENT: Final = f"{SG}statement"
STATED_IN: Final = f"{SG}statedIn"
HISTORY: Final = frozenset({PREFIXES["dct"] + "isVersionOf", PREFIXES["prov"] + "wasRevisionOf"})
#: Steps of the red thread, in the order of the chain; each has words for both ends (``resource.up-…``, ``down-…``).
_STEPS: Final = (
    f"{SG}measures", f"{SG}delivers", f"{SG}fulfils", f"{SG}concretises", f"{SG}leadsTo", f"{SG}refines",
    f"{SG}partOfFocusArea", f"{SG}alignsWith", f"{SG}partOfTarget", f"{SDGO}isTargetOf",
)  # fmt: skip
#: Reached through the whole thread, not a step.
_SUPPORTS: Final = f"{SG}supports"
#: What people look for first.
_FIRST: Final = (
    STATED_IN, NOTATION, f"{SG}page", PREFIXES["dct"] + "source", f"{SG}responsible", f"{SG}assignedTo",
    f"{SG}partner", f"{SG}startDate", f"{SG}endDate", f"{SG}measureStatus", f"{SG}phase",
)  # fmt: skip
#: Told elsewhere on the page.
_ELSEWHERE: Final = frozenset({TITLE, TYPE, STATEMENT, PREFIXES["prov"] + "wasDerivedFrom", *HISTORY, *_STEPS,
                               _SUPPORTS})  # fmt: skip
#: How the service knows what it knows: folded away.
_TECHNICAL: Final = frozenset({
    f"{SG}contributesTo", f"{SG}claimsSupport", f"{SG}carriedOver", f"{SG}contributionFrom", f"{SG}contributionTo",
    f"{SG}annotates", f"{SG}inForce", PREFIXES["sh"] + "value", PREFIXES["prov"] + "wasDerivedFrom",
})  # fmt: skip
#: How many things by one property are shown before the rest is only counted.
_SHOWN: Final = 50
_LONG: Final = 300
#: Characters of one value on the page; the whole is in the data.
_CLIPPED: Final = 2_000


@dataclass(frozen=True)
class Fact:
    """A property in words, and its values as links or text."""

    name: Markup
    values: tuple[Markup, ...]
    more: int = 0


@dataclass(frozen=True)
class Version:
    """One edition, for the table of editions; ``compare``: the page that holds it against the one before."""

    name: Markup
    document: Markup
    valid: str
    adopted: str
    in_force: bool
    here: bool
    compare: str


@dataclass(frozen=True)
class Told:
    """A finding: how grave, what it says and what to do, its rule in words, and where there is more about that."""

    severity: str
    message: Text
    accepted: bool
    rule: str
    rule_name: Text
    rule_at: str


@dataclass(frozen=True)
class Cell:
    """A cell as people name it (B8), the heading of its column, and what was read from it."""

    place: str
    heading: str
    values: tuple[Markup, ...]


@dataclass(frozen=True)
class Source:
    """A row that the thing was read from, as a link, with its cells."""

    href: str
    words: str
    cells: tuple[Cell, ...]


class Teller:
    """Says what a resource holds, in one language."""

    def __init__(self, request: Request, found: Resource, lang: str, minter: Minter) -> None:
        self._request, self._found, self._lang, self._minter = request, found, lang, minter
        self._words = Words(lang)
        labels = {iri: words for iri, words in found.titles.items() if words}
        self._link = Linker(request, lang, navigation.path_of(request), labels)
        self._places = Places(request, lang)

    def property(self, iri: str) -> Markup:
        """Return a property in words, the first letter large."""
        words = self._found.titles.get(iri) or foreign(iri) or {"": compact(iri)}
        large = {lang: said[:1].upper() + said[1:] for lang, said in words.items()}
        return self._link.ref(iri, large) if iri.startswith(SG) else self._words.say(large)

    def ref(self, iri: str) -> Markup:
        """Return a link to something, by code and name."""
        name, code = self._found.titles.get(iri) or foreign(iri), self._found.codes.get(iri, "")
        if name is None:
            name = {"": code or self._short(iri)}
        elif telling(code) and self._ours(iri) and code not in name.values():
            name = {lang: f"{code} {words}" for lang, words in name.items()}
        at = self._places.of(iri) if self._minter.is_un(iri) else None
        if at is not None:  # the UN's own address leads out of here
            return Markup('<a href="{}">{}</a>').format(at, self._words.say(name))
        return self._link.ref(iri, name)

    def _ours(self, iri: str) -> bool:
        return iri.startswith(self._minter.base) or self._minter.is_un(iri)

    def _short(self, iri: str) -> str:
        """Return the end of one of our addresses, else the prefixed name."""
        path = iri.removeprefix(f"{self._minter.base}id/")
        return path if path != iri else compact(iri)

    def value(self, value: Object) -> Markup:
        """Return a value: a link, a text in its language, a number or date as people write them."""
        if isinstance(value, NamedNode):
            return self.ref(value.value)
        if not isinstance(value, Literal):
            return escape(lexical(value))
        words = value.value if len(value.value) <= _CLIPPED else f"{value.value[:_CLIPPED]}…"
        if value.language:
            return self._words.tagged(words, value.language)
        return self._words.say({"": written(words, value.datatype.value, self._lang)})

    def facts(self, *, technical: bool = False) -> Iterator[Fact]:
        """Yield what is said of it, property by property: what people look for first; or what is only technical."""
        held = dict.fromkeys(one.predicate for one in self._found.statements)
        ordered = [*(one for one in _FIRST if one in held), *(one for one in held if one not in _FIRST)]
        for predicate in ordered:
            if predicate not in _ELSEWHERE and (predicate in _TECHNICAL) is technical:
                yield self._fact(self.property(predicate), predicate)

    def _fact(self, name: Markup, predicate: str, most: int = _LONG) -> Fact:
        values = sorted(self._found.values(predicate), key=self._place)
        return Fact(name, tuple(map(self.value, values[:most])), max(0, len(values) - most))

    def _place(self, value: Object) -> str:
        """Return where a value stands among others: things by their codes, as people count; texts as they came."""
        return self._code(value.value) if isinstance(value, NamedNode) else ""

    def leads(self) -> Iterator[Fact]:
        """Yield what it leads to, step by step, then what it supports through the whole thread."""
        direct: set[str] = set()
        for predicate in _STEPS:
            if self._found.values(predicate):
                direct.update(self._found.links(predicate))
                yield self._fact(self._step("up", predicate), predicate, _SHOWN)
        further = sorted((iri for iri in self._found.links(_SUPPORTS) if iri not in direct), key=self._code)
        if further:
            shown = tuple(map(self.ref, further[:_SHOWN]))
            yield Fact(self._step("up", _SUPPORTS), shown, len(further) - len(shown))

    def _code(self, iri: str) -> str:
        return counted(self._found.codes.get(iri, ""))

    def followed(self) -> Iterator[Fact]:
        """Yield what follows it up: what points here by a step of the thread."""
        groups = self._pointing()
        for predicate in reversed(_STEPS):
            if predicate in groups:
                yield self._group(self._step("down", predicate), predicate, groups[predicate])

    def pointing(self, *, technical: bool = False) -> Iterator[Fact]:
        """Yield what else points here, property by property, with how much more there is."""
        for predicate, subjects in self._pointing().items():
            aside = predicate in _TECHNICAL or predicate == _SUPPORTS
            if predicate not in _STEPS and aside is technical:
                yield self._group(self.property(predicate), predicate, subjects)

    def _pointing(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for one in self._found.incoming:
            if one.predicate not in HISTORY:
                groups.setdefault(one.predicate, []).append(one.subject)
        return groups

    def _group(self, name: Markup, predicate: str, subjects: list[str]) -> Fact:
        count = max(self._found.counts.get(predicate, 0), len(subjects))
        shown = tuple(map(self.ref, sorted(subjects, key=self._code)[:_SHOWN]))
        return Fact(name, shown, count - len(shown))

    def _step(self, side: str, predicate: str) -> Markup:
        return escape(self._words.t(f"resource.{side}-{predicate.rpartition('#')[2]}"))

    def versions(self) -> Iterator[Version]:
        """Yield the editions, oldest first, each with the comparison of its plan with the one before."""
        before = ""
        for one in self._found.editions:
            dates = [written(day, "date", self._lang) if day else "" for day in (one.valid_from, one.valid_to)]
            yield Version(
                self.ref(one.iri),
                self.ref(one.document) if one.document else Markup(),
                "–".join(dates) if any(dates) else "",
                written(one.adopted_on, "date", self._lang) if one.adopted_on else "",
                one.in_force,
                one.iri == self._found.iri,
                self._compare(before, one.document),
            )
            before = one.document or before

    def _compare(self, old: str, new: str) -> str:
        path = f"/{self._lang}/compare"
        if not old or not new or old == new or not navigation.exists(self._request, path):
            return ""
        asked = {"from": self._short(old), "to": self._short(new)}
        return f"{navigation.prefix(self._request)}{path}?{urlencode(asked, safe='/')}"

    def findings(self, findings: Iterable[Finding]) -> Iterator[Told]:
        """Yield the findings with their rules."""
        for one in findings:
            rule = rule_of(one.rule)
            path = f"/{self._lang}/quality/rule/{rule.removeprefix('SG-')}"
            known = navigation.exists(self._request, path)
            at = f"{navigation.prefix(self._request)}{path}" if known else self._link.href(one.rule) or ""
            yield Told(one.severity or "info", one.message, one.accepted, rule, quality.label_of(rule), at)

    def sources(self, rows: Iterable[Row]) -> Iterator[Source]:
        """Yield the rows it was read from, with the cells that became something on this page."""
        for row in rows:
            words = self._words.t("resource.row", file=row.file, sheet=row.sheet, number=row.number)
            cells: dict[tuple[str, str], dict[Markup, None]] = {}
            for one in row.cells:  # a cell may become several things
                said = (value for value in self._found.values(one.predicate) if _fits(value, one.language))
                cells.setdefault((one.letter, one.heading), {}).update(dict.fromkeys(map(self.value, said)))
            told = (
                Cell(f"{letter}{row.number}", heading, tuple(values)[:_SHOWN])
                for (letter, heading), values in cells.items()
                if values
            )
            yield Source(self._link.href(row.iri) or "", words, tuple(told))


def _fits(value: Object, language: str) -> bool:
    """Tell whether a value can have come from a column in a language ('' for one of no language)."""
    return not language or not isinstance(value, Literal) or not value.language or value.language == language


def foreign(iri: str) -> Text | None:
    """Return our words for a property or class of others, which come without words in our languages."""
    key = "term-" + compact(iri).replace(":", "-")
    return text(f"resource.{key}") if key in catalogue("resource") else None
