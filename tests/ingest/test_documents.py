"""What a workbook becomes: nodes, links, identity, provenance; the same for both shipped mappings."""

from collections.abc import Callable
from typing import Any

import pytest

from styringsgraf.ingest import MemoryKnown
from styringsgraf.ingest.mapping import find
from styringsgraf.terms import BlankNode

Plan = Callable[..., Any]
H = "lia/hp-2026"


def code(name: str) -> set[str]:
    """A code list's IRI, however it is shortened."""
    return {f"sgc:{name}", f"https://w3id.org/styringsgraf/code/{name}"}


DOCUMENT = [
    (
        "Organisasjon",
        "Organisasjonsnavn",
        "Kommunenummer",
        "Utgave",
        "Tittel",
        "Tittel nynorsk",
        "Type",
        "Serie",
        "Gyldig fra",
        "Gyldig til",
        "Status",
        "Vedtatt av",
        "Vedtatt dato",
        "Saksnummer",
        "Kilde",
    ),
    (
        "lia",
        "Lia kommune",
        "0301",
        "hp-2026",
        "Handlingsprogram",
        "Handlingsprogram nn",
        "handlingsprogram",
        "Handlingsprogram",
        "2026",
        "2029",
        "vedtatt",
        "kommunestyret",
        "10.12.2025",
        "PS 97/25",
        "https://example.org/hp",
    ),
]
PARTS = [
    ("Kode", "Navn", "Type", "Overordnet"),
    ("oppvekst", "Oppvekst", "tjenesteområde", "lia"),
    ("", "Nes skole", "virksomhet", "Oppvekst"),
    ("", "Kommunestyret", "politisk organ", ""),
]
CONCEPT = ("Kode", "Tittel", "Ordlyd")


@pytest.fixture
def whole(make: Any, load: Any) -> Any:
    """A plan with every sheet of the template."""
    return load(
        make(
            Dokument=DOCUMENT,
            Organisasjon=PARTS,
            Utfordringer=[CONCEPT, ("U1", "Utenforskap", "")],
            Satsingsområder=[(*CONCEPT, "Bygger på FN-mål", "Internt"), ("S", "God helse", "", "3", "nei")],
            Hovedmål=[(*CONCEPT, "Satsingsområde", "Gjelder"), ("H1", "Alle hører til", "", "S", "innbyggerne")],
            Delmål=[
                (*CONCEPT, "Hovedmål", "Tildelt", "Støtter FN"),
                ("D1", "Barn er trygge", "Barn er trygge.", "H1", "oppvekst", "3.4"),
            ],
            Strategier=[(*CONCEPT, "Mål", "Svarer på"), ("T1", "Tidlig innsats", "", "D1; H1", "U1")],
            Oppdrag=[(*CONCEPT, "Strategi", "Ansvarlig"), ("O1", "Hjelp", "", "T1", "Oppvekst")],
            Tiltak=[
                (*CONCEPT, "Oppdrag", "Ansvarlig", "Pilot", "Status", "Startdato"),
                ("T1", "Besøk", "", "O1", "Nes skole", "ja", "påbegynt", "2026"),
            ],
            Indikatorer=[
                ("Kode", "Tittel", "Måler", "Enhet", "Grønn", "Gul", "Rød", "Basisår", "Basisverdi"),
                ("M1", "Andel", "D1; SDG 3.4.1", "%", ">70", "50–69", "0,0–49,9", 2020, "41,5"),
            ],
            Måltall=[("Indikator", "År", "Verdi"), ("M1", 2028, "75")],
            Målinger=[
                ("Indikator", "År", "Område", "Verdi", "Status"),
                ("M1", 2025, "oppvekst", 52.5, "målt"),
                ("M1", 2026, "", "", "ikke målt"),
            ],
            Bevilgninger=[("Kode", "Gjelder", "År", "Beløp (kr)", "Type"), ("B1", "T1", 2026, "1 000 000", "drift")],
            Prosjekter=[(*CONCEPT, "Leverer", "Fase"), ("P1", "Prosjekt", "", "T1; O1", "gjennomføre")],
            Bidrag=[
                ("Fra", "Til", "Type", "Andel", "Begrunnelse"),
                ("T1", "3.4", "påstått", "", "Det hjelper."),
                ("O1", "11", "direkte", "40 %", ""),
            ],
        )
    )


