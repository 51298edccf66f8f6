"""Texts in pages: our own sentences by key, and words from the data with the language they are really in."""

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from styringsgraf.texts import FALLBACK, LANGUAGES, said

_AREA: Final = "pages"
#: What a literal without a language tag has as its language.
UNTAGGED: Final = ""
#: Letters that run from right to left, and marks that turn the direction: such words are kept to themselves.
_TURNING: Final = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]")
#: More than a word: something that is in some language.
_PROSE: Final = re.compile(r"[^\W\d_]{2,} +[^\W\d_]{2,}")
#: A code with a word in it is an address or a short name: readers have the full name beside it.
_WORD: Final = re.compile(r"[a-zæøåA-ZÆØÅ]{4,}|[a-zæøå]{3,}")


def telling(code: str) -> bool:
    """Tell whether a code is one that people use, as '3.4', 'SO7' or 'HM 2', not one like 'helse-og-omsorg'."""
    return bool(code) and not _WORD.search(code)


def large(names: Mapping[str, str]) -> dict[str, str]:
    """Return names with a large first letter, as a heading or a label of ours has it."""
    return {lang: f"{words[:1].upper()}{words[1:]}" for lang, words in names.items()}


class Words:
    """The words of one page, in the reader's language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        """Return one of our sentences: ``name`` from texts/pages.yaml, or ``area.name`` from another area."""
        return said(key if "." in key else f"{_AREA}.{key}", self.lang, **values)

    def chosen(self, candidates: Mapping[str, str]) -> tuple[str, str]:
        """Return (language, words) of the nearest wording to the reader's language; ('', '') for none."""
        for code in (*FALLBACK.get(self.lang, LANGUAGES), *sorted(candidates)):
            if candidates.get(code):
                return code, candidates[code]
        return UNTAGGED, ""

    def say(self, candidates: Mapping[str, str] | str | None) -> Markup:
        """Return words from the data, marked with their language where it is not the page's own."""
        if candidates is None or isinstance(candidates, str):
            return self.tagged(candidates or "", UNTAGGED)
        code, words = self.chosen(candidates)
        return self.quoted(words) if code == UNTAGGED and _PROSE.search(words) else self.tagged(words, code)

    def quoted(self, words: str) -> Markup:
        """Return words as they stand in a source that does not say in which language; it need not be the page's."""
        return Markup('<span lang="" dir="auto">{}</span>').format(words)

    def tagged(self, words: str, code: str) -> Markup:
        """Return words of a known language, marked where that is not the page's own."""
        turning = Markup(' dir="auto"') if _TURNING.search(words) else Markup()
        if words and code not in {self.lang, UNTAGGED}:
            return Markup('<span lang="{}"{}>{}</span>').format(code, turning, words)
        return Markup("<span{}>{}</span>").format(turning, words) if turning else escape(words)
