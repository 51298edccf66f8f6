"""Observations in the layout of Open SDG: one data file, one configuration and one metadata file an indicator.

An indicator of a municipality is placed under the UN target it measures, directly or through the goal it measures:
``data/indicator_16-1-anmeldt-vold.csv``. One that leads to no target cannot be placed, and is listed in
``left-out.csv`` with the reason. Source: the documentation of Open SDG (data format, metadata) and its starter.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from styringsgraf.export.facts import NOTATION, STATEMENT, TITLE, VERSION_OF, Facts
from styringsgraf.namespaces import SDG, Minter, sdg_code_of, segment, slug
from styringsgraf.terms import named, sg
from styringsgraf.texts import pick, text

_MEASURES: Final = sg("measures")
_LABEL: Final = named("skos:prefLabel")
_UPWARDS: Final = (sg("alignsWith"), sg("fulfils"), sg("refines"), sg("leadsTo"), sg("concretises"))
#: A goal's own code where a target's should be: the indicator leads to a goal and to no target of it.
_NO_TARGET: Final = "0"
_STEPS: Final = 6
_LEFT_OUT: Final = "left-out.csv"


@dataclass(frozen=True)
class _Indicator:
    """An indicator through its editions: its enduring node, its latest edition, and where it is placed."""

    enduring: str
    edition: str
    targets: tuple[str, ...]
    observations: tuple[str, ...]

    @property
    def place(self) -> str:
        """Goal and target as Open SDG's names have them: '16-1', '3-0' where only the goal is known."""
        goal, _, target = self.targets[0].partition(".")
        return f"{goal}-{target or _NO_TARGET}"

    @property
    def name(self) -> str:
        """What its files are named after."""
        return f"{self.place}-{slug(segment(self.enduring.rpartition('/')[2])) or 'indicator'}"


