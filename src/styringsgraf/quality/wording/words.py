"""Reads the closed word classes that lie beside the code, and writes out the forms of the verbs."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from styringsgraf import yamlfile

LANGUAGES: Final = ("nb", "nn")
_FOLDER: Final = "lexicon"
_CLASSES: Final = ("words.yaml", "telling.yaml")
_DOUBLE: Final = re.compile(r"(\w)\1")


@dataclass(frozen=True, slots=True)
class Words:
    """A closed class: whole words, compounds by end («*grad») or beginning («snitt*»), phrases by their first word."""

    whole: frozenset[str]
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, entries: Iterable[str]) -> "Words":
        """Sort a list's entries."""
        listed = tuple(entries)
        phrases: dict[str, list[tuple[str, ...]]] = {}
        for entry in (e for e in listed if " " in e):
            parts = tuple(entry.split())
            phrases.setdefault(parts[0], []).append(parts)
        return cls(
            frozenset(e for e in listed if " " not in e and "*" not in e),
            tuple(e[1:] for e in listed if e.startswith("*")),
            tuple(e[:-1] for e in listed if e.endswith("*")),
            {first: tuple(sorted(ways, key=len, reverse=True)) for first, ways in phrases.items()},
        )

    def apart_from(self, words: frozenset[str]) -> bool:
        """Tell quickly that none of a text's words begins an entry; a class with ends or beginnings never knows."""
        return not self.ends and not self.begins and self.whole.isdisjoint(words) and words.isdisjoint(self.phrases)

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.endswith(self.ends) or word.startswith(self.begins)

    def length_at(self, lows: tuple[str, ...], place: int) -> int:
        """Return how many words of this class's entry stand at a place, 0 for none; the longest phrase wins."""
        for phrase in self.phrases.get(lows[place], ()):
            if lows[place : place + len(phrase)] == phrase:
                return len(phrase)
        return 1 if lows[place] in self else 0


@dataclass(slots=True)
class Verb:
    """A verb and what it is used for: state, trend, change, deliver, act (several can hold)."""

    lemma: str
    kinds: set[str] = field(default_factory=set)
    present: str = ""
    participles: tuple[str, ...] = ()
    #: Whether ``present`` is the only present it has.
    sure: bool = False

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds


@dataclass(frozen=True, slots=True)
class Misspelt:
    """Looks a form up with all its doubled letters made single."""

    squeezed: Mapping[str, Verb]

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def get(self, word: str) -> Verb | None:
        """Return the verb that a form of at least seven letters may be."""
        return self.squeezed.get(_DOUBLE.sub(r"\1", word)) if len(word) > 6 else None  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language: closed classes by role, verbs by form."""

    lang: str
    roles: Mapping[str, Words]
    infinitive: Mapping[str, Verb]
    present: Mapping[str, Verb]
    passive: Mapping[str, Verb]
    participle: Mapping[str, Verb]
    #: Presents and passives by what is left when doubled letters are made single: «ettableres», «oplever».
    squeezed: Mapping[str, Verb]

    @property
    def misspelt(self) -> "Misspelt":
        """Verbs by a form in which a letter is doubled or single by mistake."""
        return Misspelt(self.squeezed)

    def __getitem__(self, role: str) -> Words:
        return self.roles[role]


@cache
def lexicon(lang: str) -> Lexicon:
    """Return the words of nb or nn."""
    infinitive: dict[str, Verb] = {}
    present: dict[str, Verb] = {}
    passive: dict[str, Verb] = {}
    participle: dict[str, Verb] = {}
    for kind, entry in _entries(lang):
        lemmas, presents, participles = _written_out(entry, lang)
        verb = infinitive.get(lemmas[0]) or Verb(lemmas[0], present=presents[0], participles=tuple(participles))
        verb.kinds.add(kind)
        verb.sure = verb.sure or len(presents) == 1
        for forms, words in ((infinitive, lemmas), (present, presents), (participle, participles)):
            for word in words:
                forms.setdefault(word, verb).kinds.add(kind)
        for word in _passives(lemmas, presents, lang):
            passive.setdefault(word, verb)
    squeezed = {_DOUBLE.sub(r"\1", word): verb for word, verb in [*present.items(), *passive.items()]}
    return Lexicon(lang, _roles(lang), infinitive, present, passive, participle, squeezed)


def _roles(lang: str) -> dict[str, Words]:
    listed: dict[str, dict[str, list[str]]] = {}
    for name in _CLASSES:
        listed |= yamlfile.load(files(__package__).joinpath(_FOLDER, name).read_bytes()).value
    return {role: Words.of([*by.get("both", []), *by.get(lang, [])]) for role, by in listed.items()}


def _entries(lang: str) -> Iterable[tuple[str, str]]:
    source = files(__package__).joinpath(_FOLDER, "verbs.csv").read_text(encoding="utf-8")
    return ((row["kind"], row[lang]) for row in csv.DictReader(source.splitlines()))


def _written_out(entry: str, lang: str) -> tuple[list[str], list[str], list[str]]:
    """Return infinitives, presents and participles of «gi:gir|gjev:gitt»; what is not given is formed by rule."""
    given = [part.split("|") if part else [] for part in entry.split(":")]
    lemmas = given[0]
    if lang == "nn":
        lemmas = [*lemmas, *(lemma[:-1] + "a" for lemma in lemmas if lemma.endswith("e") and len(lemma) > 3)]  # noqa: PLR2004
    if len(given) > 1:
        presents = given[1]
        participles = given[2] if len(given) > 2 else []  # noqa: PLR2004
        participles = [*participles, *(f"{form[:-2]}a" for form in presents if lang == "nn" and form.endswith("ar"))]
        return lemmas, presents, participles
    stems = [lemma[:-1] for lemma in given[0]]
    if lang == "nb":
        presents, participles = [f"{stem}er" for stem in stems], [f"{stem}et" for stem in stems]
        participles += [f"{stem}t" for stem in stems if stem.endswith(("er", "ar", "ør"))]
        if stems[0].endswith("er"):
            participles.reverse()
    else:
        ends = ("er",) if all(stem.endswith("er") for stem in stems) else ("ar", "er")
        presents = [f"{stem}{end}" for end in ends for stem in stems]
        participles = [f"{stem}{end}" for end in (("t",) if ends == ("er",) else ("a", "t")) for stem in stems]
    return lemmas, presents, participles


def _passives(lemmas: Iterable[str], presents: Iterable[str], lang: str) -> Iterable[str]:
    """Return the s-forms (styrkes; nynorsk styrkast): after a modal, and as a present."""
    del presents
    for lemma in lemmas:
        if lemma[-1] == "s" or lemma.endswith("ast"):
            continue
        yield f"{lemma}s"
        if lang == "nn" and lemma.endswith(("e", "a")):
            yield f"{lemma[:-1]}ast"
            yield f"{lemma[:-1]}est"
