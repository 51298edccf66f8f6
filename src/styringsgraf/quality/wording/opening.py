"""Finds the infinitive that opens a heading: «Styrke folkehelsen», «Å legge til rette», «Heller reparere»."""

from typing import Final

from styringsgraf.quality.wording.tokens import Token
from styringsgraf.quality.wording.verbs import has_finite, is_definite
from styringsgraf.quality.wording.words import Lexicon

#: «-isere» and the like make a verb of any stem.
_LOAN: Final = (
    "isere",
    "fisere",
    "ulere",
    "tuere",
    "iere",
    "inere",
    "erere",
    "isera",
    "ulera",
    "inera",
    "trere",
    "lettere",
)
#: What only a verb has after it: particles, «at», and the nouns of set phrases.
_OBJECTS: Final = frozenset(
    [
        "at",
        "seg",
        "opp",
        "ut",
        "om",
        "ned",
        "fram",
        "frem",
        "inn",
        "av",
        "krav",
        "vekt",
        "fokus",
        "plass",
        "rom",
        "ansvar",
        "hensyn",
        "omsyn",
        "tid",
        "rette",
        "grunnlag",
        "barn",
        "folk",
    ]
)
#: «Tre inn i …», but «Tre av fire …».
_PARTICLES: Final = frozenset({"inn", "i", "fram", "frem", "støttende", "støttande", "ut", "sammen", "saman"})
_AMBIGUOUS: Final = ("adjective_too", "participle_too", "determiner", "quantity", "source", "people")
#: «Å bli eldre i Solvik» is a title, «Å styrke …» a strategy.
_BECOMING: Final = frozenset(
    [
        "bli",
        "verte",
        "verta",
        "være",
        "vere",
        "vera",
        "leve",
        "leva",
        "bo",
        "bu",
        "vokse",
        "vekse",
        "eldes",
        "eldast",
        "ha",
    ]
)
_CLOSED: Final = ("determiner", "pronoun", "people", "service", "unit", "quantity", "adverb", "preposition")
_MORE: Final = frozenset(
    {"mer", "meir", "mindre", "flere", "fleire", "færre", "bedre", "betre", "økt", "auka", "større"}
)
_COMPARATIVE: Final = frozenset({"lettere", "finere", "penere", "renere", "jevnere"})


def opening_infinitive(tokens: tuple[Token, ...], lows: tuple[str, ...], lex: Lexicon) -> int:
    """Return the place of the infinitive a heading starts with, else -1."""
    place = 1 if lows and lows[0] in lex["infinitive_mark"].whole else 0
    if place < len(lows) and lows[place] in ("ikke", "ikkje"):
        place += 1
    first = lex["opening"].length_at(lows, 0) if lows else 0
    if first and first < len(lows) and not tokens[first].capital and _is_plain_infinitive(lows, first, lex):
        return first
    if place >= len(lows) or not tokens[place].is_word:
        return -1
    low = lows[place]
    following = lows[place + 1] if place + 1 < len(lows) else ""
    subject = following in lex["modal"].whole or (following in lex.present and following not in lex["noun_too"].whole)
    number = low == "tre" and following not in ("inn", "i", "ut", "fram", "støttende", "støttande")
    if (place and low in _BECOMING) or subject or number:
        return -1
    if low not in lex.infinitive:
        loan = low.endswith(_LOAN) and low not in _COMPARATIVE
        guessed = loan or (_looks_verbal(low, lex) and is_definite(following, lex))
        return place if guessed else -1
    if place or not any(low in lex[role].whole for role in _AMBIGUOUS):
        participle = not place and lex.lang == "nn" and low in lex.participle and low.endswith("a")
        return -1 if participle and has_finite(tokens, lows, lex) else place  # «Dyrka jord vert …»
    verbal = _takes_object(lows, lex, following) and not has_finite(tokens, lows, lex)
    return place if verbal else -1


def _is_plain_infinitive(lows: tuple[str, ...], place: int, lex: Lexicon) -> bool:
    following = lows[place + 1] if place + 1 < len(lows) else ""
    ambiguous = any(lows[place] in lex[role].whole for role in _AMBIGUOUS)
    return lows[place] in lex.infinitive and (not ambiguous or following in _OBJECTS)


def _looks_verbal(low: str, lex: Lexicon) -> bool:
    ends = ("e", "a") if lex.lang == "nn" else ("e",)
    short = 4
    known = any(low in lex[role] for role in _CLOSED)
    return (
        low.endswith(ends)
        and len(low) > short
        and not known
        and not low.endswith(("ene", "ane", "ande", "ende", "este"))
    )


def _is_followed_by_comparative(lows: tuple[str, ...]) -> bool:
    later = lows[3] if len(lows) > 3 and lows[2] in {",", "og"} else ""  # noqa: PLR2004
    return later in _MORE or (later.endswith(("ere", "are")) and len(later) > 4)  # noqa: PLR2004


def _takes_object(  # noqa: PLR0911 - a cascade: the first that holds
    lows: tuple[str, ...], lex: Lexicon, following: str
) -> bool:
    """Tell whether a word that is an adjective or noun as often («trygge», «støtte») stands as a verb here."""
    if not following or following in {",", ":", "–", "-"}:
        return False
    if following in _OBJECTS or following.endswith("krav"):
        return True
    if following in lex["coordinator"].whole:
        third = lows[2] if len(lows) > 2 else ""  # noqa: PLR2004
        return third in lex.infinitive and third not in lex["adjective_too"].whole
    if following in lex["preposition"].whole or following in lex.present or following in lex["modal"].whole:
        return False
    if following in lex["determiner"].whole or is_definite(following, lex) or following.endswith("s"):
        return True
    if lows[0] in lex["participle_too"].whole:
        return False
    if _is_followed_by_comparative(lows):
        return False  # «Bedre ledelse, høyere nærvær», «Betre folkehelse og mindre skilnader»
    noun = lows[0] in lex["noun_object"].whole
    adjective = following in lex["singular"].whole or following.endswith(("e", "ig", "leg", "lig", "sk"))
    return noun or (adjective and len(lows) > 2 and following not in lex.infinitive)  # noqa: PLR2004
