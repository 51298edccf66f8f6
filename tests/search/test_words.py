"""Words as they are read: one Norwegian, one alphabet, codes in one piece; and what must stay apart."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.search.words import LONGEST, code_key, common, fold, stem, typed, words

#: The same word in nynorsk and bokmål.
PAIRS = (
    """
sjukefråvær sykefravær|sjukeheim sykehjem|skule skole|skular skoler|skulane skolene|grunnskulen grunnskolen
barnehagar barnehager|barnehagane barnehagene|tenester tjenester|tenestene tjenestene|verksemd virksomhet
verksemder virksomheter|medverknad medvirkning|utslepp utslipp|klimagassutslepp klimagassutslipp|born barn
innbyggjarar innbyggere|innbyggjarane innbyggerne|tryggleik trygghet|trafikktryggleik trafikksikkerhet
samfunnstryggleik samfunnssikkerhet|berekraft bærekraft|berekraftig bærekraftig|tilgjengeleg tilgjengelig
synleg synlig|vaksne voksne|høgskule høyskole|heilskapleg helhetlig|heilskap helhet|mangfald mangfold
reinhald renhold|vedlikehald vedlikehold|rettleiing veiledning|løysingar løsninger|løyving bevilgning
rekneskap regnskap|førebygging forebygging|førebyggje forebygge|eigedom eiendom|avlaup avløp|vassforsyning vannforsyning
tettstad tettsted|heimeteneste hjemmetjeneste|heimebuande hjemmeboende|omsorgsbustad omsorgsbolig|bustader boliger
kyrkje kirke|meistring mestring|livsmeistring livsmestring|kvardag hverdag|samanheng sammenheng|betre bedre
forbetring forbedring|fleire flere|frå fra|fråfall frafall|vidaregåande videregående|deltaking deltakelse
foreining forening|forureining forurensning|forsking forskning|klimatilpassing klimatilpasning|auke øke|auking økning
utjamning utjevning|eining enhet|flyktingar flyktninger|busetting bosetting|arbeidsgjevar arbeidsgiver
sakshandsaming saksbehandling|sykkelvegar sykkelveier|sykling sykkel
einsemd ensomhet|einsame ensomme|attvinning gjenvinning
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

#: Words that look alike and are not the same.
APART = ["skole skolisse", "helse hilse", "barn barm", "vei vern", "rus rose", "plan plass", "å a", "ær ør"]


def test_pairs_are_collected() -> None:
    assert len(PAIRS) >= 60


@pytest.mark.parametrize("pair", PAIRS)
def test_both_norwegian_languages_are_read_as_one(pair: str) -> None:
    nynorsk, bokmal = pair.split()
    assert stem(nynorsk, "nn") == stem(bokmal, "nb")


@pytest.mark.parametrize("pair", APART)
def test_other_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one, "nb") != stem(other, "nb")


def test_norwegian_letters_are_letters_of_their_own() -> None:
    assert fold("ÅÆØ åæø Änderung Öl") == "åæø åæø ænderung øl"
    assert fold("Café Müller Čáhci") == "cafe muller cahci"
    assert fold(unicodedata.normalize("NFD", "blåbær på øy")) == "blåbær på øy"
    assert len({fold(word) for word in ("får", "far", "fær", "før", "for")}) == 5


def test_a_keyboard_without_norwegian_letters_is_understood() -> None:
    assert typed("sykefravaer") == ("sykefravaer", "sykefravær")
    assert typed("gaagate") == ("gaagate", "gågate")
    assert typed("skole") == ("skole",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S.1.1 Årlig vekst", ["s·1·1", "årlig", "vekst"]),
        ("jf. FN-mål 3.4, 13.a og MA.1.2.", ["jf", "fn", "mål", "3·4", "13·a", "og", "ma·1·2"]),
        ("helse- og omsorg/oppvekst", ["helse", "og", "omsorg", "oppvekst"]),
        ("vedtatt i 2025.Dette gjelder", ["vedtatt", "i", "2025", "dette", "gjelder"]),
        ("f.eks. bl.a.", ["f", "eks", "bl", "a"]),
        ("under_strek\x00null\u200b", ["under", "strek", "null"]),
        ("«…» –– !!! \t\n", []),
        ("²³ ﬁnans ｗｉｄｅ", ["23", "finans", "wide"]),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_words_know_where_they_stand() -> None:
    text = "Se tabell.neste, S.1.1 «Økt»"
    assert [text[word.start : word.end] for word in words(text)] == ["Se", "tabell", "neste", "S.1.1", "Økt"]


@pytest.mark.parametrize(
    ("code", "key"),
    [("S.1.1", "s·1·1"), ("HA 1.2", "ha1·2"), ("ha1.2", "ha1·2"), ("SDG 3.4", "3·4"), ("sdg:3.4", "3·4"),
     ("T-9", "t·9"), ("handlingsprogram-2016-2019", "handlingsprogram·2016·2019"), ("", ""), ("…", "")],
)  # fmt: skip
def test_codes(code: str, key: str) -> None:
    assert code_key(code) == key


@given(st.text(max_size=300))
def test_whatever_the_text_its_words_are_letters_and_digits(text: str) -> None:
    for word in words(text):
        assert word.text
        assert len(word.text) <= LONGEST
        assert all(c.isalnum() or c == "·" for c in word.text)
        assert 0 <= word.start < word.end <= len(text)
        # A code's joint is no part of a text: read again, its parts are words of their own ("0.0").
        assert "".join(again.text for again in words(word.text)) == word.text.replace("·", "")
        stem(word.text, "nb")
        common(word.text)


def test_stems_do_not_depend_on_who_else_is_stemming() -> None:
    vocabulary = [f"{pair.split()[0]}{ending}" for pair in PAIRS for ending in ("", "en", "ane", "s")]
    stem.cache_clear()
    alone = [stem(word, "nn") for word in vocabulary]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert all(found == alone for found in pool.map(lambda _: [stem(w, "nn") for w in vocabulary], range(16)))
