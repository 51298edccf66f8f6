"""What somebody typed → an FTS5 expression. Whatever was typed, only words of letters and digits get there, quoted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from styringsgraf import errors
from styringsgraf.search.extract import DOCUMENT, GROUPS
from styringsgraf.search.index import beginning, tag
from styringsgraf.search.words import code_key, common, is_small, stem, typed, words

#: Words in one search.
MOST_WORDS: Final = 20
_SHOWN: Final = 60
#: From so many letters on a word is also looked for as a beginning, in its common form, at the end of compounds, and
#: its stem as a beginning: 'barnehagar' finds 'barnehageplass'.
_PREFIX, _COMMON, _END, _STEM = 2, 3, 4, 5
_PLAIN: Final = "{code title body}"
_STEMS: Final = "{titlestems bodystems}"


@dataclass(frozen=True)
class Query:
    """A search ready to run: ``match`` finds passages.

    ``code`` and ``start`` are the whole search as a code and as the beginning of a title; ``forms`` what a word of a
    text is, begins or ends with, to count as found.
    """

    match: str
    code: str
    start: str
    forms: frozenset[str]


def query(text: str, organisation: str | None, groups: Iterable[str]) -> Query:
    """Read a search: every word must be there, whole, as a beginning, in another form or at the end of a compound.

    ``organisation``: a slug. Raises BadParameter when there is no word in it, or too many.
    """
    found = list(dict.fromkeys(word.text for word in words(text)))
    if not found:
        raise errors.BadParameter("search.no-words", value=_shown(text))
    if len(found) > MOST_WORDS:
        raise errors.BadParameter("search.too-many-words", count=len(found), most=MOST_WORDS)
    telling = [word for word in found if not is_small(word)] or found
    code = code_key(text)
    within = _within(organisation, groups)
    said = " AND ".join(_word(word) for word in telling)
    # 'HA 1.2' is two words, and may be one code.
    return Query(
        match=f"(({said}) OR code : {_quoted(code)}){within}",
        code=code,
        start=beginning(text),
        forms=frozenset(form for word in telling for form in (*typed(word), *_stems(word))),
    )


def _word(word: str) -> str:
    ways = []
    for form in typed(word):
        ways.append(f"{_PLAIN} : {_quoted(form)}" + ("*" if len(form) >= _PREFIX else ""))
        read = common(form)
        if len(read) >= _COMMON:
            ways.append(f"{_STEMS} : {_quoted(read)}*")
    for found in _stems(word):
        ways.append(f"{_STEMS} : {_quoted(found)}" + ("*" if len(found) >= _STEM else ""))
        if len(found) >= _END:
            ways.append(f"ends : {_quoted(found[::-1])}*")
    return f"({' OR '.join(ways)})"


def _stems(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(form, lang) for form in typed(word) for lang in ("nb", "en")))


def _within(organisation: str | None, groups: Iterable[str]) -> str:
    chosen = [group for group in groups if group in GROUPS or group == DOCUMENT]
    limits = [_tags(tag("org", organisation))] if organisation else []
    limits += ["(" + " OR ".join(_tags(tag("kind", group)) for group in chosen) + ")"] if chosen else []
    return "".join(f" AND {limit}" for limit in limits)


def _tags(name: str) -> str:
    return f"tags : {_quoted(name)}"


def _quoted(word: str) -> str:
    # Words hold letters, digits and the joint only; were there a quotation mark, it would be doubled.
    return '"' + word.replace('"', '""') + '"'


def _shown(text: str) -> str:
    return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
