"""A text in pieces: the words that a search found, and what stands between them."""

from collections.abc import Iterator, Set

from styringsgraf.search.query import query
from styringsgraf.search.snippet import is_found
from styringsgraf.search.words import stem, words


def looked_for(text: str) -> Set[str]:
    """Return what a word of a text is, begins or ends with, to count as found. Raises BadParameter as a search does."""
    return query(text, None, ()).forms


def pieces(text: str, lang: str, forms: Set[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in order, each with whether it is a word that was found; together they are the text.

    ``lang``: the text's own language, '' where nobody says ('' is read as Norwegian).
    """
    done = 0
    for word in words(text):
        root = stem(word.text, lang)
        if any(is_found(word.text, root, form) for form in forms):
            if word.start > done:
                yield text[done : word.start], False
            yield text[word.start : word.end], True
            done = word.end
    if done < len(text):
        yield text[done:], False
