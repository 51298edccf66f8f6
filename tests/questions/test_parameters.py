"""What a caller may write for a thing, and the sentence for what cannot be understood."""

from datetime import date
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.engine.embedded import Embedded
from styringsgraf.namespaces import Minter
from styringsgraf.questions.header import Header, Parameter
from styringsgraf.questions.parameters import resolve
from styringsgraf.questions.resolver import Resolver
from styringsgraf.terms import lexical

WORDS = {"nb": "a", "nn": "b", "en": "c"}
MINTER = Minter("https://w3id.org/styringsgraf/")
ID = "https://w3id.org/styringsgraf/id/"
DAY = date(2026, 1, 1)
SDG = "http://metadata.un.org/sdg/"


def parameter(kind: str, **more: Any) -> Parameter:
    return Parameter.model_validate({"name": "p", "type": kind, "label": WORDS, "example": "EXAMPLE", **more})


def read(engine: Embedded, raw: str, kind: str, **more: Any) -> str:
    return lexical(Resolver(engine, MINTER).resolve("p", parameter(kind, **more), raw))


GOOD = [
    ("target", "3.4", f"{SDG}3.4"),
    ("target", "3", f"{SDG}3"),
    ("target", " SDG 3.4 ", f"{SDG}3.4"),
    ("target", "sdg:3.4", f"{SDG}3.4"),
    ("target", f"{SDG}13.2", f"{SDG}13.2"),
    ("organisation", "prove", f"{ID}prove"),
    ("organisation", "Prove", f"{ID}prove"),
    ("organisation", "9901", f"{ID}prove"),
    ("organisation", f"{ID}nabo", f"{ID}nabo"),
    ("organisation", f"{ID}prove/service-area/helse", f"{ID}prove/service-area/helse"),
    ("organisation", "prove/helse", f"{ID}prove/service-area/helse"),
    ("organisation", "prove/frivilligsentralen", f"{ID}prove/unit/frivilligsentralen"),
    ("plan", "prove/kommuneplan-2023", f"{ID}prove/kommuneplan-2023"),
    ("plan", "kommuneplan-2023", f"{ID}prove/kommuneplan-2023"),
    ("plan", f"<{ID}prove/kommuneplan-2023>", f"{ID}prove/kommuneplan-2023"),
    ("node", "prove/kommuneplan-2023/D1", f"{ID}prove/kommuneplan-2023/sub-goal/D1"),
    ("node", "nabo/handlingsprogram-2024-2027/measure/D1", f"{ID}nabo/handlingsprogram-2024-2027/measure/D1"),
    ("node", "sdg:3.4", f"{SDG}3.4"),
    ("year", "2015", "2015"),
    ("integer", "-7", "-7"),
    ("number", "−4,4", "-4.4"),
    ("number", "1 200,5", "1200.5"),
    ("boolean", "ja", "true"),
    ("boolean", "False", "false"),
    ("text", "  barn \u00ad og  unge", "barn og unge"),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), GOOD, ids=[f"{kind} {raw}" for kind, raw, _ in GOOD])
def test_ways_to_name_a_thing(kind: str, raw: str, expected: str, engine: Embedded) -> None:
    assert read(engine, raw, kind) == expected


@pytest.mark.parametrize("raw", ["red", "Red", "rød", "raud", "https://w3id.org/styringsgraf/code/band-colour/red"])
def test_codes_by_name_label_or_iri(raw: str, engine: Embedded) -> None:
    assert read(engine, raw, "code", scheme="band-colour") == "https://w3id.org/styringsgraf/code/band-colour/red"


@pytest.mark.parametrize("raw", ["yes", "JA", "ja"])
def test_choices_by_value_or_label(raw: str, engine: Embedded) -> None:
    assert read(engine, raw, "choice", choices={"yes": {"nb": "ja", "nn": "ja", "en": "yes"}}) == "yes"


def test_what_a_choice_can_be_is_told_in_the_readers_words(engine: Embedded) -> None:
    choices = {"red": {"nb": "rød", "nn": "raud", "en": "red"}, "any": {"nb": "alle", "nn": "alle", "en": "any"}}
    with pytest.raises(errors.BadParameter) as caught:
        read(engine, "lilla", "choice", choices=choices)
    assert "bare være: red (rød), any (alle)." in caught.value.sentence("nb")
    assert "berre vere: red (raud), any (alle)." in caught.value.sentence("nn")
    assert "only be: red, any." in caught.value.sentence("en")


