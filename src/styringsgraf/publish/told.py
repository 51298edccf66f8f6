"""What each release changed, in words and in every language; worked out once for each organisation, and kept."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from styringsgraf.compare.differences import Found, differences
from styringsgraf.compare.model import Item
from styringsgraf.compare.releases import Told
from styringsgraf.namespaces import SG
from styringsgraf.publish.kept import Kept
from styringsgraf.publish.steps import Step, Timeline
from styringsgraf.questions.changes import CHANGES
from styringsgraf.questions.editions import KINDS
from styringsgraf.texts import LANGUAGES, Text, pick, text

_PART: Final = "changes.json"


@dataclass(frozen=True)
class Saying:
    """One change with its sentence in each language. ``whole``: it only follows from a document that came or went."""

    change: str
    kind: str
    before: str
    after: str
    document: str
    whole: bool
    sentence: Text

    @property
    def of_document(self) -> bool:
        """Whether it is about a document rather than a node in it."""
        return not self.kind


def told(line: Timeline, step: Step, organisation: str) -> tuple[Saying, ...]:
    """Return what a release changed in one organisation's documents. Raises TooLarge, Environment."""
    store, minter = line.store, line.minter
    previous = step.previous.id if step.previous else None
    kept = Kept.at(store.folder, step.id, f"{organisation}.changes", base=minter.base, previous=previous)
    known = kept.json(_PART)
    if known is None:
        old = store.get(previous) if previous else None
        found = tuple(differences(store, old, store.get(step.id), minter, organisation))
        known = [asdict(saying) for one in found for saying in _sayings(one)]
        kept.write({_PART: json.dumps(known, ensure_ascii=False).encode()})
    return tuple(Saying(**one) for one in known)


def _sayings(found: Found) -> list[Saying]:
    by_language = [Told.of(found, lang).items for lang in LANGUAGES]
    return [_saying(items) for items in zip(*by_language, strict=True)]


def _saying(items: Sequence[Item]) -> Saying:
    first = items[0]
    return Saying(
        first.change,
        first.kind or "",
        first.before.id if first.before else "",
        first.after.id if first.after else "",
        first.document.id if first.document else "",
        first.whole,
        {lang: item.sentence for lang, item in zip(LANGUAGES, items, strict=True)},
    )


def counted(sayings: Sequence[Saying]) -> Mapping[tuple[str, str], int]:
    """Return (class, change) → number of nodes, of changes that stand for themselves, in the order of kinds."""
    found = Counter((one.kind, one.change) for one in sayings if one.kind and not one.whole)
    return {(kind, change): found[kind, change] for kind in KINDS for change in CHANGES if found[kind, change]}


def summary(sayings: Sequence[Saying], lang: str) -> str:
    """Return one line: '3 tiltak kommet til, 1 delmål omformulert'; documents that came or went by their sentences."""
    parts = [
        pick(text("feed.count", count=count, things=_things(kind, count), became=text(f"feed.became-{change}")), lang)
        for (kind, change), count in counted(sayings).items()
    ]
    lines = [pick(one.sentence, lang) for one in sayings if one.of_document and one.change != "document-changed"]
    if parts:
        lines.append(f"{', '.join(parts)}.")
    if not lines:
        key = "other-statements" if sayings else "nothing"
        lines.append(pick(text(f"feed.{key}"), lang))
    return " ".join(lines)


def _things(kind: str, count: int) -> Text:
    return text(f"feed.{'one' if count == 1 else 'many'}-{kind.removeprefix(SG)}")
