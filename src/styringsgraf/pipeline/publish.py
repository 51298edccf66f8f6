"""The one place that knows the order: ingest → build → infer → check → activate, all or nothing."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from styringsgraf import errors
from styringsgraf.inference import in_force_documents, infer
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import quality_graph
from styringsgraf.pipeline.checking import check_organisation
from styringsgraf.pipeline.folder import data_folder, same_base
from styringsgraf.pipeline.gather import Gathered, concerns_of, gather
from styringsgraf.pipeline.inputs import InputFile, reference_day, tables_only
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.quality.accepted import Accepted, accept
from styringsgraf.quality.report import Report, identity
from styringsgraf.releases import Draft, Manifest, ReleaseStore, Source
from styringsgraf.sdg import sdg_quads
from styringsgraf.settings import Settings
from styringsgraf.vocabulary import vocabulary_quads


@dataclass(frozen=True)
class Outcome:
    """What a publish came to: no manifest means that findings stopped it and nothing was changed."""

    manifest: Manifest | None
    report: Report
    changed: bool = False


def open_store(config: Settings) -> ReleaseStore:
    """Open the data folder and clear away what a killed publish may have left."""
    store = data_folder(config)
    store.recover()
    return store


def publish(
    config: Settings,
    files: Sequence[InputFile],
    *,
    reference_date: date | None = None,
    accepted: Sequence[Accepted] = (),
    note: str = "",
    progress: Callable[[str], None] | None = None,
) -> Outcome:
    """Make a checked release of these files on top of the current one; or change nothing and say why."""
    tables_only(files)
    say = Progress(config.lang, progress) if progress else Progress(config.lang)
    minter = Minter(config.base)
    day = reference_day(reference_date)
    started = time.perf_counter()
    with open_store(config).draft(reference_date=day) as draft:
        same_base(draft.current, config)
        gathered = gather(files, minter, ReleaseKnown(draft.table), say)
        # By identity, so that the same list given again does not grow; the newer reason and last day count.
        allowed = tuple({identity(entry): entry for entry in (*draft.previous_accepted, *accepted)}.values())
        touched = _build(draft, gathered, minter, day, say)
        found = quality_graph.by_organisation(gathered.findings, gathered.documents, minter)
        findings = list(gathered.findings)
        for org, documents in gathered.by_organisation.items():
            say.say("pipeline.checking", org=org)
            under_check = frozenset(d.iri for d in documents)
            checked = check_organisation(draft, org, under_check, day, minter, kept=Kept(config.data))
            found.setdefault(org, []).extend(checked)
            findings += checked
        _infer(draft, touched, minter, day, say)
        plans = frozenset(document.iri for document in gathered.documents)
        judged = replace(Report.of(findings, "fast", time.perf_counter() - started), plans=plans)
        report = accept(judged, allowed, day, concerns_of(gathered, accepted))
        if report.stopping:
            return Outcome(None, report)
        quality_graph.write(draft, found, report, allowed, plans, day, minter)
        for org in sorted(touched - found.keys()):  # the day alone may have put a plan out of force
            _recheck(draft, org, day, allowed, minter, say, Kept(config.data))
        say.say("pipeline.storing")
        commit = draft.commit(sources=_sources(draft, gathered), accepted=allowed, note=note)
        return Outcome(commit.manifest, report, commit.changed)


def withdraw(config: Settings, document: str, *, progress: Callable[[str], None] | None = None) -> Outcome:
    """Take one document (IRI, or org/edition) out of the next release; what was inferred from it goes too."""
    say = Progress(config.lang, progress) if progress else Progress(config.lang)
    minter = Minter(config.base)
    store = open_store(config)
    current = store.current()
    if current is None:
        raise errors.NotFound("pipeline.no-release", folder=config.data)
    same_base(current, config)
    iri = document if "://" in document else f"{config.base}id/{document.strip('/')}"
    with store.draft(reference_date=current.reference_date) as draft:
        graphs = [graph for graph in draft.graphs() if minter.document_of_graph(graph) == iri]
        org = minter.organisation_of(iri)
        if not graphs or org is None:
            known = sorted({d for graph in draft.graphs() if (d := minter.document_of_graph(graph)) is not None})
            short = ", ".join(name.removeprefix(f"{config.base}id/") for name in known) or "–"
            raise errors.NotFound("pipeline.no-such-document", given=document, release=current.id, known=short)
        for graph in graphs:
            draft.drop(graph)
        _infer(draft, frozenset({org}), minter, current.reference_date, say)
        _recheck(draft, org, current.reference_date, current.accepted, minter, say, Kept(config.data))
        say.say("pipeline.storing")
        sources = tuple(source for source in current.sources if source.document != iri)
        commit = draft.commit(
            sources=sources, accepted=current.accepted, note=f"withdraw {iri.removeprefix(f'{config.base}id/')}"
        )
        return Outcome(commit.manifest, Report.of((), "none", 0.0), commit.changed)


def _recheck(
    draft: Draft, org: str, day: date, allowed: Sequence[Accepted], minter: Minter, say: Progress, kept: Kept
) -> None:
    """State what is wrong with an organisation whose plans in force changed without a new file of its own."""
    say.say("pipeline.checking", org=org)
    findings = check_organisation(draft, org, frozenset(), day, minter, kept=kept)
    report = accept(Report.of(findings, "fast", 0.0), allowed, day)
    quality_graph.write(draft, {org: findings}, report, allowed, frozenset(), day, minter)


def _build(draft: Draft, gathered: Gathered, minter: Minter, day: date, say: Progress) -> frozenset[str]:
    """Write the stated graphs; return the organisations whose inferred graph must be rebuilt."""
    say.say("pipeline.vocabulary")
    common = [
        draft.replace(minter.ontology_graph, vocabulary_quads(minter)),
        draft.replace(minter.sdg_graph, sdg_quads(minter)),
    ]
    before = in_force_documents(draft, draft.previous_reference_date or day, minter)
    for document in gathered.documents:
        for graph in list(draft.graphs()):
            if minter.document_of_graph(graph) == document.iri and graph not in document.graphs:
                draft.drop(graph)
        for graph, quads in document.graphs.items():
            draft.replace(graph, quads)
    if any(difference.any for difference in common):
        return frozenset(_organisations(draft.graphs(), minter))
    after = in_force_documents(draft, day, minter)
    moved = {org for org in before.keys() | after.keys() if before.get(org) != after.get(org)}
    return frozenset({document.organisation for document in gathered.documents} | moved)


def _organisations(graphs: Iterable[str], minter: Minter) -> Iterable[str]:
    return {org for graph in graphs if (org := minter.organisation_of_graph(graph)) is not None}


def _infer(draft: Draft, organisations: frozenset[str], minter: Minter, day: date, say: Progress) -> None:
    for org in sorted(organisations):
        say.say("pipeline.inferring", org=org)
        infer(draft, org, day, minter)


def _sources(draft: Draft, gathered: Gathered) -> tuple[Source, ...]:
    """Where each document came from: the new files, and what earlier releases say of the other documents."""
    new = {document.iri: Source(document.iri, document.file, document.sha256, document.mapping)
           for document in gathered.documents}  # fmt: skip
    kept = (source for source in draft.previous_sources if source.document not in new)
    return tuple(sorted((*kept, *new.values()), key=lambda source: source.document))