BAD = [
    ("target", "x", errors.BadParameter, "“x”"),
    ("target", "3.4.1", errors.BadParameter, "UN goal or target"),
    ("target", "18", errors.BadParameter, "UN goal or target"),
    ("target", '3.4"} #', errors.BadParameter, "UN goal or target"),
    ("target", "3.10", errors.NotFound, "3.4, 3.5"),
    ("target", "16", errors.NotFound, "16"),
    ("organisation", "atlantis", errors.NotFound, "nabo, prove"),
    ("organisation", f"{ID}prove/kommuneplan-2023", errors.NotFound, "nabo, prove"),
    ("organisation", "http://exa mple.org/", errors.NotFound, "nabo, prove"),
    ("plan", "prove/kommuneplan-1999", errors.NotFound, "prove/kommuneplan-2023"),
    ("plan", "kommuneplan-1999", errors.NotFound, "nabo/handlingsprogram-2024-2027"),
    ("plan", "handlingsprogram-2024-2027", errors.BadParameter, "prove/handlingsprogram-2024-2027"),
    ("node", "prove/kommuneplan-2023/Q9", errors.NotFound, "organisation/edition/code"),
    ("node", "D1", errors.NotFound, "organisation/edition/code"),
    ("node", "<>", errors.NotFound, "organisation/edition/code"),
    ("year", "15", errors.BadParameter, "a year"),
    ("year", "2015.0", errors.BadParameter, "a year"),
    ("year", "٢٠١٥", errors.BadParameter, "a year"),
    ("integer", "1.5", errors.BadParameter, "whole number"),
    ("number", "1e9", errors.BadParameter, "a number"),
    ("number", "NaN", errors.BadParameter, "a number"),
    ("boolean", "kanskje", errors.BadParameter, "true or false"),
    ("text", "x" * 1001, errors.BadParameter, "1000"),
    ("text", " \u00ad ", errors.BadParameter, "empty"),
]


@pytest.mark.parametrize(("kind", "raw", "error", "says"), BAD, ids=[f"{kind} {raw[:20]}" for kind, raw, *_ in BAD])
def test_what_cannot_be_meant(kind: str, raw: str, error: type, says: str, engine: Embedded) -> None:
    with pytest.raises(error) as caught:
        read(engine, raw, kind)
    sentence = caught.value.sentence("en")  # type: ignore[attr-defined]
    assert says in sentence
    assert "parameter p" in sentence


def test_an_unknown_code_lists_the_codes(engine: Embedded) -> None:
    with pytest.raises(errors.BadParameter) as caught:
        read(engine, "lilla", "code", scheme="band-colour")
    assert "green" in caught.value.sentence("nb")
    assert "yellow" in caught.value.sentence("nb")


def header(**parameters: dict[str, Any]) -> Header:
    described = {name: {"label": WORDS, "example": "EXAMPLE", **spec} for name, spec in parameters.items()}
    column = {"type": "text", "label": WORDS}
    raw = {"name": "q", "title": WORDS, "description": WORDS, "columns": {"c": column}, "empty": [WORDS]}
    return Header.model_validate({**raw, "parameters": described})


HEAD = header(
    target={"type": "target", "required": True},
    plan={"type": "plan", "many": True, "default": "current"},
    organisation={"type": "organisation"},
    year={"type": "year"},
    word={"type": "text", "default": "any"},
)


def test_defaults_absences_and_what_an_organisation_brings(engine: Embedded) -> None:
    bound = resolve(HEAD, {"target": "3.4", "organisation": "prove"}, Resolver(engine, MINTER), DAY)
    assert lexical(bound.values["organisationGraph"]) == "https://w3id.org/styringsgraf/graph/prove/inferred"  # type: ignore[arg-type]
    assert bound.echo() == {
        "target": f"{SDG}3.4",
        "plan": [f"{ID}prove/arsrapport-2025", f"{ID}prove/handlingsprogram-2025-2028", f"{ID}prove/kommuneplan-2023"],
        "organisation": f"{ID}prove",
        "year": None,
        "word": "any",
    }
    assert bound.one("word") == "any"
    assert bound.one("plan") is None


def test_no_plan_in_force_means_the_newest_of_each_series(engine: Embedded) -> None:
    bound = resolve(HEAD, {"target": "3.4", "organisation": "nabo"}, Resolver(engine, MINTER), DAY)
    assert bound.echo()["plan"] == [f"{ID}nabo/handlingsprogram-2024-2027"]
    everybody = resolve(HEAD, {"target": "3.4"}, Resolver(engine, MINTER), DAY)
    assert len(everybody.echo()["plan"]) == 11
    assert everybody.values["organisationGraph"] is None


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "Example: target=EXAMPLE"),
    ({"target": ""}, "Example: target=EXAMPLE"),
    ({"target": "3.4", "taget": "3"}, "Did you mean target?"),
    ({"target": "3.4", "zzz": "3"}, "It takes: target, plan, organisation, year, word"),
    ({"target": ["3.4", "3.5"]}, "one value"),
    ({"target": "3.4", "plan": []}, "empty list"),
    ({"target": "3.4", "plan": ["kommuneplan-2023"] * 101}, "at most 100"),
]


@pytest.mark.parametrize(("given", "says"), WRONG, ids=[says for _, says in WRONG])
def test_what_is_missing_unknown_or_too_much(given: dict[str, Any], says: str, engine: Embedded) -> None:
    with pytest.raises(errors.BadParameter) as caught:
        resolve(HEAD, given, Resolver(engine, MINTER), DAY)
    assert says in caught.value.sentence("en")
