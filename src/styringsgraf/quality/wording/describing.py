"""Rules for a present tense that only describes: counts, places, shares, law, definitions, what is to be expected.

A goal in the present and a description look alike. What tells them apart is that nobody aims at a round count of
what there is («Kommunen har 14 barnehager»); a time or a limit («innen 2030», «minst ti») makes it a goal again.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.case import Answer, Case

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d$")
_DECADE: Final = re.compile(r"(?:1[5-9]|20)\d0-?(?:tallet|talet|åra|årene)$")
#: Years before this one are history in a plan that is read today.
_HISTORY: Final = 2015
#: After these a year says when something was counted, or began.
_SINCE: Final = frozenset({"per", "pr", "fra", "frå", "siden", "sidan", "etter"})
_MONTHS: Final = frozenset({"januar", "juni", "oktober", "desember"})
_DEADLINES: Final = ("utgang", "frist", "rimeli", "årsskift", "nyttår", "en", "ein", "et", "eit", "planperiod")
_NEAR: Final = 5
#: «Andelen er 100 prosent», «utslippene er null»: so round it is aimed at.
_ALL: Final = frozenset({"0", "100", "null"})


def is_aimed(case: Case) -> bool:
    """Tell whether a time to come, a limit or «alle», «ingen» makes a goal of it."""
    clause = case.clause
    lows = clause.lows
    for place, (before, low) in enumerate(pairwise(("", *lows))):
        following = lows[place + 1] if place + 1 < len(lows) else ""
        if low in case.lex["limit"].whole and (low not in {"innen", "innan"} or _is_time(following, case)):
            return True
        if _YEAR.match(low) and int(low) >= _HISTORY and before not in _SINCE | _MONTHS:
            return True
        if before in {"over", "under"} and low[0].isdigit() and clause.vocabulary & {"prosent", "%"}:
            return True
    return False


def _is_time(low: str, case: Case) -> bool:
    """«innen 2030», «innen utgangen av …», but not «innen skipsbygging»."""
    return low[:1].isdigit() or low in case.lex["dated"].whole or low.startswith(_DEADLINES)


def _is_number(low: str, case: Case) -> bool:
    return (low[0].isdigit() and not _YEAR.match(low)) or low in case.lex["number"].whole


def _number_after(case: Case, start: int) -> int:
    """Return the place of a number that stands right after, past «om lag», «til sammen», «nå»; else -1."""
    lows = case.clause.lows
    for place in range(start, min(start + _NEAR, len(lows))):
        low = lows[place]
        if _is_number(low, case):
            return place
        if low not in case.lex["about"].whole and low not in case.lex["adverb"].whole:
            return -1
    return -1


def _after(case: Case) -> int:
    clause = case.clause
    return clause.subject[1] if clause.inverted else clause.at + 1


def _counted(case: Case) -> Answer:
    """«Kommunen har 14 barnehager», «Det er 26 lag i bygda», «Kommunen eier 48 bygg»."""
    clause = case.clause
    there = "det" in (clause.lows[0], case.following)
    if there and clause.finite in {"er", "bor", "bur", "tar", "tek", "finnes", "finst"}:
        start = clause.at + (2 if case.following == "det" else 1)
        return ("unclear", 0.75) if _number_after(case, start) >= 0 else None
    if clause.finite not in case.lex["holding"].whole or case.subject not in {
        "municipality",
        "service",
        "unit",
        "expletive",
        "other",
        "source",
    }:
        return None
    place = _number_after(case, _after(case))
    counted = clause.lows[place + 1] if 0 <= place < len(clause.lows) - 1 else ""
    more = counted[:1].isalnum() and counted not in case.lex["good"].whole
    return ("unclear", 0.75) if more else None


def _measured(case: Case) -> Answer:
    """«Sykefraværet er 8,9 prosent»: how it is; «under 6 prosent» is how it shall be."""
    clause = case.clause
    if case.subject != "quantity" or clause.finite not in {"er", "ligger", "ligg", "utgjør", "utgjer"}:
        return None
    place = _number_after(case, _after(case))
    return ("unclear", 0.6) if place >= 0 and clause.lows[place] not in _ALL else None


def _as_of(case: Case) -> Answer:
    """«… per 31. desember 2024», «bygget er fra 1974», «på 1970-tallet»."""
    lows = case.clause.lows
    for before, low in pairwise(("", *lows)):
        year = bool(_YEAR.match(low))
        told = (before in {"per", "pr"} and (year or low in {"31", "1"})) or bool(_DECADE.match(low))
        if told or (year and int(low) < _HISTORY and before in {"i", "fra", "frå"}):
            return "unclear", 0.75
    return None


def _share(case: Case) -> Answer:
    """«Hver tredje innbygger …», «De fleste bor …», «… og tre av ti bor utenfor»; people's experience is a goal."""
    clause, lows = case.clause, case.clause.lows
    start = next((at for at, low in enumerate(lows) if low not in case.lex["about"].whole), 0)
    percent = lows[start : start + 3][1:] in {("prosent", "av"), ("%", "av")}
    opens = (percent or max(case.lex["share"].length_at(lows, at) for at in (0, start)) > 0) and clause.form != "can"
    place = next((at for at in range(len(lows) - 2) if _is_share(lows, at, case)), -1)
    if not opens and place < 0:
        return None
    felt = clause.verb is not None and clause.verb.lemma in case.lex["felt"].whole
    return None if felt and case.subject == "people" and place <= clause.at else ("unclear", 0.7)


