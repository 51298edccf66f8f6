"""What else a clause holds besides verb and subject: measure, means, time, hedges, agent – each with its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from styringsgraf.quality.wording.clause import Clause
from styringsgraf.quality.wording.measuring import measure_of
from styringsgraf.quality.wording.words import Lexicon

_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:[-–/]\d+)?$")
_MONEY: Final = frozenset({"kr", "kroner", "mill", "millioner", "millionar", "mrd"})
_AFTER_VERB: Final = 40


@dataclass(frozen=True, slots=True)
class Signals:
    """Facts about one clause. ``measure`` is 'noun', 'unit' or ''; ``cues`` are (words as written, role)."""

    kinds: frozenset[str]
    measure: str
    means: bool
    time: bool
    concrete: bool
    dated: bool
    money: bool
    hedge: bool
    told: bool
    problem: bool
    described: bool
    forecast: bool
    role: bool
    agent: str
    infinitives: int
    cues: tuple[tuple[str, str], ...]


def read(clause: Clause, lex: Lexicon, sentence: str) -> Signals:
    """Return what the rules need to know of a clause."""
    spans: list[tuple[int, int, str]] = []
    measure = measure_of(clause, lex, spans)
    means = _means(clause, lex, spans)
    time = _time(clause, lex, spans)
    after = clause.lows[max(clause.at, 0) :][:_AFTER_VERB]
    new = any(low in lex["new"].whole or low[0].isdigit() for low in after)
    agent = _agent(clause, lex, spans)
    kinds = _kinds(clause, lex, spans)
    if clause.at >= 0:
        role = {"modal": "modal", "infinitive": "infinitive"}.get(clause.form, "finite")
        spans.append((clause.at, clause.at + 1, role))
    if clause.verb_at >= 0 and clause.verb_at != clause.at:
        spans.append((clause.verb_at, clause.verb_at + 1, "verb"))
    if clause.subject[1] > clause.subject[0] and clause.at >= 0 and clause.form != "infinitive":
        spans.append((*clause.subject, "subject"))
    return Signals(
        kinds=kinds,
        measure=measure,
        means=means,
        time=time,
        concrete=time or new or bool(clause.verb and {"act"} == kinds),
        dated=any(low in lex["dated"].whole for low in after),
        money=any(low in _MONEY for low in after),
        hedge=_has(clause, lex, "hedge", spans),
        told=_told(clause, lex),
        problem=_has(clause, lex, "problem", spans),
        described=_described(clause, lex),
        forecast=clause.finite in {"vil", "ville"} and _has(clause, lex, "hedge", []),
        role=any(low in lex["role"] for low in after[:8]),
        agent=agent,
        infinitives=_infinitives(clause, lex),
        cues=_cues(clause, sentence, spans),
    )


def _cues(clause: Clause, sentence: str, spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[str, str], ...]:
    made: dict[tuple[str, str], None] = {}
    for start, end, role in sorted(spans):
        made.setdefault((sentence[clause.tokens[start].start : clause.tokens[end - 1].end], role))
    return tuple(made)


def _has(clause: Clause, lex: Lexicon, role: str, spans: list[tuple[int, int, str]]) -> bool:
    return _phrase(clause, lex, role, 0, spans)


def _phrase(clause: Clause, lex: Lexicon, role: str, start: int, spans: list[tuple[int, int, str]]) -> bool:
    words = lex[role]
    if words.apart_from(clause.vocabulary):
        return False
    for place in range(start, len(clause.lows)):
        length = words.length_at(clause.lows, place)
        if length:
            spans.append((place, place + length, role))
            return True
    return False


def _means(clause: Clause, lex: Lexicon, spans: list[tuple[int, int, str]]) -> bool:
    """Tell whether a means is named; «gjennom hele året» is a time, «gjennom kommunen» a way."""
    if lex["means"].apart_from(clause.vocabulary):
        return False
    for place in range(max(clause.at, 0) + 1, len(clause.lows)):
        length = lex["means"].length_at(clause.lows, place)
        following = clause.lows[place + length] if length and place + length < len(clause.lows) else ""
        if length and following and following not in lex["throughout"].whole:
            spans.append((place, place + length, "means"))
            return True
    return False


def _time(clause: Clause, lex: Lexicon, spans: list[tuple[int, int, str]]) -> bool:
    found = _has(clause, lex, "time", spans)
    for place, low in enumerate(clause.lows):
        if low[0] in "12" and _YEAR.match(low):
            spans.append((place, place + 1, "time"))
            return True
    return found


def _told(clause: Clause, lex: Lexicon) -> bool:
    """Definitions, references, speech, «dette kapittelet»."""
    lows = clause.lows
    if clause.finite in lex["expected"].whole or (clause.verb_at > 0 and lows[clause.verb_at] in lex["expected"].whole):
        return True
    first = lows[0]
    if first in lex["pointing"].whole or lows[:2] == ("om", "lag"):
        return True
    if first == "dermed" and clause.form == "present" and not clause.vocabulary & {"innen", "innan"}:
        return True
    article = {"en", "et", "ei", "ein", "eit"}
    if first in article and clause.finite == "er" and clause.at + 1 < len(lows) and lows[clause.at + 1] in article:
        return True  # «Et oppdrag er en …»: a definition
    if first in {"mange", "nokre", "noen"} or lex["problem"].length_at(lows, 0) > 1:
        return True
    return first == "det" and clause.finite in {"er", "var"} and _phrase(clause, lex, "problem", 0, [])


def _described(clause: Clause, lex: Lexicon) -> bool:
    if lex["described"].apart_from(clause.vocabulary):
        return False
    return any(lex["described"].length_at(clause.lows, place) for place in range(max(clause.at, 0), len(clause.lows)))


def _agent(clause: Clause, lex: Lexicon, spans: list[tuple[int, int, str]]) -> str:
    """Return who a passive says acts («utarbeides av Teknikk og miljø»), else ''."""
    if not clause.passive:
        return ""
    for place in range(max(clause.verb_at, 0) + 1, len(clause.lows) - 1):
        if clause.lows[place] != "av":
            continue
        following, token = clause.lows[place + 1], clause.tokens[place + 1]
        if following in lex["municipality"].whole:
            kind = "municipality"
        elif following in lex["unit"]:
            kind = "unit"
        elif following in lex["service"] or (token.capital and not token.text.isupper()):
            kind = "service"
        else:
            continue
        spans.append((place, place + 2, "agent"))
        return kind
    return ""


def _kinds(clause: Clause, lex: Lexicon, spans: list[tuple[int, int, str]]) -> frozenset[str]:
    """Return what the verb is used for here: the words after it can make it an act or a state."""
    if clause.verb is None:
        return frozenset({"state"}) if clause.form in {"present", "can", "passive"} else frozenset()
    kinds = frozenset(clause.verb.kinds)
    after = (
        clause.verb.lemma,
        *(low for low in clause.lows[clause.verb_at + 1 : clause.verb_at + 10] if low[0].isalnum()),
    )
    for role, made in (("keep_phrase", {"state", "kept"}), ("act_phrase", {"act"})):
        for phrase in lex[role].phrases.get(clause.verb.lemma, ()):
            if _follows(after, phrase):
                spans.append((clause.verb_at, clause.verb_at + 1, "verb"))
                return frozenset(made)
    if clause.passive and clause.verb.lemma in lex["kept"].whole:
        return kinds | {"kept"}
    return kinds


def _follows(after: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """«setter opp», «setter nå opp», «tar i løpet av våren i bruk» – near, and in order."""
    rest = phrase[1:]
    return any(after[place : place + len(rest)] == rest for place in range(1, min(4, len(after))))


def _infinitives(clause: Clause, lex: Lexicon) -> int:
    """Return how many infinitives stand side by side: «styrke … og utvikle …»."""
    if clause.verb_at < 0:
        return 0
    count, lows = 1, clause.lows
    for place in range(clause.verb_at + 1, len(lows)):
        low, before = lows[place], lows[place - 1]
        if low in lex["subordinator"].whole and low not in {"der", "så"}:
            break
        joined = before in {"og", "eller", "samt", ","} and low in lex.infinitive
        if joined and low not in lex["adjective_too"].whole:
            count += 1
    return count
