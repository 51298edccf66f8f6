"""From what a caller gave to bound values: which parameters there are, which are missing, what each means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.questions.binding import Value
from styringsgraf.questions.header import Header, Parameter
from styringsgraf.questions.resolver import CURRENT, Resolver
from styringsgraf.terms import NamedNode, Term, lexical

#: Parameters as they come: text, or several texts.
Given: TypeAlias = Mapping[str, str | Sequence[str]]

#: ``$organisationGraph`` comes with every parameter of type organisation: the one graph of its inferred statements.
GRAPH_SUFFIX: Final = "Graph"
_MOST: Final = 100  # values in one list


@dataclass(frozen=True)
class Bound:
    """The values of one asking: by parameter, and as they are echoed in the answer."""

    values: Mapping[str, Value]

    def echo(self) -> dict[str, Any]:
        """Return the values as JSON: IRIs and lexical forms, None where nothing was given."""
        return {name: _plain(value) for name, value in self.values.items() if not name.endswith(GRAPH_SUFFIX)}

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
    return frozenset((*header.parameters, *graphs))


def resolve(header: Header, given: Given, resolver: Resolver) -> Bound:
    """Return the typed values. Raises BadParameter for what is unknown, missing, ill-typed or does not exist."""
    _check_names(header, given)
    values: dict[str, Value] = {}
    # Plans last: what "current" means depends on the organisation.
    for name in sorted(header.parameters, key=lambda name: header.parameters[name].type == "plan"):
        values[name] = _value(name, header.parameters[name], given.get(name), resolver, values)
        if header.parameters[name].type == "organisation":
            values[name + GRAPH_SUFFIX] = _graph(values[name], resolver.minter)
    return Bound({name: values[name] for name in (*header.parameters, *values)})


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
            return resolver.current(_organisation(before))
        texts = [parameter.default]
    if len(texts) > (_MOST if parameter.many else 1):
        key = "questions.too-many" if parameter.many else "questions.single"
        raise errors.BadParameter(key, name=name, most=_MOST)
    terms = [resolver.resolve(name, parameter, text) for text in texts]
    return terms if parameter.many else terms[0]


def _organisation(before: Mapping[str, Value]) -> Term | None:
    value = before.get("organisation")
    return None if isinstance(value, Sequence) else value


def _graph(value: Value, minter: Minter) -> Value:
    slug = minter.organisation_of(lexical(value)) if value is not None and not isinstance(value, Sequence) else None
    return NamedNode(minter.inferred_graph(slug)) if slug else None


@dataclass(frozen=True)
class Page:
    """Which rows: at most ``limit``, after the first ``offset``."""

    limit: int
    offset: int = 0
