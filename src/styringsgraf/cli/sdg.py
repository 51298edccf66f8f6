"""Commands on the UN side: import the UN's own texts, check a table of segments."""

import time
from pathlib import Path
from typing import Annotated

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import sdg_app
from styringsgraf.cli.data import announce
from styringsgraf.cli.options import DataOption, LangOption, configured
from styringsgraf.cli.output import progress, write
from styringsgraf.pipeline.official import NO_ENGINE
from styringsgraf.quality.exports import exit_code, to_text
from styringsgraf.quality.report import Report
from styringsgraf.sdg import read_segments
from styringsgraf.sdg.tables import folder
from styringsgraf.texts import pick, text


@sdg_app.command("import")
def import_(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="The UN's RDF: a file, or an http(s) address.")],
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Add the UN's own texts of goals, targets and indicators to a new release, and tell what differs from ours."""
    chosen = configured(data, lang)
    outcome = pipeline.import_official(chosen, source, progress=progress)
    progress(to_text(outcome.report, chosen.lang))
    if outcome.manifest is None:
        progress(pick(text("sdg.refused", count=len(outcome.report.stopping)), chosen.lang))
        return errors.Refused.exit_code
    return announce(outcome, chosen.lang)


@sdg_app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A table of segments (CSV); default: the one that ships.")
    ] = None,
    lang: LangOption = None,
) -> int:
    """Check a table of UN targets taken apart; findings point to row and column. Exit 0 clean, 1 findings."""
    chosen = configured(None, lang)
    started = time.perf_counter()
    read = read_segments(file or folder() / "segments.csv")
    report = Report.of(read.findings, NO_ENGINE, time.perf_counter() - started)
    write(to_text(report, chosen.lang).encode(), None)
    return exit_code(report)
