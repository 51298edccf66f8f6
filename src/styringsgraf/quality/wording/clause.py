"""Takes a sentence apart: where its main verb is, of what form, and whose act or state it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from styringsgraf.quality.wording.opening import opening_infinitive
from styringsgraf.quality.wording.tokens import Token
from styringsgraf.quality.wording.verbs import main_verb, past_verb
from styringsgraf.quality.wording.words import Lexicon, Verb

#: How far from an auxiliary its verb is looked for, in words.
_REACH: Final = 12
_PERFECT: Final = frozenset({"har", "hadde"})
_BE: Final = frozenset({"er", "var"})


@dataclass(frozen=True)
class Clause:
    """A main clause: form of its verb ('modal', 'can', 'present', 'passive', 'past', 'infinitive', 'none')."""

    tokens: tuple[Token, ...]
    lows: tuple[str, ...]
    form: str
    at: int = -1  # the finite verb, or the infinitive that opens a heading
    verb: Verb | None = None  # the verb that carries the meaning
    verb_at: int = -1
    subject: tuple[int, int] = (0, 0)
    passive: bool = False
    perfect: bool = False
    inverted: bool = False

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words, in small letters."""
        return frozenset(self.lows)

    @property
    def finite(self) -> str:
        """The finite verb as written in small letters, '' when there is none."""
        return self.lows[self.at] if self.at >= 0 else ""


def parsed(tokens: tuple[Token, ...], lex: Lexicon) -> Clause:
    """Return the main clause of a sentence."""
    lows = tuple(token.low for token in tokens)
    opening = opening_infinitive(tokens, lows, lex)
    if opening >= 0:
        return Clause(tokens, lows, "infinitive", opening, lex.infinitive.get(lows[opening]), opening)
    at = main_verb(tokens, lows, lex)
    if at < 0:
        past = past_verb(lows, lex)
        return Clause(tokens, lows, "past" if past >= 0 else "none", past, subject=(0, max(past, 0)))
    return _analysed(tokens, lows, lex, at)


def _analysed(tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon, at: int) -> Clause:
    inverted = _is_inverted(lows, lex, at)
    finite = lows[at]
    if finite in lex["past"].whole and finite not in lex["modal"].whole:
        return Clause(tokens, lows, "past", at, subject=_subject(lows, lex, at, inverted=inverted), inverted=inverted)
    if finite in lex["modal"].whole or finite in lex["can"].whole:
        form = "can" if finite in lex["can"].whole else "modal"
        verb_at, verb, passive, perfect = _after_modal(tokens, lows, lex, at, inverted=inverted)
        end = verb_at if inverted else at
        subject = _subject(lows, lex, at, inverted=inverted, end=end)
        return Clause(tokens, lows, form, at, verb, verb_at, subject, passive, perfect, inverted)
    subject = _subject(lows, lex, at, inverted=inverted)
    if finite not in lex.present and finite not in lex.passive:
        passive = finite.endswith(("es", "ast", "est"))
        verb = lex.misspelt.get(finite)
        form = "passive" if passive else "present"
        return Clause(tokens, lows, form, at, verb, at, subject, passive, inverted=inverted)
    if finite in lex.present:
        found = Clause(tokens, lows, "present", at, lex.present[finite], at, subject, inverted=inverted)
        return _present(lows, lex, found)
    return Clause(tokens, lows, "passive", at, lex.passive[finite], at, subject, passive=True, inverted=inverted)


def _present(lows: tuple[str, ...], lex: Lexicon, found: Clause) -> Clause:
    """See whether a present is an auxiliary: «blir etablert» is a passive, «har økt» tells of the past."""
    finite, start = found.finite, found.subject[1] if found.inverted else found.at + 1
    if finite in lex["passive_auxiliary"].whole:
        for place in _verbal_places(lows, lex, start):
            if lows[place] in lex.participle or _agreeing(lows[place], lex) is not None:
                verb = lex.participle.get(lows[place]) or _agreeing(lows[place], lex)
                return replace(found, form="passive", verb=verb, verb_at=place, passive=True)
    if finite in _PERFECT:
        for place in _verbal_places(lows, lex, start):
            after_subject = found.inverted and place == start
            known = lows[place] in lex.participle
            if known and (after_subject or lows[place - 1] not in lex["determiner"].whole):
                verb = lex.participle[lows[place]]
                return replace(found, verb=verb, verb_at=place, perfect=True)
    return found


