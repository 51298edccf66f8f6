"""Goals, targets, their segments and the indicators as the statements of the sdg graph; which codes exist."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from styringsgraf.errors import InputError
from styringsgraf.namespaces import CODE, SDG, Minter, sdg_iri
from styringsgraf.sdg.reading import shipped_segments
from styringsgraf.sdg.tables import Row, table
from styringsgraf.terms import A, NamedNode, Quad, lang_string, named, quad, string

_LANGUAGES: Final = ("nb", "nn", "en")
#: Table → class, column of the parent, link to it.
_LEVELS: Final = (
    ("goals", "sdgo:Goal", None, None),
    ("targets", "sdgo:Target", "goal", "sdgo:isTargetOf"),
    ("indicators", "sdgo:Indicator", "target", "sdgo:isIndicatorOf"),
)
#: Indicators only: column → property of a plain text.
_PLAIN: Final = {"added": "sg:frameworkVersion", "retired": "sg:retiredIn"}


def _node(row: Row) -> str:
    iri = sdg_iri(row["code"])
    if iri is None or iri != row["iri"]:
        raise InputError("sdg.row_wrong", file=row.path.name, code=row["code"], iri=row["iri"])
    return iri


def sdg_quads(minter: Minter) -> tuple[Quad, ...]:
    """Return the statements of the sdg graph: goals, targets, segments and indicators with codes, parents, titles."""
    graph = minter.sdg_graph
    segments = (statement for one in shipped_segments() for statement in one.quads(minter))
    return (*(statement for level in _LEVELS for statement in _statements(graph, *level)), *segments)


def _statements(graph: str, name: str, kind: str, parent: str | None, link: str | None) -> Iterator[Quad]:
    for row in table(name):
        iri = _node(row)
        yield quad(iri, A, named(kind), graph)
        yield quad(iri, named("skos:notation"), string(row["code"]), graph)
        if parent is not None and link is not None:
            above = sdg_iri(row[parent])
            if above is None:
                raise InputError("sdg.row_wrong", file=row.path.name, code=row["code"], iri=row[parent])
            yield quad(iri, named(link), NamedNode(above), graph)
        for lang in _LANGUAGES:
            if title := row[f"title_{lang}"]:
                yield quad(iri, named("dct:title"), lang_string(title, lang), graph)
        for column, prefixed in _PLAIN.items():
            if row[column]:
                yield quad(iri, named(prefixed), string(row[column]), graph)
        for tier in row["tier"].split():
            yield quad(iri, named("sg:tier"), NamedNode(f"{CODE}indicator-tier/{tier}"), graph)
        if row["shared"]:  # the UN keeps one node for an indicator that stands under several targets
            yield quad(iri, named("skos:exactMatch"), NamedNode(SDG + row["shared"]), graph)


@cache
def sdg_codes() -> frozenset[str]:
    """Return every UN code that exists: '3', '3.4', '9.a', '3.4.1', and '3.4-s1' for a segment."""
    codes = {row["code"] for name, *_ in _LEVELS for row in table(name)}
    return frozenset(codes | {one.code for one in shipped_segments()})
