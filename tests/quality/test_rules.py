"""The rule table is read from the shapes: severities, what stops a publish, and what a finding is about."""

from pathlib import Path
from string import Formatter

from styringsgraf.quality import rules
from styringsgraf.texts import LANGUAGES

SG = "https://w3id.org/styringsgraf/ns#"


def test_a_rule_can_have_shapes_of_different_severity() -> None:
    table = rules.load().by_id
    assert table["SG-C03"].severities == ("violation", "warning")
    assert table["SG-D08"].severities == ("violation", "info")
    assert table["SG-C07"].severities == ("warning",)
    assert [s.path for s in table["SG-C03"].shapes if s.severity == "violation"] == [f"{SG}unitOfMeasure"]


def test_a_shape_names_the_property_it_is_about_even_when_its_path_is_complex() -> None:
    shapes = rules.load().shapes
    root = "https://w3id.org/styringsgraf/rules/"
    assert shapes[f"{root}SG-A01/missing"].path == f"{SG}refines"
    assert shapes[f"{root}SG-C01/unmeasured"].path == f"{SG}measures"
    assert shapes[f"{root}SG-C06"].path == f"{SG}hasBand"
    assert shapes[f"{root}SG-B01"].path is None
    assert shapes[f"{root}SG-D08/nynorsk"].value == "nn"


def test_the_table_for_programs() -> None:
    sent = [rule.as_json() for rule in rules.load().rules]
    assert len(sent) == len(list((Path(__file__).parents[1] / "shapes").glob("SG-*"))) >= 38
    first = sent[0]
    assert (first["rule"], first["iri"]) == ("SG-A01", "https://w3id.org/styringsgraf/rules/SG-A01")
    assert (first["stopsPublish"], first["severities"]) == (True, ["violation"])
    assert len(first["messages"]) == 3
    assert all(set(rule[key]) == set(LANGUAGES) for rule in sent for key in ("label", "help"))
    assert all(len(rule["help"][lang]) > 60 for rule in sent for lang in LANGUAGES)


def test_the_languages_are_different_texts() -> None:
    """A copied bokmål sentence is no nynorsk one (labels may coincide, whole messages do not)."""
    for shape in rules.load().shapes.values():
        assert len({*shape.message.values()}) == 3, shape.iri


def test_messages_name_the_node() -> None:
    for shape in rules.load().shapes.values():
        names = {name for text in shape.message.values() for _, name, _, _ in Formatter().parse(text) if name}
        assert "$this" in names, shape.iri
