"""Real data for the vocabulary's pages: a node of each class, a statement with each property, a finding of each rule.

Three queries for all classes and properties, two for all rules. Each example is the first that the store comes upon:
one look-up in its index, however large the release is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from styringsgraf.engine import Table
from styringsgraf.namespaces import PREFIXES
from styringsgraf.publish.glossary import Glossary
from styringsgraf.terms import Literal, NamedNode, Term, named, sparql
from styringsgraf.texts import Text

#: What says how a thing is called, best first.
_NAMES: Final = tuple(
    named(name).value for name in ("dct:title", "skos:prefLabel", "rdfs:label", "foaf:name", "skos:notation")
)
_SH: Final = PREFIXES["sh"]


class Release(Protocol):
    """What is asked: a release that answers a SELECT over all its graphs."""

    def table(self, query: str, /) -> Table:
        """Return the rows of a SELECT."""


@dataclass(frozen=True)
class Shown:
    """One end of an example: a node with its name, or a value."""

    iri: str  # '' for a value
    words: Text  # its name, or the value; under '' what has no language


@dataclass(frozen=True)
class Example:
    """A node of a class, or a statement."""

    subject: Shown
    value: Shown | None = None


@dataclass(frozen=True)
class Finding:
    """How often a rule finds something in the release, and one of the findings."""

    count: int
    node: Shown
    message: Text


def of_terms(release: Release, found: Glossary) -> Mapping[str, Example]:
    """Return an example for each class and property that the release uses, by IRI."""
    classes = release.table(_first([entry.iri for entry in found.classes], "?s a {term}"))
    properties = release.table(_first([entry.iri for entry in found.properties], "?s {term} ?o"))
    rows = [*((term, node, None) for term, node, *_ in classes.rows), *properties.rows]
    names = _named(release, [node.value for _, *ends in rows for node in ends if isinstance(node, NamedNode)])
    return {
        term.value: Example(_shown(node, names), None if value is None else _shown(value, names))
        for term, node, value in rows
        if term is not None and node is not None
    }


def of_classes(release: Release, titled: Sequence[str], untitled: Sequence[str]) -> Mapping[str, Example]:
    """Return an example of each class, by IRI; of the titled ones something that has a title. Two queries."""
    found = release.table(
        _union([*_parts(titled, f"?s a {{term}} ; <{_NAMES[0]}> ?o"), *_parts(untitled, "?s a {term}")])
    )
    names = _named(release, [node.value for _, node, *_ in found.rows if isinstance(node, NamedNode)])
    return {
        term.value: Example(_shown(node, names))
        for term, node, *_ in found.rows
        if term is not None and node is not None
    }


def of_rules(release: Release, shapes: Mapping[str, str]) -> Mapping[str, Finding]:
    """Return what each rule finds, by rule; ``shapes`` is the IRI of a shape that reports → its rule."""
    counted = release.table(
        "SELECT ?shape (COUNT(?f) AS ?n) (MIN(STR(?f)) AS ?first) "
        f"WHERE {{ ?f <{_SH}sourceShape> ?shape }} GROUP BY ?shape"
    )
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for shape, number, finding in counted.rows:
        rule = shapes.get(shape.value) if shape is not None else None
        if rule is not None and number is not None and finding is not None:
            counts[rule] = counts.get(rule, 0) + int(number.value)
            first[rule] = min(first.get(rule, finding.value), finding.value)
    told = _told(release, first.values())
    return {rule: Finding(counts[rule], *told[finding]) for rule, finding in first.items() if finding in told}


def _first(terms: Sequence[str], pattern: str) -> str:
    return _union(_parts(terms, pattern))


def _parts(terms: Sequence[str], pattern: str) -> list[str]:
    return [
        f"{{ SELECT ({sparql(NamedNode(term))} AS ?term) ?s ?o WHERE "
        f"{{ {pattern.replace('{term}', sparql(NamedNode(term)))} }} LIMIT 1 }}"
        for term in terms
    ]


def _union(parts: Sequence[str]) -> str:
    return f"SELECT ?term ?s ?o WHERE {{ {' UNION '.join(parts)} }}"


def _values(iris: Iterable[str]) -> str:
    return " ".join(sparql(NamedNode(iri)) for iri in sorted(set(iris)))


def _named(release: Release, iris: Iterable[str]) -> Mapping[str, Text]:
    """Return the names of nodes: the title where there is one, else a label, else the code."""
    wanted = _values(iris)
    if not wanted:
        return {}
    # FILTER … IN: two VALUES before one pattern make pyoxigraph read the names of the whole store.
    names = ", ".join(sparql(NamedNode(name)) for name in _NAMES)
    table = release.table(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {wanted} }} ?s ?p ?o FILTER (?p IN ({names})) }}")
    found: dict[str, dict[str, dict[str, str]]] = {}
    for node, name, words in table.rows:
        if node is not None and name is not None and isinstance(words, Literal):
            found.setdefault(node.value, {}).setdefault(name.value, {})[words.language or ""] = words.value
    return {node: next(names[name] for name in _NAMES if name in names) for node, names in found.items()}


def _shown(term: Term, names: Mapping[str, Text]) -> Shown:
    if isinstance(term, NamedNode):
        return Shown(term.value, names.get(term.value, {}))
    language = (term.language or "") if isinstance(term, Literal) else ""
    return Shown("", {language: term.value})


def _told(release: Release, findings: Iterable[str]) -> Mapping[str, tuple[Shown, Text]]:
    wanted = _values(findings)
    if not wanted:
        return {}
    table = release.table(
        f"SELECT ?f ?node ?message ?title WHERE {{ VALUES ?f {{ {wanted} }} "
        f"?f <{_SH}focusNode> ?node ; <{_SH}resultMessage> ?message "
        f"OPTIONAL {{ ?node <{_NAMES[0]}> ?title }} }}"
    )
    nodes: dict[str, tuple[str, dict[str, str]]] = {}
    messages: dict[str, dict[str, str]] = {}
    for finding, node, message, title in table.rows:
        if finding is not None and node is not None and isinstance(message, Literal):
            messages.setdefault(finding.value, {})[message.language or ""] = message.value
            names = nodes.setdefault(finding.value, (node.value, {}))[1]
            if isinstance(title, Literal):
                names[title.language or ""] = title.value
    return {finding: (Shown(*nodes[finding]), messages[finding]) for finding in nodes}