def parts(facts: Facts, organisation: str, minter: Minter, lang: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the layout (name, content). ``facts`` are what the organisation's documents state.

    Units and statuses are named from ``facts`` too where they hold the code lists; else by their code.
    """
    found = list(_indicators(facts, minter))
    placed = sorted((one for one in found if one.targets), key=_order)
    names: set[str] = set()
    rest = [(one, "no-target") for one in found if not one.targets]
    for one in placed:
        if one.name in names:
            rest.append((one, "same-name"))
            continue
        names.add(one.name)
        yield f"data/indicator_{one.name}.csv", _data(one, facts, organisation, lang)
        yield f"indicator-config/{one.name}.yml", _yaml(_configuration(one, facts, organisation, lang))
        yield f"meta/{one.name}.yml", _yaml(_metadata(one, facts, organisation, lang))
    yield _LEFT_OUT, _left_out(rest, facts, lang)


def _order(one: _Indicator) -> tuple[object, ...]:
    goal, _, target = one.targets[0].partition(".")
    return int(goal), not target.isdigit(), target.zfill(2), one.enduring


def _indicators(facts: Facts, minter: Minter) -> Iterator[_Indicator]:
    editions: dict[str, list[str]] = {}
    for node in facts.of_class("Indicator"):
        for enduring in facts.links(node, VERSION_OF) or (node,):
            editions.setdefault(enduring, []).append(node)
    observed: dict[str, list[str]] = {}
    for node in facts.of_class("Observation"):
        for enduring in facts.links(node, sg("indicator")):
            observed.setdefault(enduring, []).append(node)
    for enduring, nodes in sorted(editions.items()):
        latest = max(nodes, key=lambda node: (_adopted(facts, node), node))
        targets = sorted({code for node in nodes for code in _targets(facts, node, minter)}, key=_specific)
        yield _Indicator(enduring, latest, tuple(targets), tuple(observed.get(enduring, ())))


def _adopted(facts: Facts, node: str) -> str:
    return max((facts.text(one, sg("validFrom")) for one in facts.links(node, sg("statedIn"))), default="")


def _specific(code: str) -> tuple[bool, tuple[int, str]]:
    """Order targets before bare goals, then by number."""
    goal, _, target = code.partition(".")
    return not target, (int(goal), target.zfill(2))


def _targets(facts: Facts, indicator: str, minter: Minter) -> Iterator[str]:
    """Yield the codes of the UN goals and targets that an indicator leads to, the nearest ones only."""
    near, seen = set(facts.links(indicator, _MEASURES)), {indicator}
    for _ in range(_STEPS):
        codes = {_code(iri, minter) for iri in near if minter.is_un(iri)} - {""}
        if codes:
            yield from codes
            return
        seen |= near
        near = {up for node in near for up in facts.links(node, *_UPWARDS)} - seen


def _code(iri: str, minter: Minter) -> str:
    """Return the goal or target of anything on the UN side: '3.4' of 3.4, 3.4.1 and 3.4-s1; '' for what has none."""
    if not iri.startswith((SDG, minter.segment(""))):
        return ""
    pieces = sdg_code_of(iri).partition("-")[0].split(".")[:2]
    return ".".join(pieces) if pieces[0].isdigit() else ""


def _data(one: _Indicator, facts: Facts, organisation: str, lang: str) -> bytes:
    """Return Year, Units, Area, Value; an empty area is the whole organisation, an empty value is not measured."""
    unit = _named(facts, facts.text(one.edition, sg("unitOfMeasure")), lang)
    rows = []
    for node in one.observations:
        areas = [area for area in facts.links(node, sg("area")) if area != organisation]
        area = _named(facts, areas[0], lang) if areas else ""
        rows.append((facts.text(node, sg("period")), unit, area, facts.text(node, sg("value"))))
    return _table(("Year", "Units", "Area", "Value"), sorted(rows, key=lambda row: (row[0], row[2], row[3])))


def _named(facts: Facts, iri: str, lang: str) -> str:
    label = facts.words(iri, TITLE, lang) or facts.words(iri, _LABEL, lang)
    return label or iri.rpartition("/")[2]


def _configuration(one: _Indicator, facts: Facts, organisation: str, lang: str) -> dict[str, Any]:
    title = facts.words(one.edition, TITLE, lang) or one.name
    measured = any(facts.text(node, sg("value")) for node in one.observations)
    return {
        "indicator_number": f"{one.place.replace('-', '.')}.{facts.text(one.edition, NOTATION) or one.name}",
        "indicator_name": title,
        "graph_title": title,
        "graph_type": "line",
        "computation_units": _named(facts, facts.text(one.edition, sg("unitOfMeasure")), lang),
        "national_geographical_coverage": facts.words(organisation, TITLE, lang) or organisation,
        "reporting_status": "complete" if measured else "notstarted",
        "data_non_statistical": False,
        "data_show_map": False,
        "standalone": False,
        "tags": [f"SDG {code}" for code in one.targets],
        "page_content": "",
    }


def _metadata(one: _Indicator, facts: Facts, organisation: str, lang: str) -> dict[str, Any]:
    source = facts.text(one.edition, sg("indicatorSource"))
    goal, _, _ = one.targets[0].partition(".")
    said = {
        "sdg_goal": goal,
        "target_number": one.targets[0],
        "STAT_CONC_DEF": facts.words(one.edition, STATEMENT, lang),
        "UNIT_MEASURE": _named(facts, facts.text(one.edition, sg("unitOfMeasure")), lang),
        "FREQ_COLL": _named(facts, facts.text(one.edition, sg("frequency")), lang),
        "DATA_SOURCE": source,
        "COMPILING_ORG": facts.words(organisation, TITLE, lang) or organisation,
        "source_active_1": bool(source),
        "source_organisation_1": source,
        "source_url_1": one.edition,
        "source_url_text_1": one.edition,
    }
    return {key: value for key, value in said.items() if value != ""}


def _left_out(rest: Iterable[tuple[_Indicator, str]], facts: Facts, lang: str) -> bytes:
    rows = [
        (one.enduring, facts.words(one.edition, TITLE, lang), pick(text(f"dumps.left-out-{why}"), lang))
        for one, why in rest
    ]
    return _table(("indicator", "title", "reason"), sorted(rows))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([heads, *rows])
    return buffer.getvalue().encode()


def _yaml(said: dict[str, Any]) -> bytes:
    content: bytes = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, encoding="utf-8", width=1000)
    return content
