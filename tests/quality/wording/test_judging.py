"""One sentence judged: class, words that made it so, flags, suggestion; and any text at all survives."""

import unicodedata
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styringsgraf.quality.wording import ANALYSER, CLASSES, judge
from styringsgraf.quality.wording.judging import judge as cached
from styringsgraf.texts import catalogue

FAULTS: Final = [
    # The faults that the design names, with the flag that a rule needs: text, language, class, flag
    ("Kommunen skal styrke helsestasjonene", "nb", "strategy", ""),
    ("Styrke folkehelsen", "nb", "strategy", "infinitive_heading"),
    ("Styrkje folkehelsa", "nn", "strategy", "infinitive_heading"),
    ("God folkehelse", "nb", "heading", "bare_noun_phrase"),
    ("Klimautslippene skal være halvert", "nb", "goal", "outcome_with_skal"),
    ("Klimagassutsleppa skal vere halverte", "nn", "goal", "outcome_with_skal"),
    ("Barn får hjelp gjennom tverrfaglige team", "nb", "goal", "carries_means"),
    ("Ungdom får hjelp ved hjelp av lågterskeltilbod", "nn", "goal", "carries_means"),
    ("Styrke skolehelsetjenesten og utvikle frivilligheten", "nb", "strategy", "two_strategies"),
    ("Kommunen har god beredskap", "nb", "goal", ""),
    ("Jobbe med kultur", "nb", "strategy", "lasting_wish"),
    ("Flere fornøyde elever", "nb", "heading", "no_actor"),
    ("Oppvekst skal utarbeide en plan innen 2027", "nb", "assignment", "deliverable"),
    ("Helsestasjon sør skal starte foreldregrupper", "nb", "measure", "deliverable"),
    ("Det blir etablert eit nytt dagtilbod", "nn", "measure", "deliverable"),
    ("Biblioteket arrangerer språkkafé hver onsdag", "nb", "measure", ""),
    ("Andel elever som trives på skolen", "nb", "indicator", ""),
    ("Talet på nye bustader per år", "nn", "indicator", ""),
]

TRAPS: Final = [
    # Words that look like something else
    ("Antall får på utmarksbeite", "nb", "indicator"),
    ("Vi vil snu utviklinga", "nn", "strategy"),
    ("Alle barn trives og lykkes på skolen", "nb", "goal"),
    ("Innbyggerne møtes på torget", "nb", "goal"),
    ("Det finnes rimelige boliger i alle grender", "nb", "goal"),
    ("Kommunens tjenester", "nb", "heading"),
    ("Støtte til frivillige lag", "nb", "heading"),
    ("Støtte frivillige lag", "nb", "strategy"),
    ("Trygge og gode nærmiljø", "nb", "heading"),
    ("Trygge barnas skolevei", "nb", "strategy"),
    ("Bedre folkehelse", "nb", "heading"),
    ("Bedre folkehelsen", "nb", "strategy"),
    ("Åpne møteplasser", "nb", "heading"),
    ("Som arbeidsgiver skal kommunen satse på heltid", "nb", "strategy"),
    ("Gjennom tydelige rammer og god oppfølging skal vi redusere sykefraværet.", "nb", "strategy"),
    ("Barn som trenger hjelp, får den tidlig", "nb", "goal"),
    ("Barn blir møtt med respekt", "nb", "goal"),
    ("Lekeplassen blir pusset opp", "nb", "measure"),
    ("Antallet eldre vil dobles fram mot 2040", "nb", "unclear"),
    ("Andelen har økt de siste årene", "nb", "unclear"),
    ("Hvordan får vi flere i arbeid?", "nb", "unclear"),
]

SUGGESTIONS: Final = [
    ("Klimautslippene skal være halvert", "nb", "Klimautslippene er halvert"),
    ("Innen 2030 skal klimautslippene være halvert.", "nb", "Innen 2030 er klimautslippene halvert."),
    ("Klimagassutslippene skal reduseres med 60 prosent.", "nb", "Klimagassutslippene er redusert med 60 prosent."),
    ("Alle skal oppleve at dei høyrer til.", "nn", "Alle opplever at dei høyrer til."),
    ("Styrke folkehelsen", "nb", "Kommunen skal styrke folkehelsen"),
    ("Å styrkje folkehelsa", "nn", "Kommunen skal styrkje folkehelsa"),
    ("Barn får hjelp gjennom tverrfaglige team.", "nb", "Barn får hjelp."),
    ("Helsestasjon sør skal starte foreldregrupper", "nb", "Helsestasjon sør starter foreldregrupper"),
    # Where a change could go wrong there is none.
    ("Alle barn skal ha et hjem og få hjelp ved behov.", "nb", ""),
    ("Barna skal bli hørt.", "nb", ""),
    ("Barn får hjelp gjennom tverrfaglige team, slik at de klarer seg.", "nb", ""),
    ("Alle har det godt gjennom hele livet.", "nb", ""),
    ("God folkehelse", "nb", ""),
    ("Kommunen skal styrke folkehelsen", "nb", ""),
    ("ALLE SKAL HA ET HJEM", "nb", ""),
]

RUBBISH: Final = [
    "", " ", "…", "?!", "👍👍", "«»", '"', "1.2.3", "%", "( )", "\x00\x01", "å", "A" * 10_000, "og " * 4_000, "skal",
    "skal skal skal", "Innen 2030 skal", "The municipality shall strengthen public health.", "\ufeff", "- - -",
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "wanted", "flag"), FAULTS)
def test_the_faults_of_the_design_are_recognised(text: str, lang: str, wanted: str, flag: str) -> None:
    found = judge(text, lang)
    assert found.wording_class == wanted
    assert not flag or flag in found.flags
    assert found.cues or wanted == "heading", "says which words made it so"