def test_a_whole_plan_is_read_without_findings(whole: Any) -> None:
    # T1 is a strategy and a measure: where a code may be either, the reader is told which it was taken for.
    doubts = [(f.rule, f.severity, f.value, f.cell.sheet) for f in whole.findings]
    assert doubts == [("SG-D06", "warning", "T1", "Bidrag"), ("SG-D06", "warning", "T1", "Bevilgninger")]


def test_the_document(whole: Any) -> None:
    says = {p: whole.values(H, p) for _, p, _ in whole.triples()}
    assert says["rdf:type"] == {"sg:ActionProgramme"}
    assert says["dct:title"] == {"Handlingsprogram@nb", "Handlingsprogram nn@nn"}
    assert says["skos:notation"] == {"hp-2026"}
    assert says["sg:series"] == {"handlingsprogram"}
    assert (says["sg:validFrom"], says["sg:validTo"]) == ({"2026-01-01"}, {"2029-12-31"})
    assert says["sg:documentStatus"] <= code("document-status/adopted")
    assert says["dct:publisher"] == {"lia"}
    assert says["sg:adoptedBy"] == {f"{H}/decision/PS-97-25"}
    assert whole.values(f"{H}/decision/PS-97-25", "sg:decidedBy") == {"lia/political-body/kommunestyret"}
    assert whole.values("lia", "rdf:type") == {"sg:Municipality"}
    assert whole.values("lia", "skos:notation") == {"0301"}


def test_without_a_case_number_the_body_itself_adopted(make: Any, load: Any) -> None:
    headings, values = DOCUMENT
    found = load(make(Dokument=[headings, tuple("" if v == "PS 97/25" else v for v in values)]))
    assert found.values(H, "sg:adoptedBy") == {"lia/political-body/kommunestyret"}
    assert found.only("SG-I22").severity == "info"


def test_the_red_thread(whole: Any) -> None:
    links = {(s, p, o) for s, p, o in whole.triples() if o.startswith(f"{H}/") and p.startswith("sg:")}
    assert {
        (f"{H}/measure/T1", "sg:fulfils", f"{H}/assignment/O1"),
        (f"{H}/assignment/O1", "sg:concretises", f"{H}/strategy/T1"),
        (f"{H}/strategy/T1", "sg:leadsTo", f"{H}/sub-goal/D1"),
        (f"{H}/strategy/T1", "sg:leadsTo", f"{H}/main-goal/H1"),
        (f"{H}/strategy/T1", "sg:answers", f"{H}/challenge/U1"),
        (f"{H}/sub-goal/D1", "sg:refines", f"{H}/main-goal/H1"),
        (f"{H}/main-goal/H1", "sg:partOfFocusArea", f"{H}/focus-area/S"),
        ("lia/project/P1", "sg:delivers", f"{H}/measure/T1"),
    } <= links
    assert whole.values(f"{H}/focus-area/S", "sg:buildsOn") == {"sdg:3"}
    assert whole.values(f"{H}/focus-area/S", "sg:internal") == {"false"}
    assert whole.values(f"{H}/sub-goal/D1", "sg:alignsWith") == {"sdg:3.4"}
    assert whole.values(f"{H}/sub-goal/D1", "sg:assignedTo") == {"lia/service-area/oppvekst"}
    assert whole.values(f"{H}/measure/T1", "rdf:type") == {"sg:Measure", "sg:Pilot"}


def test_every_edition_node_says_what_it_is_and_where_it_stands(whole: Any) -> None:
    kinds = ("challenge", "focus-area", "main-goal", "sub-goal", "strategy", "assignment", "measure", "indicator")
    typed = {s for s, p, _ in whole.triples() if p == "rdf:type" and s.startswith(f"{H}/")}
    nodes = {node for node in typed if node.count("/") == 3 and node.split("/")[2] in kinds}
    assert len(nodes) == 8
    for node in nodes:
        kind, own = node.split("/")[-2:]
        assert whole.values(node, "sg:statedIn") == {H}
        assert whole.values(node, "skos:notation") == {own}
        assert whole.values(node, "dct:isVersionOf") == {f"lia/{kind}/hp-2026-{own}"}
        assert len(whole.values(node, "dct:title")) == 1


