"""Finds the verb a sentence hangs on: the main clause's finite verb."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from styringsgraf.quality.wording.tokens import Token
from styringsgraf.quality.wording.words import Lexicon

_FAR: Final = 60
_DEFINITE: Final = ("en", "et", "ene", "ane", "a", "ens", "ets", "enes", "anes", "as")


def is_definite(low: str, lex: Lexicon) -> bool:
    """Tell whether a word ends as a noun in the definite form or a genitive does, and is no small word."""
    closed = ("preposition", "coordinator", "determiner", "subordinator", "modal", "can", "adverb", "pronoun")
    if len(low) < 4 or any(low in lex[role] for role in closed) or low in lex.infinitive or low in lex.present:  # noqa: PLR2004
        return False
    return low.endswith(_DEFINITE) and not low.endswith(("het", "heit", "sjon", "else"))


def has_finite(tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon) -> bool:
    """Tell whether a main clause has a finite verb that the lists know."""
    return _walk(tokens, lows, lex, _finite) >= 0


def main_verb(tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon) -> int:
    """Return the place of the main clause's finite verb: verbs of clauses that «som», «når» … open are passed over."""
    known = _walk(tokens, lows, lex, _finite)
    if known < 0:
        known = _walk(tokens, lows, lex, _probably_finite)
    return known if known >= 0 else _after_role(tokens, lows, lex)


def _after_role(tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon) -> int:
    """«Stillingen som koordinator utvides»: a role follows «som», no clause."""
    for place in range(1, min(len(lows) - 2, 6)):
        if lows[place] != "som" or not is_definite(lows[place - 1], lex) or lows[place - 1] in lex["people"]:
            continue
        role, later = lows[place + 1], place + 2
        small = any(role in lex[name] for name in ("pronoun", "municipality", "people", "modal"))
        if not small and not is_definite(role, lex) and _finite(tokens, lows, later, lex):
            return later
    return -1


def _walk(
    tokens: tuple[Token, ...],
    lows: tuple[str, ...],
    lex: Lexicon,
    is_finite: Callable[[tuple[Token, ...], tuple[str, ...], int, Lexicon], bool],
) -> int:
    pending, passed, reaching = 0, -1, -1
    for place in range(min(len(lows), _FAR)):
        low = lows[place]
        before = lows[place - 1] if place else ""
        if not tokens[place].is_word:
            continue
        if low in lex["subordinator"].whole and not _is_no_subordinator(lows, place, lex):
            reaching = place if low == "når" and place and not pending else reaching
            pending = min(pending + 1, 3)
        elif is_finite(tokens, lows, place, lex):
            if before == "," and place > 1:
                return place  # «Når …, skal vi», «Eldre som ønsker det, blir»
            joined = passed >= 0 and _joined(lows, place, lex)
            if not pending and not joined:
                return _modal_later(lows, place, lex) if lows[0] in lex["preposition"].whole else place
            pending, passed = max(pending - 1, 0), place
    return reaching if passed < reaching and reaching > 0 and lows[reaching - 1] not in {",", "og"} else -1


def _modal_later(lows: tuple[str, ...], place: int, lex: Lexicon) -> int:
    """«Gjennom tydelige rammer og god oppfølging skal vi»: a modal before any new clause is the verb, not «rammer»."""
    for later in range(place, min(len(lows), place + 10)):
        low = lows[later]
        if low in lex["modal"].whole:
            return later
        if low == "," or low in lex["subordinator"].whole:
            break
    return place


