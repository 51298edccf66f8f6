"""Which of the UN's texts we take: one in each language, whole, and whether our segments still fit the English one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Final

from styringsgraf.sdg.official_match import TABLES, Match, kinds
from styringsgraf.sdg.official_notes import Notes, in_order, listed, parting, short
from styringsgraf.sdg.tables import folder, rows

#: A letter and then a number of one or two digits, at the very end: 'negotiation3'.
_FOOTNOTE: Final = re.compile(r"[^\W\d_]\d{1,2}$")
_ENGLISH: Final = "en"
#: Code → language → text.
Words = Mapping[str, Mapping[str, str]]


def choose(matches: Iterable[Match], notes: Notes) -> Words:
    """Return the texts of each code of ours, and tell what had to be chosen, trimmed or done without."""
    by_node: dict[str, list[Match]] = defaultdict(list)
    for one in matches:
        by_node[one.node.iri].append(one)
    found: dict[str, Mapping[str, str]] = {}
    trimmed: set[str] = set()
    for shared in by_node.values():
        codes = sorted((one.code for one in shared), key=in_order)
        words = dict(_texts(shared[0], codes, trimmed, notes))
        found |= dict.fromkeys(codes, words)
    if trimmed:
        notes.add("SG-U24", "trimmed", value=str(len(trimmed)), count=len(trimmed), codes=listed(trimmed))
    _gaps(matches, found, notes)
    for one in matches:
        if one.kind == "target" and (english := found[one.code].get(_ENGLISH)):
            _fits(one, english, notes)
    return found


def languages(words: Words) -> tuple[str, ...]:
    """Return the languages there are texts in."""
    return tuple(sorted({lang for texts in words.values() for lang in texts}))


def _texts(one: Match, codes: list[str], trimmed: set[str], notes: Notes) -> Iterator[tuple[str, str]]:
    """Yield language and text of one node; tell of several texts, footnotes and labels without language."""
    named = ", ".join(codes)
    footnotes = []
    for lang, given in sorted(one.node.labels.items()):
        wordings = {words.strip() for words in given} - {""}
        if not wordings:
            continue
        if not lang:
            notes.add("SG-U29", "no_language", focus=one.iri, value=named, words=short(min(wordings)))
            continue
        # The longest: what has been cut off or comes from elsewhere has so far been the shorter one.
        kept = min(wordings, key=lambda words: (-len(words), words))
        if len(wordings) > 1:
            start = parting(wordings)
            others = " / ".join(f"«{short(words, start)}»" for words in sorted(wordings - {kept}))
            notes.add("SG-U23", "several", focus=one.iri, value=f"{named} {lang}", codes=named, lang=lang,
                      kept=short(kept, start), others=others)  # fmt: skip
        elif len(given) > 1:
            notes.add("SG-U23", "spaces_differ", focus=one.iri, value=f"{named} {lang}", severity="info", codes=named,
                      lang=lang)  # fmt: skip
        if any(words != words.strip() for words in given):
            trimmed |= set(codes)
        if _FOOTNOTE.search(kept):
            footnotes.append(lang)
        yield lang, kept
    if footnotes:
        notes.add("SG-U25", "footnote", focus=one.iri, value=named, codes=named, langs=", ".join(footnotes))


def _gaps(matches: Iterable[Match], words: Words, notes: Notes) -> None:
    """Tell, for each language and kind, which codes have no text where others have."""
    for lang in languages(words):
        for kind, name in TABLES.items():
            missing = [one.code for one in matches if one.kind == kind and lang not in words[one.code]]
            if missing:
                notes.add("SG-U29", "not_in_language", value=f"{name} {lang}", lang=lang, kind=kinds(kind),
                          count=len(missing), codes=listed(missing))  # fmt: skip


@cache
def _divided() -> Mapping[str, tuple[int, str]]:
    """Return length and hash of the English text that the segments of each target refer to."""
    return {row["target"]: (int(row["length"]), row["sha256"]) for row in rows(folder() / "passes" / "tokens.csv")}


def _fits(one: Match, english: str, notes: Notes) -> None:
    length, digest = _divided()[one.code]
    # The text was hashed with the spaces at its end, which move no segment.
    if sha256(english.ljust(length).encode()).hexdigest() != digest:
        notes.add("SG-U26", "text_differs", focus=one.iri, value=one.code, length=length, found=len(english))