def test_the_organisation_s_parts_endure(whole: Any) -> None:
    assert whole.values("lia/unit/nes-skole", "rdf:type") == {"sg:Unit"}
    assert whole.values("lia/unit/nes-skole", "org:subOrganizationOf") == {"lia/service-area/oppvekst"}
    assert whole.values("lia/service-area/oppvekst", "org:subOrganizationOf") == {"lia"}
    assert whole.values(f"{H}/measure/T1", "sg:responsible") == {"lia/unit/nes-skole"}


def test_an_indicator_with_bands_baseline_and_target_value(whole: Any) -> None:
    node = f"{H}/indicator/M1"
    assert whole.values(node, "sg:measures") == {f"{H}/sub-goal/D1", "sdg:C030401"}
    assert whole.values(node, "sg:decimals") == {"1"}
    assert whole.values(node, "sg:hasBand") == {f"{node}/band/{c}-1" for c in ("green", "yellow", "red")}
    assert whole.values(f"{node}/band/green-1", "sg:lower") == {"70"}
    assert whole.values(f"{node}/band/green-1", "sg:lowerOpen") == {"true"}
    assert whole.values(f"{node}/band/green-1", "sg:upper") == set()
    assert whole.values(node, "sg:baseline") == {f"{node}/target-value/baseline-2020"}
    assert whole.values(f"{node}/target-value/baseline-2020", "sg:value") == {"41.5"}
    assert whole.values(node, "sg:hasTargetValue") == {f"{node}/target-value/2028"}
    assert whole.values(f"{node}/target-value/2028", "sg:year") == {"2028"}


def test_observations_hang_on_the_enduring_indicator(whole: Any) -> None:
    node = "lia/observation/hp-2026-M1/2025/oppvekst"
    assert whole.values(node, "sg:indicator") == {"lia/indicator/hp-2026-M1"}
    assert whole.values(node, "sg:area") == {"lia/service-area/oppvekst"}
    assert (whole.values(node, "sg:period"), whole.values(node, "sg:value")) == ({"2025"}, {"52.5"})
    empty = "lia/observation/hp-2026-M1/2026/lia"
    assert whole.values(empty, "sg:value") == set()
    assert whole.values(empty, "sg:observationStatus") <= code("observation-status/not-measured")
    assert whole.values(empty, "sg:observationStatus")


def test_money_and_claims(whole: Any) -> None:
    money = f"{H}/allocation/B1"
    assert whole.values(money, "sg:allocatedTo") == {f"{H}/measure/T1"}
    assert (whole.values(money, "sg:amount"), whole.values(money, "sg:year")) == ({"1000000"}, {"2026"})
    claim = f"{H}/contribution/T1-3.4"
    assert whole.values(claim, "sg:contributionTo", "claims") == {"sdg:3.4"}
    assert whole.values(claim, "sg:contributionTo") == set()
    assert whole.values(f"{H}/measure/T1", "sg:alignsWith") == set()
    stated = f"{H}/contribution/O1-11"
    assert whole.values(stated, "sg:share") == {"0.4"}
    assert whole.values(f"{H}/assignment/O1", "sg:alignsWith") == {"sdg:11"}


def test_provenance_leads_back_to_row_and_column(whole: Any) -> None:
    assert whole.values(f"{H}/measure/T1", "prov:wasDerivedFrom", "provenance") == {f"{H}/row/tiltak/2"}
    assert whole.values(f"{H}/row/tiltak/2", "sg:rowNumber", "provenance") == {"2"}
    assert whole.values(f"{H}/row/tiltak/2", "sg:inTable", "provenance") == {f"{H}/table/tiltak"}
    column = f"{H}/table/tiltak/column/D"
    assert column in whole.values(f"{H}/table/tiltak", "sg:hasColumn", "provenance")
    assert whole.values(column, "sg:columnHeading", "provenance") == {"Oppdrag"}
    assert whole.values(column, "sg:mapsToProperty", "provenance") == {"sg:fulfils"}
    assert whole.values(column, "sg:mapsToClass", "provenance") == {"sg:Measure"}
    assert "prov:wasDerivedFrom" not in {p for _, p, _ in whole.triples()}


