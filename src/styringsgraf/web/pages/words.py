"""Texts in pages: our own sentences by key, and words from the data with the language they are really in."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from styringsgraf.texts import FALLBACK, LANGUAGES, pick, text

_AREA: Final = "pages"
#: What a literal without a language tag has as its language.
UNTAGGED: Final = ""


class Words:
    """The words of one page, in the reader's language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        """Return one of our sentences: ``name`` from texts/pages.yaml, or ``area.name`` from another area."""
        return pick(text(key if "." in key else f"{_AREA}.{key}", **values), self.lang)

    def chosen(self, candidates: Mapping[str, str]) -> tuple[str, str]:
        """Return (language, words) of the nearest wording to the reader's language; ('', '') for none."""
        for code in (*FALLBACK.get(self.lang, LANGUAGES), *sorted(candidates)):
            if candidates.get(code):
                return code, candidates[code]
        return UNTAGGED, ""

    def say(self, candidates: Mapping[str, str] | str | None) -> Markup:
        """Return words from the data, marked with their language where it is not the page's own."""
        if candidates is None or isinstance(candidates, str):
            return escape(candidates or "")
        code, words = self.chosen(candidates)
        return self.tagged(words, code)

    def tagged(self, words: str, code: str) -> Markup:
        """Return words of a known language, marked where that is not the page's own."""
        if not words or code in {self.lang, UNTAGGED}:
            return escape(words)
        return Markup('<span lang="{}">{}</span>').format(code, words)
