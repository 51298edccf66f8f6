"""What every new release goes through, whoever made the change: build → infer → check → commit, or change nothing.

A publish brings documents read from files, a write over HTTP also documents edited in place, graphs that are nobody's
document, and documents that are gone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from styringsgraf.inference import in_force_documents, infer, same_documents
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import quality_graph
from styringsgraf.pipeline.checking import check_organisation
from styringsgraf.pipeline.gather import Gathered, concerns_of
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.progress import Progress
from styringsgraf.quality.accepted import Accepted, accept
from styringsgraf.quality.report import Report, identity
from styringsgraf.releases import Draft, Manifest, Source
from styringsgraf.sdg import sdg_quads
from styringsgraf.settings import Settings
from styringsgraf.terms import Quad
from styringsgraf.vocabulary import vocabulary_quads


@dataclass(frozen=True)
class Outcome:
    """What a publish came to: no manifest means that findings stopped it and nothing was changed."""

    manifest: Manifest | None
    report: Report
    changed: bool = False


@dataclass(frozen=True)
class Change:
    """What is to become of the current release: documents new or changed, documents gone, other graphs."""

    gathered: Gathered
    gone: frozenset[str] = frozenset()
    others: Mapping[str, tuple[Quad, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Telling:
    """What the release says of itself: its note, and findings accepted with this change; ``dry``: there is none."""

    note: str = ""
    accepted: Sequence[Accepted] = ()
    dry: bool = False


def finish(
    draft: Draft,
    change: Change,
    telling: Telling,
    config: Settings,
    say: Progress,
    seconds: Callable[[], float],
    committing: Callable[[], None] | None = None,
) -> Outcome:
    """Make a checked release of a change, or tell what stops it; ``committing`` is called when nothing does any more.

    ``seconds`` says how long the work has taken. The reference date is the draft's.
    """
    minter, day, gathered = Minter(config.base), draft.reference_date, change.gathered
    # By identity, so that the same list given again does not grow; the newer reason and last day count.
    allowed = tuple({identity(entry): entry for entry in (*draft.previous_accepted, *telling.accepted)}.values())
    touched = _build(draft, change, minter, day, say)
    found = quality_graph.by_organisation(gathered.findings, gathered.documents, minter)
    findings = list(gathered.findings)
    for org, documents in gathered.by_organisation.items():
        say.say("pipeline.checking", org=org)
        under_check = frozenset(d.iri for d in documents)
        checked = check_organisation(draft, org, under_check, day, minter, kept=Kept(config.data))
        found.setdefault(org, []).extend(checked)
        findings += checked
    for org in sorted(touched):
        say.say("pipeline.inferring", org=org)
        infer(draft, org, day, minter)
    plans = frozenset(document.iri for document in gathered.documents)
    judged = replace(Report.of(findings, "fast", seconds()), plans=plans)
    report = accept(judged, allowed, day, concerns_of(gathered, telling.accepted))
    if report.stopping:
        return Outcome(None, report)
    if telling.dry:
        return Outcome(draft.current, report)
    quality_graph.write(draft, found, report, allowed, plans, minter)
    for org in sorted(touched - found.keys()):  # the day alone may have put a plan out of force
        recheck(draft, org, day, allowed, minter, say, Kept(config.data))
    say.say("pipeline.storing")
    if committing is not None:
        committing()
    sources = _sources(draft, gathered, change.gone)
    commit = draft.commit(sources=sources, accepted=allowed, note=telling.note)
    return Outcome(commit.manifest, report, commit.changed)


def recheck(
    draft: Draft, org: str, day: date, allowed: Sequence[Accepted], minter: Minter, say: Progress, kept: Kept
) -> None:
    """State what is wrong with an organisation whose plans in force changed without a new file of its own."""
    say.say("pipeline.checking", org=org)
    findings = check_organisation(draft, org, frozenset(), day, minter, kept=kept)
    report = accept(Report.of(findings, "fast", 0.0), allowed, day)
    quality_graph.write(draft, {org: findings}, report, allowed, frozenset(), minter)


def _sources(draft: Draft, gathered: Gathered, gone: frozenset[str]) -> tuple[Source, ...]:
    """Where each document came from: the new files, and what earlier releases say of the other documents."""
    new = {document.iri: Source(document.iri, document.file, document.sha256, document.mapping)
           for document in gathered.documents}  # fmt: skip
    kept = (source for source in draft.previous_sources if source.document not in new and source.document not in gone)
    return tuple(sorted((*kept, *new.values()), key=lambda source: source.document))


def _build(draft: Draft, change: Change, minter: Minter, day: date, say: Progress) -> frozenset[str]:
    """Write the stated graphs; return the organisations whose inferred graph must be rebuilt."""
    say.say("pipeline.vocabulary")
    common = [
        draft.replace(minter.ontology_graph, vocabulary_quads(minter)),
        draft.replace(minter.sdg_graph, sdg_quads(minter)),
    ]
    own = {document.iri: document.graphs for document in change.gathered.documents}
    own |= {document: {} for document in change.gone}
    # Looking through the documents of a whole country takes longer than all the rest: not where nothing can have moved.
    still = draft.previous_reference_date == day and not change.others and same_documents(
        draft, {iri: chain.from_iterable(graphs.values()) for iri, graphs in own.items()}
    )  # fmt: skip
    before = {} if still else in_force_documents(draft, draft.previous_reference_date or day, minter)
    for graph in list(draft.graphs()):
        document = minter.document_of_graph(graph)
        if document in own and graph not in own[document]:
            draft.drop(graph)
    for graphs in (*own.values(), change.others):
        for graph, quads in graphs.items():
            draft.replace(graph, quads)
    if any(difference.any for difference in common):
        return frozenset(_organisations(draft.graphs(), minter))
    after = {} if still else in_force_documents(draft, day, minter)
    moved = {org for org in before.keys() | after.keys() if before.get(org) != after.get(org)}
    owners = {org for iri in own if (org := minter.organisation_of(iri)) is not None}
    return frozenset(owners | moved)


def _organisations(graphs: Iterable[str], minter: Minter) -> Iterable[str]:
    return {org for graph in graphs if (org := minter.organisation_of_graph(graph)) is not None}
