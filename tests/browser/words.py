"""Words that give a language away: small ones that every text has, and that only one of ours uses."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_BOKMAAL: Final = "ikke|hva|hvordan|hvorfor|hvilke|hvilken|hvilket|hver|noen|noe|fra|flere|være|kun|uke"
_NYNORSK: Final = "ikkje|kva|korleis|kvifor|kven|kvar|nokon|noko|berre|frå|fleire|vere|ein|eit|dei|eigen|utan"
_ENGLISH: Final = "the|and|of|with|which|this|that|are|your|is"
_NORWEGIAN: Final = "og|som|til|på|av|er|det|den|etter"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(alternatives)})(?![\w/-])", re.IGNORECASE)


#: A title in a sentence, or a part of one in parentheses as names have it, keeps its own language.
_QUOTED: Final = re.compile('[«“"].*?[»”"]|\\([^()]*\\)')
#: Of queries and their variables, and of what somebody wrote in a language that is not known.
_NO_LANGUAGE: Final = ("zxx", "")
_FOREIGN: Final = {
    "nb": _any(_NYNORSK, _ENGLISH),
    "nn": _any(_BOKMAAL, _ENGLISH),
    "en": _any(_BOKMAAL, _NYNORSK, _NORWEGIAN),
}


def misplaced(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield texts (language they are marked with, words) that are in another language than they are marked with."""
    for lang, words in texts:
        if lang in _NO_LANGUAGE:
            continue
        pattern = _FOREIGN.get(lang)
        if pattern is None:
            yield f"marked as '{lang}': {words[:60]}"
        elif found := pattern.search(_QUOTED.sub("", words)):
            yield f"'{found[0]}' marked as {lang}: {words[:160]}"
