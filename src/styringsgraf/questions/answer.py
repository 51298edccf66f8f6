"""Answers a question: bind, run, page, fill computed columns, fetch labels once, and say why when nothing came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from styringsgraf import tables
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import CODE, PREFIXES, Minter
from styringsgraf.questions import labels, values
from styringsgraf.questions.binding import bind
from styringsgraf.questions.catalogue import Question
from styringsgraf.questions.computed import COLUMNS, QUESTIONS
from styringsgraf.questions.context import Context
from styringsgraf.questions.header import ColumnHeader, Reason
from styringsgraf.questions.hits import Search
from styringsgraf.questions.offers import Offers
from styringsgraf.questions.order import counted
from styringsgraf.questions.parameters import Bound, Given, resolve
from styringsgraf.questions.resolver import CURRENT, Resolver, short
from styringsgraf.questions.values import Codes, Many, Paths, Raw
from styringsgraf.tables import Column, Grid, Value
from styringsgraf.terms import Literal, NamedNode, Term, lexical
from styringsgraf.texts import Text, pick, text

#: Where questions live on the web; the address of a next page starts here.
API: Final = "/api/v1/questions"

_NAMED: Final = 6  # plans named in a note

Row = Mapping[str, Raw]


@dataclass(frozen=True)
class Result:
    """One page of an answer.

    ``next`` is the address of the following page, ``empty`` says why there are no rows, and ``plans`` which plans the
    answer is about where the caller named none. ``names`` holds the labels of what the rows name, in all languages;
    ``sparql`` the query as it was asked, without its paging: None where SPARQL was not asked.
    """

    question: Question
    parameters: Mapping[str, Any]
    grid: Grid
    release: str
    lang: str
    next: str | None = None
    empty: Text | None = None
    plans: Text | None = None
    names: labels.Names | None = None
    sparql: str | None = None

    @property
    def truncated(self) -> bool:
        """Whether there are more rows than this page holds."""
        return self.next is not None

    @property
    def title(self) -> str:
        """The question in a few words."""
        return pick(self.question.title, self.lang)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the rows must know besides: that there are more, or why there are none."""
        more = text("questions.more", rows=len(self.grid.rows)) if self.next else None
        return tuple(pick(words, self.lang) for words in (self.empty, self.plans, more) if words is not None)

    def as_json(self) -> dict[str, Any]:
        """Return the answer's JSON form (design: questions)."""
        columns = self.grid.columns
        return {
            "question": self.question.name,
            "parameters": dict(self.parameters),
            "columns": [_column(c, self.lang) for c in columns],
            "rows": tables.records(self.grid),
            "truncated": self.truncated,
            "release": self.release,
            "next": self.next,
            "empty": None if self.empty is None else pick(self.empty, self.lang),
        }


def _column(column: Column, lang: str) -> dict[str, Any]:
    described = {"name": column.name, "type": column.type, "label": pick(column.label, lang)}
    meanings = {value: pick(words, lang) for value, words in column.values.items()}
    return {**described, "values": meanings} if meanings else described


def answer(  # noqa: PLR0913 - one call, everything named by keyword
    question: Question,
    given: Given,
    *,
    engine: QueryEngine,
    minter: Minter,
    release: str,
    reference_date: date,
    lang: str,
    limit: int,
    offset: int = 0,
    search: Search | None = None,
    datasets: Offers | None = None,
) -> Result:
    """Return rows ``offset`` … ``offset + limit`` of the answer.

    Raises BadParameter (unknown, missing, ill-typed), NotFound (a thing that a parameter names), what engines raise.
    """
    bound = resolve(question.header, given, Resolver(engine, minter), reference_date)
    asking = _Asking(question, bound, Context(engine, minter, reference_date, lang, search, datasets), lang)
    rows, more = asking.rows(limit, offset)
    names = asking.names(rows)
    grid = Grid(question.header.shown(), tuple(_shown(question, row, names) for row in rows))
    following = _address(question, given, lang, limit, offset + limit) if more else None
    empty = None if rows else asking.reason(names, offset)
    plans = asking.plans(given)
    return Result(question, asking.bound.echo(), grid, release, lang, following, empty, plans, names, asking.sparql())


def _address(question: Question, given: Given, lang: str, limit: int, offset: int) -> str:
    own = [(name, text) for name, raw in given.items() for text in ([raw] if isinstance(raw, str) else raw)]
    return f"{API}/{question.name}?{urlencode([*own, ('lang', lang), ('limit', limit), ('offset', offset)])}"


