"""The part of a text that was found: the statement around the words looked for, else the title."""

from collections.abc import Set
from typing import Final

from styringsgraf.search.words import stem, words

#: Characters of a long text that are shown, about.
LENGTH: Final = 200
_BEFORE: Final = 60
_END: Final = 4


def around(title: str, body: str, lang: str, forms: Set[str]) -> str:
    """Return the statement's words around the first that was looked for; the title when they are not there."""
    at = _first(body, lang, forms)
    if at is None:
        return title or _cut(body, 0)
    return _cut(body, at)


def _first(text: str, lang: str, forms: Set[str]) -> int | None:
    for word in words(text):
        root = stem(word.text, lang)
        if any(is_found(word.text, root, form) for form in forms):
            return word.start
    return None


def is_found(word: str, root: str, form: str) -> bool:
    """Tell whether a word of a text, whose stem is ``root``, is one that was looked for."""
    return word.startswith(form) or root == form or (len(form) >= _END and root.endswith(form))


def _cut(text: str, at: int) -> str:
    if len(text) <= LENGTH:
        return text
    start = max(0, min(at - _BEFORE, len(text) - LENGTH))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = len(text) if start + LENGTH >= len(text) else text.rfind(" ", start + 1, start + LENGTH)
    end = end if end > start else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
