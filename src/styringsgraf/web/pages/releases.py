"""What the pages of releases show: the list of them, and of one what is in it, what was accepted, what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.publish.forms import EVERYTHING, UN
from styringsgraf.publish.holdings import Holding, holding, holdings
from styringsgraf.publish.steps import Step, Timeline
from styringsgraf.publish.told import summary, told
from styringsgraf.quality import rules as quality_rules
from styringsgraf.releases import GraphRecord, Manifest
from styringsgraf.releases.manifest import AcceptedFinding, Source
from styringsgraf.texts import Text, text

#: How a note of our own commands begins → the text that says the same to readers. The longest first.
_NOTES: Final = (
    ("init --empty", "note-empty"),
    ("init", "note-init"),
    ("withdraw ", "note-withdraw"),
    ("sdg import ", "note-official"),
    ("import ", "note-import"),
)
#: Organisations whose changes are told on the page; the page of changes has them all.
_TOLD: Final = 12
#: Reasons shown of one rule's accepted findings.
_REASONS: Final = 3


@dataclass(frozen=True)
class Document:
    """One document of an organisation in a release."""

    iri: str
    statements: int
    graphs: int
    sha256: str  # of what it states, in canonical form; '' where only graphs about it are left
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Change:
    """What a release changed for one organisation: in words, or the key of a text where all of it came or went."""

    organisation: str
    words: str = ""
    key: str = ""


@dataclass(frozen=True)
class Accepted:
    """The findings of one rule that were let pass."""

    rule: str
    count: int
    label: Text = field(hash=False)
    reasons: tuple[str, ...] = ()
    more: int = 0


def moment(created: str, lang: str) -> tuple[str, str]:
    """Return day and time of day (UTC) of a manifest's moment: '2026-11-23T22:56:58Z' → '2026-11-23', '22.56'."""
    day, _, time = created.partition("T")
    return day, time[:5] if lang == "en" else time[:5].replace(":", ".")


def note_of(manifest: Manifest) -> Text:
    """Return a release's note in words; what people wrote themselves stands as it is."""
    for beginning, key in _NOTES:
        if manifest.note.startswith(beginning):
            return text(f"data.{key}", what=manifest.note.removeprefix(beginning).strip())
    return {"": manifest.note}


def parts(manifest: Manifest, minter: Minter) -> dict[str, Holding]:
    """Return what a release holds by organisation, the UN side first; not everything together."""
    found = holdings(manifest, minter)
    return {name: one for name, one in found.items() if name != EVERYTHING}


def part(manifest: Manifest, name: str, minter: Minter) -> Holding:
    """Return what a release holds of one organisation. Raises NotFound, which names those there are."""
    return holding(manifest, name, minter)


def documents(manifest: Manifest, held: Holding, minter: Minter) -> tuple[Document, ...]:
    """Return the documents of one organisation, by IRI."""
    graphs: dict[str, list[GraphRecord]] = {}
    for graph in held.graphs:
        iri = minter.document_of_graph(graph.name)
        if iri is not None:
            graphs.setdefault(iri, []).append(graph)
    sources: dict[str, list[Source]] = {}
    for one in manifest.sources:
        sources.setdefault(one.document, []).append(one)
    return tuple(_document(iri, graphs[iri], sources.get(iri, ())) for iri in sorted(graphs))


def _document(iri: str, graphs: list[GraphRecord], sources: Iterable[Source]) -> Document:
    # The graph of what the document states has the shortest name; the others add a part to it.
    own = min(graphs, key=lambda graph: len(graph.name))
    return Document(iri, sum(graph.count for graph in graphs), len(graphs), own.sha256, tuple(sources))


def counts(manifest: Manifest, minter: Minter) -> Mapping[str, int]:
    """Return how many documents each organisation has in a release."""
    found = {
        minter.document_of_graph(graph.name): minter.organisation_of_graph(graph.name) for graph in manifest.graphs
    }
    return Counter(organisation for iri, organisation in found.items() if iri is not None and organisation is not None)


def accepted(findings: Iterable[AcceptedFinding]) -> tuple[Accepted, ...]:
    """Return the accepted findings by rule."""
    by_rule: dict[str, list[AcceptedFinding]] = {}
    for one in findings:
        by_rule.setdefault(one.rule, []).append(one)
    labels = {rule.id: rule.label for rule in quality_rules.load().rules}
    return tuple(_accepted(rule, by_rule[rule], labels.get(rule, {"": rule})) for rule in sorted(by_rule))


def _accepted(rule: str, findings: list[AcceptedFinding], label: Text) -> Accepted:
    reasons = tuple(dict.fromkeys(one.reason for one in findings if one.reason))
    return Accepted(rule, len(findings), label, reasons[:_REASONS], max(0, len(reasons) - _REASONS))


def changes(line: Timeline, step: Step, lang: str) -> tuple[tuple[Change, ...], int]:
    """Return what a release changed since the one before, by organisation, and how many more it changed something of.

    Nothing of the first release: all of it is new.
    """
    if step.previous is None:
        return (), 0
    names = step.changed()
    return tuple(_change(line, step, name, lang) for name in names[:_TOLD]), max(0, len(names) - _TOLD)


def _change(line: Timeline, step: Step, name: str, lang: str) -> Change:
    # Told node by node, an organisation that came or went as a whole would take long and say little.
    before = step.previous.stated if step.previous else {}
    if name not in before or name not in step.brief.stated:
        return Change(name, key="all-new" if name in step.brief.stated else "all-gone")
    try:
        return Change(name, summary(told(line, step, name), lang))
    except errors.TooLarge:
        return Change(name, key="too-many-changes")


def is_un(name: str) -> bool:
    """Tell whether a holding is the UN side."""
    return name == UN
