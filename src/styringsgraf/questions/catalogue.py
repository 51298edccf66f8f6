"""Loads the questions of a folder, checks each against the conventions, and finds one by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import pairwise, product
from pathlib import Path
from typing import Any, Final, NoReturn

from styringsgraf import errors
from styringsgraf.engine.memory import Memory
from styringsgraf.engine.tokens import Token
from styringsgraf.questions import header as headers
from styringsgraf.questions.binding import Template, Value, bind, template
from styringsgraf.questions.computed import NAMES
from styringsgraf.questions.header import Header, Parameter
from styringsgraf.questions.parameters import GRAPH_SUFFIX, REFERENCE_DATE, provided
from styringsgraf.questions.resolver import placeholder
from styringsgraf.questions.tokens import Position, line_of, significant
from styringsgraf.terms import NamedNode, calendar_date
from styringsgraf.texts import Text

#: Words a question may not use: they reach the network, change with the clock or by chance, or are not SPARQL 1.1.
_REFUSED: Final = frozenset(
    {
        "SERVICE",
        "FROM",
        "LATERAL",
        "NOW",
        "RAND",
        "UUID",
        "STRUUID",
        "BNODE",
        "ADJUST",
        "TRIPLE",
        "INSERT",
        "DELETE",
        "LOAD",
        "CLEAR",
        "DROP",
        "CREATE",
        "CONSTRUCT",
        "DESCRIBE",
        "ASK",
    }
)


@dataclass(frozen=True)
class Question:
    """One question: its header, and its query where SPARQL can say it (else a computed question)."""

    header: Header
    query: str | None

    @property
    def name(self) -> str:
        """The name in routes and commands."""
        return self.header.name

    @property
    def title(self) -> Text:
        """The question in a few words."""
        return self.header.title

    @property
    def description(self) -> Text:
        """What it answers, and what it counts."""
        return self.header.description

    @property
    def path(self) -> str | None:
        """The friendly route, when the header asks for one."""
        return self.header.path

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What it takes."""
        return tuple(self.header.parameters.values())

    def describe(self) -> dict[str, Any]:
        """Return all a door needs to offer the question, texts in every language."""
        parameters = [p.model_dump(exclude_none=True, exclude_defaults=False) for p in self.parameters]
        return {
            "name": self.name,
            "title": self.title,
            "description": {lang: " ".join(words.split()) for lang, words in self.description.items()},
            "path": self.path,
            "parameters": parameters,
            "columns": [{"name": c.name, "type": c.type, "label": c.label} for c in self.header.shown()],
        }


@dataclass(frozen=True)
class Catalogue:
    """All questions, in the order of their names."""

    questions: tuple[Question, ...]

    def get(self, name: str) -> Question:
        """Return the question of that name. Raises NotFound with the nearest names."""
        names = [question.name for question in self.questions]
        if name not in names:
            near = get_close_matches(name, names, n=3, cutoff=0.4) or names
            raise errors.NotFound("questions.no-such-question", name=name[:80], near=", ".join(near))
        return self.questions[names.index(name)]


