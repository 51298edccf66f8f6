"""Shapes, queries, mappings and program text use only names that the vocabulary and the code lists have."""

import re
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph

ROOT: Final = Path(__file__).parents[2]
SG: Final = "https://w3id.org/styringsgraf/ns#"
CODE: Final = "https://w3id.org/styringsgraf/code/"
PLACES: Final = ("shapes/**/*.ttl", "queries/**/*.rq", "data/mappings/**/*.y*ml", "src/**/*.py")
#: Graphs made to break a rule: they have codes of their own.
INVENTED: Final = "shapes/examples/**/*.ttl"
#: sg:name in RDF, SPARQL and YAML; SG + "name" and f"{SG}name" in Python.
NAMES: Final = re.compile(r'(?:(?<![\w/:])sg:|\bSG \+ "|\{SG\})([A-Za-z]\w*)')
CODES: Final = re.compile(r"(?:styringsgraf/code/|\bsgc:|\{CODE\})([a-z-]+\\?/[a-z0-9-]+)")
#: Placeholder in documentation, not a name.
EXAMPLES: Final = {"local", "name"}


def used(pattern: re.Pattern[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted({p for place in PLACES for p in ROOT.glob(place)} - set(ROOT.glob(INVENTED))):
        for hit in pattern.findall(path.read_text(encoding="utf-8")):
            found.setdefault(hit.replace("\\", ""), set()).add(str(path.relative_to(ROOT)))
    return found


def test_every_name_in_use_is_in_the_vocabulary(core: Graph) -> None:
    known = {str(s).removeprefix(SG) for s in core.subjects(RDF.type)} | EXAMPLES
    names = used(NAMES)
    assert len(names) > 40
    assert {name: where for name, where in names.items() if name not in known} == {}


def test_every_code_in_use_is_in_a_code_list(codes: Graph) -> None:
    known = {str(s).removeprefix(CODE) for s in codes.subjects(RDF.type)}
    found = used(CODES)
    assert len(found) >= 2
    assert {code: where for code, where in found.items() if code not in known} == {}


def test_the_patterns_see_names_in_every_notation() -> None:
    text = 'sg:fulfils SG + "refines" f"{SG}leadsTo" <https://w3id.org/styringsgraf/ns#x> sgc:unit/percent x/sg:no'
    assert NAMES.findall(text) == ["fulfils", "refines", "leadsTo"]
    assert CODES.findall(text + " <https://w3id.org/styringsgraf/code/strength/weak>") == [
        "unit/percent",
        "strength/weak",
    ]
