"""What a search finds and in which order, and that nothing typed is ever an expression."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.search.query import MOST_WORDS, query
from styringsgraf.search.snippet import LENGTH, around


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "search.sqlite"


def test_both_languages_find_either(kit: Any, index: Path) -> None:
    search = kit.search(
        index,
        kit.node("T1", nb="Lavere sykefravær i skolene"),
        kit.node("T2", nn="Lågare sjukefråvær i skulane"),
        kit.node("T3", nb="Flere barnehageplasser", nn="Fleire barnehageplassar"),
    )
    for text in ("sykefravær", "sjukefråvær", "sjuke", "syke", "skole", "skule", "skul", "SKOLANE", "sykefravaer"):
        assert sorted(search(text)) == ["T1", "T2"], text
    for text in ("barnehage", "barnehagar", "barneh", "plasser", "plassar"):
        assert search(text) == ["T3"], text
    assert sorted(search("fråvær")) == ["T1", "T2"]  # the last part of a compound


def test_every_word_must_be_there_but_small_ones(kit: Any, index: Path) -> None:
    search = kit.search(
        index, kit.node("T1", nb="Trygg skolevei"), kit.node("T2", nb="Trygg oppvekst", statement="Barn og skole")
    )
    assert search("trygg skole") == ["T1", "T2"]
    assert search("trygg skolevei") == ["T1"]
    assert search("hva gjør kommunen med skolevei?") == ["T1"]
    assert search("og") == ["T2"]  # alone a small word is looked for like any other
    assert search("trygg badeplass") == []


def test_a_code_comes_first_then_what_is_in_force_then_titles_that_begin_so(kit: Any, index: Path) -> None:
    lapsed = kit.node("K1", nb="Klima først", edition="gammel")
    nodes = [
        kit.node("K2", nb="Vern av jord", statement="Til beste for klima og natur"),
        kit.node("K3", nb="Godt klima på jobben"),
        kit.node("K4", nb="Klima og energi"),
        kit.node("klima", nb="Noe annet"),
    ]
    path = index
    kit.index.build(path, kit.graphs(*nodes, lapsed, kit.standing(*nodes)), None)
    hits = kit.finder(path).find("klima", lang="nb")
    assert [(hit.code, hit.match, hit.in_force) for hit in hits] == [
        ("klima", "code", True), ("K4", "start", True), ("K3", "words", True), ("K2", "words", True),
        ("K1", "start", False),
    ]  # fmt: skip


def test_a_title_counts_for_more_than_a_statement(kit: Any, index: Path) -> None:
    search = kit.search(
        index,
        *(kit.node(f"A{n}", nb="Noe annet", statement="Her står det om vannkvalitet") for n in range(5)),
        kit.node("B1", nb="Bedre vannkvalitet"),
        *(kit.node(f"C{n}", nb="Fyll") for n in range(20)),
    )
    assert search("vannkvalitet")[0] == "B1"


def test_codes_are_found_whole_and_by_their_beginning(kit: Any, index: Path) -> None:
    search = kit.search(
        index, *(kit.node(code, nb="Ledd") for code in ("S.1", "S.1.1", "S.1.2", "S.10", "MA.1.1", "HA 1.2", "3.4"))
    )
    assert search("S.1")[0] == "S.1"
    assert set(search("s.1")) == {"S.1", "S.1.1", "S.1.2", "S.10"}
    assert search("ma.1.1") == search("MA.1") == ["MA.1.1"]
    assert search("HA 1.2") == search("ha1.2") == ["HA 1.2"]
    assert search("SDG 3.4") == search("3.4") == ["3.4"]
    assert search("S.2") == []


def test_limits_to_organisation_and_kind(kit: Any, index: Path) -> None:
    mine, theirs = kit.node("M1", nb="Bedre luft"), kit.node("D1", kind="SubGoal", nb="Bedre luft", org="nabo-by")
    search = kit.search(index, mine, theirs)
    assert search("luft", organisation="by") == ["M1"]
    assert search("luft", organisation="nabo-by") == ["D1"]
    assert search("luft", organisation="nabo") == []
    assert search("luft", groups=("goal",)) == ["D1"]
    assert sorted(search("luft", groups=("goal", "measure"))) == ["D1", "M1"]
    assert search("luft", organisation="by", groups=("goal",)) == []
    assert search("M1", organisation="nabo-by") == []


def test_a_node_is_found_once_and_speaks_the_readers_language(kit: Any, index: Path) -> None:
    node = kit.node("T1", nb="Bedre plan", nn="Betre plan", en="A better plan")
    kit.index.build(index, kit.graphs(node, kit.standing(node)), None)
    found = kit.finder(index)
    for lang, text in (("nb", "Bedre plan"), ("nn", "Betre plan"), ("en", "A better plan")):
        (hit,) = found.find("plan", lang=lang)
        assert (hit.lang, hit.text) == (lang, text)
    (hit,) = found.find("better", lang="nb")  # only the English title has the word
    assert hit.text == "A better plan"


def test_english_is_stemmed_as_english(kit: Any, index: Path) -> None:
    search = kit.search(index, kit.node("T1", en="Safer crossings near primary schools"))
    assert search("crossing school") == ["T1"]


def test_pages(kit: Any, index: Path) -> None:
    nodes = [kit.node(f"T{n:02d}", nb="Samme tittel") for n in range(25)]
    kit.index.build(index, kit.graphs(*nodes, kit.standing(*nodes)), None)
    hits = kit.finder(index).find("samme", lang="nb")
    assert len(hits) == 25
    paged = [hit.code for at in range(0, 25, 10) for hit in hits[at : at + 10]]
    assert paged == [f"T{n:02d}" for n in range(25)]
    assert hits[0].code == "T00"


@pytest.mark.parametrize("text", ["", "   ", "?!", "\"'*()^:-+", "\x00", "…–«»", "_", "\u200b", "🙂"])
def test_a_search_without_words_is_refused_in_words(text: str) -> None:
    with pytest.raises(errors.BadParameter) as caught:
        query(text, None, ())
    assert caught.value.key == "search.no-words"


def test_too_many_words_are_refused() -> None:
    query(" ".join(f"ord{n}" for n in range(MOST_WORDS)), None, ())
    with pytest.raises(errors.BadParameter) as caught:
        query(" ".join(f"ord{n}" for n in range(MOST_WORDS + 1)), None, ())
    assert str(MOST_WORDS) in caught.value.sentence("nb")


@pytest.mark.parametrize(
    "text",
    [
        'luft" OR "vann', "luft*", "luft AND vann", "luft NOT vann", "NEAR(luft vann)", "title : vann",
        "{title}: vann", "^vann", "vann + luft", "luft'; DROP TABLE passage; --", "-luft", "tags : org·by", "org·by",
        "luft\x00vann",
    ],
)  # fmt: skip
def test_what_looks_like_an_expression_is_words(text: str, kit: Any, index: Path) -> None:
    search = kit.search(index, kit.node("T1", nb="Ren luft"), kit.node("T2", nb="Rent vann"))
    expected = ["T1"] if text in ("luft*", "-luft") else ["T2"] if text == "^vann" else []
    assert search(text) == expected


@pytest.fixture(scope="module")
def small(kit: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return kit.search(
        tmp_path_factory.mktemp("small") / "index", kit.node("T1", nb="Ren luft"), kit.node("S.1", nb="x")
    )


@given(st.text(alphabet=st.one_of(st.sampled_from(string.printable + "æøåÆØÅ·"), st.characters()), max_size=400))
def test_nothing_typed_breaks_a_search(small: Any, text: str) -> None:
    refused = None
    try:
        assert set(small(text)) <= {"T1", "S.1"}
    except errors.BadParameter as fault:
        refused = fault.key
    assert refused in (None, "search.no-words", "search.too-many-words")


def test_very_long_words_are_cut_and_found(kit: Any, index: Path) -> None:
    long = "å" * 10_000
    search = kit.search(index, kit.node("T1", nb=f"{long} og mer"), kit.node("T2", nb="Å være"))
    assert search(long) == ["T1"]
    assert search("b" * 10_000) == []


def test_long_statements_are_shown_around_what_was_found() -> None:
    body = " ".join(f"ord{n}" for n in range(200)) + " sykefraværet " + " ".join(f"slutt{n}" for n in range(200))
    shown = around("Tittel", body, "nb", frozenset({"sjukefråvær", "sykefravær"}))
    assert "sykefraværet" in shown
    assert len(shown) <= LENGTH + 4
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert around("Tittel", body, "nb", frozenset({"annet"})) == "Tittel"
    assert around("", "x" * 1000, "nb", frozenset({"annet"})) == "x" * LENGTH + " …"
