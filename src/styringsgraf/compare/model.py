"""What a comparison is: two ends, and one item a change with its sentence; as a table and as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal

from styringsgraf.questions.changes import CHANGES
from styringsgraf.tables import Column, Grid, Shown
from styringsgraf.texts import pick, text

#: Changes of whole documents, which only releases have.
DOCUMENT_CHANGES: Final = ("document-added", "document-dropped", "in-force", "not-in-force", "document-changed")
ALL_CHANGES: Final = (*DOCUMENT_CHANGES, *CHANGES)
_COLUMNS: Final = (
    ("change", "code"), ("kind", "iri"), ("kindLabel", "label"), ("codeBefore", "code"), ("before", "iri"),
    ("beforeLabel", "label"), ("codeAfter", "code"), ("after", "iri"), ("afterLabel", "label"), ("document", "iri"),
    ("documentLabel", "label"), ("sentence", "text"),
)  # fmt: skip


@dataclass(frozen=True)
class End:
    """One end of a comparison, or one side of a change: its name for programs, its code and its name for people."""

    id: str
    label: str
    code: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the end as in ``Comparison.as_json``."""
        return {"id": self.id, "code": self.code or None, "label": self.label}


@dataclass(frozen=True)
class Item:
    """One change. ``whole``: it only follows from a document that came or went as a whole."""

    change: str
    sentence: str
    kind: str | None = None
    kind_label: str = ""
    before: End | None = None
    after: End | None = None
    document: End | None = None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)
    whole: bool = False

    def to_json(self, lang: str) -> dict[str, Any]:
        """Return the change as in ``Comparison.as_json``."""
        return {
            "change": self.change,
            "changeLabel": pick(label(self.change), lang),
            "sentence": self.sentence,
            "class": self.kind,
            "classLabel": self.kind_label or None,
            "before": self.before.to_json() if self.before else None,
            "after": self.after.to_json() if self.after else None,
            "document": self.document.to_json() if self.document else None,
            "details": dict(self.details),
        }


@dataclass(frozen=True)
class Comparison:
    """A comparison in one language; fits ``tables.Rendered``. A page of it keeps the counts and title of the whole."""

    what: Literal["plans", "releases"]
    old: End
    new: End
    lang: str
    items: tuple[Item, ...]
    remarks: tuple[str, ...] = ()
    release: str = ""
    total: int | None = None
    counted: Mapping[str, int] | None = None

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many changes of each kind there are, in the order of kinds."""
        if self.counted is not None:
            return self.counted
        found = Counter(item.change for item in self.items)
        return {change: found[change] for change in ALL_CHANGES if found[change]}

    @property
    def truncated(self) -> bool:
        """Whether this is a page with more after or before it."""
        return self.total is not None and self.total > len(self.items)

    def page(self, limit: int, offset: int = 0) -> "Comparison":
        """Return some of the items; counts stay those of all."""
        rows = self.items[offset : offset + limit]
        return replace(self, items=rows, total=len(self.items), counted=self.counts)

    def only(self, changes: Sequence[str]) -> "Comparison":
        """Return the items of some kinds of change."""
        return replace(self, items=tuple(item for item in self.items if item.change in changes))

    @property
    def title(self) -> str:
        """What is compared, and how much changed."""
        count = len(self.items) if self.total is None else self.total
        key = "one-change" if count == 1 else "changes" if count else "no-changes"
        return pick(text(f"compare.{key}", old=self.old.label, new=self.new.label, count=count), self.lang)

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks a reader must know, and whether there is more."""
        if not self.truncated:
            return self.remarks
        return (*self.remarks, pick(text("compare.page", rows=len(self.items), total=self.total), self.lang))

    @property
    def grid(self) -> Grid:
        """One row a change."""
        columns = tuple(
            Column(name, kind, text(f"compare.column-{name.removesuffix('Label')}"), _meanings(name))
            for name, kind in _COLUMNS
        )
        return Grid(columns, tuple(self._row(item) for item in self.items))

    def _row(self, item: Item) -> tuple[Shown | str | None, ...]:
        sides = [
            cell
            for end in (item.before, item.after)
            for cell in ((end.code or None, end.id, end.label) if end else (None, None, None))
        ]
        document = (item.document.id, item.document.label) if item.document else (None, None)
        change = Shown(pick(label(item.change), self.lang), item.change, item.change)
        return (change, item.kind, item.kind_label or None, *sides, *document, item.sentence)

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON.

        ``{"what": "plans" | "releases", "from": {"id", "code", "label"}, "to": {…}, "lang", "release", "counts":
        {change: number}, "changes": [{"change", "changeLabel", "sentence", "class", "classLabel", "before": {"id",
        "code", "label"} | null, "after": … | null, "document": … | null, "details": {…}}], "notes": [sentence],
        "truncated": false}``.
        """
        return {
            "what": self.what,
            "from": self.old.to_json(),
            "to": self.new.to_json(),
            "lang": self.lang,
            "release": self.release,
            "counts": dict(self.counts),
            "changes": [item.to_json(self.lang) for item in self.items],
            "notes": list(self.notes),
            "truncated": self.truncated,
        }


def label(change: str) -> Mapping[str, str]:
    """Return what a kind of change is called."""
    return text(f"compare.change-{change}")


def _meanings(column: str) -> Mapping[str, Mapping[str, str]]:
    return {change: label(change) for change in ALL_CHANGES} if column == "change" else {}
