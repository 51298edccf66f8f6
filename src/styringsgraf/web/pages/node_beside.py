"""What is known of one thing besides its statements: its editions, the findings about it, the rows it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from styringsgraf.quality.released import rule_of
from styringsgraf.terms import Literal, Object
from styringsgraf.texts import Text
from styringsgraf.web.pages import navigation, quality
from styringsgraf.web.pages.node_naming import Naming
from styringsgraf.web.pages.numbers import written

#: Values of one cell that are shown.
_SHOWN: Final = 50


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


def versions(naming: Naming) -> Iterator[Version]:
    """Yield the editions, oldest first, each with the comparison of its plan with the one before."""
    before = ""
    for one in naming.found.editions:
        dates = [written(day, "date", naming.lang) if day else "" for day in (one.valid_from, one.valid_to)]
        yield Version(
            naming.ref(one.iri),
            naming.ref(one.document) if one.document else Markup(),
            "–".join(dates) if any(dates) else "",
            written(one.adopted_on, "date", naming.lang) if one.adopted_on else "",
            one.in_force,
            one.iri == naming.found.iri,
            _compare(naming, before, one.document),
        )
        before = one.document or before


def _compare(naming: Naming, old: str, new: str) -> str:
    path = f"/{naming.lang}/compare"
    if not old or not new or old == new or not navigation.exists(naming.request, path):
        return ""
    asked = {"from": naming.short(old), "to": naming.short(new)}
    return f"{navigation.prefix(naming.request)}{path}?{urlencode(asked, safe='/')}"


def findings(naming: Naming) -> Iterator[Told]:
    """Yield the findings about it with their rules."""
    for one in naming.found.findings:
        rule = rule_of(one.rule)
        path = f"/{naming.lang}/quality/rule/{rule.removeprefix('SG-')}"
        known = navigation.exists(naming.request, path)
        at = f"{navigation.prefix(naming.request)}{path}" if known else naming.href(one.rule)
        yield Told(one.severity or "info", one.message, one.accepted, rule, quality.label_of(rule), at)


def sources(naming: Naming) -> Iterator[Source]:
    """Yield the rows it was read from, with the cells that became something on this page."""
    for row in naming.found.rows:
        words = naming.words.t("resource.row", file=row.file, sheet=row.sheet, number=row.number)
        cells: dict[tuple[str, str], dict[Markup, None]] = {}
        for one in row.cells:  # a cell may become several things
            said = (value for value in naming.found.values(one.predicate) if _fits(value, one.language))
            cells.setdefault((one.letter, one.heading), {}).update(dict.fromkeys(map(naming.value, said)))
        told = (
            Cell(f"{letter}{row.number}", heading, tuple(values)[:_SHOWN])
            for (letter, heading), values in cells.items()
            if values
        )
        yield Source(naming.href(row.iri), words, tuple(told))


def _fits(value: Object, language: str) -> bool:
    """Tell whether a value can have come from a column in a language ('' for one of no language)."""
    return not language or not isinstance(value, Literal) or not value.language or value.language == language
