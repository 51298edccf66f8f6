"""Finds what a text measures: a measure noun that opens it, or a unit that it is counted in."""

import re
from typing import Final

from styringsgraf.quality.wording.clause import Clause
from styringsgraf.quality.wording.words import Lexicon

#: «(1–5)», a scale.
_SCALE: Final = re.compile(r"[01][-–](?:[3-9]|10|100)$")
#: Words that only a measurement has.
_UNITS: Final = ("kwh", "kostra", "skala", "co2-ekvivalent", "mg/", "kg/", "tonn/", "kr/", "kroner/")
_YEAR: Final = re.compile(r"20\d\d$")
_SURVEYS: Final = ("undersøkelsen", "undersøkinga", "ungdata", "10-faktor")
_OF: Final = frozenset({"av", "fra", "frå", "i", "på", "per", "blant", "ved", "til", "etter", "hos", "med"})
#: After a comma at the end they are what is counted in.
_LENGTHS: Final = frozenset({"dager", "dagar", "uker", "veker", "timer", "timar", "minutter", "minutt", "år", "stk"})


def measure_of(clause: Clause, lex: Lexicon, spans: list[tuple[int, int, str]]) -> str:
    """Return 'noun' when a measure noun opens the text, 'unit' when a unit of measurement is in it, else ''."""
    lows = clause.lows
    place = 0
    while place < min(3, len(lows) - 1) and (
        lows[place] in lex["measure_modifier"].whole or lows[place].endswith(("vis", "lig", "leg"))
    ):
        if lows[place] in lex["measure"]:
            break
        place += 1
        if lows[place] in {"i", "av"}:
            place += 1
    if len(lows) > 1 and lows[0].endswith("s") and lows[0] not in lex["measure"] and lows[1][:1].isalpha():
        place = max(place, 1)  # «Elevenes gjennomsnittlige grunnskolepoeng»
        place += 1 if place + 1 < len(lows) and lows[place].endswith(("lige", "lege")) else 0
    if _is_counted(lows, place, lex) or _is_counted(lows, 0, lex):
        spans.append((0, place + 1, "measure"))
        return "noun"
    if place < len(lows) and lows[place] in lex["measure"] and not _is_list(lows, place, lex):
        spans.append((place, place + 1, "measure"))
        return "noun"
    for at in range(len(lows)):
        if _unit_at(lows, at, lex):
            spans.append((at, min(at + 2, len(lows)), "unit"))
            return "unit"
    return ""


def _is_counted(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    """«Utslipp fra …», «Arbeidsledighet 15–24 år», «Meldte avvik»."""
    following = lows[place + 1] if place + 1 < len(lows) else ""
    counted = lows[place] in lex["countable"].whole and (following in _OF or following[:1].isdigit())
    return counted or (place == 0 and bool(following) and lows[0] in lex["recorded"].whole)


def _is_list(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    """«Tall og fakta», «Mål, andel og …»: named among others, nothing is counted."""
    del lex
    return lows[place] in {"tall", "tal"} and place + 1 < len(lows) and lows[place + 1] in {"og", "fra", "frå"}


def _is_per_unit(lows: tuple[str, ...], at: int, lex: Lexicon) -> bool:
    """«per innbygger», «per 1000», «per million timer», but not «per 31. desember», «per i dag»."""
    following = lows[at] if at < len(lows) else ""
    if not set(lows[at : at + 3]).isdisjoint(lex["month"].whole) or _YEAR.match(following):
        return False
    known = following in lex["per_unit"].whole or following.isdigit()
    return known or (following == "." and at + 1 < len(lows))


def _unit_at(  # noqa: PLR0911 - a cascade: the first that holds
    lows: tuple[str, ...], at: int, lex: Lexicon
) -> bool:
    low, following = lows[at], lows[at + 1] if at + 1 < len(lows) else ""
    if low in {"per", "pr"}:
        return _is_per_unit(lows, at + 1, lex)
    if low in {"i", "som"}:
        return following in lex["counted_in"].whole
    if low in {"innen", "innan"} and at > 1 and following.startswith("frist") and at + 2 >= len(lows):
        return True  # «Vedtak fattet innen frist»
    if lows[at : at + 3] == ("ved", "utgangen", "av"):
        return lows[at + 3 : at + 4] in {("hvert",), ("kvart",)}
    if low in {"%", "prosent"}:
        return at > 0 and not lows[at - 1][0].isdigit()
    if at and lows[at - 1] in {",", "(", ":"} and (low in lex["measure"] or (low in _LENGTHS and not following)):
        return True
    if at and lows[at - 1] in {",", "("} and low.endswith(_SURVEYS):
        return True
    if at and lows[at - 1] == "(" and _SCALE.match(low):
        return True
    return low.startswith(_UNITS) or (low == "(" and following in lex["unit_in_brackets"].whole)
