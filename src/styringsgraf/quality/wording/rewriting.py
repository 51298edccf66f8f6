"""A form the sentence could have instead, in its own language; '' wherever the change is not surely right."""

from typing import Final

from styringsgraf.quality.wording.clause import Clause
from styringsgraf.quality.wording.judgement import Judgement
from styringsgraf.quality.wording.words import Lexicon, Verb

#: «Kommunen skal styrke …»: who acts is not in the heading, so the municipality is meant.
_ACTOR: Final = "Kommunen skal "
_SHORTEST: Final = 3
_LONGEST: Final = 60
_TRIMMED: Final = " ,;:–-"


def suggestion(clause: Clause, made: Judgement, lex: Lexicon, sentence: str) -> str:
    """Return the sentence as its class would read, or ''."""
    words = [token for token in clause.tokens if token.is_word]
    if "…" in sentence or not _SHORTEST - 1 <= len(words) <= _LONGEST or sentence.isupper():
        return ""
    if clause.form == "infinitive":
        return _with_actor(clause, sentence)
    if made.outcome_with_skal or (made.wording_class == "measure" and clause.form == "modal"):
        return "" if clause.passive and made.actor != "other" else _in_present(clause, lex, sentence)
    if made.carries_means:
        return _without_means(clause, lex, sentence)
    return ""


def _with_actor(clause: Clause, sentence: str) -> str:
    """«Styrke folkehelsen» → «Kommunen skal styrke folkehelsen»."""
    start = clause.at
    while start and clause.lows[start - 1] in {"ikke", "ikkje"}:
        start -= 1
    rest = sentence[clause.tokens[start].start :]
    return _ACTOR + rest[0].lower() + rest[1:]


def _in_present(clause: Clause, lex: Lexicon, sentence: str) -> str:
    """«Utslippene skal være halvert» → «Utslippene er halvert»; «I 2030 skal alle ha …» → «I 2030 har alle …»."""
    if clause.finite not in {"skal", "vil"} or clause.verb is None or clause.perfect or _goes_on(clause, lex):
        return ""
    present = _present_of(clause, lex)
    if not present:
        return ""
    modal, verb = clause.tokens[clause.at], clause.tokens[clause.verb_at]
    between, after = sentence[modal.end : verb.start].strip(), sentence[verb.end :]
    before = sentence[: modal.start]
    return f"{before}{present}{' ' if between else ''}{between}{after}"


def _goes_on(clause: Clause, lex: Lexicon) -> bool:
    """Tell whether another infinitive hangs on the same modal: it would have to change too."""
    lows = clause.lows
    later = range(clause.verb_at + 1, len(lows))
    return any(
        lows[place - 1] in {"og", "eller", "men", ",", "samt"} and _is_infinitive(lows[place], lex) for place in later
    )


def _is_infinitive(low: str, lex: Lexicon) -> bool:
    return low in lex.infinitive or low in lex.passive or low in {"ikke", "ikkje"}


def _present_of(clause: Clause, lex: Lexicon) -> str:
    """Return what takes the infinitive's place: «er», «opplever», and for a passive in bokmål «er redusert»."""
    low, verb = clause.lows[clause.verb_at], clause.verb
    assert verb is not None  # noqa: S101 - asked before
    if low in lex.infinitive:
        return _sure(verb, lex)
    if clause.passive and lex.lang == "nb" and not clause.inverted and low in lex.passive and verb.participles:
        return f"er {verb.participles[0]}"
    return ""


def _sure(verb: Verb, lex: Lexicon) -> str:
    """Return the present where there is only one; nynorsk verbs often have two, and the writer uses one of them."""
    return verb.present if lex.lang == "nb" or verb.sure else ""


def _without_means(clause: Clause, lex: Lexicon, sentence: str) -> str:
    """«Barn får hjelp gjennom tverrfaglige team» → «Barn får hjelp»: only when nothing comes after the means."""
    for place in range(clause.at + 2, len(clause.lows)):
        if not lex["means"].length_at(clause.lows, place):
            continue
        rest = clause.lows[place + 1 :]
        ends = not set(rest) & {",", ";", ":", "("} and "og" not in rest and "slik" not in rest
        kept = sentence[: clause.tokens[place].start].rstrip(_TRIMMED)
        if kept.endswith(" både") or not ends or len(kept.split()) < _SHORTEST:
            return ""
        return kept + ("." if sentence.endswith(".") else "")
    return ""