def load(folder: Path) -> Catalogue:
    """Load and check every ``*.rq`` and ``*.yaml`` of a folder.

    Raises InputError that names file, line and remedy; also for a folder that is missing or empty.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix in (".rq", ".yaml"))
    if not files:
        raise errors.InputError("questions.no-questions", folder=str(folder))
    return Catalogue(tuple(question(path) for path in files))


def question(path: Path) -> Question:
    """Load and check one file."""
    text = path.read_text(encoding="utf-8")
    head = headers.read(text, path.name)
    query = text if path.suffix == ".rq" else None
    try:
        _check_header(head, path, query)
        if query is not None:
            _check_query(head, query, path.name)
            _check_parses(head, query)
    except errors.BadQuery as fault:
        raise errors.InputError("questions.file", file=path.name, reason=fault.sentence("en")) from fault
    return Question(head, None if query is None else headers.without(query))


def _fail(file: str, key: str, **values: object) -> NoReturn:
    raise errors.InputError(
        "questions.file", file=file, reason=errors.BadQuery(f"questions.{key}", **values).sentence("en")
    )


def _check_header(head: Header, path: Path, query: str | None) -> None:
    if head.name != path.stem:
        _fail(path.name, "name-differs", name=head.name)
    functions = {head.computed, *(column.computed for column in head.columns.values())} - {None}
    if unknown := sorted(str(name) for name in functions - NAMES):
        _fail(path.name, "no-such-function", name=", ".join(unknown))
    if (query is None) != (head.computed is not None):
        _fail(path.name, "query-or-function")
    for name in _path_names(head):
        if name not in head.parameters:
            _fail(path.name, "undeclared", name=name)
    for name, parameter in head.parameters.items():
        if parameter.required and parameter.default is not None:
            _fail(path.name, "required-default", name=name)
        if (parameter.type == "code") != (parameter.scheme is not None) or (parameter.type == "choice") != bool(
            parameter.choices
        ):
            _fail(path.name, "scheme-or-choices", name=name)


def _path_names(head: Header) -> list[str]:
    return [part[1:-1] for part in (head.path or "").split("/") if part.startswith("{")]


def _check_query(head: Header, query: str, file: str) -> None:
    taken = template(query)
    tokens = significant(taken.tokens)
    for token in tokens:  # names, strings and variables have no word, so only keywords and functions are seen
        if token.word in _REFUSED:
            _fail(file, "refused-word", word=token.text, line=line_of(query, token.start))
    for token, following in pairwise(tokens):
        if token.text == following.text == "<" and token.end == following.start:  # a triple term of SPARQL 1.2
            _fail(file, "refused-word", word="<<", line=line_of(query, token.start))
    for name in sorted(taken.names - provided(head)):
        _fail(file, "undeclared", name=name)
    if unused := sorted(set(head.parameters) - {name.removesuffix(GRAPH_SUFFIX) for name in taken.names}):
        _fail(file, "unused", name=", ".join(unused))
    _check_uses(head, taken, query, file)
    _check_form(head, tokens, query, file)


def _check_uses(head: Header, taken: Template, query: str, file: str) -> None:
    for use in taken.uses:
        if use.name == REFERENCE_DATE:  # always there, one value
            continue
        parameter = head.parameters.get(use.name) or head.parameters[use.name.removesuffix(GRAPH_SUFFIX)]
        line = line_of(query, use.start)
        optional = not parameter.required and parameter.default is None
        if optional and use.position is not Position.PATTERN:
            _fail(file, "optional-needs-default", name=use.name, line=line)
        if parameter.many and use.position is not Position.VALUES:
            _fail(file, "list-outside-values", name=use.name, line=line)


def _check_form(head: Header, tokens: tuple[Token, ...], query: str, file: str) -> None:
    """Check the outer query: SELECT with the header's columns, an order, and no paging of its own."""
    outer = list(_outer(tokens))
    words = [token.word for token in outer]
    if "SELECT" not in words or "ORDER" not in words:
        _fail(file, "select-order")
    for token in outer[words.index("ORDER") :]:
        if token.word in ("LIMIT", "OFFSET", "VALUES"):
            _fail(file, "own-paging", line=line_of(query, token.start))
    if "VALUES" in words:
        _fail(file, "own-paging", line=line_of(query, outer[words.index("VALUES")].start))
    stated = [name for name, column in head.columns.items() if column.computed is None]
    if (selected := projection(tokens)) != stated:
        _fail(file, "columns-differ", query=", ".join(selected) or "*", header=", ".join(stated))


def _outer(tokens: tuple[Token, ...]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.word == "{") - (token.word == "}")
        if depth == 0:
            yield token


def projection(tokens: tuple[Token, ...]) -> list[str]:
    """Return the names a SELECT gives its columns, in order."""
    names, depth = [], 0
    start = next(at for at, token in enumerate(tokens) if token.word == "SELECT")
    for before, token in zip(tokens[start:], tokens[start + 1 :], strict=False):
        if token.word in ("{", "WHERE") and depth == 0:
            break
        depth += (token.word == "(") - (token.word == ")")
        if token.kind == "variable" and (depth == 0 or (depth == 1 and before.word == "AS")):
            names.append(token.text[1:])
    return names


def _check_parses(head: Header, query: str) -> None:
    """Let the engine read the query over an empty store, once for every combination of parameters. Raises BadQuery."""
    empty = Memory()
    for bound in combinations(head, query):
        empty.table(bound)


def combinations(head: Header, query: str) -> Iterator[str]:
    """Yield the query bound with placeholders, once for every combination of optional parameters."""
    optional = [n for n, p in head.parameters.items() if not p.required and p.default is None]
    for present in product((True, False), repeat=len(optional)):
        absent = {name for name, there in zip(optional, present, strict=True) if not there}
        values: dict[str, Value] = {REFERENCE_DATE: calendar_date(date(2026, 1, 1))}
        for name, parameter in head.parameters.items():
            values[name] = None if name in absent else placeholder(parameter)
            values[name + GRAPH_SUFFIX] = None if name in absent else NamedNode("urn:example")
        yield bind(query, values)
