"""Word lists of a mapping, and how cells are shown in findings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from styringsgraf.ingest import numbers
from styringsgraf.ingest.model import Broken, Percent
from styringsgraf.namespaces import clean, slug

_COMPARED = 200  # a longer text is no misspelt name
_TRUE = ("ja", "j", "yes", "y", "true", "sann", "x", "1")
_FALSE = ("nei", "n", "no", "false", "usann", "0")
_OFFERED = 12  # more words than that nobody reads


@dataclass(frozen=True)
class WordList:
    """A list of words and what they stand for; words between slashes are patterns with named parts.

    ``spelt`` has every word as the mapping writes it, ``first`` the first word of each entry.
    """

    name: str
    words: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    spelt: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, entries: Mapping[str, tuple[str, ...]]) -> "WordList":
        """Build from a mapping file's list: code → its words."""
        plain = {_key(w): code for code, words in entries.items() for w in words if not w.startswith("/")}
        patterns = tuple(
            (re.compile(w.strip("/"), re.IGNORECASE), code)
            for code, words in entries.items()
            for w in words
            if w.startswith("/")
        )
        written = [[w for w in words if not w.startswith("/")] for words in entries.values()]
        first = tuple(words[0] for words in written if words)
        return cls(name, plain, patterns, tuple(w for words in written for w in words), first)

    def offered(self, text: str, *, search: bool = True) -> str:
        """Return words a reader may write instead, the most similar one first, at most a dozen."""
        near = nearest(text, self.spelt, 0.6) if search else None
        every = tuple(dict.fromkeys((*((near,) if near else ()), *self.first)))
        return ", ".join(f"«{word}»" for word in every[:_OFFERED]) + (" …" if len(every) > _OFFERED else "")

    def find(self, text: str) -> tuple[str, dict[str, str]] | None:
        """Return (code, named parts) of a word, or None."""
        if _key(text) in self.words:
            return self.words[_key(text)], {}
        for pattern, code in self.patterns:
            if match := pattern.fullmatch(clean(text)):
                return code, {key: value for key, value in match.groupdict().items() if value}
        return None


def _key(word: str) -> str:
    """Return what words are compared by; '%' and other marks have no slug."""
    return slug(word) or clean(word).lower()


def printed(raw: object) -> str:
    """Return a cell that is not text as its sheet would print it, in Norwegian."""
    if isinstance(raw, bool):
        return "ja" if raw else "nei"
    if isinstance(raw, int | float | Percent):
        try:
            number = numbers.read_number(raw)
            return f"{number.value:f}".replace(".", ",") + (" %" if number.percent else "")
        except numbers.NotANumber:
            return str(raw)
    return str(raw)


def yes_or_no(text: str) -> bool | None:
    """Return what a yes or no means, None for any other word."""
    word = slug(text)
    return word in _TRUE if word in _TRUE + _FALSE else None


def shown(raw: object) -> str:
    """Return a cell for a finding: as text, at most 200 characters."""
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    if isinstance(raw, Broken):
        return raw.text or "="
    limit = 200
    text = clean(raw) if isinstance(raw, str) else printed(raw)
    return text if len(text) <= limit else text[:limit] + "…"


def nearest(name: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """Return the known name most like this one, compared without case and marks; None when none is like it."""
    if len(name) > _COMPARED:
        return None
    forms = {slug(k): k for k in known}
    close = get_close_matches(slug(name), list(forms), n=1, cutoff=cutoff)
    return forms[close[0]] if close else None