def _agreeing(low: str, lex: Lexicon) -> Verb | None:
    """Return the verb of a nynorsk participle in the plural: «haldne», «oppdaga», «planlagde»."""
    if lex.lang != "nn" or not low.endswith(("e", "a", "en")):
        return None
    stem = low[:-1]  # «teken» and «tekne» are forms of «teke»
    return next(
        (
            lex.participle[form]
            for form in (stem, f"{stem[:-1]}e", f"{stem[:-1]}t", f"{stem}t")
            if form in lex.participle
        ),
        None,
    )


def _verbal_places(lows: tuple[str, ...], lex: Lexicon, start: int) -> Iterator[int]:
    """Yield the places after an auxiliary where its participle may stand: past adverbs and times, no further."""
    for place in range(start, min(start + _REACH, len(lows))):
        low = lows[place]
        yield place
        passable = (
            low in lex["adverb"].whole or low in lex["preposition"].whole or low[:1].isdigit() or low in _PASSABLE
        )
        if not passable and low not in lex["expletive"].whole and not low.startswith("19"):
            return


_PASSABLE: Final = frozenset(
    [
        "siden",
        "sidan",
        "de",
        "dei",
        "siste",
        "årene",
        "åra",
        "flere",
        "fleire",
        "år",
        "allerede",
        "alt",
        "ikke",
        "ikkje",
        "aldri",
        "også",
        "òg",
        "nå",
        "no",
        "særlig",
        "særleg",
        "godt",
        "bedre",
        "betre",
        "tidlig",
        "tidleg",
        "raskt",
        "det",
        "det",
        "mange",
        "i",
        "på",
        "1970-tallet",
        "året",
    ]
)


def _is_inverted(lows: tuple[str, ...], lex: Lexicon, at: int) -> bool:
    first = lows[0]
    if at == 0:
        return True
    opens = ("preposition", "fronted", "subordinator")
    return any(first in lex[role].whole for role in opens) and first not in lex["expletive"].whole


def _subject(
    lows: tuple[str, ...], lex: Lexicon, at: int, *, inverted: bool, end: int | None = None
) -> tuple[int, int]:
    """Return the range of words that say who: before the verb up to a preposition or clause, or right after it."""
    if not inverted:
        start, stop = 0, at
    else:
        start, stop = at + 1, end if end is not None and end > at else min(at + 8, len(lows))
    place = start
    while place < stop and (lows[place] in lex["adverb"].whole or lows[place] == ","):
        place += 1
    start = place
    if inverted and lows[place : place + 1] == ("det",):
        following = lows[place + 1] if place + 1 < stop else ""
        if following in lex.participle or not following.endswith("e"):
            return start, min(start + 1, stop)  # «har det vore halde tre møte», but «er det kommunale tilbodet»
    while place < stop:
        low = lows[place]
        cuts = low in lex["preposition"].whole or low in lex["subordinator"].whole or low in {"(", ":"}
        if place > start and cuts:
            break
        place += 1
    return start, place


def _after_modal(
    tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon, at: int, *, inverted: bool
) -> tuple[int, Verb | None, bool, bool]:
    """Return where the verb after a modal is, the verb, whether it is passive, and whether perfect."""
    for place in range(at + 1, min(at + 1 + 4 * _REACH, len(lows))):
        low = lows[place]
        if low in lex["people"].whole or low in lex["municipality"].whole or low in lex["number"].whole:
            continue
        if low in lex.infinitive and not tokens[place].capital:
            if inverted and low in lex["adjective_too"].whole and place == at + 1:
                continue
            return _chained(lows, lex, place)
        if low in lex.passive and not tokens[place].capital and not (inverted and place == at + 1):
            return place, lex.passive[low], True, False
    place = at + 1
    while place < len(lows) and (lows[place] in lex["adverb"].whole or lows[place] == ","):
        place += 1
    known = not inverted and place < len(lows)
    passive = known and lows[place].endswith(("es", "ast", "est"))
    return (place if known else at), None, passive, False


def _chained(lows: tuple[str, ...], lex: Lexicon, place: int) -> tuple[int, Verb | None, bool, bool]:
    """«ha gjennomført» and «bli etablert»: the participle carries the meaning."""
    low, verb = lows[place], lex.infinitive[lows[place]]
    if low in {"ha", "bli", "verte", "verta"}:
        for later in _verbal_places(lows, lex, place + 1):
            found = lex.participle.get(lows[later]) or (None if low == "ha" else _agreeing(lows[later], lex))
            if found is not None and lows[later - 1] not in lex["determiner"].whole:
                return later, found, low != "ha", low == "ha"
    return place, verb, False, False