def test_no_blank_nodes_and_the_same_statements_every_time(whole: Any, make: Any, load: Any) -> None:
    (document,) = whole.imported.documents
    quads = [quad for graph in document.graphs.values() for quad in graph]
    assert len(quads) == len(set(quads)) > 200
    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    content = make(Dokument=DOCUMENT, Organisasjon=PARTS)
    assert load(content).imported == load(content).imported


def test_moving_a_row_changes_only_the_provenance(plan: Plan) -> None:
    a = ("O1", "a", "", "lia")
    b = ("O2", "b", "", "lia")
    one = plan(Oppdrag=[("Kode", "Tittel", "Strategi", "Ansvarlig"), a, b])
    two = plan(Oppdrag=[("Kode", "Tittel", "Strategi", "Ansvarlig"), b, a])
    assert one.triples() == two.triples()
    assert one.triples("provenance") != two.triples("provenance")


# --- identity ----------------------------------------------------------------------------------

GOALS = ("Kode", "Tittel", "Hovedmål", "Varig nøkkel", "Forløper")


def earlier(plan: Plan, make: Any, load: Any) -> MemoryKnown:
    headings, values = DOCUMENT
    before = tuple("hp-2022" if v == "hp-2026" else v for v in values)
    rows = [GOALS, ("D1", "Trygge barn", "", "trygge-barn", ""), ("D2", "Annet", "", "", "")]
    known = MemoryKnown()
    for document in load(make(Dokument=[headings, before], Delmål=rows, Organisasjon=PARTS)).imported.documents:
        known.add(document)
    return known


def test_a_forerunner_lends_its_enduring_node(plan: Plan, make: Any, load: Any) -> None:
    known = earlier(plan, make, load)
    rows = [
        GOALS,
        ("X1", "Trygge barn", "", "", "hp-2022:D1"),
        ("X2", "Ny", "", "", ""),
        ("X3", "Sær", "", "saer", "hp-2022:D2"),
    ]
    found = plan(known=known, Delmål=rows)
    assert found.findings == ()
    assert found.values(f"{H}/sub-goal/X1", "dct:isVersionOf") == {"lia/sub-goal/trygge-barn"}
    assert found.values(f"{H}/sub-goal/X1", "prov:wasRevisionOf") == {"lia/hp-2022/sub-goal/D1"}
    assert found.values(f"{H}/sub-goal/X2", "dct:isVersionOf") == {"lia/sub-goal/hp-2026-X2"}
    assert found.values(f"{H}/sub-goal/X3", "dct:isVersionOf") == {"lia/sub-goal/saer"}


def test_the_same_code_in_another_edition_is_not_the_same_goal(plan: Plan, make: Any, load: Any) -> None:
    found = plan(known=earlier(plan, make, load), Delmål=[GOALS, ("D1", "Noe helt annet", "", "", "")])
    assert found.values(f"{H}/sub-goal/D1", "dct:isVersionOf") == {"lia/sub-goal/hp-2026-D1"}


def test_an_unknown_forerunner_is_reported_and_the_goal_kept(plan: Plan) -> None:
    found = plan(Delmål=[GOALS, ("D1", "Ny", "", "", "hp-2018:D9")])
    assert found.only("SG-E03").value == "hp-2018:D9"
    assert found.values(f"{H}/sub-goal/D1", "dct:isVersionOf") == {"lia/sub-goal/hp-2026-D1"}


def test_references_reach_other_editions_and_parts_of_the_release(plan: Plan, make: Any, load: Any) -> None:
    known = earlier(plan, make, load)
    found = plan(
        known=known, Strategier=[("Kode", "Tittel", "Mål", "Ansvarlig"), ("S1", "Tidlig", "hp-2022:D1", "oppvekst")]
    )
    assert found.findings == ()
    assert found.values(f"{H}/strategy/S1", "sg:leadsTo") == {"lia/hp-2022/sub-goal/D1"}
    assert found.values(f"{H}/strategy/S1", "sg:responsible") == {"lia/service-area/oppvekst"}


def test_a_node_that_this_file_no_longer_has_is_nothing_to_link_to(plan: Plan) -> None:
    known = MemoryKnown()
    rows = [("Kode", "Tittel", "Hovedmål"), ("D1", "Mål", "")]
    for document in plan(Delmål=rows).imported.documents:
        known.add(document)
    found = plan(known=known, Strategier=[("Kode", "Tittel", "Mål"), ("S1", "Tidlig", "D1")])
    assert found.only("SG-E03").value == "D1"


