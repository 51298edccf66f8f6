"""Writes what a check found into the release under construction, one graph an organisation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from styringsgraf.inference import documents_in_force
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import Minter
from styringsgraf.quality import rules
from styringsgraf.quality.accepted import Accepted
from styringsgraf.quality.published import finding_quads, kept
from styringsgraf.quality.report import Finding, Report, identity
from styringsgraf.releases import Draft


def by_organisation(
    read: Iterable[Finding], documents: Sequence[ImportedDocument], minter: Minter
) -> dict[str, list[Finding]]:
    """Return what the import found, by organisation; what names no document is the only one's of its file."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in read:
        file = finding.cell.file if finding.cell else None
        same = [document for document in documents if document.file == file] or list(documents)
        if not same:
            continue
        plan = finding.plan or _document(finding.focus_node, documents) or (same[0].iri if len(same) == 1 else None)
        org = minter.organisation_of(plan) if plan else None
        found[org or same[0].organisation].append(replace(finding, plan=plan))
    return found


def write(
    draft: Draft,
    found: Mapping[str, Iterable[Finding]],
    report: Report,
    accepted: Iterable[Accepted],
    read: frozenset[str],
    minter: Minter,
) -> None:
    """Replace the quality graph of each organisation in ``found``; ``read``: the documents that came with this batch.

    ``report`` tells which findings are accepted, ``accepted`` why. An organisation without documents has no graph.
    """
    why = {identity(entry): entry.reason for entry in accepted}
    reasons = {finding.identity: why.get(finding.identity, "") for finding in report.accepted}
    present = frozenset(document for graph in draft.graphs() if (document := minter.document_of_graph(graph)))
    for org, findings in found.items():
        graph = minter.quality_graph(org)
        if not any(minter.organisation_of(document) == org for document in present):
            draft.drop(graph)
            continue
        judged = documents_in_force(draft, org, minter) | read
        earlier = kept(draft.quads(graph), judged, read, present, (rule.id for rule in rules.load().rules))
        # In the report's form: each finding once.
        fresh = finding_quads(Report.of(findings, "", 0.0).findings, reasons, org, minter)
        draft.replace(graph, (*earlier, *fresh))


def _document(node: str | None, documents: Iterable[ImportedDocument]) -> str | None:
    """Return the document of this batch that a node lies under."""
    return next((d.iri for d in documents if node and f"{node}/".startswith(f"{d.iri}/")), None)
