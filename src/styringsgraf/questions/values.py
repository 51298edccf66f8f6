"""What a cell holds before it is shown: a term, several things, a path; and how each is shown with labels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol, TypeAlias

from styringsgraf.namespaces import PREFIXES
from styringsgraf.tables import Shown, Value
from styringsgraf.tables.model import places as decimals_of
from styringsgraf.terms import Literal, NamedNode, Term, lexical

_XSD: Final = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of a path: from, by which property, to, and whether a document states it or a reader claims it."""

    start: str
    via: str
    end: str
    claimed: bool = False


Path: TypeAlias = tuple[Edge, ...]


@dataclass(frozen=True)
class Paths:
    """Several paths, the shortest first."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Many:
    """Several things in one cell, in order."""

    iris: tuple[str, ...]


@dataclass(frozen=True)
class Codes:
    """Several codes of a column's own list in one cell, in order."""

    codes: tuple[str, ...]


Raw: TypeAlias = Term | Edge | Paths | Many | Codes | str | int | Decimal | bool | None


class Labels(Protocol):
    """Finds what to call a thing."""

    def name(self, iri: str) -> str:
        """Return its name in the reader's language."""
        ...

    def full(self, iri: str) -> str:
        """Return its code and its name."""
        ...


def iris(raws: Iterable[Raw]) -> Iterator[str]:
    """Yield every IRI that needs a label."""
    for raw in raws:
        if isinstance(raw, NamedNode):
            yield raw.value
        elif isinstance(raw, Many):
            yield from raw.iris
        elif isinstance(raw, Paths):
            for path in raw.paths:
                for edge in path:
                    yield from (edge.start, edge.via, edge.end)


def show(raw: Raw, labels: Labels) -> Value:
    """Return a cell as tables write it."""
    if isinstance(raw, Many):
        return Shown(" ".join(raw.iris), list(raw.iris))
    if isinstance(raw, Paths):
        paths = raw.paths
        return Shown("\n".join(_read(path, labels) for path in paths), [_steps(path, labels) for path in paths])
    if isinstance(raw, Literal):
        return _literal(raw)
    if isinstance(raw, str | int | Decimal | bool) or raw is None:
        return raw
    return raw.value if isinstance(raw, NamedNode) else str(raw)


def name(raw: Raw, labels: Labels) -> Value:
    """Return the cell that names what a cell of IRIs holds."""
    if isinstance(raw, Many):
        names = [labels.name(iri) for iri in raw.iris]
        return Shown("; ".join(names), names)
    if isinstance(raw, Literal):
        return raw.value  # a unit may be given in words
    return labels.name(raw.value) if isinstance(raw, NamedNode) else None


def one_path(path: Path, labels: Labels) -> Shown:
    """Return one path: its sentence, and its list of edges."""
    return Shown(_read(path, labels), _steps(path, labels))


def _read(path: Path, labels: Labels) -> str:
    steps = [labels.full(path[0].start)] if path else []
    steps += [f"–{labels.name(edge.via)}→ {labels.full(edge.end)}" for edge in path]
    return " ".join(steps)


def _steps(path: Path, labels: Labels) -> list[dict[str, Any]]:
    return [
        {
            "from": edge.start,
            "fromLabel": labels.full(edge.start),
            "property": edge.via,
            "propertyLabel": labels.name(edge.via),
            "to": edge.end,
            "toLabel": labels.full(edge.end),
            "basis": "claimed" if edge.claimed else "stated",
        }
        for edge in path
    ]


def _literal(term: Literal) -> Value:
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        if kind == "integer":
            return int(term.value)
        if kind == "decimal":
            return Decimal(term.value)
    except (ValueError, InvalidOperation):
        return term.value
    return term.value == "true" if kind == "boolean" else term.value


def number(term: Term | None) -> Decimal | None:
    """Return a numeric literal's value, None for anything else."""
    try:
        return Decimal(lexical(term)) if isinstance(term, Literal) else None
    except InvalidOperation:
        return None


def padded(value: Value, places: Value) -> Value:
    """Return a number with at least so many decimals: stores turn 1.30 into 1.3, plans print 1.30."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not isinstance(places, int):
        return value
    number = Decimal(value)
    return number.quantize(Decimal(1).scaleb(-max(decimals_of(number), min(places, 9))))


def by_name(columns: tuple[str, ...], row: tuple[Term | None, ...]) -> Mapping[str, Term | None]:
    """Return a row as a mapping from column name to term."""
    return dict(zip(columns, row, strict=True))
