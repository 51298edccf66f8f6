"""Every rule is proved twice – by a smallest graph that passes and one that fails – and by both engines alike."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from styringsgraf import resources
from styringsgraf.namespaces import PREFIXES, expand
from styringsgraf.quality import engines, rules
from styringsgraf.terms import RdfFormat, ntriples, parse

HERE = Path(__file__).parent
EXAMPLE = "https://example.org/id/kommune/"
#: The smallest graph of each kind is shipped, as the example that a rule's page shows; the others are only for tests.
EXAMPLES = resources.shapes() / "examples"
CASES = sorted([*HERE.glob("SG-*/*.ttl"), *EXAMPLES.glob("SG-*/*.ttl")], key=lambda path: path.parts[-2:])
#: Every rule that is shipped: the severities its findings can have, and the number of graphs that prove it.
#: One row a rule, in order; a new rule adds its own.
GATE = {
    "A01": ("violation", 6),
    "A02": ("violation", 4),
    "A03": ("violation", 3),
    "A04": ("violation", 3),
    "A05": ("violation", 3),
    "A06": ("warning", 4),
    "A07": ("warning", 5),
    "A08": ("warning", 2),
    "A09": ("warning", 4),
    "A10": ("violation", 2),
    "A11": ("violation", 4),
    "A12": ("info", 3),
    "B00": ("warning", 2),
    "B01": ("violation", 3),
    "B02": ("warning", 2),
    "B03": ("warning", 2),
    "B04": ("warning", 2),
    "B05": ("warning", 2),
    "B06": ("warning", 2),
    "B07": ("warning", 4),
    "B08": ("info", 2),
    "B09": ("info", 2),
    "B10": ("info", 2),
    "C01": ("violation", 3),
    "C02": ("warning", 4),
    "C03": ("violation warning", 2),
    "C04": ("warning", 4),
    "C05": ("warning", 4),
    "C06": ("violation", 8),
    "C07": ("warning", 6),
    "C08": ("warning", 7),
    "C09": ("violation", 6),
    "C10": ("info", 3),
    "C11": ("warning", 4),
    "C12": ("violation", 6),
    "C13": ("warning", 2),
    "D01": ("warning", 4),
    "D02": ("violation", 2),
    "D03": ("violation", 3),
    "D04": ("warning", 3),
    "D05": ("warning", 2),
    "D06": ("violation", 2),
    "D07": ("info", 3),
    "D08": ("violation info", 3),
    "E01": ("violation", 2),
    "E02": ("violation", 4),
    "E03": ("violation", 2),
}
#: What the design says stops a publish.
STOPPING = {
    f"SG-{name}" for name in ["A01", "A02", "A03", "A04", "A05", "A10", "A11", "B01", "D03", "D06", "E01", "E02", "E03"]
}


def bundle(path: Path) -> bytes:
    return ntriples(parse(path=path, format=RdfFormat.TURTLE))


def whole(name: str | None) -> str | None:
    if name is None:
        return None
    return EXAMPLE + name.removeprefix("ex:") if name.startswith("ex:") else expand(name) or name


def expected(path: Path) -> Counter[tuple[str | None, ...]]:
    entries = yaml.safe_load((HERE / path.parent.name / f"{path.stem}.yaml").read_text(encoding="utf-8"))
    assert entries, f"{path}: a failing graph needs its findings"
    return Counter((e["severity"], whole(e["focusNode"]), whole(e["path"]), whole(e["value"])) for e in entries)


def test_the_gate_is_complete() -> None:
    shipped = rules.load().rules
    assert {rule.id: " ".join(rule.severities) for rule in shipped} == {
        f"SG-{k}": levels for k, (levels, _) in GATE.items()
    }
    assert {rule.id for rule in shipped if rule.stops} == STOPPING & {rule.id for rule in shipped}


def test_every_rule_has_a_passing_and_a_failing_graph() -> None:
    folders = {path.parent.name for path in CASES}
    assert folders == {rule.id for rule in rules.load().rules}
    lacking = [f for f in folders for name in ("pass", "fail") if not (EXAMPLES / f / f"{name}.ttl").is_file()]
    assert lacking == []
    assert Counter(path.parent.name for path in CASES) == {f"SG-{name}": count for name, (_, count) in GATE.items()}


def test_every_shape_that_can_report_has_reported() -> None:
    seen = {
        r.shape
        for path in CASES
        if path.stem.startswith("fail")
        for r in engines.run(bundle(path), "fast", rules.load())
    }
    assert set(rules.load().shapes) - seen == set()


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_engines_find_exactly_what_is_expected(path: Path) -> None:
    found = engines.validate(bundle(path), "both")
    own = Counter((f.severity, f.focus_node, f.path, f.value) for f in found if f.rule == path.parent.name)
    assert path.stem.partition("-")[0] in {"pass", "fail"}
    assert own == (expected(path) if path.stem.startswith("fail") else Counter())


def test_findings_never_share_an_identity() -> None:
    found = [f for path in CASES for f in engines.validate(bundle(path))]
    per_case = [Counter(f.identity for f in engines.validate(bundle(path))) for path in CASES]
    assert len(found) > 100
    assert [identity for counts in per_case for identity, count in counts.items() if count > 1] == []


def test_the_vocabulary_itself_has_no_findings() -> None:
    folder = Path(__file__).parents[2] / "ontology"
    files = sorted(folder.glob("*.ttl"))
    assert len(files) >= 3
    graph = ntriples(quad for path in files for quad in parse(path=path, format=RdfFormat.TURTLE))
    assert engines.validate(graph) == ()


def test_rules_name_only_terms_of_the_vocabulary() -> None:
    """A misspelt class or property would be a rule that never finds anything."""
    core = Path(__file__).parents[2] / "ontology" / "core.ttl"
    defined = {q.subject.value for q in parse(path=core, format=RdfFormat.TURTLE)}
    used = set()
    for quad in parse(rules.load().ntriples, format=RdfFormat.N_TRIPLES):
        terms = [quad.predicate.value, getattr(quad.object, "value", "")]
        used |= {term for term in terms if term.startswith(PREFIXES["sg"])}
        if quad.predicate.value == PREFIXES["sh"] + "select":
            used |= {PREFIXES["sg"] + word for word in re.findall(r"sg:(\w+)", quad.object.value)}
    assert len(used) > 40
    assert sorted(used - defined - {PREFIXES["sg"]}) == []
