"""What a release states of one thing, in words: facts, what it leads to, what follows it up, what else points to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from styringsgraf.namespaces import PREFIXES, SDGO, SG
from styringsgraf.web.pages.node_naming import Naming
from styringsgraf.web.pages.words import telling

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
#: How the service knows what it knows, and nodes without a name that the indicator's own page draws: folded away.
_TECHNICAL: Final = frozenset({
    f"{SG}contributesTo", f"{SG}claimsSupport", f"{SG}carriedOver", f"{SG}contributionFrom", f"{SG}contributionTo",
    f"{SG}annotates", f"{SG}inForce", f"{SG}hasBand", f"{SG}hasTargetValue", f"{SG}baseline",
    PREFIXES["sh"] + "value", PREFIXES["prov"] + "wasDerivedFrom",
})  # fmt: skip
#: How many things by one property are shown before the rest is only counted.
_SHOWN: Final = 50
_LONG: Final = 300


@dataclass(frozen=True)
class Fact:
    """A property in words, and its values as links or text."""

    name: Markup
    values: tuple[Markup, ...]
    more: int = 0


class Facts:
    """The statements about a resource and those that point to it."""

    def __init__(self, naming: Naming) -> None:
        self._naming, self._found = naming, naming.found

    def facts(self, *, technical: bool = False) -> Iterator[Fact]:
        """Yield what is said of it, property by property: what people look for first; or what is only technical."""
        held = dict.fromkeys(one.predicate for one in self._found.statements)
        ordered = [*(one for one in _FIRST if one in held), *(one for one in held if one not in _FIRST)]
        for predicate in ordered:
            if predicate not in _ELSEWHERE and self._is_aside(predicate) is technical:
                yield self._fact(self._naming.property(predicate), predicate)

    def _fact(self, name: Markup, predicate: str, most: int = _LONG) -> Fact:
        values = sorted(self._found.values(predicate), key=self._naming.place)
        return Fact(name, tuple(map(self._naming.value, values[:most])), max(0, len(values) - most))

    def _is_aside(self, predicate: str) -> bool:
        """Tell whether only those who know the data look for it; so are the names that addresses make of names."""
        if predicate == NOTATION:
            return not telling(self._found.codes.get(self._found.iri, ""))
        return predicate in _TECHNICAL

    def leads(self) -> Iterator[Fact]:
        """Yield what it leads to, step by step, then what it supports through the whole thread."""
        direct: set[str] = set()
        for predicate in _STEPS:
            if self._found.values(predicate):
                direct.update(self._found.links(predicate))
                yield self._fact(self._step("up", predicate), predicate, _SHOWN)
        further = sorted((iri for iri in self._found.links(_SUPPORTS) if iri not in direct), key=self._naming.order)
        if further:
            shown = tuple(map(self._naming.ref, further[:_SHOWN]))
            yield Fact(self._step("up", _SUPPORTS), shown, len(further) - len(shown))

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
                yield self._group(self._naming.property(predicate), predicate, subjects)

    def _pointing(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for one in self._found.incoming:
            if one.predicate not in HISTORY:
                groups.setdefault(one.predicate, []).append(one.subject)
        return groups

    def _group(self, name: Markup, predicate: str, subjects: list[str]) -> Fact:
        count = max(self._found.counts.get(predicate, 0), len(subjects))
        shown = tuple(map(self._naming.ref, sorted(subjects, key=self._naming.order)[:_SHOWN]))
        return Fact(name, shown, count - len(shown))

    def _step(self, side: str, predicate: str) -> Markup:
        return escape(self._naming.words.t(f"resource.{side}-{predicate.rpartition('#')[2]}"))
