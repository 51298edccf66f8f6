"""The command that checks files: nothing is stored; the exit code says what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.data import AcceptedOption, CheckedArgument, DateOption, MappingOption, given_date
from styringsgraf.cli.options import FOLDER, LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.cli.reports import deliver, ensure_writable, targets
from styringsgraf.quality import accepted as lists
from styringsgraf.quality.accepted import Accepted
from styringsgraf.quality.exports import EXPORTS, exit_code
from styringsgraf.quality.report import Report
from styringsgraf.texts import pick, text

_FORMATS: Final = f"{', '.join(EXPORTS)}; may be repeated."


@dataclass(frozen=True)
class _Baseline:
    """The list of accepted findings to write: where, why, and until when."""

    path: Path
    reason: str
    expires: date | None


@app.command()
def check(
    files: CheckedArgument,
    against: Annotated[
        str | None, typer.Option("--against", metavar="DATA|none", help=f"Releases to check against, or none. {FOLDER}")
    ] = None,
    report: Annotated[list[str] | None, typer.Option("--report", metavar="FORMAT[=PATH]", help=_FORMATS)] = None,
    fail_on: Annotated[
        Literal["violation", "warning", "info"], typer.Option("--fail-on", help="Exit 1 from here on.")
    ] = "violation",
    engine: Annotated[Literal["fast", "pyshacl", "both"], typer.Option("--engine", help="SHACL engine.")] = "fast",
    mapping: MappingOption = None,
    reference_date: DateOption = None,
    accepted: AcceptedOption = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="PATH", help="Accept all of today's findings in a list.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why the list accepts them.")] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="Last day the list accepts them.")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", metavar="PATH", help="Write what the rules judged, for any SHACL engine.")
    ] = None,
    lang: LangOption = None,
) -> int:
    """Check plans against the quality rules; findings point to the cell. Exit 0 clean, 1 findings, 3 unreadable."""
    folder = None if against in (None, "none") else Path(str(against))
    chosen = configured(folder, lang)
    if folder is not None:
        pipeline.require_release(chosen)
    wanted, day = targets(report or []), given_date(reference_date)
    baseline = _baseline(write_baseline, reason, expires, day, accepted)
    written = [path for path in (write_baseline, bundle, *(target.path for target in wanted)) if path is not None]
    allowed = pipeline.read_accepted(accepted, chosen.base)
    lists_read = [] if accepted is None or _same(accepted, write_baseline) else [accepted]
    ensure_writable(written, [*files, *lists_read, *([] if mapping is None else [Path(mapping)])])
    exported = None if bundle is None else pipeline.Exported()
    outcome = pipeline.check(
        chosen,
        pipeline.read_inputs(files, mapping),
        alone=against == "none",
        reference_date=day,
        accepted=allowed,
        engine=engine,
        exported=exported,
    )
    if bundle is not None and exported is not None:
        _write_bundles(bundle, exported.bundles)
    if baseline is not None:
        outcome = _accept_all(outcome, allowed, baseline, chosen.base, chosen.lang)
    deliver(outcome, wanted, chosen.lang, fail_on, files)
    return exit_code(outcome, fail_on)


def _baseline(
    path: Path | None, reason: str | None, expires: str | None, day: date | None, accepted: Path | None
) -> _Baseline | None:
    """Return the list to write; raises ``UsageError`` for options that do not fit, or a list that would be lost."""
    if path is None:
        if reason is not None or expires is not None:
            raise errors.UsageError("cli.baseline-missing")
        return None
    if not (reason or "").strip():
        raise errors.UsageError("cli.baseline-reason")
    last = given_date(expires)
    today = pipeline.reference_day(day)
    if last is not None and last < today:
        raise errors.UsageError("cli.baseline-expired", given=last, today=today)
    if path.is_file() and not _same(accepted, path):
        raise errors.UsageError("cli.baseline-exists", path=path)
    words = " ".join(str(reason).encode("utf-8", "replace").decode().split())
    return _Baseline(path, words, last)


def _write_bundles(path: Path, bundles: Mapping[str, bytes]) -> None:
    """Write what was judged as N-Triples: one organisation to the path, several to one file each beside it."""
    for org, content in bundles.items():
        place = path if len(bundles) == 1 else path.with_stem(f"{path.stem}-{org}")
        try:
            place.write_bytes(content)
        except OSError as fault:
            raise errors.UsageError("cli.report-unwritable", path=place, reason=errors.reason(fault)) from None
        progress(f"{org} → {place}")


def _same(one: Path | None, other: Path | None) -> bool:
    return one is not None and other is not None and one.resolve() == other.resolve()


def _accept_all(report: Report, given: Sequence[Accepted], wanted: _Baseline, base: str, lang: str) -> Report:
    """Write the list, and return the report as it is with that list."""
    entries = lists.baseline(report, given, wanted.reason, wanted.expires)
    try:
        lists.write(wanted.path, entries, base)
    except OSError as fault:
        raise errors.UsageError("cli.report-unwritable", path=wanted.path, reason=errors.reason(fault)) from None
    progress(pick(text("cli.baseline-written", count=len(entries), path=wanted.path), lang))
    return replace(report, accepted=report.findings, stale=(), expired=())