@dataclass(frozen=True)
class _Asking:
    """One question with its values, on its way to rows."""

    question: Question
    bound: Bound
    context: Context
    lang: str

    @property
    def engine(self) -> QueryEngine:
        """What answers the queries."""
        return self.context.engine

    def rows(self, limit: int, offset: int) -> tuple[list[Row], bool]:
        """Return the rows of a page, and whether more follow."""
        question, bound = self.question, self.bound
        if bound.hollow:
            return [], False  # a list that came out empty, such as the plans in force of an empty release
        if question.query is None:
            found = QUESTIONS[question.header.computed or ""](self.context, bound)
            return list(found[offset : offset + limit]), len(found) > offset + limit
        paged = f"{self.sparql()}\nLIMIT {limit + 1:d} OFFSET {offset:d}"
        table = self.engine.table(paged)
        kept = [values.by_name(table.columns, row) for row in table.rows[:limit]]
        return self._enriched(kept), len(table.rows) > limit

    def sparql(self) -> str | None:
        """Return the query with its values; None for a computed question, and where a list of values is empty."""
        if self.question.query is None or self.bound.hollow:
            return None
        return bind(self.question.query, self.bound.values)

    def _enriched(self, rows: list[Mapping[str, Term | None]]) -> list[Row]:
        columns = self.question.header.columns
        whole: list[dict[str, Raw]] = [
            {name: _split(columns[name], value) for name, value in row.items()} for row in rows
        ]
        for function in dict.fromkeys(c.computed for c in columns.values() if c.computed):
            for row, more in zip(whole, COLUMNS[function](self.context, self.bound, rows), strict=True):
                row.update(more)
        return list(whole)

    def names(self, rows: Sequence[Row]) -> labels.Names:
        """Return the labels of everything the rows name, in one query."""
        named = {
            name for name, column in self.question.header.columns.items() if column.type in ("iri", "path", "paths")
        }
        wanted = set(values.iris(raw for row in rows for name, raw in row.items() if name in named))
        if not rows:  # the reason names what was asked for
            wanted = {lexical(v) for v in self.bound.values.values() if isinstance(v, NamedNode)}
        return labels.fetch(self.engine, wanted, self.lang)

    def reason(self, names: labels.Names, offset: int) -> Text:
        """Return why there are no rows."""
        if offset:
            return text("questions.past-the-end", offset=offset)
        said = {name: _said(value, names) for name, value in self.bound.values.items()}
        reason = next(r for r in self.question.header.empty if self._holds(r))
        return {lang: words.format_map(said) for lang, words in reason.words.items()}

    def plans(self, given: Given) -> Text | None:
        """Return a sentence on the plans meant, where the caller named none: an older edition is easily missed."""
        assumed = [n for n, p in self.question.header.parameters.items() if p.default == CURRENT and not given.get(n)]
        value = self.bound.values[assumed[0]] if assumed else None
        if not isinstance(value, Sequence) or not value:
            return None
        names = [short(self.context.minter, lexical(term)) for term in value]
        rest = len(names) - _NAMED
        said = ", ".join(names[:_NAMED]) + (f" … (+{rest})" if rest > 0 else "")
        return text("questions.plans-meant", plans=said, date=self.context.reference_date.isoformat())

    def _holds(self, reason: Reason) -> bool:
        if reason.when is None:
            return True
        query = f"{_PROLOGUE}SELECT (1 AS ?found) WHERE {{ {reason.when} }} LIMIT 1"
        if self.bound.hollow:
            return False  # no plans at all: nothing can be found in them
        return bool(self.engine.table(bind(query, self.bound.values)).rows)


_PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("sg", "sgc", "sdg", "sdgo", "skos", "dct", "prov")
)


def _split(column: ColumnHeader, value: Term | None) -> Raw:
    if not column.many:
        return value
    if column.values:  # a list of codes, in the order of the header
        found = set(lexical(value).split())
        return Codes(tuple(code for code in column.values if code in found)) if found else None
    order = counted if column.type == "code" else None  # codes as people count them, IRIs as they are written
    return Many(tuple(sorted(set(lexical(value).split()), key=order))) if lexical(value) else None


def _said(value: object, names: labels.Names) -> str:
    """Return how a reason speaks of a parameter."""
    if isinstance(value, NamedNode):  # the code of a concept is a letter that nobody would recognise
        return names.name(value.value) if value.value.startswith(CODE) else names.full(value.value)
    if isinstance(value, Literal):
        return value.value
    return "–" if value is None else str(len(value)) if isinstance(value, Sequence) else str(value)


def _shown(question: Question, row: Row, names: labels.Names) -> tuple[Value, ...]:
    cells: list[Value] = []
    for column_name, column in question.header.columns.items():
        if column.hidden:
            continue
        raw = row.get(column_name)
        cells.append(_cell(column, raw, row, names))
        if column.type == "iri":
            cells.append(values.name(raw, names))
    return tuple(cells)


def _cell(column: ColumnHeader, raw: Raw, row: Row, names: labels.Names) -> Value:
    if column.type == "path":
        return values.one_path(raw.paths[0], names) if isinstance(raw, Paths) and raw.paths else None
    value = values.show(raw, names)
    if column.decimals:
        return values.padded(value, values.show(row.get(column.decimals), names))
    if isinstance(raw, Codes):
        words = [pick(column.values[code], names.lang) for code in raw.codes]
        return tables.Shown("; ".join(words), list(raw.codes), " ".join(raw.codes))
    if column.values and isinstance(value, str):
        if not value:
            return None  # SPARQL has no way to leave an expression unbound on purpose
        return tables.Shown(pick(column.values.get(value, {"en": value}), names.lang), value, value)
    return value
