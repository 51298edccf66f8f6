"""The command that checks files: nothing is stored; the exit code says what was found."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.data import AcceptedOption, DateOption, FilesArgument, MappingOption, given_date
from styringsgraf.cli.options import FOLDER, LangOption, configured
from styringsgraf.cli.output import progress, write
from styringsgraf.quality.exports import exit_code, to_json, to_text

_FORMATS: Final = ("text", "json")


def _targets(given: list[str]) -> list[tuple[str, Path | None]]:
    targets: list[tuple[str, Path | None]] = []
    for item in given or ["text"]:
        form, equals, path = item.partition("=")
        if form not in _FORMATS or (equals and not path):
            raise errors.UsageError("cli.report-format", given=item, offered=", ".join(_FORMATS))
        targets.append((form, Path(path) if path else None))
    return targets


@app.command()
def check(
    files: FilesArgument,
    against: Annotated[
        str | None, typer.Option("--against", metavar="DATA|none", help=f"Releases to check against, or none. {FOLDER}")
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT[=PATH]", help="text, json; may be repeated.")
    ] = None,
    fail_on: Annotated[
        Literal["violation", "warning", "info"], typer.Option("--fail-on", help="Exit 1 from here on.")
    ] = "violation",
    engine: Annotated[Literal["fast", "pyshacl", "both"], typer.Option("--engine", help="SHACL engine.")] = "fast",
    mapping: MappingOption = None,
    reference_date: DateOption = None,
    accepted: AcceptedOption = None,
    lang: LangOption = None,
) -> int:
    """Check plans against the quality rules; findings point to the cell. Exit 0 clean, 1 findings, 3 unreadable."""
    folder = None if against in (None, "none") else Path(str(against))
    chosen = configured(folder, lang)
    if folder is not None:
        pipeline.require_release(chosen)
    targets = _targets(report or [])
    outcome = pipeline.check(
        chosen,
        pipeline.read_inputs(files, mapping),
        alone=against == "none",
        reference_date=given_date(reference_date),
        accepted=pipeline.read_accepted(accepted, chosen.base),
        engine=engine,
    )
    for form, path in targets:
        content = to_text(outcome, chosen.lang).encode() if form == "text" else to_json(outcome)
        write(content, path)
        if path is not None:
            progress(f"{form} → {path}")
    return exit_code(outcome, fail_on)
