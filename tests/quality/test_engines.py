"""Two engines, one report; a difference, a foreign shape or a changed severity is never passed over."""

from dataclasses import replace

import pytest

from styringsgraf import errors
from styringsgraf.quality import engines, rules
from styringsgraf.quality.engines import Result
from styringsgraf.quality.profile import index
from styringsgraf.terms import RdfFormat, ntriples, parse
from styringsgraf.texts import LANGUAGES

RULES = "https://w3id.org/styringsgraf/rules/"
DATA = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/id/kommune/plan/> .
@prefix sg: <https://w3id.org/styringsgraf/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:S1 a sg:Strategy , sg:Means ; skos:notation "S.1" ;
    dct:title "Flere får hjelp"@nb , "Fleire får hjelp"@nn , "More get help"@en ;
    sg:leadsTo ex:T1 .
ex:T1 a sg:Measure , sg:Means ; skos:notation "T.1" ; dct:title "Leksehjelp"@nb , "Leksehjelp"@nn , "Homework help"@en .
"""


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return ntriples(parse(DATA, format=RdfFormat.TURTLE))


def test_both_is_what_each_finds(bundle: bytes) -> None:
    fast, reference = (engines.validate(bundle, name) for name in ("fast", "pyshacl"))
    assert [f.rule for f in fast] == ["SG-A03", "SG-A05", "SG-D03", *["SG-B00"] * 3]
    assert fast == reference == engines.validate(bundle, "both")
    assert [f.message for f in fast] == [f.message for f in reference]


def test_messages_are_whole_in_every_language(bundle: bytes) -> None:
    # Engines fill placeholders in some results only, with bare IRIs, and drop the language tags.
    found = engines.validate(bundle, "fast")[0]
    assert found.message == {
        "nb": "Strategi S.1 «Flere får hjelp» leder til T.1 «Leksehjelp», som ikke er et mål. "
        "Oppgi koden til et delmål eller hovedmål.",
        "nn": "Strategi S.1 «Fleire får hjelp» leier til T.1 «Leksehjelp», som ikkje er eit mål. "
        "Oppgi koden til eit delmål eller hovudmål.",
        "en": "Strategy S.1 “More get help” leads to T.1 “Homework help”, which is not a goal. "
        "Give the code of a sub-goal or main goal.",
    }
    assert found.value == "https://example.org/id/kommune/plan/T1"
    assert found.stops


def test_both_fails_when_the_engines_differ(bundle: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a reference that loses a finding and invents another must not go unnoticed."""
    honest = engines._reference

    def forgetful(data: bytes, shapes: bytes) -> object:
        report = {s: dict(rows) for s, rows in honest(data, shapes).items()}
        for rows in report.values():
            for name, values in rows.items():
                rows[name] = [
                    v if v.value != RULES + "SG-A05/missing" else type(v)(RULES + "SG-A04/missing") for v in values
                ]
        return report

    monkeypatch.setattr(engines, "_RUNNERS", {**engines._RUNNERS, "pyshacl": forgetful})
    with pytest.raises(errors.Environment) as caught:
        engines.validate(bundle, "both")
    assert caught.value.slug == "engines-disagree"
    assert caught.value.values["count"] == 2
    named = str(caught.value.values["differences"])
    assert f"fast: {RULES}SG-A05/missing https://example.org/id/kommune/plan/T1" in named
    assert f"pyshacl: {RULES}SG-A04/missing https://example.org/id/kommune/plan/T1" in named
    assert all(named in caught.value.sentence(lang) for lang in LANGUAGES)


def test_a_difference_in_value_alone_is_a_difference() -> None:
    one = Result(RULES + "SG-C07", "https://example.org/i", "7.6", "warning")
    with pytest.raises(errors.Environment, match=r"7\.7"):
        engines.agreed(frozenset({one}), frozenset({replace(one, value="7.7")}))
    assert engines.agreed(frozenset({one}), frozenset({one})) == {one}


def test_many_differences_are_counted_and_cut() -> None:
    many = frozenset(Result("s", f"https://example.org/{n}", "", "info") for n in range(25))
    with pytest.raises(errors.Environment) as caught:
        engines.agreed(many, frozenset())
    assert caught.value.values["count"] == 25
    assert str(caught.value.values["differences"]).count("fast: ") == 10


REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix r: <https://w3id.org/styringsgraf/rules/> .
[] a sh:ValidationReport ; sh:result [ a sh:ValidationResult ; sh:focusNode <https://example.org/a> ;
    sh:resultSeverity sh:Violation ; sh:sourceShape r:SG-B01 ; sh:value <https://example.org/a> ;
    sh:detail [ a sh:ValidationResult ; sh:focusNode <https://example.org/b> ;
        sh:resultSeverity sh:Violation ; sh:sourceShape r:SG-B01 ] ] .
"""


def results(turtle: str) -> list[Result]:
    return list(engines._results(index(parse(turtle, format=RdfFormat.TURTLE)), "fast", rules.load()))


def test_nested_details_are_not_findings() -> None:
    assert [r.focus_node for r in results(REPORT)] == ["https://example.org/a"]


@pytest.mark.parametrize(
    "change", [("r:SG-B01", "r:SG-B99"), ("sh:Violation ; sh:sourceShape", "sh:Info ; sh:sourceShape")]
)
def test_a_foreign_shape_or_another_severity_is_an_error(change: tuple[str, str]) -> None:
    with pytest.raises(errors.Environment) as caught:
        results(REPORT.replace(*change))
    assert caught.value.slug == "engine-refused"


def test_shapes_an_engine_cannot_read_are_an_error(bundle: bytes) -> None:
    broken = rules.ShapesGraph(b"<https://example.org/a> <https://example.org/b> .", rules.load().rules)
    with pytest.raises(errors.Environment) as caught:
        engines.validate(bundle, "fast", broken)
    assert caught.value.slug == "engine-refused"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"1.30"^^<http://www.w3.org/2001/XMLSchema#decimal>', "1.3"),
        ('"100"^^<http://www.w3.org/2001/XMLSchema#integer>', "100"),
        ('"-0.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', "-0.5"),
        ('"0.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', "0"),
        ('"1.30"', "1.30"),
    ],
)
def test_numbers_are_compared_by_value(written: str, read: str) -> None:
    (quad,) = parse(f"<https://example.org/s> <https://example.org/p> {written} .", format=RdfFormat.N_TRIPLES)
    assert engines._canonical(quad.object) == read


def test_an_empty_bundle_has_no_findings() -> None:
    assert engines.validate(b"", "both") == ()