def _joined(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    """«som bor her og går på skole»: the second verb belongs to the same clause."""
    before = lows[place - 1]
    if before in lex["coordinator"].whole:
        return True
    return place > 1 and before in lex["adverb"].whole and lows[place - 2] in lex["coordinator"].whole


def _is_no_subordinator(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    """«Som skoleeier skal vi», «så lenge som mulig», «slik at», «både i by og der», «så god»."""
    low, following = lows[place], lows[place + 1] if place + 1 < len(lows) else ""
    if low == "som":
        later = lows[place + 1 : place + 6]
        modal = next((i for i, word in enumerate(later) if word in lex["modal"].whole), -1)
        return following.startswith(("mulig", "mogl", "mogeleg")) or (place == 0 and modal > 0)
    if low in {"så", "slik"}:
        return not (place > 0 and lows[place - 1] == "," and following != "at")
    if low == "om":
        return place > 0 or bool({"år", "tid", "månader"} & set(lows[2:4]))
    if low == "når" and lows[0] in lex["preposition"].whole:
        return 0 < place < 4 and "," not in lows[:place]  # noqa: PLR2004 - «I 2030 når alle …»
    if low in {"siden", "sidan", "der"} and place == 0:
        return not _opens_clause(lows, lex)
    return low == "enn" and place == 0


def _opens_clause(lows: tuple[str, ...], lex: Lexicon) -> bool:
    """«Siden nettet er fullt, må vi …», but «Siden 2010 har folketallet gått ned»."""
    return any(
        low == "," and (following in lex["modal"].whole or following in lex.present)
        for low, following in pairwise(lows[:_FAR])
    )


def _finite(  # noqa: PLR0911 - a cascade: the first that holds
    tokens: tuple[Token, ...], lows: tuple[str, ...], place: int, lex: Lexicon
) -> bool:
    low = lows[place]
    before = lows[place - 1] if place else ""
    if before in lex["infinitive_mark"].whole:
        return False
    if low in lex["modal"].whole or low in lex["can"].whole:
        # «skal kunne bo» has an infinitive there; «kan og skal gå» hangs on the second.
        joined = lows[place + 1 : place + 3]
        doubled = len(joined) > 1 and joined[0] in lex["coordinator"].whole and joined[1] in lex["modal"].whole
        return not doubled and not (low.endswith(("e", "te")) and before in lex["modal"].whole)
    if place == 0:  # a verb first asks a question; a title that begins so has a participle or a noun there
        return lows[-1] == "?"
    if low == "låg" and (before in lex["preposition"].whole or before in {"og", "så", "for", "er"}):
        return False  # «familiar med låg inntekt»
    if low in lex["past"].whole or (low in lex["expected"].whole and low.endswith(("as", "es", "ast"))):
        return True
    if low in lex.present:
        if place and tokens[place].capital and not tokens[place].text.isupper():
            return False
        if before in lex["measure"] and before not in lex["quantity"].whole and low in {"får", "lam", "rein"}:
            return False
        return low not in lex["noun_too"].whole or _subject_before(lows, place, lex)
    return low in lex.passive and not tokens[place].capital


def _probably_finite(tokens: tuple[Token, ...], lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    """Tell whether a word that no list has stands and ends as a verb: «Inntektene svikter», «Taket tettes»."""
    if _finite(tokens, lows, place, lex):
        return True
    low, before = lows[place], lows[place - 1] if place else ""
    if place == 0 or tokens[place].capital or len(low) < 5:  # noqa: PLR2004
        return False
    if (
        low in lex.infinitive
        or before in lex["measure"]
        or any(low in lex[role] for role in ("people", "unit", "quantity"))
    ):
        return False
    if low in lex.misspelt:
        return _subject_before(lows, place, lex)
    ends = ("er", "es") if lex.lang == "nb" else ("ar", "er", "ast", "est")
    subject = before in lex["expletive"].whole or before in {"vi", "me", "alle", "ingen", "dei", "de"}
    genitive = before.endswith("s")
    noun = (
        not genitive and tokens[place - 1].is_word and (is_definite(before, lex) or before in {"barn", "unge", "folk"})
    )
    return low.endswith(ends) and (noun or (subject and low.endswith(("es", "ast", "est"))) or before in {"vi", "me"})


def _subject_before(  # noqa: PLR0911 - a cascade: the first that holds
    lows: tuple[str, ...], place: int, lex: Lexicon
) -> bool:
    """Tell whether «bruker», «støtter» … follow a subject, so that they are verbs and no nouns."""
    if place == 0:
        return False
    before = lows[place - 1]
    if before == ",":
        return place > 1
    if any(before in lex[role].whole for role in ("preposition", "coordinator", "determiner", "infinitive_mark")):
        return before in lex["pronoun"].whole and lows[place] not in {"deler", "brukere"}
    if lows[place - 2 : place - 1] in {("på",), ("i",), ("ved",)} and place > 2 and is_definite(lows[place - 3], lex):  # noqa: PLR2004
        return True  # «Biblioteket på Nes holder åpent»
    if before.endswith("s") and not before.endswith(("hus", "ss")) and lex.lang == "nb":
        return before in lex["municipality"]
    if place == 1 and before.endswith("e") and not any(before in lex[r] for r in ("people", "unit", "service")):
        return is_definite(before, lex)
    adjective = before.endswith(
        ("ige", "lige", "lege", "ske", "ne", "ende", "ande", "erte", "ert", "este", "ale", "ive", "al", "isk")
    ) and not is_definite(before, lex)
    return not (adjective and not any(before in lex[role] for role in ("people", "unit", "service", "municipality")))


def past_verb(lows: tuple[str, ...], lex: Lexicon) -> int:
    """Return the place of a past form («handlet», «peika») after a subject in the definite form, else -1."""
    for place in range(1, min(len(lows), _FAR)):
        low = lows[place]
        known = low in lex.participle
        known = known or (low.endswith("te") and (low[:-1] in lex.participle or f"{low[:-2]}e" in lex.infinitive))
        if low in lex["people"].whole or lows[place - 1] in lex["measure"]:
            continue
        if known and (_past_subject(lows, place, lex) or lows[place + 1 : place + 3] == ("på", "at")):
            return place
    return -1


def _past_subject(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    before = lows[place - 1]
    if before in lex.participle and before not in lex["people"]:
        return False  # «samlet produsert vannmengde»
    if before == ",":
        return "som" in lows[:place] and lows[0] not in lex["measure"]
    if before in lex["people"] or before in {"vi", "me", "mange", "flere", "fleire"}:
        return True
    following = lows[place + 1] if place + 1 < len(lows) else ""
    fitted = lows[place].startswith("tilpass") or following in {"av", "for", "til", "etter"}
    ends = ("ene", "ane", "en", "et", "a") if lows[place].endswith("te") or not fitted else ("ene", "ane")
    return before.endswith(ends) and is_definite(before, lex) and (not fitted or lows[place].endswith("te"))
