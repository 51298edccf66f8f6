"""Files in, a checked release out; and a document taken out of the next release. All or nothing."""

import time
from collections.abc import Callable, Sequence
from datetime import date

from styringsgraf import errors
from styringsgraf.inference import infer
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.finish import Change, Outcome, Telling, finish, recheck
from styringsgraf.pipeline.folder import data_folder, same_base
from styringsgraf.pipeline.gather import gather
from styringsgraf.pipeline.inputs import InputFile, reference_day, tables_only
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.quality.accepted import Accepted
from styringsgraf.quality.report import Report
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings

__all__ = ["Outcome", "open_store", "publish", "withdraw"]


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
        telling = Telling(note, accepted)
        return finish(draft, Change(gathered), telling, config, say, lambda: time.perf_counter() - started)


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
        say.say("pipeline.inferring", org=org)
        infer(draft, org, current.reference_date, minter)
        recheck(draft, org, current.reference_date, current.accepted, minter, say, Kept(config.data))
        say.say("pipeline.storing")
        sources = tuple(source for source in current.sources if source.document != iri)
        commit = draft.commit(
            sources=sources, accepted=current.accepted, note=f"withdraw {iri.removeprefix(f'{config.base}id/')}"
        )
        return Outcome(commit.manifest, Report.of((), "none", 0.0), commit.changed)