def _is_share(lows: tuple[str, ...], at: int, case: Case) -> bool:
    """«tre av ti», «hver tredje innbygger», «40 prosent av innbyggerne», «to tredeler»; not «hver tredje uke»."""
    low, following, third = lows[at : at + 3]
    if following == "av" and _is_number(low, case) and _is_number(third, case):
        return True
    if low in {"hver", "kvar", "hvert", "kvart"} and following in case.lex["ordinal"].whole:
        return third in case.lex["people"] or third in case.lex["counted"]
    return _is_number(low, case) and following.startswith(("tredel", "fjerdedel", "femdel", "fjerdedelar"))


def _about(case: Case) -> Answer:
    """«om lag 300 personer», «i snitt 44 år»: nobody aims at a number that is not sure."""
    lows = case.clause.lows
    for place in range(len(lows) - 1):
        length = case.lex["roughly"].length_at(lows, place)
        if length and place + length < len(lows) and _is_number(lows[place + length], case):
            return "unclear", 0.7
    return None


def _contrast(case: Case) -> Answer:
    """«X er lav, mens Y …», «X er god, men Y har …»: weighed against each other."""
    lows, lex = case.clause.lows, case.lex
    for place in range(max(case.clause.at, 0) + 1, len(lows) - 2):
        if lows[place] != ",":
            continue
        if lows[place + 1] in {"mens", "medan"}:
            return "unclear", 0.65
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
    nature = bool(head) and head in lex["nature"] and clause.finite in lex["natural"].whole
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
    ranked = any(
        low in lex["superlative"].whole and any(word in lex["ranked"] for word in later[at + 1 : at + 4])
        for at, low in enumerate(later)
    )
    return ("unclear", 0.65) if (tied and trade) or ranked else None


def _definition(case: Case) -> Answer:
    """«Handlingsdelen er en fireårig plan …»: says what a thing is."""
    clause = case.clause
    if clause.finite != "er" or case.subject not in {"other", "source"}:
        return None
    later = clause.lows[_after(case) : _after(case) + _NEAR]
    article = bool(later) and (later[0] in {"en", "et", "ei", "ein", "eit"} or later[0].endswith("s"))
    return ("unclear", 0.65) if article and any(low in case.lex["defined"] for low in later) else None


def _to_come(case: Case) -> Answer:
    """«Vi blir flere eldre», «Om ti år blir det …», «… kommer til å øke»: what is expected."""
    clause, lex = case.clause, case.lex
    lows = clause.lows
    if clause.finite in {"kommer", "kjem"} and lows[_after(case) : _after(case) + 2] == ("til", "å"):
        return "unclear", 0.75
    if clause.verb is not None and clause.verb.lemma in {"eldes", "eldast"}:
        return "unclear", 0.7
    grows = clause.finite in {"blir", "vert"} and any(
        low in lex["more"].whole for low in lows[clause.at + 1 : clause.at + 4]
    )
    ahead = lows[0] == "om" and any(low == "år" for low in lows[1:4])
    counted = case.subject in {"expletive", "municipality"} and any(low in lex["demography"].whole for low in lows)
    return ("unclear", 0.7) if grows and (ahead or counted) else None


_PRESENT: Final[tuple[Callable[[Case], Answer], ...]] = (
    _counted,
    _measured,
    _share,
    _about,
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
    if case.clause.form not in {"present", "can"}:
        return None
    dated = _as_of(case)
    if dated is not None or is_aimed(case):
        return dated
    return next((answer for rule in _PRESENT if (answer := rule(case)) is not None), None)
