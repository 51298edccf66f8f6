"""Text → words as the index holds them: folded, read as one Norwegian, stemmed. The same for texts and for questions.

Nothing here guesses: a fixed table (forms.yaml) and the Snowball stemmers for Norwegian and English decide what is
the same word, and a reader can follow why something was found.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Final

import yaml
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.norwegian_stemmer import NorwegianStemmer

_FORMS: Final = Path(__file__).parent / "forms.yaml"
#: Joins the parts of a code into one word: no letter, but no separator to the index's tokeniser either.
JOINT: Final = "·"
#: Longer words are cut, in texts and in questions.
LONGEST: Final = 64

_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
#: Parts of a code such as S.1.1, MA.1.1 or 13.a are short; "2025.Dette" is a missing space.
_CODE_PART: Final = 4
_KEPT: Final = frozenset("æøå")
_SAME: Final = str.maketrans({"ä": "æ", "ö": "ø"})
_TYPED: Final = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))


@dataclass(frozen=True)
class Word:
    """A word of a text: folded, with the place (start, end) it was found at."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Forms:
    words: Mapping[str, str]
    beginnings: re.Pattern[str]
    parts: re.Pattern[str]
    endings: re.Pattern[str]
    table: Mapping[str, Mapping[str, str]]
    small: frozenset[str]


@cache
def _forms() -> _Forms:
    read = yaml.safe_load(_FORMS.read_text(encoding="utf-8"))

    def any_of(kind: str) -> str:
        return "|".join(map(re.escape, sorted(read[kind], key=lambda form: (-len(form), form))))

    return _Forms(
        words=read["words"],
        beginnings=re.compile(f"^(?:{any_of('beginnings')})"),
        parts=re.compile(any_of("parts")),
        endings=re.compile(f"(?:{any_of('endings')})$"),
        table={kind: read[kind] for kind in ("beginnings", "parts", "endings")},
        small=frozenset(word for language in read["small"].values() for word in language),
    )


@cache
def method() -> str:
    """Return what names this way of reading words: an index made in another way does not fit."""
    digest = sha256(_FORMS.read_bytes()).hexdigest()[:12]
    return f"forms {digest}, snowball {version('snowballstemmer')}"


def fold(text: str) -> str:
    """Return text in small letters without accents; æ, ø and å are letters of their own and stay."""
    # By compatibility, so that a ligature or a full-width letter is read as what it stands for; twice, because what
    # it stands for may be a capital.
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_SAME)
    return small if small.isascii() else "".join(c if c in _KEPT else _bare(c) for c in small)


def _bare(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order. A code (``S.1.1``, ``3.4``) is one word, its parts joined by JOINT."""
    for found in _WORD.finditer(text):
        parts = found[0].split(".")
        if len(parts) > 1 and max(map(len, parts)) <= _CODE_PART and any(map(str.isdigit, found[0])):
            yield Word(fold(JOINT.join(parts))[:LONGEST], *found.span())
            continue
        at = found.start()
        for part in parts:
            if folded := "".join(filter(str.isalnum, fold(part))):
                yield Word(folded[:LONGEST], at, at + len(part))
            at += len(part) + 1


def code_key(code: str) -> str:
    """Return a code as one word: 'HA 1.2' and 'ha1.2' are the same, as are 'SDG 3.4' and '3.4'."""
    bare = re.sub(r"^sdg[\s:]*(?=\d)", "", "".join(fold(code).split()))
    return re.sub(r"[^\w]+|_", JOINT, bare).strip(JOINT)[:LONGEST]


def common(word: str) -> str:
    """Return a folded word as both Norwegian languages are read: 'sjukefråvær' → 'sykefravær'."""
    forms = _forms()
    if word in forms.words:
        return forms.words[word]
    for kind, pattern in (("beginnings", forms.beginnings), ("parts", forms.parts), ("endings", forms.endings)):
        table = forms.table[kind]
        word = pattern.sub(lambda found, table=table: table[found[0]], word)  # type: ignore[misc]
    return word


_NORWEGIAN: Final = NorwegianStemmer()
_ENGLISH: Final = EnglishStemmer()
#: A stemmer keeps the word it works on in itself.
_STEMMING: Final = Lock()


@lru_cache(maxsize=65_536)
def stem(word: str, lang: str) -> str:
    """Return the stem of a folded word; everything but English is read as Norwegian."""
    if any(map(str.isdigit, word)):
        return word
    with _STEMMING:
        found: str = _ENGLISH.stemWord(word) if lang == "en" else _NORWEGIAN.stemWord(common(word))
    return found


def typed(word: str) -> tuple[str, ...]:
    """Return a folded word and what a keyboard without æ, ø and å may have meant by it."""
    meant = word
    for two, one in _TYPED:
        meant = meant.replace(two, one)
    return (word,) if meant == word else (word, meant)


def is_small(word: str) -> bool:
    """Return whether a folded word says nothing of what is looked for."""
    return word in _forms().small
