"""Rules for a present tense that counts what there is: numbers, shares, dates of counting."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.aiming import HISTORY, YEAR
from styringsgraf.quality.wording.case import Answer, Case

_DECADE: Final = re.compile(r"(?:1[5-9]|20)\d0-?(?:tallet|talet|åra|årene)$")
_NEAR: Final = 5
_HALF: Final = frozenset({"halvparten", "flertallet", "fleirtalet", "flesteparten", "mesteparten"})
#: «Andelen er 100 prosent», «utslippene er null»: so round it is aimed at.
_ALL: Final = frozenset({"0", "100", "null"})


def _is_number(low: str, case: Case) -> bool:
    return (low[0].isdigit() and not YEAR.match(low)) or low in case.lex["number"].whole


def number_after(case: Case, start: int) -> int:
    """Return the place of a number that stands right after, past «om lag», «til sammen», «nå»; else -1."""
    lows = case.clause.lows
    for place in range(start, min(start + _NEAR, len(lows))):
        low = lows[place]
        if _is_number(low, case):
            return place
        if low not in case.lex["about"].whole and low not in case.lex["adverb"].whole:
            return -1
    return -1


def after(case: Case) -> int:
    """Return the place where the predicate begins: after the verb, or after a subject that follows it."""
    clause = case.clause
    return clause.subject[1] if clause.inverted else clause.at + 1


def _counted(case: Case) -> Answer:
    """«Kommunen har 14 barnehager», «Det er 26 lag i bygda», «Kommunen eier 48 bygg»."""
    clause = case.clause
    there = "det" in (clause.lows[0], case.following)
    if there and clause.finite in {"er", "bor", "bur", "tar", "tek", "finnes", "finst"}:
        start = clause.at + (2 if case.following == "det" else 1)
        return ("unclear", 0.75) if number_after(case, start) >= 0 else None
    if case.following in {"en", "ein"} and clause.lows[clause.at + 2 : clause.at + 3] == ("av",):
        return ("unclear", 0.65) if number_after(case, clause.at + 3) == clause.at + 3 else None
    if clause.finite not in case.lex["holding"].whole or case.subject not in {
        "municipality",
        "service",
        "unit",
        "expletive",
        "other",
        "source",
    }:
        return None
    place = number_after(case, after(case))
    counted = clause.lows[place + 1] if 0 <= place < len(clause.lows) - 1 else ""
    more = counted[:1].isalnum() and counted not in case.lex["good"].whole
    return ("unclear", 0.75) if more else None


def _measured(case: Case) -> Answer:
    """«Sykefraværet er 8,9 prosent»: how it is; «under 6 prosent» is how it shall be."""
    clause = case.clause
    if case.subject != "quantity" or clause.finite not in {"er", "ligger", "ligg", "utgjør", "utgjer"}:
        return None
    place = number_after(case, after(case))
    return ("unclear", 0.6) if place >= 0 and clause.lows[place] not in _ALL else None


def as_of(case: Case) -> Answer:
    """«… per 31. desember 2024», «bygget er fra 1974», «på 1970-tallet»."""
    lows = case.clause.lows
    for before, low in pairwise(("", *lows)):
        year = bool(YEAR.match(low))
        told = (before in {"per", "pr"} and (year or low in {"31", "1"})) or bool(_DECADE.match(low))
        ahead = any(b == "til" and YEAR.match(n) and int(n) >= HISTORY for b, n in pairwise(lows))
        if told or (year and int(low) < HISTORY and before in {"i", "fra", "frå"} and not ahead):
            return "unclear", 0.75
    return None


def _share(case: Case) -> Answer:
    """«Hver tredje innbygger …», «De fleste bor …», «… og tre av ti bor utenfor»; people's experience is a goal."""
    clause, lows = case.clause, case.clause.lows
    start = next((at for at, low in enumerate(lows) if low not in case.lex["about"].whole), 0)
    percent = lows[start : start + 3][1:] in {("prosent", "av"), ("%", "av")}
    opens = (percent or max(case.lex["share"].length_at(lows, at) for at in (0, start)) > 0) and clause.form != "can"
    place = next((at for at in range(len(lows) - 2) if _is_share(lows, at, case)), -1)
    half = any(low in _HALF for low in lows[clause.at + 1 :])
    if not opens and place < 0 and not half:
        return None
    felt = clause.verb is not None and clause.verb.lemma in case.lex["felt"].whole
    later = place > clause.at or half
    return None if felt and case.subject == "people" and not later else ("unclear", 0.7)


def _is_share(lows: tuple[str, ...], at: int, case: Case) -> bool:
    """«tre av ti», «hver tredje innbygger», «40 prosent av innbyggerne», «to tredeler»; not «hver tredje uke»."""
    low, following, third = lows[at : at + 3]
    if following == "av" and _is_number(low, case) and _is_number(third, case):
        return True
    if low in {"hver", "kvar", "hvert", "kvart"} and following in case.lex["ordinal"].whole:
        return third in case.lex["people"] or third in case.lex["counted"]
    part = _is_number(low, case) or low in {"en", "ein"}
    return part and following.startswith(("tredel", "fjerdedel", "femdel", "fjerdedelar"))


def _about(case: Case) -> Answer:
    """«om lag 300 personer», «i snitt 44 år»: nobody aims at a number that is not sure."""
    lows = case.clause.lows
    for place in range(len(lows) - 1):
        length = case.lex["roughly"].length_at(lows, place)
        if length and place + length < len(lows) and _is_number(lows[place + length], case):
            return "unclear", 0.7
    return None


COUNTING: Final[tuple[Callable[[Case], Answer], ...]] = (_counted, _measured, _share, _about)
