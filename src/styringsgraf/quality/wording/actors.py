"""Whose act or state a clause tells: the municipality, a service area, a unit, people, a quantity or other."""

from typing import Final

from styringsgraf.quality.wording.clause import Clause
from styringsgraf.quality.wording.words import Lexicon

_ORDER: Final = ("municipality", "service", "unit", "quantity", "people")
#: Named together without a name of their own they are a field of work.
_PLACES: Final = frozenset(
    {"barnehage", "skole", "skule", "og", "grunnskole", "grunnskule", "bibliotek", "kulturskole", "sfo"}
)
_SERVICE_NOUNS: Final = ("tjenesteområde", "tenesteområde", "kommunalområde", "sektor", "etat")


def subject_kind(clause: Clause, lex: Lexicon) -> str:
    """Return what the subject is: one of the kinds above, 'expletive', 'source', 'other', or '' for none."""
    start, end = clause.subject
    words = [low for low in clause.lows[start:end] if low[0].isalnum()]
    if not words:
        return ""
    if words[0] in lex["expletive"].whole and len(words) == 1:
        return "expletive"
    if (
        words[0] in {"den", "han", "ho"}
        and len(words) == 1
        and not lex["municipality"].whole.isdisjoint(clause.lows[:start])
    ):
        return "municipality"  # «Når kommunen bygger, skal den velge …»
    if _is_part(words[-1], lex) and clause.lows[end : end + 1] == ("av",):
        of = [low for low in clause.lows[end + 1 : end + 4] if low[0].isalnum()]
        return "people" if any(low in lex["people"] for low in of) else _concerned(words, lex)
    return _named(words, lex) or _concerned(words, lex)


def _is_part(word: str, lex: Lexicon) -> bool:
    """«Sju av ti elever», «Halvparten av de ansatte»."""
    return word in lex["number"].whole or word.isdigit() or word in lex["share"].whole


def _concerned(words: list[str], lex: Lexicon) -> str:
    """Return what nobody acts as: a source that tells, a quantity, people, or something else."""
    law = any(low.endswith(("loven", "lova", "forskriften", "forskrifta")) for low in words)
    if law or words[0] in lex["source"] or words[-1] in lex["source"]:
        return "source"
    if any(low in lex["measure"] or low in lex["quantity"] for low in words):
        return "quantity"
    people = any(low in lex["people"] for low in words) or (len(words) == 1 and is_person(words[0], lex))
    return "people" if people else "other"


def is_person(word: str, lex: Lexicon) -> bool:
    """Tell whether a pronoun stands for people: «de», «ingen», «vi»."""
    return word in lex["pronoun"].whole and word not in lex["expletive"].whole and word != "den"


def _named(words: list[str], lex: Lexicon) -> str:
    """Return 'municipality', 'unit' or 'service' when the subject's own words say so, else ''."""
    first, head = words[0], words[-1]
    if first in lex["municipality"].whole or head in lex["municipality"].whole or _is_misspelt(first):
        return "municipality"
    field = "og" in words and (head in lex["service"] or first in lex["service"].whole or set(words) <= _PLACES)
    alone = len(words) == 1 and head in lex["service"]
    if first.startswith(_SERVICE_NOUNS) or field or alone:
        return "service"
    if any(low in lex["unit"] and not low.endswith(("grunnlaget", "forslaget")) for low in words):
        return "unit"
    return "service" if first in lex["service"] or head in lex["service"] else ""


def _is_misspelt(word: str) -> bool:
    """«Kommuen», «Komunen»."""
    return word.startswith(("kommu", "komun")) and word.endswith("en") and len(word) <= 8  # noqa: PLR2004


def is_definite_single(word: str) -> bool:
    """Tell whether a noun is in the definite form: «kinoen», «ungdomsklubben», «avdelinga»."""
    return len(word) > 4 and word.endswith(("en", "et", "a")) and not word.endswith(("het", "else"))  # noqa: PLR2004


def is_plural(word: str) -> bool:
    """Tell whether a noun is in the definite plural: «skolene», «skulane»."""
    return word.endswith(("ene", "ane"))


def is_bare(clause: Clause) -> bool:
    """Tell whether the subject is a name without article or ending, as service areas have: «Areal og samfunn»."""
    start, end = clause.subject
    words = [token for token in clause.tokens[start:end] if token.is_word]
    return bool(words) and words[0].capital and not any(is_plural(token.low) for token in words)


def acting(clause: Clause, lex: Lexicon, subject: str, kinds: frozenset[str]) -> str:
    """Return who acts after a modal; a bare name that delivers something («Areal og samfunn») is a service area's."""
    words = clause.lows[slice(*clause.subject)]
    people = all(word in lex["people"] or word == "og" for word in words) and not kinds <= {"deliver", "act"}
    known = subject in {"municipality", "service", "unit", "expletive", ""} or people
    if known or clause.passive or not words or kinds == {"state"}:
        return subject
    single, several = is_definite_single(words[-1]), "og" in words
    bare = is_bare(clause) and words[0] not in lex["determiner"].whole and (several or subject != "people")
    if bare and (several or not single) and (kinds & {"deliver", "act", "change"} or clause.verb is None):
        return "service"
    delivers = bool(kinds & {"deliver", "act"})
    plural = is_plural(words[-1]) and subject == "other"
    return "unit" if delivers and "state" not in kinds and (plural or (single and is_bare(clause))) else subject
