"""The rules, in the order they are asked; each looks at the clause and the word classes only, and may pass."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.case import Answer, Case
from styringsgraf.quality.wording.presents import PRESENTS
from styringsgraf.quality.wording.telling import TELLING

_QUANTIFIERS: Final = frozenset({"alle", "av", "nye"})
_HOW_MANY: Final = frozenset({"mange", "stor", "store", "ofte", "lenge", "mye", "mykje"})
_ACTORS: Final = ("municipality", "service", "unit")


def _question(case: Case) -> Answer:
    lows = case.clause.lows
    asked = lows[0] in case.lex["question"].whole and lows[0] != "når" and len(lows) > 2  # noqa: PLR2004
    counts = asked and lows[0] in {"hvor", "kor"} and lows[1] in _HOW_MANY and "som" in lows
    if counts and lows[-1] != "?":
        return "indicator", 0.7  # «Hvor mange som bruker portalen»
    said = lows[0] == "," and case.clause.form != "modal"  # «…», sier en elev
    return ("unclear", 0.9) if lows[-1] == "?" or asked or said else None


def _reference(case: Case) -> Answer:
    words, lows = case.lex["reference"], case.clause.lows
    phrase = words.length_at(lows, 0) > 1
    return ("unclear", 0.9) if phrase or (lows[0] in words.whole and case.clause.form != "infinitive") else None


def _indicator(case: Case) -> Answer:
    if case.clause.form != "none" or not case.signals.measure:
        return None
    return "indicator", 0.95 if case.signals.measure == "noun" else 0.85


def _indicator_with_clause(case: Case) -> Answer:
    """«Andel elever som sier at de trives»: the verbs belong to the relative clause.

    After «andel» alone, a quantifier or a preposition comes a noun: «andel reiser», «del barn med låg inntekt».
    """
    clause = case.clause
    before = clause.lows[: max(clause.at, 0)]
    relative = "som" in before and "," not in before[before.index("som") :]
    bare = clause.lows[0] in {"andel", "antall", "del", "prosentdel", "prosentandel", "delen", "talet"}
    noun = len(before) > 0 and (
        len(before) == 1 or before[-1] in _QUANTIFIERS or before[-1] in case.lex["preposition"].whole
    )
    told = (relative and clause.form in {"present", "passive"}) or (noun and clause.form in {"present", "past"})
    # «Antall døgn pasienter ligger på sykehus, per 1 000 innbyggere»
    told = told or (clause.form == "present" and _counts_per(clause.lows, clause.at))
    found = case.signals.measure == "noun" and bare and told
    return ("indicator", 0.85) if found else None


def _counts_per(lows: tuple[str, ...], at: int) -> bool:
    """Tell whether a text without a full stop counts «per» something after a comma."""
    return lows[-1] != "." and any(pair == (",", "per") for pair in pairwise(lows[at:]))


def _infinitive(case: Case) -> Answer:
    return ("strategy", 0.9) if case.clause.form == "infinitive" else None


def _none(case: Case) -> Answer:
    return ("heading", 0.85) if case.clause.form == "none" else None


def _advice(case: Case) -> Answer:
    """«Det bør vurderes»: nobody is bound."""
    if case.subject not in {"expletive", "other", "source", "quantity", ""} or case.clause.finite not in {
        "bør",
        "burde",
    }:
        return None
    verb = case.clause.verb
    weighed = verb is None or verb.lemma in case.lex["weighed"].whole or case.subject == "source"
    return ("unclear", 0.7) if weighed else ("strategy", 0.65)


def _preference(case: Case) -> Answer:
    """«Vedlikehold skal gå foran nybygg», «Gjenbruk velges framfor nykjøp», «skal skje nær tettstedene»: a choice."""
    clause, words = case.clause, case.lex["preferred"]
    chosen = any(words.length_at(clause.lows, place) for place in range(max(clause.at, 0), len(clause.lows)))
    if clause.form == "modal" and case.subject in {"other", "quantity", ""}:
        place = clause.verb is not None and clause.verb.lemma in {"skje", "foregå", "gå føre seg"}
        bound = clause.finite not in {"vil", "ville"}
        return ("strategy", 0.7) if bound and (chosen or place) else None
    if clause.form == "passive" and "kept" in case.kinds and not case.signals.time:
        return ("strategy", 0.55) if chosen else None
    ours = clause.form == "present" and case.subject == "municipality"
    return ("strategy", 0.6) if ours and chosen else None


def _broken_off(case: Case) -> Answer:
    """«Innen 2030 skal»: what follows is missing."""
    clause = case.clause
    rest = sum(token.is_word for token in clause.tokens[clause.at + 1 :])
    missing = clause.form == "modal" and clause.verb is None and rest < (3 if clause.inverted else 1)
    return ("unclear", 0.8) if missing else None


def _outcome(case: Case) -> Answer:
    """«Utslippene skal være halvert»: a goal with «skal»; «antallet vil dobles»: a forecast."""
    if case.clause.form != "modal" or not _leads_to_state(case):
        return None
    forecast = case.clause.finite in {"vil", "ville"} and case.actor not in _ACTORS
    return ("unclear", 0.7) if forecast else ("goal", 0.75)


def _duty(case: Case) -> Answer:
    """Modal and act: by who acts."""
    if case.clause.form != "modal":
        return None
    by_actor = {"municipality": ("strategy", 0.95), "service": ("assignment", 0.9), "unit": ("measure", 0.85)}
    return by_actor.get(case.actor)


def _choice(case: Case) -> Answer:
    """«Vedlikehold skal prioriteres», «Det skal bygges …»: a choice, though nobody is named."""
    if case.clause.form != "modal":
        return None
    said = case.subject or case.clause.at > 0  # «Vil satse på …»: who, goes without saying
    forecast = case.clause.finite in {"vil", "ville"} and case.subject != "expletive" and said
    return ("unclear", 0.6) if forecast else ("strategy", 0.7)


def _leads_to_state(case: Case) -> bool:
    clause, actor = case.clause, case.actor
    acts = actor in _ACTORS
    low = clause.lows[clause.verb_at]
    if (clause.perfect and acts) or (low == "få" and acts and _gets_done(case)):
        return False
    if actor == "municipality" and low in {"bli", "verte", "verta"} and "å" in clause.lows[clause.verb_at :]:
        return False  # «Vi skal bli bedre til å …»
    if not case.subject and not clause.at:  # «Skal satse på lærlinger»: who, goes without saying
        return low in case.lex["outcome"].whole
    if low in case.lex["outcome"].whole:
        return not (actor == "municipality" and (case.signals.role or low == "få"))
    if acts or clause.passive:
        lemma = clause.verb.lemma if clause.verb is not None else ""
        undergone = actor == "people" and lemma in case.lex["undergone"].whole
        felt = clause.passive and lemma in {"oppleve", "kjenne"}  # «skal oppleves som åpent»
        return felt or actor == "quantity" or undergone
    return actor == "people" or _state_of_thing(case)


def _gets_done(case: Case) -> bool:
    """«skal få utført …», «skal få på plass …»."""
    clause = case.clause
    following = clause.lows[clause.verb_at + 1 : clause.verb_at + 3]
    return bool(following) and (following[0] in case.lex.participle or following in {("på", "plass"), ("i", "gang")})


def _state_of_thing(case: Case) -> bool:
    """«Tilbudet skal bidra til …» is a state; «Skolene skal styrke …» is asked of them."""
    subject = case.clause.lows[slice(*case.clause.subject)]
    asked = any(low in case.lex["institution"] for low in subject) and "change" in case.kinds
    return not asked and not case.doing and (not case.pure or case.clause.verb is None)


RULES: Final[tuple[Callable[[Case], Answer], ...]] = (
    _question,
    _reference,
    _indicator,
    _indicator_with_clause,
    *TELLING,
    _infinitive,
    _advice,
    _broken_off,
    _preference,
    _outcome,
    _duty,
    _choice,
    *PRESENTS,
    _none,
)
