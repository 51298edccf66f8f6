"""The UN side: data/sdg/*.csv as statements, and the set of codes that exist."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.namespaces import Minter, sdg_iri
from styringsgraf.terms import A, NamedNode, Quad, lang_string, named, quad, string

_LANGUAGES = ("nb", "nn", "en")


def _table(name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    path = resources.data() / "sdg" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield path, row


def _node(path: Path, row: dict[str, str]) -> str:
    iri = sdg_iri(row["code"])
    if iri is None or iri != row["iri"]:
        raise InputError("ingest.sdg_row_wrong", file=path.name, code=row["code"], iri=row["iri"])
    return iri


def sdg_quads(minter: Minter) -> tuple[Quad, ...]:
    """Return the statements of the sdg graph: goals, targets, indicators with codes, parents and titles."""
    return tuple(_statements(minter.sdg_graph))


def _statements(graph: str) -> Iterator[Quad]:
    notation = named("skos:notation")
    for name, kind, parent, link in (
        ("goals", "sdgo:Goal", None, None),
        ("targets", "sdgo:Target", "goal", "sdgo:isTargetOf"),
        ("indicators", "sdgo:Indicator", "target", "sdgo:isIndicatorOf"),
    ):
        for path, row in _table(name):
            iri = _node(path, row)
            yield quad(iri, A, named(kind), graph)
            yield quad(iri, notation, string(row["code"]), graph)
            if parent is not None and link is not None:
                above = sdg_iri(row[parent])
                if above is None:
                    raise InputError("ingest.sdg_row_wrong", file=path.name, code=row["code"], iri=row[parent])
                yield quad(iri, named(link), NamedNode(above), graph)
            for lang in _LANGUAGES:
                if title := row.get(f"title_{lang}"):
                    yield quad(iri, named("dct:title"), lang_string(title, lang), graph)
            if framework := row.get("framework"):
                yield quad(iri, named("sg:frameworkVersion"), string(framework), graph)


@cache
def sdg_codes() -> frozenset[str]:
    """Return every UN code that exists: '3', '3.4', '9.a', '3.4.1'."""
    return frozenset(row["code"] for name in ("goals", "targets", "indicators") for _, row in _table(name))
