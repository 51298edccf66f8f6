"""The UN's file held against our tables: what is matched, what is told, what is refused."""

import importlib.util
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.namespaces import SDG, SDGO, Minter
from styringsgraf.quality.report import Finding
from styringsgraf.sdg import official_words
from styringsgraf.sdg.official import OFFICIAL_RULES, Official, Origin, official, origin_of, read_official
from styringsgraf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, named
from styringsgraf.texts import LANGUAGES, catalogue

_SPEC = importlib.util.spec_from_file_location("official_sample", Path(__file__).with_name("official_sample.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
made: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

MINT = Minter("https://w3id.org/styringsgraf/")
FORMS = {
    "ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD,
}  # fmt: skip


@pytest.fixture(autouse=True)
def our_texts(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The made-up texts are the ones that segments refer to, except where the real ones are read."""
    if "real" not in request.fixturenames:
        fitting = {}
        for row in made.table("targets"):
            words = made.wording(row["code"], "en")
            fitting[row["code"]] = (len(words), sha256(words.encode()).hexdigest())
        monkeypatch.setattr(official_words, "_divided", lambda: fitting)


@pytest.fixture(scope="module")
def real() -> Official:
    if not made.UN_FILE.is_file():
        pytest.skip("../shared/data/un-sdg is not at hand: the UN's own file is not read")
    return official(read_official(made.UN_FILE.read_bytes(), made.UN_FILE.name))


def held(statements: list[Quad], name: str = "un.ttl", form: RdfFormat = RdfFormat.TURTLE) -> Official:
    return official(read_official(made.written(statements, form), name))


def told(found: Official, but: str = "SG-U21 SG-U28") -> list[Finding]:
    """Return the findings, without those on codes that are newer or stand under a shared address."""
    return [finding for finding in found.findings if finding.rule not in but.split()]


def test_the_uns_own_file_matches_and_its_quirks_are_told(real: Official) -> None:
    assert (real.file.statements, real.matched.edition) == (7624, "2019")
    assert [len(real.matched.codes(kind)) for kind in ("goal", "target", "indicator")] == [17, 169, 244]
    by_address = [one for one in real.matched.matches if one.kind == "indicator" and one.node.iri == one.iri]
    assert len(by_address) == 222
    assert Counter((f.rule, f.severity) for f in real.findings) == {
        ("SG-U21", "info"): 1, ("SG-U23", "warning"): 5, ("SG-U23", "info"): 1, ("SG-U24", "info"): 1,
        ("SG-U25", "info"): 1, ("SG-U28", "info"): 1,
    }  # fmt: skip
    assert not any(finding.stops for finding in real.findings)
    newer = next(f for f in real.findings if f.rule == "SG-U21")
    assert "2.2.3, 3.d.2, 4.1.2, 10.4.2, 10.7.3, 10.7.4, 13.2.2, 16.3.3." in newer.message["en"]
    assert next(f for f in real.findings if f.rule == "SG-U25").value == "14.6"


def test_of_the_uns_own_texts_the_right_ones_are_taken(real: Official) -> None:
    words = real.words
    assert len(words) == 430
    assert all(set(texts) == {"en", "es", "fr"} for texts in words.values())
    assert words["12.3"]["en"].startswith("By 2030,halve")
    assert words["12.3"]["fr"].startswith("D’ici")
    assert words["12.3"]["es"].startswith("De aquí")
    assert words["14.6"]["en"].endswith("negotiation3")
    assert words["2.b.1"]["en"] == "Agricultural export subsidies"
    assert words["1.5.1"] == words["11.5.1"] == words["13.1.1"]
    assert all(text == text.strip() for texts in words.values() for text in texts.values())
    # Segments count characters of these very texts: none of the 169 differs.
    assert [f for f in real.findings if f.rule == "SG-U26"] == []


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_of_rdf_says_the_same(suffix: str) -> None:
    statements = made.sample()
    found = held(statements, f"un.{suffix}", FORMS[suffix])
    assert told(found) == []
    assert (found.file.statements, found.matched.edition) == (len(statements), "2019")
    assert [len(found.matched.codes(kind)) for kind in ("goal", "target", "indicator")] == [17, 169, 244]
    assert found.words["3.4"] == {lang: made.wording("3.4", lang) for lang in ("en", "fr")}


def test_the_graph_holds_our_addresses_in_the_files_languages_and_where_it_is_from() -> None:
    found = held(made.sample())
    origin = Origin("un.ttl", "https://example.org/un.ttl", date(2026, 3, 4))
    quads = set(found.quads(MINT, origin))
    assert {quad.graph_name.value for quad in quads} == {MINT.sdg_official_graph}
    labels = [quad for quad in quads if quad.predicate == made.LABEL]
    assert len(labels) == 2 * (17 + 169 + 244)
    ours = {row["iri"] for name in made.KINDS for row in made.table(name)}
    assert {quad.subject.value for quad in labels} < ours
    about = {(q.predicate, q.object.value) for q in quads if q.subject.value == MINT.sdg_official_file}
    assert about == {
        (named("rdf:type"), "http://www.w3.org/ns/prov#Entity"), (named("sg:fileName"), "un.ttl"),
        (named("dct:identifier"), f"sha256:{found.file.sha256}"), (named("dct:date"), "2026-03-04"),
        (named("void:triples"), str(found.file.statements)), (named("dct:source"), "https://example.org/un.ttl"),
        (named("sg:frameworkVersion"), "2019"), (named("dct:language"), "en"), (named("dct:language"), "fr"),
    }  # fmt: skip
    assert origin_of(quads, MINT, found.file.sha256) == origin
    assert origin_of(quads, MINT, "0" * 64) is None
    assert origin_of((), MINT, found.file.sha256) is None


def test_the_files_own_date_is_kept() -> None:
    scheme = Quad(NamedNode(SDG.rstrip("/")), named("dct:modified"), Literal("2024-05-06T00:00:00Z"))
    found = held([*made.sample(), scheme])
    quads = found.quads(MINT, Origin("un.ttl", "", date(2026, 3, 4)))
    assert [q.object.value for q in quads if q.predicate == named("dct:issued")] == ["2024-05-06"]


def test_a_newer_edition_is_known_and_an_unknown_one_said() -> None:
    newer = held(made.sample("2020"))
    assert newer.matched.edition == "2020"
    (gone,) = [f for f in newer.findings if f.rule == "SG-U21"]
    assert (gone.severity, gone.value) == ("info", "gone_before")
    other = held([*made.sample(), *made.node(f"{SDG}C180101", "Indicator", ["18.1.1"])])
    assert other.matched.edition == ""
    assert {(f.rule, f.severity, f.stops) for f in told(other)} == {
        ("SG-U22", "warning", False), ("SG-U27", "warning", False),
    }  # fmt: skip
    assert all("18.1.1" in f.message["nb"] for f in other.findings if f.rule == "SG-U22")
    assert "18.1.1" not in other.words
    # Without a known edition nothing explains what is missing.
    assert {f.severity for f in other.findings if f.rule == "SG-U21"} == {"warning"}


def about(iri: str) -> Any:
    return lambda quad: quad.subject.value == SDG + iri


@pytest.mark.parametrize(
    ("drop", "kind", "code"),
    [
        (about("3.4"), "targets", "3.4"),
        (about("17"), "goals", "17"),
        (lambda q: q.subject.value == f"{SDG}3.4" and q.predicate == made.LABEL, "targets", "3.4"),
        (lambda q: q.subject.value == f"{SDG}3.4" and q.object == NamedNode(f"{SDGO}Target"), "targets", "3.4"),
    ],
)
def test_a_missing_goal_or_target_or_text_stops(drop: Any, kind: str, code: str) -> None:
    found = held(made.without(made.sample(), drop))
    (stop,) = [f for f in found.findings if f.stops]
    assert (stop.rule, stop.severity, stop.value) == ("SG-U20", "violation", kind)
    assert all(f": {code}." in stop.message[lang] for lang in LANGUAGES)


def test_an_unknown_target_is_listed_and_not_imported() -> None:
    found = held([*made.sample(), *made.node(f"{SDG}3.e", "Target", ["3.e"]), *made.node(f"{SDG}18", "Goal", ["18"])])
    assert {(f.rule, f.value) for f in told(found)} == {("SG-U22", "targets"), ("SG-U22", "goals")}
    assert not {"3.e", "18"} & set(found.words)


def label(iri: str, words: str, lang: str | None = "en") -> Quad:
    return Quad(NamedNode(SDG + iri), made.LABEL, Literal(words, language=lang) if lang else Literal(words))


LONG = made.wording("3.4", "en")
#: What is added to the file; rule, severity, value, and what the sentence names.
QUIRKS: dict[str, tuple[Quad, str, str, str, tuple[str, ...]]] = {
    "a shorter second text": (label("3.4", "Whatever"), "SG-U23", "warning", "3.4 en", (LONG, "«Whatever»")),
    "the same text with a space": (label("3.4", f"{LONG} "), "SG-U23", "info", "3.4 en", ("3.4",)),
    "a text without language": (label("3.4", "Hm", None), "SG-U29", "warning", "3.4", ("«Hm»",)),
    "a language of one target alone": (label("3.4", "Toto", "es"), "SG-U29", "warning", "targets es", ("168", "es")),
    "an address with another code": (
        Quad(NamedNode(f"{SDG}C030401"), made.NOTATION, Literal("99.9.9", datatype=made.COMPACT)),
        "SG-U22", "warning", "indicators", ("99.9.9",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIRKS)
def test_a_quirk_is_told_and_does_not_stop(name: str) -> None:
    added, rule, severity, value, names = QUIRKS[name]
    found = held([*made.sample(), added])
    match = [f for f in told(found) if (f.rule, f.value) == (rule, value)]
    assert [(f.severity, f.stops) for f in match] == [(severity, False)]
    assert all(name in match[0].message[lang] for lang in LANGUAGES for name in names)
    assert found.words["3.4"]["en"] == LONG


def test_texts_are_trimmed_and_a_footnote_told_but_kept() -> None:
    changed = made.without(made.sample(), lambda q: q.subject.value == f"{SDG}14.6" and q.predicate == made.LABEL)
    found = held([*changed, label("14.6", " prohibit subsidies3 "), label("14.6", "en 2030", "fr")])
    assert found.words["14.6"] == {"en": "prohibit subsidies3", "fr": "en 2030"}
    assert [(f.rule, f.value) for f in told(found, "SG-U21 SG-U28 SG-U26")] == [("SG-U25", "14.6"), ("SG-U24", "1")]


def test_an_english_text_that_our_segments_do_not_fit_is_told_target_by_target() -> None:
    changed = made.without(
        made.sample(), lambda q: q.subject.value in (f"{SDG}3.4", f"{SDG}9.5") and q.predicate == made.LABEL
    )
    texts = [label("3.4", f"{LONG}!"), label("9.5", f"{made.wording('9.5', 'en')}  ")]
    found = held([*changed, *texts, label("3.4", "x", "fr"), label("9.5", "x", "fr")])
    # A space at the end moves no segment.
    assert [(f.rule, f.value) for f in told(found)] == [("SG-U24", "1"), ("SG-U26", "3.4")]


def test_an_address_given_to_another_indicator_is_not_believed() -> None:
    # Both indicators are there, with their addresses swapped: the code decides.
    def of(iri: str) -> Any:
        return lambda q: q.subject.value in (f"{SDG}C{iri}01", f"{SDG}C{iri}02")

    swapped = [
        *made.without(made.sample(), of("0301")),
        *made.node(f"{SDG}C030101", "Indicator", ["3.1.2"]),
        *made.node(f"{SDG}C030102", "Indicator", ["3.1.1"]),
    ]
    found = held(swapped)
    assert sorted(f.value or "" for f in found.findings if f.rule == "SG-U30") == ["3.1.1", "3.1.2"]
    assert found.words["3.1.1"]["en"] == made.wording("3.1.1", "en")
    assert found.words["3.1.2"]["en"] == made.wording("3.1.2", "en")


def test_blank_nodes_are_counted_and_left_out() -> None:
    blank = Quad(BlankNode("b"), named("skos:prefLabel"), Literal("x", language="en"))
    found = held([*made.sample(), blank])
    assert found.file.statements == len(made.sample()) + 1
    assert told(found) == []


TURTLE = b"@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .\n"
REFUSED: dict[str, tuple[str, bytes, str, tuple[str, ...]]] = {
    "a syntax error": ("un.ttl", TURTLE + b"<http://x> a sdgo:Goal .\n<http://y> nonsense", "sdg.file_syntax", ("3",)),
    "an empty file": ("un.ttl", b"", "sdg.file_foreign", ("0",)),
    "another vocabulary": ("x.ttl", b'<http://x> <http://y> "z" .', "sdg.file_foreign", ("1",)),
    "goals of somebody else": ("x.ttl", TURTLE + b"<http://x/1> a sdgo:Goal .", "sdg.file_foreign", ("1",)),
    "no RDF at all": ("un.pdf", b"%PDF-1.7", "sdg.file_format", (".ttl",)),
    "a web page": ("un.rdf", b"<html><body>Not found", "sdg.file_syntax", ("1",)),
    "XML with entities": ("un.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "sdg.file_dtd", ("DOCTYPE",)),
    "a context from elsewhere": (
        "un.jsonld", b'{"@context": "http://127.0.0.1:9/c", "@id": "http://x"}', "sdg.file_damaged", (),
    ),
    "bytes": ("un.nt", bytes(range(256)), "sdg.file_syntax", ("1",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_uns_file_gets_one_sentence(name: str) -> None:
    file, content, key, words = REFUSED[name]
    with pytest.raises(errors.InputError) as refused:
        read_official(content, file)
    assert refused.value.key == key
    assert refused.value.exit_code == 3
    for lang in LANGUAGES:
        assert all(word in refused.value.sentence(lang) for word in (file, *words))


@pytest.mark.parametrize("suffix", FORMS)
def test_a_file_that_is_cut_off_is_never_imported(suffix: str) -> None:
    content = made.written(list(reversed(made.sample())), FORMS[suffix])
    outcomes = Counter[str]()
    for part in range(1, 20):
        try:
            found = official(read_official(content[: len(content) * part // 20], f"un.{suffix}"))
        except errors.InputError as refused:
            outcomes[refused.key] += 1
        else:
            outcomes["stopped"] += any(f.stops for f in found.findings)
    assert outcomes.total() == 19


@pytest.mark.parametrize(
    ("name", "media_type", "read"),
    [
        ("un", "text/turtle", True), ("un.txt", "application/rdf+xml", False), ("un.ttl", "text/plain", True),
        ("un", "text/plain", False), ("un.ttl", "text/html", False), ("un.TTL", "", True),
        ("un", "application/json", False),
    ],
)  # fmt: skip
def test_media_type_and_suffix_say_what_a_file_is(name: str, media_type: str, read: bool) -> None:
    content = made.written(made.sample())
    if read:
        assert read_official(content, name, media_type).statements == len(made.sample())
    else:
        with pytest.raises(errors.InputError):
            read_official(content, name, media_type)


def test_every_rule_has_a_label_and_a_case_here() -> None:
    rules = {name for name in catalogue("rules") if name.startswith("SG-U") and name >= "SG-U20"}
    assert set(OFFICIAL_RULES) == rules
    here = Path(__file__).read_text(encoding="utf-8")
    assert {rule for rule in OFFICIAL_RULES if f'"{rule}"' not in here} == set()
