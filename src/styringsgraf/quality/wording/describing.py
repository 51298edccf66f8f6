"""Rules for a present tense that only describes: places, definitions, contrasts, what is to be expected.

A goal in the present and a description look alike. What tells them apart is that nobody aims at a round count of
what there is («Kommunen har 14 barnehager»); a time or a limit («innen 2030», «minst ti») makes it a goal again.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.aiming import is_aimed, is_praised
from styringsgraf.quality.wording.case import Answer, Case
from styringsgraf.quality.wording.causing import CAUSING
from styringsgraf.quality.wording.counting import COUNTING, after, as_of
from styringsgraf.quality.wording.organising import AGAIN, ORGANISING, RUNNING

_NEAR: Final = 5


def _contrast(case: Case) -> Answer:
    """«X er lav, mens Y …», «X er god, men Y har …»: weighed against each other."""
    lows, lex = case.clause.lows, case.lex
    for place in range(max(case.clause.at, 0) + 1, len(lows) - 2):
        if lows[place] != ",":
            continue
        if lows[place + 1] in {"mens", "medan"}:
            return "unclear", 0.65
        if lows[place + 1] == "men" and any(low in lex["trouble"] for low in lows[place + 2 : place + 5]):
            return "unclear", 0.6  # «…, men kritiske til veiene»
        if lows[place + 1] == "men" and lows[place + 2] not in lex.present and lows[place + 2] not in lex.passive:
            later = lows[place + 3 : place + 9]
            if any(low in lex.present or low in lex["can"].whole for low in later):
                return "unclear", 0.6
    return None


def _compared(case: Case) -> Answer:
    """«høyere på ungdomstrinnet enn på barnetrinnet», «lavere enn i fylket for øvrig», «fortsatt høyt»."""
    clause = case.clause
    thing = case.subject in {"quantity", "other"}
    still = thing and clause.finite in {"er", "har", "ligger", "ligg"} and case.following in case.lex["still"].whole
    groups = any(
        low == "enn" and following in {"på", "blant", "hos", "for", "fylket", "landet", "resten", "ellers", "elles"}
        for low, following in pairwise(clause.lows)
    )
    others = bool(clause.vocabulary & {"øvrig", "elles", "ellers", "regionen"}) and "enn" in clause.vocabulary
    return ("unclear", 0.6) if still or (thing and (groups or others)) else None


def _located(case: Case) -> Answer:
    """«Tettstedet ligger innerst i fjorden», «Elva renner gjennom sentrum», «Skogen gir råstoff»."""
    clause, lex = case.clause, case.lex
    subject = clause.lows[slice(*clause.subject)]
    head = subject[-1] if subject else ""
    named = len(subject) == 1 and clause.tokens[clause.subject[0]].capital
    single = head.endswith(("en", "et", "a")) or named
    plural = head.endswith(("ene", "ane"))
    one = (single and not plural) or case.subject == "municipality"
    lies = clause.finite in {"ligger", "ligg"} and case.subject != "quantity" and one
    if lies and case.following in lex["where"].whole:
        return "unclear", 0.65
    nature = bool(head) and not is_praised(case) and head in lex["nature"] and clause.finite in lex["natural"].whole
    return ("unclear", 0.65) if nature else None


def _set_phrase(case: Case) -> Answer:
    """«har ansvar for», «er medlem av», «lever av», «en av de største»."""
    clause, words = case.clause, case.lex["telling"]
    found = any(words.length_at(clause.lows, place) for place in range(max(clause.at, 0), len(clause.lows)))
    lasting = found or clause.finite in words.whole
    return ("unclear", 0.7) if lasting else None


def _industry(case: Case) -> Answer:
    """«Lokalsamfunna er tett knytte til havbruket», «Industrien er den største arbeidsgiveren»."""
    lows, lex = case.clause.lows, case.lex
    later = lows[max(case.clause.at, 0) :]
    tied = any(lex["tied"].length_at(later, place) for place in range(len(later)))
    trade = any(low in lex["industry"] for low in later)
    clause = case.clause
    biggest = (
        case.subject != "people"
        and clause.finite == "er"
        and not lex["biggest"].whole.isdisjoint(lows[: clause.at + _NEAR])
    )
    ranked = biggest or any(
        low in lex["superlative"].whole and any(word in lex["ranked"] for word in later[at + 1 : at + 4])
        for at, low in enumerate(later)
    )
    return ("unclear", 0.65) if (tied and trade) or ranked else None


def _definition(case: Case) -> Answer:
    """«Handlingsdelen er en fireårig plan …»: says what a thing is."""
    clause = case.clause
    if clause.finite != "er" or case.subject not in {"other", "source"}:
        return None
    later = clause.lows[after(case) : after(case) + _NEAR]
    article = bool(later) and (later[0] in {"en", "et", "ei", "ein", "eit"} or later[0].endswith("s"))
    return ("unclear", 0.65) if article and any(low in case.lex["defined"] for low in later) else None


def _to_come(case: Case) -> Answer:
    """«Vi blir flere eldre», «Om ti år blir det …», «… kommer til å øke»: what is expected."""
    clause, lex = case.clause, case.lex
    lows = clause.lows
    if clause.finite in {"kommer", "kjem"} and lows[after(case) : after(case) + 2] == ("til", "å"):
        return "unclear", 0.75
    if clause.verb is not None and clause.verb.lemma in {"eldes", "eldast"}:
        return "unclear", 0.7
    grows = clause.finite in {"blir", "vert"} and any(
        low in lex["more"].whole for low in lows[clause.at + 1 : clause.at + 4]
    )
    worse = lows[clause.at + 1 : clause.at + 2]
    if clause.finite in {"blir", "vert"} and worse and lex["worse"].length_at(lows, clause.at + 1):
        return None if case.subject in {"people", "quantity"} else ("unclear", 0.6)
    ahead = lows[0] == "om" and any(low == "år" for low in lows[1:4])
    counted = case.subject in {"expletive", "municipality"} and any(low in lex["demography"].whole for low in lows)
    return ("unclear", 0.7) if grows and (ahead or counted) else None


_PRESENT: Final[tuple[Callable[[Case], Answer], ...]] = (
    *ORGANISING,
    *COUNTING,
    *CAUSING,
    _contrast,
    _compared,
    _located,
    _set_phrase,
    _industry,
    _definition,
    _to_come,
)


def described(case: Case) -> Answer:
    """Answer for a present tense that says how things are, with nothing that aims at them."""
    if case.clause.form == "passive":
        return next((answer for rule in RUNNING if (answer := rule(case)) is not None), None)
    if case.clause.form not in {"present", "can"}:
        return None
    dated = as_of(case)
    if dated is not None:
        return dated
    if is_aimed(case):
        return next((answer for rule in AGAIN if (answer := rule(case)) is not None), None)
    return next((answer for rule in _PRESENT if (answer := rule(case)) is not None), None)
