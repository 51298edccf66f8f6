"""Asks the three queries and puts together what they say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.resource import queries
from styringsgraf.resource.model import Cell, Edition, Finding, Incoming, Resource, Row, Statement
from styringsgraf.terms import BlankNode, Literal, NamedNode, Term, lexical

_NAMES: Final = tuple(PREFIXES[p] + local for p, local in (("dct", "title"), ("skos", "prefLabel"), ("rdfs", "label")))
_TYPE: Final = PREFIXES["rdf"] + "type"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_SH: Final = PREFIXES["sh"]
_VERSION: Final = PREFIXES["dct"] + "isVersionOf"
_WEB: Final = ("http://", "https://")


@dataclass
class _Around:
    """The rows of the second query, by kind."""

    counts: dict[str, int] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)  # (predicate, subject)
    findings: set[str] = field(default_factory=set)
    editions: set[str] = field(default_factory=set)
    rows: dict[str, Row] = field(default_factory=dict)
    cells: dict[str, list[tuple[str, Cell]]] = field(default_factory=lambda: defaultdict(list))  # row → (class, cell)


def candidates_known(engine: QueryEngine, iris: Sequence[str]) -> tuple[str, tuple[Statement, ...]] | None:
    """Return the first of these IRIs that the release knows, as subject or object, with what is said of it."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    known = set()
    for node, graph, predicate, value in engine.table(queries.about(iris)).rows:
        known.add(lexical(node))
        if graph is not None and predicate is not None and isinstance(value, NamedNode | BlankNode | Literal):
            statements[lexical(node)].append(Statement(graph.value, predicate.value, value))
    found = next((iri for iri in iris if iri in known), None)
    return None if found is None else (found, tuple(sorted(set(statements[found]), key=_place)))


def describe(engine: QueryEngine, iris: Sequence[str], minter: Minter) -> Resource | None:
    """Return all about the first of these IRIs that the release knows; None where it knows none. Three queries."""
    chosen = candidates_known(engine, iris)
    if chosen is None:
        return None
    iri, statements = chosen
    around = _around(engine.table(queries.around(iri)).rows)
    near = _near(iri, statements, around, minter)
    told = _told(engine.table(queries.neighbours(near)).rows)
    return Resource(
        iri=iri,
        statements=statements,
        incoming=tuple(Incoming(subject, predicate) for predicate, subject in sorted(around.links)),
        counts=dict(sorted(around.counts.items())),
        complete=_complete(statements, around),
        editions=_editions(around.editions, told, minter),
        findings=_findings(around.findings, told),
        rows=_rows(around, statements),
        titles={node: title for node, said in told.items() if (title := _title(said))},
        codes={node: min(map(lexical, said[_NOTATION])) for node, said in told.items() if _NOTATION in said},
        described=frozenset(told),
    )


def renamed(engine: QueryEngine, iri: str, enduring: Iterable[str], minter: Minter) -> tuple[str | None, str | None]:
    """Return (what an IRI is called now, what came after it in a later edition) for one that is no longer there.

    ``enduring``: what it was a version of when it last was there. It is called otherwise now when exactly one node
    of the same document is its revision, or a version of the same.
    """
    found = {(lexical(way), lexical(node)) for way, node in engine.table(queries.renamed(iri, enduring)).rows}
    document = _document(iri, minter)
    here = {node for _, node in found if document is not None and _document(node, minter) == document}
    later = sorted(node for way, node in found if way == "revision" and node not in here)
    return (here.pop() if len(here) == 1 else None), (later[-1] if later else None)


def _rows(around: _Around, statements: Sequence[Statement]) -> tuple[Row, ...]:
    """Return the rows with the cells whose property, on this class of things, the node has."""
    said = {one.predicate for one in statements}
    kinds = {one.value.value for one in statements if one.predicate == _TYPE and isinstance(one.value, NamedNode)}
    made = []
    for row in around.rows.values():
        cells = {cell for kind, cell in around.cells[row.iri] if cell.predicate in said and (not kind or kind in kinds)}
        ordered = sorted(
            cells, key=lambda cell: (len(cell.letter), cell.letter, cell.heading, cell.predicate, cell.language)
        )
        made.append(replace(row, cells=tuple(ordered)))
    return tuple(sorted(made, key=lambda row: (row.file, row.sheet, row.number, row.iri)))


def _place(one: Statement) -> tuple[str, str, str]:
    return one.predicate, str(one.value), one.graph


