"""Rules for a present tense about causes, effects and trouble: why it is so, what it leads to, what is lacking."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.aiming import is_negated, is_praised
from styringsgraf.quality.wording.case import Answer, Case
from styringsgraf.quality.wording.organising import head, says

_STATES: Final = frozenset(
    {"er", "har", "finnes", "finst", "får", "blir", "vert", "ligger", "ligg", "mangler", "manglar"}
)
_NOT: Final = frozenset({"ikke", "ikkje", "ingen", "aldri", "uten", "utan"})
_GROWS: Final = frozenset({"øke", "auke", "stige", "vokse", "vekse", "tilta"})
_SHRINKS: Final = frozenset({"synke", "søkke", "minke", "falle", "avta", "forsvinne"})


def _effect(case: Case) -> Answer:
    """«Spredt bosetting gjør at …», «Veksten legger press på …», «Frafallet skyldes …»."""
    if not case.clause.vocabulary.isdisjoint(_NOT):
        return None
    verb = case.clause.form == "present" and case.clause.finite in case.lex["effect"].whole
    return ("unclear", 0.65) if verb or says(case, "effect_phrase") else None


def _may(case: Case) -> Answer:
    """«Økt nedbør kan føre til flom»: a risk."""
    clause = case.clause
    risk = (
        clause.form == "can"
        and not clause.passive
        and clause.verb is not None
        and clause.verb.lemma in case.lex["risk"].whole
    )
    return ("unclear", 0.65) if risk and case.subject not in {"people", "municipality"} else None


def trend(case: Case) -> Answer:
    """«Utgiftene øker», «Barnetallet synker»: it goes the way nobody wants."""
    clause = case.clause
    if clause.form != "present" or clause.verb is None or clause.perfect or is_negated(case):
        return None
    lemma, counted = clause.verb.lemma, head(case)
    up = lemma in _GROWS or clause.lows[clause.verb_at : clause.verb_at + 2] in {("går", "opp"), ("blir", "dyrere")}
    down = lemma in _SHRINKS or clause.lows[clause.verb_at : clause.verb_at + 2] == ("går", "ned")
    if clause.finite in {"er", "ligger", "ligg"}:
        up, down = (says(case, role) and case.following not in case.lex["limit"].whole for role in ("high", "low"))
    worse = (up and counted in case.lex["better_less"]) or (down and counted in case.lex["better_more"])
    return ("unclear", 0.65) if worse else None


def _trouble(case: Case) -> Answer:
    """«Ledningsnettet er gammelt», «Tjenesten mangler sykepleiere», «Det er lang avstand til sykehus»."""
    clause = case.clause
    if clause.form != "present" or is_negated(case):
        return None
    place = _place_of(case, "trouble")
    if place < 0 or _place_of(case, "praise", place) >= 0:
        return None
    if clause.finite in _STATES:
        given = case.subject == "people" and clause.finite == "får"
        return None if given else ("unclear", 0.65)
    experienced = clause.verb is not None and clause.verb.lemma in case.lex["felt"].whole
    return ("unclear", 0.6) if not experienced and case.kinds <= {"state", "trend"} else None


def _place_of(case: Case, role: str, end: int = 99) -> int:
    """Return where a word or phrase of a class stands at or after the verb, in the main clause; -1 for nowhere."""
    lows, words = case.clause.lows, case.lex[role]
    for place in range(max(case.clause.at, 0), min(len(lows), end)):
        if words.length_at(lows, place):
            return place
        if lows[place] in case.lex["subordinator"].whole and lows[place] not in {"så", "slik", "der"}:
            return -1
    return -1


def _now(case: Case) -> Answer:
    """«i praksis», «ofte», «hver sommer», «mange steder»: how it goes, not how it shall go."""
    habit = case.clause.form == "present" and says(case, "habit") and not is_praised(case)
    return ("unclear", 0.6) if habit and case.kinds <= {"state", "trend", "change"} else None


def _against_others(case: Case) -> Answer:
    """«… enn sammenlignbare kommuner», «på linje med nabokommunene»."""
    lows = case.clause.lows
    than = any(low == "enn" and following in case.lex["others"] for low, following in pairwise(lows))
    return ("unclear", 0.6) if than else None


CAUSING: Final[tuple[Callable[[Case], Answer], ...]] = (
    _effect,
    _may,
    _trouble,
    _now,
    _against_others,
)
