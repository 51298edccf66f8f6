"""Imports the UN's own texts into a release: the file is fetched, held against our tables, and stored as one graph."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.fetch import BOUNDS, Bounds, Fetched, fetch
from styringsgraf.pipeline.folder import require_release, same_base
from styringsgraf.pipeline.progress import Progress
from styringsgraf.pipeline.publish import Outcome, open_store
from styringsgraf.quality.report import Report
from styringsgraf.releases import Draft, Source
from styringsgraf.sdg.official import Official, Origin, official, origin_of
from styringsgraf.sdg.official_file import format_of, media_types, read_official
from styringsgraf.settings import Settings

#: Stands for the engine in a report on tables: no engine has validated anything.
NO_ENGINE: Final = "–"
_NOTE: Final = 200  # characters of a release's note


def import_official(
    config: Settings,
    source: str,
    *,
    progress: Callable[[str], None] | None = None,
    bounds: Bounds = BOUNDS,
    day: date | None = None,
) -> Outcome:
    """Make a release with the UN's texts from a file or an http(s) address beside our titles.

    ``day``: today, said of the file when it is read for the first time. The same file again changes nothing; a file
    that lacks a goal or a target, or is no such file at all (InputError), changes nothing either.
    """
    say = Progress(config.lang, progress) if progress else Progress(config.lang)
    minter = Minter(config.base)
    require_release(config)
    started = time.perf_counter()
    say.say("pipeline.official-fetching", source=source)
    fetched = fetch(source, media_types(), bounds)
    if fetched.url and format_of(fetched.name, fetched.media_type) is None:
        offered = ", ".join(media_types())
        raise errors.InputError(
            "pipeline.web-media-type", url=fetched.url, media_type=fetched.media_type or "–", offered=offered
        )
    say.say("pipeline.official-comparing", name=fetched.name)
    found = official(read_official(fetched.content, fetched.name, fetched.media_type, fetched.url or None))
    report = Report.of(found.findings, NO_ENGINE, time.perf_counter() - started)
    if report.stopping:
        return Outcome(None, report)
    return _store(config, minter, found, fetched, report, day or datetime.now(UTC).date(), say)


def _store(
    config: Settings, minter: Minter, found: Official, fetched: Fetched, report: Report, day: date, say: Progress
) -> Outcome:
    store = open_store(config)
    current = store.current()
    if current is None:  # somebody has removed the releases meanwhile
        raise errors.NotFound("pipeline.no-release", folder=config.data)
    with store.draft(reference_date=current.reference_date) as draft:
        same_base(draft.current, config)
        origin = origin_of(draft.quads(minter.sdg_official_graph), minter, found.file.sha256)
        origin = origin or Origin(fetched.name, fetched.url, day)
        draft.replace(minter.sdg_official_graph, found.quads(minter, origin))
        say.say("pipeline.storing")
        commit = draft.commit(
            sources=_sources(draft, minter, found, origin), note=f"sdg import {fetched.url or fetched.name}"[:_NOTE]
        )
        return Outcome(commit.manifest, report, commit.changed)


def _sources(draft: Draft, minter: Minter, found: Official, origin: Origin) -> tuple[Source, ...]:
    own = Source(minter.sdg_official_file, origin.url or origin.name, found.file.sha256)
    kept = (source for source in draft.previous_sources if source.document != own.document)
    return tuple(sorted((*kept, own), key=lambda source: source.document))