def test_several_documents_in_one_workbook(make: Any, load: Any, document: Any) -> None:
    headings, values = document
    second = tuple("hp-2030" if v == "hp-2026" else v for v in values)
    rows = [
        ("Kode", "Tittel", "Hovedmål", "Utgave"),
        ("D1", "a", "", "hp-2026"),
        ("D1", "b", "", "hp-2030"),
        ("D2", "c", "", ""),
    ]
    found = load(make(Dokument=[headings, values, second], Delmål=rows))
    assert [d.edition for d in found.imported.documents] == ["hp-2026", "hp-2030"]
    assert found.rules() == ["SG-I25"]
    assert found.values("lia/hp-2030/sub-goal/D1", "dct:title") == {"b@nb"}


# --- goal card ---------------------------------------------------------------------------------

CARD = (
    "Sentrale utfordringer",
    "Måleindikatorer",
    "Enhet",
    "Retning",
    "Ønsket resultat",
    "Laveste aksepterte resultat",
    "Ikke godkjent resultat",
    "Resultat 2014",
    "Resultat 2015 Oppvekst",
    "Merknad",
    "Kilde",
    "Side",
)
S11 = (
    "S.1 Vekst og utvikling",
    "S.1.1 Årlig vekst",
    "prosent",
    "innenfor et område",
    "1,30–1,69",
    "1,00–1,29 eller 1,70–1,99",
    "<0,99 eller >2,00",
    "Ny indikator fra 2015",
    "0,9",
    "",
    "https://example.org/k",
    "mål",
)
ABOVE = [
    ("Satsingsområde", "S Samfunn"),
    ("Fokusmål:", "S.0 Et godt samfunn"),
    ("Kilde", "https://example.org/kort"),
    (),
]


def card(make: Any, load: Any, **sheets: Any) -> Any:
    return load(make(Dokument=DOCUMENT, Organisasjon=PARTS, **sheets), mapping=find("goal-card"))


def test_a_goal_card(make: Any, load: Any) -> None:
    second = ("", "S.1.2 Nye boliger", "antall", "", ">300", "", "", "Ikke målt", "157", "Fra regnskapet", "", "")
    third = ("S.2 Areal", "", "", "", "", "", "", "", "", "Ingen indikator", "https://example.org/k", "")
    found = card(make, load, Samfunn=[*ABOVE, CARD, S11, second, third])
    assert found.findings == ()
    assert found.values(f"{H}/main-goal/S.0", "sg:partOfFocusArea") == {f"{H}/focus-area/S"}
    assert found.values(f"{H}/sub-goal/S.1", "sg:refines") == {f"{H}/main-goal/S.0"}
    assert found.values(f"{H}/sub-goal/S.2", "skos:note") == {"Ingen indikator@nb"}
    assert found.values(f"{H}/indicator/S.1.2", "sg:measures") == {f"{H}/sub-goal/S.1"}
    assert found.values(f"{H}/indicator/S.1.1", "sg:validFromYear") == {"2015"}
    assert found.values(f"{H}/indicator/S.1.1", "sg:decimals") == {"2"}
    assert len(found.values(f"{H}/indicator/S.1.1", "sg:hasBand")) == 5
    new = found.values("lia/observation/hp-2026-S.1.1/2014/lia", "sg:observationStatus")
    assert new
    assert new <= code("observation-status/new-from-later-year")
    assert found.values("lia/observation/hp-2026-S.1.1/2015/oppvekst", "sg:value") == {"0.9"}
    assert found.values("lia/observation/hp-2026-S.1.2/2015/oppvekst", "skos:note") == {"Fra regnskapet@nb"}
    assert found.values(f"{H}/focus-area/S", "dct:source") == {"https://example.org/kort"}


def test_an_observation_comes_from_its_row_and_its_column(make: Any, load: Any) -> None:
    found = card(make, load, Samfunn=[*ABOVE, CARD, S11])
    derived = found.values("lia/observation/hp-2026-S.1.1/2015/oppvekst", "prov:wasDerivedFrom", "provenance")
    assert derived == {f"{H}/row/samfunn/6", f"{H}/table/samfunn/column/I"}
    assert found.values(f"{H}/focus-area/S", "prov:wasDerivedFrom", "provenance") == {f"{H}/row/samfunn/1"}


