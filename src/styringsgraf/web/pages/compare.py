"""What the page of a comparison shows of each change: both sides with their names, and word by word what differs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from styringsgraf.compare import Comparison, End, Item
from styringsgraf.compare.marking import Marked, marked
from styringsgraf.compare.model import ALL_CHANGES, label
from styringsgraf.texts import Text, pick

#: Changes that their two sides tell whole; of all others the sentence does.
_TOLD_BY_SIDES: Final = ("new-meaning", "recoded", "reworded", "added", "dropped", "document-added", "document-dropped")
_LONGEST: Final = 3_000


@dataclass(frozen=True)
class Side:
    """A thing before or after: its code, its name by language ('' for unknown), and its page."""

    code: str
    names: Text
    href: str | None


@dataclass(frozen=True)
class Wording:
    """A text that was reworded: title or wording, its language, and both wordings marked."""

    what: str
    lang: str
    texts: Marked


@dataclass(frozen=True)
class Shown:
    """One change. Without ``sentence`` the sides tell it."""

    kind: str
    sentence: str
    before: Side | None
    after: Side | None
    wordings: tuple[Wording, ...]
    recoded: bool
    document: str


@dataclass(frozen=True)
class Section:
    """The changes of one kind on this page; ``count`` is of all pages."""

    change: str
    title: str
    count: int
    items: tuple[Shown, ...]


def named(comparison: Comparison) -> Iterator[str]:
    """Yield the IRIs of everything on a page, to ask for their names."""
    if comparison.what == "plans":
        yield from (comparison.old.id, comparison.new.id)
    for item in comparison.items:
        yield from (end.id for end in (item.before, item.after) if end)


def counts(comparison: Comparison) -> list[tuple[str, str, int]]:
    """Return (change, what it is called, how many) of every kind there is, in the order of the page."""
    return [
        (change, title(change, comparison.lang), comparison.counts[change])
        for change in ALL_CHANGES
        if change in comparison.counts
    ]


def title(change: str, lang: str) -> str:
    """Return what a kind of change is called, as a heading."""
    words = pick(label(change), lang)
    return words[:1].upper() + words[1:]


def sections(
    page: Comparison, counted: Mapping[str, int], names: Mapping[str, Text], place: Callable[[str], str | None]
) -> tuple[Section, ...]:
    """Return the changes of one page by kind. ``names``: IRI → words by language; ``place``: IRI → address."""
    several = page.what == "releases"
    return tuple(
        Section(change, title(change, page.lang), counted.get(change, 0), tuple(_shown(own, names, place, several)))
        for change, own in groupby(page.items, key=lambda item: item.change)
    )


def _shown(
    items: Iterable[Item],
    names: Mapping[str, Text],
    place: Callable[[str], str | None],
    several: bool,  # noqa: FBT001 - whether there is more than one document
) -> Iterator[Shown]:
    for item in items:
        told = item.change in _TOLD_BY_SIDES
        recoded = item.change == "recoded"
        sides = [_side(end, names, place) if end else None for end in (item.before, item.after)]
        same = not told and item.before is not None and item.after is not None and not recoded
        yield Shown(
            item.kind_label,
            "" if told else _short(item.sentence),
            None if same else sides[0],
            sides[1],
            tuple(_wordings(item.details.get("words", ()))),
            recoded,
            item.document.label if several and item.document and item.kind else "",
        )


def _side(end: End, names: Mapping[str, Text], place: Callable[[str], str | None]) -> Side:
    known = names.get(end.id, {})
    # A title of an earlier release may differ from today's: the language is known only where the words are the same.
    words = known if end.label in known.values() else {"": end.label}
    code = "" if end.code == end.label else end.code
    return Side(code, {lang: _short(one) for lang, one in words.items()}, place(end.id))


def _wordings(texts: Sequence[Mapping[str, str]]) -> Iterator[Wording]:
    """Yield each text that changed; a wording that is the title once more is told once."""
    told: set[tuple[str, str]] = set()
    for one in sorted(texts, key=lambda text: text["text"] != "title"):
        pair = (one["before"], one["after"])
        if pair not in told:
            told.add(pair)
            yield Wording(one["text"], one["lang"], marked(_short(pair[0]), _short(pair[1])))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
