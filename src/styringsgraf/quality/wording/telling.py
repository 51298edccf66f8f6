"""Rules for what is told, true or not: the past, reports, law, what is expected. Nobody aims at it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.aiming import is_aimed
from styringsgraf.quality.wording.case import Answer, Case
from styringsgraf.quality.wording.causing import trend
from styringsgraf.quality.wording.describing import described

_LAWS: Final = ("loven", "lova", "lov", "lovens", "forskriften", "forskrifta", "forskrift", "instruksen")
#: How near the law is to the words that refer to it.
_NEAR: Final = 5
_DUE: Final = frozenset({("rett", "til"), ("rett", "på"), ("krav", "på"), ("plikt", "til"), ("plikt", "om")})


def _past(case: Case) -> Answer:
    return ("unclear", 0.85) if case.clause.form == "past" else None


def _perfect(case: Case) -> Answer:
    """«Andelen har økt»; but people who have finished something are where a goal wants them."""
    clause, said = case.clause, case.signals
    aimed = (case.subject == "people" and not said.hedge) or not clause.vocabulary.isdisjoint({"innen", "innan"})
    told = clause.perfect and clause.form == "present" and not aimed
    return ("unclear", 0.8) if told else None


def _told(case: Case) -> Answer:
    said, form = case.signals, case.clause.form
    if form == "modal":
        return ("unclear", 0.8) if said.forecast else None
    telling = form in {"present", "passive", "can"} and (said.told or said.hedge)
    return ("unclear", 0.8) if telling else None


def _source(case: Case) -> Answer:
    """Law, the state, a report, figures: they tell and decree."""
    clause = case.clause
    bound = clause.form == "modal" and not clause.passive and clause.finite not in {"vil", "ville"}
    if case.subject != "source" or clause.form not in {"present", "can", "passive", "modal"} or bound:
        return None
    done = clause.form == "passive" and case.doing and (case.pure or case.signals.time)
    return None if done or case.signals.agent else ("unclear", 0.8)


def _demography(case: Case) -> Answer:
    """«Antall eldre over 80 år øker»: a number that nobody steers."""
    grows = case.clause.form == "present" and "trend" in case.kinds and case.subject == "quantity"
    counted = case.clause.lows[: max(case.clause.at, 0)]
    return ("unclear", 0.65) if grows and any(low in case.lex["demography"].whole for low in counted) else None


def _problem(case: Case) -> Answer:
    states = case.clause.form == "present" and case.clause.finite in {"er", "har", "finnes", "finst"}
    nobody = case.subject in {"other", "expletive"} or (case.subject == "quantity" and not case.signals.time)
    found = states and nobody and case.signals.problem
    return ("unclear", 0.6) if found else None


def _description(case: Case) -> Answer:
    """«Kommunen har 14 620 innbyggere»."""
    found = case.subject == "municipality" and case.signals.described and case.clause.form == "present"
    found = found and not is_aimed(case) and case.lex["good"].apart_from(case.clause.vocabulary)
    return ("unclear", 0.7) if found else None


def _condition(case: Case) -> Answer:
    """«Dersom rentene stiger, øker utgiftene»."""
    found = case.clause.lows[0] in {"dersom", "hvis", "viss"} and case.clause.form in {"present", "passive", "can"}
    return ("unclear", 0.7) if found else None


def _law(case: Case) -> Answer:
    """«Etter kommuneloven § 14-2 skal kommunestyret …»: the law decides, nobody else."""
    clause = case.clause
    if clause.form not in {"present", "can", "passive", "modal"} or case.actor in {"service", "unit"}:
        return None
    # After a modal the law follows at once («skal etter folkehelseloven ha»), or it belongs to what is done.
    end = clause.at + 2 if clause.form == "modal" else len(clause.lows)
    lows = clause.lows
    for place in range(min(end, len(lows))):
        length = case.lex["according"].length_at(lows, place)
        if length and any(low == "§" or low.endswith(_LAWS) for low in lows[place + length : place + length + _NEAR]):
            return "unclear", 0.8
    return None


def _expected(case: Case) -> Answer:
    """«Kommunen vil få færre innbyggere i yrkesaktiv alder»: what «vil» foretells."""
    clause = case.clause
    if clause.form != "modal" or clause.finite not in {"vil", "ville"} or clause.verb is None:
        return None
    meets = clause.verb.lemma in case.lex["met"].whole
    changed = any(low in case.lex["more"].whole for low in clause.lows[clause.verb_at + 1 : clause.verb_at + 4])
    return ("unclear", 0.7) if meets and changed and case.subject == "municipality" else None


def _right(case: Case) -> Answer:
    """«Barn har etter søknad rett til plass», «Kommunen har plikt til å …»: the law says so."""
    clause = case.clause
    later = clause.lows[clause.at + 1 : clause.at + 8]
    due = any(pair in _DUE for pair in pairwise(later))
    return ("unclear", 0.7) if clause.form == "present" and clause.finite in {"har", "gir", "gjev"} and due else None


def _reported(case: Case) -> Answer:
    """«Statistisk sentralbyrå venter at …», «Vi regner med at …»: who says so."""
    clause = case.clause
    lows = clause.lows
    for place in range(max(clause.at, 0), len(lows) - 2):
        if (
            lows[place] == ","
            and lows[place + 1] in case.lex["reporting"].whole
            and lows[place + 2] in case.lex["source"]
        ):
            return "unclear", 0.75  # «…, viser elevundersøkelsen»
    says = clause.form == "present" and clause.finite in case.lex["reporting"].whole
    that = says and "at" in clause.lows[clause.at + 1 : clause.at + 4]
    return ("unclear", 0.75) if that and not (case.subject == "people" and is_aimed(case)) else None


TELLING: Final[tuple[Callable[[Case], Answer], ...]] = (
    _past,
    _perfect,
    _told,
    _source,
    _demography,
    _problem,
    _description,
    _law,
    _reported,
    _right,
    trend,
    described,
    _expected,
    _condition,
)