def _around(rows: Iterable[Sequence[Term | None]]) -> _Around:
    found = _Around()
    for kind, predicate, subject, number, file, sheet, language in rows:
        match lexical(kind):
            case "count" if predicate is not None:
                found.counts[predicate.value] = int(lexical(number) or 0)
            case "link" if isinstance(subject, NamedNode):
                found.links.add((lexical(predicate), subject.value))
            case "finding":
                found.findings.add(lexical(subject))
            case "edition":
                found.editions.add(lexical(subject))
            case "row":
                row = Row(lexical(subject), lexical(file), lexical(sheet), int(lexical(number)))
                found.rows[row.iri] = row
            case "cell":
                cell = Cell(lexical(file), lexical(sheet), lexical(predicate), lexical(language))
                found.cells[lexical(subject)].append((lexical(number), cell))
    return found


def _complete(statements: Sequence[Statement], around: _Around) -> bool:
    held = [len(statements) <= queries.STATEMENTS, sum(around.counts.values()) <= queries.COUNTED]
    given: dict[str, int] = defaultdict(int)
    for predicate, _ in around.links:
        given[predicate] += 1
    told_apart = queries.APART
    held += [count <= given[name] for name, count in around.counts.items() if name not in told_apart]
    return all(held)


def _near(iri: str, statements: Sequence[Statement], around: _Around, minter: Minter) -> list[str]:
    """Return every IRI that has to be called something, with the documents that state editions."""
    found = {iri, *around.findings, *around.editions, *around.counts}
    found.update(subject for _, subject in around.links)
    found.update(one.predicate for one in statements)
    found.update(one.value.value for one in statements if isinstance(one.value, NamedNode))
    documents = {_document(one, minter) for one in (*found, iri)}
    documents |= {minter.document_of_graph(one.graph) for one in statements}
    return sorted(one for one in {*found, *documents} if one is not None and one.startswith(_WEB) and _sane(one))


def _sane(iri: str) -> bool:
    """Tell whether an IRI can stand in a query: data read from RDF may hold any."""
    return not set(iri) & set('<>"{}|^`\\ \t\r\n')


def _document(iri: str, minter: Minter) -> str | None:
    """Return the document under whose address an IRI lies, None for what lies under none (or may not)."""
    start = f"{minter.base}id/"
    parts = iri.removeprefix(start).split("/") if iri.startswith(start) else []
    return "/".join((f"{start}{parts[0]}", parts[1])) if len(parts) > 2 else None  # noqa: PLR2004 - org, edition, rest


_Told = Mapping[str, Mapping[str, Sequence[Term]]]


def _told(rows: Iterable[Sequence[Term | None]]) -> _Told:
    found: dict[str, dict[str, list[Term]]] = {}
    for node, predicate, value in rows:
        if value is not None:
            found.setdefault(lexical(node), {}).setdefault(lexical(predicate), []).append(value)
    return found


def _title(said: Mapping[str, Sequence[Term]]) -> dict[str, str]:
    for name in _NAMES:
        words = sorted((one.language or "", one.value) for one in said.get(name, ()) if isinstance(one, Literal))
        if words:
            return dict(reversed(words))  # of two in one language the first
    return {}


def _first(told: _Told, node: str | None, local: str) -> str:
    said = told.get(node or "", {}).get(local, ())
    return min(map(lexical, said), default="")


def _editions(editions: Iterable[str], told: _Told, minter: Minter) -> tuple[Edition, ...]:
    made = []
    for iri in editions:
        document = _document(iri, minter)
        begins, ends = _first(told, document, f"{SG}validFrom"), _first(told, document, f"{SG}validTo")
        in_force = _first(told, iri, f"{SG}inForce") == "true"
        adopted = _first(told, document, f"{SG}adoptedOn")
        made.append(Edition(iri, document or "", begins, ends, in_force, adopted))
    return tuple(sorted(made, key=lambda one: (one.valid_from, one.document, one.iri)))


_SEVERITIES: Final = ("violation", "warning", "info")


def _findings(findings: Iterable[str], told: _Told) -> tuple[Finding, ...]:
    made = []
    for iri in findings:
        messages = told.get(iri, {}).get(f"{_SH}resultMessage", ())
        message = {one.language or "": one.value for one in messages if isinstance(one, Literal)}
        severity = _first(told, iri, f"{_SH}resultSeverity").removeprefix(_SH).lower()
        accepted = _first(told, iri, f"{SG}accepted") == "true"
        made.append(Finding(iri, _first(told, iri, f"{_SH}sourceShape"), severity, message, accepted))
    rank: Callable[[Finding], tuple[int, str, str]] = lambda one: (  # noqa: E731 - one key, used once
        _SEVERITIES.index(one.severity) if one.severity in _SEVERITIES else len(_SEVERITIES),
        one.rule,
        one.iri,
    )
    return tuple(sorted(made, key=rank))
