"""Tells bokmål, nynorsk and English apart by small words and endings; a guess, the caller may know better."""

from collections.abc import Sequence
from typing import Final

from styringsgraf.quality.wording.words import lexicon

_FOREIGN: Final = 2
_LONGEST_WORD: Final = 60


def guess(lows: Sequence[str]) -> str:
    """Return nb or nn, or '' where nothing tells."""
    score = 0
    both = lexicon("nb"), lexicon("nn")
    nb, nn = (one["marker"].whole for one in both)
    nb_ends, nn_ends = (one["ending"].ends for one in both)
    for low in lows:
        if low in nn or low in nb:
            score += 2 * ((low in nn) - (low in nb))
        elif low.endswith(nn_ends):
            score += 1
        elif low.endswith(nb_ends):
            score -= 1
        else:
            known = [any(low in forms for forms in (one.infinitive, one.present, one.passive)) for one in both]
            score += known[1] - known[0]
    return "nn" if score > 0 else "nb" if score < 0 else ""


def says_something(lows: Sequence[str]) -> bool:
    """Tell whether there is a word of a language's length that is more than «og» or «skal»."""
    small = lexicon("nb")["small"].whole
    return any(low not in small and len(low) <= _LONGEST_WORD for low in lows)


def is_english(lows: Sequence[str]) -> bool:
    """Tell whether a text is English: two or more of its small words, and more than the Norwegian ones."""
    english, small = lexicon("nb")["english"].whole, lexicon("nb")["small"].whole
    norwegian = sum(low in small for low in lows)
    foreign = sum(low in english for low in lows)
    return foreign >= _FOREIGN and foreign > norwegian
