"""From what a caller gave to bound values: which parameters there are, which are missing, what each means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.questions.binding import Value
from styringsgraf.questions.header import Header, Parameter
from styringsgraf.questions.resolver import CURRENT, Resolver
from styringsgraf.terms import NamedNode, Term, calendar_date, integer, lexical

#: Parameters as they come: text, or several texts.
Given: TypeAlias = Mapping[str, str | Sequence[str]]

#: ``$organisationGraph`` comes with every parameter of type organisation: the one graph of its inferred statements.
GRAPH_SUFFIX: Final = "Graph"
#: ``$referenceDate`` comes with every question: the day the release is seen from (xsd:date). Nothing asks the clock.
REFERENCE_DATE: Final = "referenceDate"
#: The default of a year parameter: the last year that had ended at the reference date.
LAST_FINISHED: Final = "last-finished"
_MOST: Final = 100  # values in one list


@dataclass(frozen=True)
class Bound:
    """The values of one asking: by parameter, and as they are echoed in the answer."""

    values: Mapping[str, Value]

    def echo(self) -> dict[str, Any]:
        """Return the values as JSON: IRIs and lexical forms, None where nothing was given."""
        built_in = (REFERENCE_DATE,)
        shown = (name for name in self.values if not name.endswith(GRAPH_SUFFIX) and name not in built_in)
        return {name: _plain(self.values[name]) for name in shown}

    @property
    def hollow(self) -> bool:
        """Whether a list came out empty: no query can be asked with it, and nothing can be found."""
        return any(isinstance(value, Sequence) and not value for value in self.values.values())

    def one(self, name: str) -> str | None:
        """Return a single value as text."""
        value = self.values.get(name)
        return None if value is None or isinstance(value, Sequence) else lexical(value)


def _plain(value: Value) -> Any:
    if value is None:
        return None
    return [lexical(term) for term in value] if isinstance(value, Sequence) else lexical(value)


def provided(header: Header) -> frozenset[str]:
    """Return every ``$name`` a query under this header may use."""
    graphs = (name + GRAPH_SUFFIX for name, parameter in header.parameters.items() if parameter.type == "organisation")
    return frozenset((*header.parameters, *graphs, REFERENCE_DATE))


def resolve(header: Header, given: Given, resolver: Resolver, reference_date: date) -> Bound:
    """Return the typed values. Raises BadParameter for what is unknown, missing, ill-typed or does not exist."""
    _check_names(header, given)
    values: dict[str, Value] = {REFERENCE_DATE: calendar_date(reference_date)}
    # Plans last: what "current" means depends on the organisation.
    for name in sorted(header.parameters, key=lambda name: header.parameters[name].type == "plan"):
        values[name] = _value(name, header.parameters[name], given.get(name), resolver, values)
        if header.parameters[name].type == "organisation":
            values[name + GRAPH_SUFFIX] = _graph(values[name], resolver.minter)
    return Bound({name: values[name] for name in (*header.parameters, *values)})


def faults(header: Header, given: Given, resolver: Resolver) -> Mapping[str, errors.UsageError]:
    """Return what is wrong with each parameter, by its name: a form tells all at once. Names must be known."""
    found: dict[str, errors.UsageError] = {}
    for name, parameter in header.parameters.items():
        texts = _texts(given.get(name))
        try:
            if not texts and parameter.required:
                raise errors.BadParameter("questions.required", name=name, example=parameter.example)
            for text in texts:
                resolver.resolve(name, parameter, text)
        except errors.UsageError as fault:
            found[name] = fault
    return found


def _check_names(header: Header, given: Given) -> None:
    for name in given:
        if name not in header.parameters:
            near = get_close_matches(name, header.parameters, n=1)
            known = ", ".join(header.parameters) or "–"
            raise errors.BadParameter(
                "questions.unknown-parameter",
                name=name,
                question=header.name,
                known=known,
                near=near[0] if near else known,
            )


def _texts(raw: str | Sequence[str] | None) -> list[str]:
    found = [] if raw is None else [raw] if isinstance(raw, str) else list(raw)
    return [text for text in found if text.strip()]


def _value(
    name: str, parameter: Parameter, raw: str | Sequence[str] | None, resolver: Resolver, before: Mapping[str, Value]
) -> Value:
    texts = _texts(raw)
    if not texts:
        if raw is not None and not isinstance(raw, str):
            raise errors.BadParameter("questions.empty-list", name=name)
        if parameter.required:
            raise errors.BadParameter("questions.required", name=name, example=parameter.example)
        if parameter.default is None:
            return None
        if parameter.default == CURRENT:
            return resolver.current(_organisation(before, resolver.minter))
        if parameter.default == LAST_FINISHED:
            return integer(int(lexical(_single(before.get(REFERENCE_DATE)))[:4]) - 1)
        texts = [parameter.default]
    if len(texts) > (_MOST if parameter.many else 1):
        key = "questions.too-many" if parameter.many else "questions.single"
        raise errors.BadParameter(key, name=name, most=_MOST)
    terms = [resolver.resolve(name, parameter, text) for text in texts]
    return terms if parameter.many else terms[0]


def _organisation(before: Mapping[str, Value], minter: Minter) -> Term | None:
    """Return whose plans are meant: the organisation asked about, or the one that the unit asked about is part of."""
    asked = _single(before.get("organisation")) or _single(before.get("unit"))
    slug = minter.organisation_of(lexical(asked))
    return asked if slug is None else NamedNode(minter.organisation(slug))


def _single(value: Value) -> Term | None:
    return None if isinstance(value, Sequence) else value


def _graph(value: Value, minter: Minter) -> Value:
    slug = minter.organisation_of(lexical(value)) if value is not None and not isinstance(value, Sequence) else None
    return NamedNode(minter.inferred_graph(slug)) if slug else None


@dataclass(frozen=True)
class Page:
    """Which rows: at most ``limit``, after the first ``offset``."""

    limit: int
    offset: int = 0
