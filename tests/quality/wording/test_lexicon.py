"""The word lists: complete in both languages, without contradictions, and written out to the right forms."""

import pytest

from styringsgraf.quality.wording.words import Words, lexicon

EMPTY_IN_ONE = {"participle_too"}


def test_both_languages_have_every_role() -> None:
    nb, nn = lexicon("nb"), lexicon("nn")
    assert set(nb.roles) == set(nn.roles)
    assert len(nb.roles) >= 50
    for role, words in nb.roles.items():
        if role not in EMPTY_IN_ONE:
            assert words.whole or words.ends or words.phrases, role
            assert nn[role].whole or nn[role].ends or nn[role].phrases, role


def test_there_are_enough_verbs() -> None:
    for lang in ("nb", "nn"):
        verbs = {id(verb): verb for verb in lexicon(lang).infinitive.values()}.values()
        assert sum("change" in verb for verb in verbs) >= 200, lang
        assert sum("deliver" in verb for verb in verbs) >= 60, lang
        assert len(verbs) >= 400, lang
        assert all(verb.kinds <= {"state", "trend", "change", "deliver", "act"} for verb in verbs)


@pytest.mark.parametrize(
    ("lang", "form", "lemma"),
    [
        ("nb", "styrker", "styrke"),
        ("nb", "etablerer", "etablere"),
        ("nb", "gir", "gi"),
        ("nb", "er", "være"),
        ("nn", "styrkjer", "styrkje"),
        ("nn", "aukar", "auke"),
        ("nn", "er", "vere"),
        ("nn", "byggjer", "byggje"),
        ("nn", "held", "halde"),
    ],
)
def test_presents(lang: str, form: str, lemma: str) -> None:
    assert lexicon(lang).present[form].lemma == lemma


def test_passives_participles_and_infinitives_in_a() -> None:
    nb, nn = lexicon("nb"), lexicon("nn")
    assert nb.passive["etableres"] is nb.infinitive["etablere"]
    assert nb.participle["redusert"].lemma == "redusere"
    assert nb.infinitive["redusere"].participles[0] == "redusert"
    assert nn.passive["prioriterast"].lemma == "prioritere"
    assert nn.infinitive["utvikla"] is nn.infinitive["utvikle"]
    assert "vil" in nn["modal"], "in nynorsk it is no form of the noun vilje"


def test_entries_of_a_class() -> None:
    words = Words.of(["andel", "*grad", "snitt*", "i løpet av", "i"])
    assert "andel" in words
    assert "dekningsgrad" in words
    assert "snittalder" in words
    assert "andelen" not in words
    assert words.length_at(("i", "løpet", "av"), 0) == 3
    assert words.length_at(("i", "dag"), 0) == 1
    assert words.length_at(("dag",), 0) == 0
    assert Words.of(["i løpet av"]).apart_from(frozenset({"løpet"}))
    assert not Words.of(["i løpet av"]).apart_from(frozenset({"i"}))