@pytest.mark.parametrize(("text", "lang", "wanted"), TRAPS)
def test_words_that_look_like_others_mislead_nobody(text: str, lang: str, wanted: str) -> None:
    assert judge(text, lang).wording_class == wanted


@pytest.mark.parametrize(("text", "lang", "wanted"), SUGGESTIONS)
def test_a_suggestion_is_right_or_missing(text: str, lang: str, wanted: str) -> None:
    assert judge(text, lang).suggestion == wanted


@pytest.mark.parametrize(("text", "lang", "wanted"), [row for row in SUGGESTIONS if row[2]])
def test_a_suggestion_reads_as_it_should(text: str, lang: str, wanted: str) -> None:
    again = judge(wanted, lang)
    assert again.wording_class == judge(text, lang).wording_class
    assert not again.outcome_with_skal
    assert not again.carries_means
    assert not again.infinitive_heading


def test_cues_are_words_of_the_text_with_their_role() -> None:
    found = judge("Barn får hjelp gjennom tverrfaglige team innen 2030", "nb")
    assert [(cue.text, cue.role) for cue in found.cues] == [
        ("Barn", "subject"),
        ("får", "finite"),
        ("gjennom", "means"),
        ("innen", "time"),
        ("2030", "time"),
    ]
    assert found.actor == "people"
    assert {row.partition("-")[2] for row in catalogue("wording") if row.startswith("role-")} >= {
        cue.role for text, lang, *_ in FAULTS for cue in judge(text, lang).cues
    }


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Kommunen skal styrke samarbeidet", "municipality"),
        ("Solvik kommune vil prioritere barn", "municipality"),
        ("Areal og samfunn skal utarbeide en plan", "service"),
        ("En plan skal utarbeides av Teknikk og miljø", "service"),
        ("Moen barnehage skal innføre språklesing", "unit"),
        ("Innbyggerne har god helse", "people"),
        ("Utslippene går ned", "other"),
        ("Styrke folkehelsen", ""),
    ],
)
def test_who_acts(text: str, actor: str) -> None:
    assert judge(text, "nb").actor == actor


@pytest.mark.parametrize("text", RUBBISH)
@pytest.mark.parametrize("lang", ["nb", "nn", None])
def test_rubbish_is_unclear(text: str, lang: str | None) -> None:
    found = judge(text, lang)
    assert (found.wording_class, found.suggestion) == ("unclear", "")


@given(st.text(max_size=300), st.sampled_from(["nb", "nn", "en", None]))
@settings(deadline=None, max_examples=150)
def test_any_text_gets_a_judgement(text: str, lang: str | None) -> None:
    found = judge(text, lang)
    assert found.wording_class in CLASSES
    assert 0 <= found.confidence <= 1
    assert found == cached.__wrapped__(text, lang)


_WORDS: Final = (
    *("Kommunen", "Barn", "skal", "vil", "er", "har", "får", "styrke", "utarbeide", "og", "som", "å", "innen", "2030"),
    *(",", ".", ";", "(", "gjennom", "ved", "ikke", "av", "til", "alle"),
)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
@settings(deadline=None, max_examples=200)
def test_any_order_of_cue_words_gets_a_judgement(words: list[str]) -> None:
    text = " ".join(words)
    found = judge(text, "nb")
    assert found.wording_class in CLASSES
    assert all(cue.text in text for cue in found.cues)


def test_how_a_text_was_typed_makes_no_difference() -> None:
    wanted = judge("Kommunen skal påvirke utviklingen på øya", "nb")
    for same in (
        unicodedata.normalize("NFD", "Kommunen skal påvirke utviklingen på øya"),
        "Kommunen skal på\u00advirke utvik\u00adlingen på øya",
        "  Kommunen\tskal påvirke\nutviklingen på øya ",
        "• Kommunen skal påvirke utviklingen på øya",
        "«Kommunen skal påvirke utviklingen på øya»",
        "Strategi 2.1: Kommunen skal påvirke utviklingen på øya",
    ):
        found = judge(same, "nb")
        assert (found.wording_class, found.cues) == (wanted.wording_class, wanted.cues), same
    assert judge("KOMMUNEN SKAL PÅVIRKE UTVIKLINGEN", "nb").wording_class == "strategy"


def test_what_somebody_says_is_not_the_sentence() -> None:
    assert judge("Øvelsen «Vi skal redde liv» gjennomføres i mai.", "nb").wording_class == "measure"
    assert judge("Programmet «Barn skal lære» har gode resultater for elevene.", "nb").wording_class == "goal"


def test_the_language_is_guessed() -> None:
    assert judge("Innbyggjarane skal ikkje vente lenge på hjelp").lang == "nn"
    assert judge("Innbyggerne skal ikke vente lenge på hjelp").lang == "nb"
    assert judge("Leggje til rette for fleire arbeidsplassar").wording_class == "strategy"


def test_two_sentences_are_judged_by_the_first_that_says_something() -> None:
    found = judge("Trygg oppvekst. Alle barn har et trygt hjem.", "nb")
    assert (found.wording_class, found.suggestion) == ("goal", "")


def test_the_answer_as_json() -> None:
    told = judge("Styrke folkehelsen", "nb").as_json()
    assert told["class"] == "strategy"
    assert told["suggestion"] == "Kommunen skal styrke folkehelsen"
    assert told["analyser"] == ANALYSER
    assert judge("God folkehelse", "nb").as_json()["suggestion"] is None
