"""The reference engine is pySHACL as it comes: parsing a query text once changes nothing of what it finds."""

from pathlib import Path

import pyshacl
import pytest
import rdflib

from styringsgraf.quality import rules
from styringsgraf.quality.engines import reference
from styringsgraf.quality.profile import SH
from styringsgraf.terms import RdfFormat, ntriples, parse

SHAPES = Path(__file__).parents[2] / "shapes" / "examples"


@pytest.mark.parametrize("rule", ["SG-A11", "SG-C06", "SG-C07"])
def test_the_memory_of_queries_changes_nothing(rule: str) -> None:
    data = ntriples(
        q for name in ("fail", "pass") for q in parse(path=SHAPES / rule / f"{name}.ttl", format=RdfFormat.TURTLE)
    )
    plain = rdflib.Graph().parse(data=data, format="nt")
    shapes = rdflib.Graph().parse(data=rules.load().ntriples, format="nt")
    _, honest, _ = pyshacl.validate(plain, shacl_graph=shapes, inference="none")
    expected = sorted(
        (
            str(honest.value(r, rdflib.SH.sourceShape)),
            str(honest.value(r, rdflib.SH.focusNode)),
            str(honest.value(r, rdflib.SH.value)),
        )
        for r in honest.objects(None, rdflib.SH.result)
    )
    report = reference.report(data, rules.load().ntriples)
    heads = [report[head] for rows in report.values() for head in rows.get(SH + "result", [])]
    names = ("sourceShape", "focusNode", "value")
    found = sorted(tuple(row[SH + n][0].value if SH + n in row else "None" for n in names) for row in heads)
    assert found == expected
    assert any(rule in shape for shape, _, _ in found)