def test_a_service_area_s_card_repeats_codes_and_adds_results(make: Any, load: Any) -> None:
    area = [("Område", "Helse og omsorg"), CARD[:2] + CARD[7:8], ("S.1 Vekst og utvikling", "S.1.1 Årlig vekst", "1,4")]
    found = card(make, load, Samfunn=[*ABOVE, CARD, S11], Helse=area)
    assert [(f.rule, f.value) for f in found.findings] == [("SG-I22", "Helse og omsorg")]
    node = "lia/observation/hp-2026-S.1.1/2014/helse-og-omsorg"
    assert found.values(node, "sg:value") == {"1.4"}
    assert found.values(node, "sg:area") == {"lia/service-area/helse-og-omsorg"}
    assert len(found.values(f"{H}/indicator/S.1.1", "sg:hasBand")) == 5


def test_the_same_code_with_another_meaning_is_a_fault(make: Any, load: Any) -> None:
    other = [CARD, ("S.1 Noe helt annet", "S.1.1 Årlig vekst", *S11[2:])]
    found = card(make, load, Samfunn=[*ABOVE, CARD, S11], Mer=other)
    finding = found.only("SG-D06")
    assert (finding.value, finding.stops) == ("S.1", True)
    assert "Samfunn, A6" in finding.message["nb"]
    assert "Mer, A2" in finding.message["nb"]


def test_different_bands_for_the_same_indicator_are_a_fault(make: Any, load: Any) -> None:
    other = [CARD, (*S11[:4], "2–3", *S11[5:])]
    found = card(make, load, Samfunn=[*ABOVE, CARD, S11], Mer=other)
    assert found.only("SG-D06").value == "S.1.1"
    assert len(found.values(f"{H}/indicator/S.1.1", "sg:hasBand")) == 5


def test_results_without_an_indicator_are_not_lost_in_silence(make: Any, load: Any) -> None:
    found = card(make, load, Samfunn=[*ABOVE, CARD, ("S.1 Vekst", "", "", "", "", "", "", "4,5", "", "", "", "")])
    assert {f.rule for f in found.findings} == {"SG-I02"}
    found = card(
        make, load, Samfunn=[*ABOVE, CARD, ("S.1 Vekst", "Uten kode", "", "", "", "", "", "4,5", "", "", "", "")]
    )
    assert found.only("SG-I02").value == "Uten kode"


def test_a_result_may_carry_its_reservation(make: Any, load: Any) -> None:
    row = (*S11[:7], "22,04 (ikke sammenlignbar)", *S11[8:])
    found = card(make, load, Samfunn=[*ABOVE, CARD, row])
    node = "lia/observation/hp-2026-S.1.1/2014/lia"
    assert found.values(node, "sg:value") == {"22.04"}
    assert found.values(node, "sg:observationStatus") <= code("observation-status/not-comparable")
    assert found.values(node, "sg:observationStatus")


def test_a_band_that_is_none_is_reported_and_the_rest_kept(make: Any, load: Any) -> None:
    found = card(make, load, Samfunn=[*ABOVE, CARD, (*S11[:4], "bra", *S11[5:])])
    finding = found.only("SG-I21")
    assert (finding.value, finding.stops) == ("bra", True)
    assert finding.cell is not None
    assert finding.cell.column == "Ønsket resultat"
    assert len(found.values(f"{H}/indicator/S.1.1", "sg:hasBand")) == 4


def test_forerunners_on_a_sheet_of_their_own(make: Any, load: Any) -> None:
    rows = [
        ("Kode", "Forløper", "Varig nøkkel", "Merknad"),
        ("S.1.1", "", "vekst", "Ny metode"),
        ("S.9", "", "borte", ""),
    ]
    found = card(make, load, Forløpere=rows, Samfunn=[*ABOVE, CARD, S11])
    assert found.only("SG-E03").value == "S.9"
    assert found.values(f"{H}/indicator/S.1.1", "dct:isVersionOf") == {"lia/indicator/vekst"}
    assert found.values(f"{H}/indicator/S.1.1", "skos:changeNote") == {"Ny metode@nb"}
    assert found.values("lia/observation/vekst/2015/oppvekst", "sg:indicator") == {"lia/indicator/vekst"}


