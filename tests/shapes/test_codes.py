"""The shapes of SG-E02 name the lists that the vocabulary names, and its check digits are those of the import."""

import re
from pathlib import Path

import pytest

from styringsgraf.namespaces import CODE, PREFIXES, RULES, SG
from styringsgraf.quality import engines, rules
from styringsgraf.registers import organisation_number_valid
from styringsgraf.terms import NamedNode, RdfFormat, ntriples, parse

ROOT = Path(__file__).parents[2]
SH = PREFIXES["sh"]
#: Only segments of UN targets and UN indicators have these; shapes/sdg judges them.
UN_SIDE = {"segmentRole", "meansCategory", "whoActs", "tier"}


def values(path: Path, predicate: str) -> dict[str, set[str]]:
    """Return subject → IRIs for one predicate of a Turtle file."""
    found: dict[str, set[str]] = {}
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        if quad.predicate.value == predicate and isinstance(quad.object, NamedNode):
            found.setdefault(getattr(quad.subject, "value", ""), set()).add(quad.object.value)
    return found


def test_every_coded_property_is_held_to_its_lists() -> None:
    wanted = values(ROOT / "ontology" / "core.ttl", SG + "codeList")
    paths = values(ROOT / "shapes" / "codes.ttl", SH + "path")
    text = (ROOT / "shapes" / "codes.ttl").read_text(encoding="utf-8")
    held = {}
    for shape, (path,) in paths.items():
        if shape.startswith(f"{RULES}SG-E02/") and path in wanted:
            block = text[text.index(f"<{shape}>") :].partition("sh:severity")[0]
            held[path] = {CODE + name for name in re.findall(r"s:(?:In|Coded)-([\w-]+)", block)}
    assert held == {p: lists for p, lists in wanted.items() if p.removeprefix(SG) not in UN_SIDE}
    assert len(held) == 22


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_check_digits_are_those_of_the_import(engine: engines.EngineName) -> None:
    """Every last digit after beginnings that leave each remainder, 1 among them (which no digit can mend)."""
    beginnings = [f"{number:08d}" for number in range(97476060, 97476082)]
    numbers = [beginning + str(digit) for beginning in beginnings for digit in range(10)]
    said = f"a <{SG}Unit> ; <{PREFIXES['dct']}identifier>"
    turtle = "".join(f'<https://example.org/{number}> {said} "{number}" .\n' for number in numbers)
    found = engines.validate(ntriples(parse(turtle, format=RdfFormat.TURTLE)), engine, rules.load())
    wrong = {finding.value for finding in found if finding.rule == "SG-E02"}
    assert wrong == {number for number in numbers if not organisation_number_valid(number)}
    assert {sum(number[:8] == b for number in set(numbers) - wrong) for b in beginnings} == {0, 1}
