"""What a bundle says beside the statements: the reference date, and what codes stood for in the edition before."""

from datetime import date

from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.checking import Overlay, check_organisation
from styringsgraf.pipeline.context import context
from styringsgraf.quality.report import Finding
from styringsgraf.terms import NamedNode, Quad, RdfFormat, ntriples, parse
from styringsgraf.vocabulary import vocabulary_quads

MINTER = Minter("https://example.org/")
ORG = MINTER.organisation("lia")
DAY = date(2026, 6, 30)
PREFIXES = f"""
@prefix sg: <https://w3id.org/styringsgraf/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix lia: <{ORG}/> .
"""
ADOPTED = "sg:documentStatus <https://w3id.org/styringsgraf/code/document-status/adopted>"


def edition(year: int, more: str = "") -> str:
    return (
        f'lia:hp-{year} a sg:ActionProgramme ; dct:publisher <{ORG}> ; sg:series "hp" ; {ADOPTED} ; '
        f'sg:validFrom "{year}-01-01"^^xsd:date ; sg:validTo "{year + 3}-12-31"^^xsd:date .\n{more}'
    )


def indicator(year: int, title: str, endures: str) -> str:
    return (
        f"<{ORG}/hp-{year}/indicator/M.1> a sg:Indicator ; sg:statedIn lia:hp-{year} ; "
        f'skos:notation "M.1" ; dct:title "{title}"@nb ; dct:isVersionOf <{ORG}/indicator/{endures}> .\n'
    )


def graphs(**documents: str) -> dict[str, tuple[Quad, ...]]:
    """Read editions (``hp_2025="…"``) into graphs of their own, beside the vocabulary."""
    found: dict[str, tuple[Quad, ...]] = {MINTER.ontology_graph: tuple(vocabulary_quads(MINTER))}
    for name, text in documents.items():
        graph = MINTER.graph("lia", name.replace("_", "-"))
        read = parse(PREFIXES + text, format=RdfFormat.TURTLE)
        found[graph] = tuple(Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in read)
    return found


def told(bundled: set[str], **documents: str) -> list[str]:
    quads = [q for name, graph in graphs(**documents).items() if name != MINTER.ontology_graph for q in graph]
    lines = ntriples(context(quads, "lia", bundled, DAY, MINTER)).decode().splitlines()
    return [line for line in lines if "referenceDate" not in line]


def checked(*under_check: str, **documents: str) -> list[Finding]:
    found = check_organisation(Overlay(graphs(**documents)), "lia", frozenset(under_check), DAY, MINTER, "both")
    return [f for f in found if f.rule in {"SG-C08", "SG-C11"}]


OLD = edition(2024, indicator(2024, "Fornøyde medarbeidere", "tilfredshet"))
NEW = edition(2025, indicator(2025, "Sykefravær", "fravar"))
NEWEST = edition(2026, indicator(2026, "Sykefravær", "fravar"))


def test_the_reference_date_is_told() -> None:
    (only,) = context([], "lia", frozenset(), DAY, MINTER)
    assert (only.predicate.value, only.object.value) == ("https://w3id.org/styringsgraf/ns#referenceDate", "2026-06-30")  # type: ignore[union-attr]


def test_the_edition_before_is_told_without_types_and_codes() -> None:
    dct, node = "http://purl.org/dc/terms/", f"<{ORG}/hp-2024/indicator/M.1>"
    assert told({f"{ORG}/hp-2025"}, hp_2024=OLD, hp_2025=NEW) == [
        f'{node} <{dct}identifier> "M.1" .',
        f"{node} <{dct}isPartOf> <{ORG}/hp-2024> .",
        f"{node} <{dct}isVersionOf> <{ORG}/indicator/tilfredshet> .",
        f'{node} <{dct}title> "Fornøyde medarbeidere"@nb .',
        f"{node} <{dct}type> <https://w3id.org/styringsgraf/ns#Indicator> .",
        f"<{ORG}/hp-2025> <{dct}replaces> <{ORG}/hp-2024> .",
    ]


def test_only_the_edition_just_before_a_bundled_one_is_told() -> None:
    lines = told({f"{ORG}/hp-2026"}, hp_2024=OLD, hp_2025=NEW, hp_2026=NEWEST)
    assert len(lines) == 6
    assert not any("hp-2024" in line for line in lines)
    assert told({f"{ORG}/hp-2024"}, hp_2024=OLD, hp_2025=NEW, hp_2026=NEWEST) == []


def test_what_a_document_says_it_supersedes_goes_before_its_dates() -> None:
    skips = NEWEST + "lia:hp-2026 sg:supersedes lia:hp-2024 .\n"
    lines = told({f"{ORG}/hp-2026"}, hp_2024=OLD, hp_2025=NEW, hp_2026=skips)
    assert [line for line in lines if "replaces" in line] == [
        f"<{ORG}/hp-2026> <http://purl.org/dc/terms/replaces> <{ORG}/hp-2024> ."
    ]


def test_another_series_or_publisher_has_no_editions_of_ours() -> None:
    other = OLD.replace('"hp"', '"annen"')
    assert told({f"{ORG}/hp-2025"}, hp_2024=other, hp_2025=NEW) == []
    foreign = OLD.replace(f"dct:publisher <{ORG}>", "dct:publisher <https://example.org/id/nes>")
    assert told({f"{ORG}/hp-2025"}, hp_2024=foreign, hp_2025=NEW) == []


def test_a_code_with_a_new_meaning_is_found_though_the_edition_before_is_superseded() -> None:
    found = checked(hp_2024=OLD, hp_2025=NEW)
    meaning = [f for f in found if f.rule == "SG-C11"]
    assert [(f.focus_node, f.value) for f in meaning] == [
        (f"{ORG}/hp-2025/indicator/M.1", f"{ORG}/hp-2024/indicator/M.1")
    ]
    assert "«Fornøyde medarbeidere»" in meaning[0].message["nb"]
    # The old edition itself is not judged, here for a result it lacks.
    assert {f.focus_node for f in found} == {f"{ORG}/hp-2025/indicator/M.1"}


def test_a_code_that_kept_its_meaning_is_not_found() -> None:
    found = checked(hp_2024=OLD, hp_2025=NEW, hp_2026=NEWEST)
    assert [f for f in found if f.rule == "SG-C11"] == []


def test_results_are_expected_for_the_year_before_the_reference_date() -> None:
    found = checked(hp_2025=NEW)
    assert [(f.rule, f.value) for f in found] == [("SG-C08", "2025")]
    assert checked(hp_2026=NEWEST) == []