def test_the_mapping_is_guessed_from_the_headings(make: Any, load: Any) -> None:
    assert load(make(Dokument=DOCUMENT, Samfunn=[*ABOVE, CARD, S11])).imported.documents[0].mapping == "goal-card"
    rows = [("Kode", "Tittel", "Hovedmål"), ("D1", "Mål", "")]
    assert load(make(Dokument=DOCUMENT, Delmål=rows)).imported.documents[0].mapping == "template"


def test_a_contribution_is_named_by_its_ends_however_the_cell_writes_them(plan: Plan) -> None:
    strategies = [("Kode", "Tittel", "Mål"), ("S1", "Gange", "")]
    head = ("Fra", "Til", "Type")
    names = {
        code: plan(Strategier=strategies, Bidrag=[head, ("S1", code, "direkte")]).triples()
        for code in ("3.4", "SDG 3.4", "03.04", "http://metadata.un.org/sdg/3.4")
    }
    subjects = {code: {s for s, p, _ in found if p == "sg:contributionTo"} for code, found in names.items()}
    assert set(map(frozenset, subjects.values())) == {frozenset({"lia/hp-2026/contribution/S1-3.4"})}


def test_a_code_wins_over_a_name_and_a_full_address_over_both(plan: Plan) -> None:
    units = [("Kode", "Navn", "Type"), ("a", "B", "virksomhet"), ("b", "C", "virksomhet"), ("b", "D", "tjenesteområde")]
    strategies = [("Kode", "Tittel", "Mål", "Ansvarlig"), ("S1", "Gange", "", "C"), ("S2", "Gange", "", "b"),
                  ("S3", "Gange", "", "https://example.org/id/lia/unit/b"),
                  ("S4", "Gange", "", "https://example.org/id/lia/hp-2026/strategy/S1")]  # fmt: skip
    result = plan(Organisasjon=units, Strategier=strategies)
    responsible = [result.values(f"lia/hp-2026/strategy/S{n}", "sg:responsible") for n in (1, 2, 3, 4)]
    assert responsible == [{"lia/unit/b"}, {"lia/service-area/b"}, {"lia/unit/b"}, set()]
    assert result.only("SG-E03").value == "https://example.org/id/lia/hp-2026/strategy/S1"


def test_a_line_of_its_own_is_a_source_of_its_own(plan: Plan) -> None:
    result = plan(Strategier=[("Kode", "Tittel *", "Mål", "Kilde"), ("S1", "Gange", "", "s. 4\nhttps://example.org/p")])
    assert result.values("lia/hp-2026/strategy/S1", "dct:source") == {"s. 4", "https://example.org/p"}


def test_sheets_for_people_are_neither_read_nor_reported(plan: Plan) -> None:
    result = plan(Les_meg=[("Slik fyller du ut",)], Ordlister=[("Enhet",), ("prosent",)])
    assert result.rules() == []


def test_two_documents_of_one_workbook_may_state_the_same(load: Plan, make: Callable[..., bytes]) -> None:
    documents = [("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"),
                 ("lia", "Lia kommune", "hp-2026", "HP 2026", "handlingsprogram"),
                 ("lia", "Lia kommune", "hp-2027", "HP 2027", "handlingsprogram")]  # fmt: skip
    units = [
        ("Kode", "Navn", "Type", "Utgave"),
        ("a", "A", "virksomhet", "hp-2026"),
        ("a", "A", "virksomhet", "hp-2027"),
    ]
    result = load(make(Dokument=documents, Organisasjon=units))
    assert result.rules() == []
    for document in result.imported.documents:
        assert any(q.subject.value.endswith("/unit/a") for q in document.graphs[document.graph])


def test_a_refused_row_does_not_change_what_others_come_from(plan: Plan) -> None:
    goals = [("Kode", "Tittel", "Hovedmål", "Varig nøkkel"), ("D1", "A", "", "a"), ("D1", "B", "", "b")]
    strategies = [("Kode", "Tittel", "Mål", "Forløper"), ("S1", "Gange", "", "D1")]
    result = plan(Delmål=goals, Strategier=strategies)
    assert result.only("SG-D06").value == "D1"
    assert result.values("lia/hp-2026/strategy/S1", "dct:isVersionOf") == {"lia/sub-goal/a"}
