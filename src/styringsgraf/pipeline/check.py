"""Checks files without storing anything, and translates files to statements."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.checking import Overlay, check_organisation
from styringsgraf.pipeline.exported import Exported
from styringsgraf.pipeline.folder import same_base
from styringsgraf.pipeline.gather import concerns_of, gather
from styringsgraf.pipeline.inputs import InputFile, reference_day, tables_only
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.quality.accepted import Accepted, accept
from styringsgraf.quality.engines import EngineName
from styringsgraf.quality.report import UNCHECKED, Report
from styringsgraf.releases import Reader, ReleaseStore
from styringsgraf.sdg import sdg_quads
from styringsgraf.settings import Settings
from styringsgraf.terms import nquads
from styringsgraf.vocabulary import vocabulary_quads


@dataclass(frozen=True)
class Translation:
    """Files as sorted N-Quads, and what the import found."""

    nquads: bytes
    report: Report


@dataclass(frozen=True)
class Judged:
    """Files as documents, and the report on them."""

    documents: tuple[ImportedDocument, ...]
    report: Report


@contextmanager
def _release(config: Settings, *, alone: bool) -> Iterator[Reader | None]:
    """Open the current release for reading; None when there is none or the caller wants none."""
    if alone or not config.data.is_dir() or (store := ReleaseStore(config.data, config.keep_stores)).current() is None:
        yield None
        return
    with store.reader() as reader:
        same_base(reader.manifest, config)
        yield reader


def check(
    config: Settings,
    files: Sequence[InputFile],
    *,
    alone: bool = False,
    reference_date: date | None = None,
    accepted: Sequence[Accepted] = (),
    engine: EngineName = "fast",
    exported: Exported | None = None,
) -> Report:
    """Check files together with the current release (``alone``: without it); nothing is stored.

    ``exported`` is given what the rules judged.
    """
    return judge(
        config,
        files,
        alone=alone,
        reference_date=reference_date,
        accepted=accepted,
        engine=engine,
        exported=exported,
    ).report


def judge(
    config: Settings,
    files: Sequence[InputFile],
    *,
    alone: bool = False,
    reference_date: date | None = None,
    accepted: Sequence[Accepted] = (),
    engine: EngineName = "fast",
    exported: Exported | None = None,
) -> Judged:
    """Check as ``check`` does, and return the documents as well."""
    minter = Minter(config.base)
    day = reference_day(reference_date)
    started = time.perf_counter()
    with _release(config, alone=alone) as reader:
        gathered = gather(files, minter, ReleaseKnown(reader.table if reader else None), Progress(config.lang))
        replaced = {document.iri for document in gathered.documents}
        above = {
            minter.ontology_graph: tuple(vocabulary_quads(minter)),
            minter.sdg_graph: tuple(sdg_quads(minter)),
            # What the release holds of the same documents is replaced whole, also graphs the new version lacks.
            **{g: () for g in (reader.graphs() if reader else ()) if minter.document_of_graph(g) in replaced},
            **{graph: quads for document in gathered.documents for graph, quads in document.graphs.items()},
        }
        source = Overlay(above, reader)
        findings = list(gathered.findings)
        for org, documents in gathered.by_organisation.items():
            findings += check_organisation(
                source, org, frozenset(d.iri for d in documents), day, minter, engine, exported
            )
        release = reader.manifest.id if reader else None
        allowed = (*(reader.manifest.accepted if reader else ()), *accepted)
    judged = replace(Report.of(findings, engine, time.perf_counter() - started, release), plans=frozenset(replaced))
    return Judged(gathered.documents, accept(judged, allowed, day, concerns_of(gathered, accepted)))


def translate(config: Settings, files: Sequence[InputFile]) -> Translation:
    """Read files into statements, following references into the current release where there is one."""
    tables_only(files)
    minter = Minter(config.base)
    started = time.perf_counter()
    with _release(config, alone=False) as reader:
        gathered = gather(files, minter, ReleaseKnown(reader.table if reader else None), Progress(config.lang))
    quads = [quad for document in gathered.documents for graph in document.graphs.values() for quad in graph]
    lines = sorted(set(nquads(quads).splitlines(keepends=True)))
    return Translation(b"".join(lines), Report.of(gathered.findings, UNCHECKED, time.perf_counter() - started))
