"""What a table is: columns, rows, and the values a cell can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from styringsgraf.texts import Text, pick


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, its type (``iri``, ``label``, ``number`` …), its heading for people.

    ``values`` names what the codes in it mean. ``detail`` columns may be left out where room is short.
    """

    name: str
    type: str
    label: Text
    values: Mapping[str, Text] = field(default_factory=dict, hash=False)
    detail: bool = False


@dataclass(frozen=True)
class Shown:
    """A value with structure (a path, several things, a code): how it reads, its JSON form, its form for programs.

    ``link``: where a click in a workbook leads, as xlsxwriter writes it (``external:plan.xlsx#'Mål'!A2``).
    """

    text: str
    data: Any
    code: str | None = None
    link: str | None = None


#: A cell. A Decimal keeps the precision it was printed with; None is nothing.
Value: TypeAlias = str | int | Decimal | bool | Shown | None


@dataclass(frozen=True)
class Grid:
    """A table: its columns and its rows, each row as long as the columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


class Rendered(Protocol):
    """What can be rendered: rows with a title and notes, and a JSON form of the whole answer."""

    @property
    def grid(self) -> Grid:
        """The rows."""
        ...

    @property
    def title(self) -> str:
        """Heading above the rows."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Sentences below the rows."""
        ...

    def as_json(self) -> Mapping[str, Any]:
        """Return the whole answer for programs."""
        ...


def as_json(value: Value) -> Any:
    """Return a cell's JSON form; a decimal becomes a JSON number."""
    if isinstance(value, Shown):
        return value.data
    if isinstance(value, Decimal):
        return int(value) if not places(value) else float(value)
    return value


def records(grid: Grid) -> list[dict[str, Any]]:
    """Return the rows as JSON objects, keyed by column name."""
    names = [column.name for column in grid.columns]
    return [dict(zip(names, map(as_json, row), strict=True)) for row in grid.rows]


def places(value: Decimal) -> int:
    """Return how many decimals a number is printed with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def plain(value: int | Decimal) -> str:
    """Return a number as programs read it."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def local(value: int | Decimal, lang: str) -> str:
    """Return a number as people write it: a decimal comma in Norwegian."""
    return plain(value) if lang == "en" else plain(value).replace(".", ",")


def words(value: Value) -> str:
    """Return what a text cell says."""
    if value is None:
        return ""
    return value.text if isinstance(value, Shown) else str(value)


def headings(columns: Sequence[Column], lang: str) -> list[str]:
    """Return the headings for people; a column of IRIs says so, since its labels stand beside it."""
    return [pick(c.label, lang) + (" (IRI)" if c.type == "iri" else "") for c in columns]
