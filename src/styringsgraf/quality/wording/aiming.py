"""Marks of ambition: a time to come, a limit, «alle», praise. With one of them a present tense is aimed at."""

import re
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.case import Case

YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d$")
#: Years before this one are history in a plan that is read today.
HISTORY: Final = 2015
#: After these a year says when something was counted, or began.
_SINCE: Final = frozenset({"per", "pr", "fra", "frå", "siden", "sidan", "etter"})
_MONTHS: Final = frozenset({"januar", "juni", "oktober", "desember"})
_DEADLINES: Final = ("utgang", "frist", "rimeli", "årsskift", "nyttår", "en", "ein", "et", "eit", "planperiod")


def is_aimed(case: Case) -> bool:
    """Tell whether a time to come, a limit or «alle», «ingen» makes a goal of it."""
    clause = case.clause
    lows = clause.lows
    for place, (before, low) in enumerate(pairwise(("", *lows))):
        following = lows[place + 1] if place + 1 < len(lows) else ""
        if low in case.lex["limit"].whole and (low not in {"innen", "innan"} or _is_time(following, case)):
            return True
        if low.startswith("20") and before == "etter" and YEAR.match(low) and is_negated(case):
            return True  # «forekommer ikke etter 2032»
        if YEAR.match(low) and int(low) >= HISTORY and before not in _SINCE | _MONTHS:
            return True
        if before in {"over", "under"} and low[0].isdigit() and clause.vocabulary & {"prosent", "%"}:
            return True
    return False


def _is_time(low: str, case: Case) -> bool:
    """«innen 2030», «innen utgangen av …», but not «innen skipsbygging»."""
    return low[:1].isdigit() or low in case.lex["dated"].whole or low.startswith(_DEADLINES)


def is_praised(case: Case) -> bool:
    """Tell whether what is said after the verb is praise («trygg», «i balanse»): how one wants it to be."""
    clause, words = case.clause, case.lex["praise"]
    return any(words.length_at(clause.lows, place) for place in range(max(clause.at, 0) + 1, len(clause.lows)))


def is_negated(case: Case) -> bool:
    """Tell whether «ikke», «ingen», «uten» stands in the clause: trouble that is not there is aimed at."""
    return not case.clause.vocabulary.isdisjoint(case.lex["negation"].whole)


def is_ambitious(case: Case) -> bool:
    """Tell whether anything marks a state of things as wanted: aim, praise, people it is for, a change that is done."""
    if is_aimed(case) or is_praised(case):
        return True
    clause, lex = case.clause, case.lex
    later = clause.lows[max(clause.at, 0) + 1 :]
    if clause.verb is not None and clause.verb.lemma in lex["able"].whole:
        return True
    changed = any("change" in lex.participle[low].kinds for low in later if low in lex.participle)
    counted = lex["number"].whole
    return changed or any(
        low in lex["people"] and low not in lex["demography"].whole and not (before.isdigit() or before in counted)
        for before, low in pairwise(later)
    )
