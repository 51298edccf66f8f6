"""Commands that change what the graph holds: init, import, withdraw."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, LangOption, configured
from styringsgraf.cli.output import progress, write
from styringsgraf.quality.exports import to_text
from styringsgraf.texts import pick, text

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE", help="Workbooks or CSV files.")]
CheckedArgument = Annotated[list[Path], typer.Argument(metavar="FILE", help="Workbooks, CSV or RDF files.")]
MappingOption = Annotated[
    str | None, typer.Option("--mapping", metavar="M", help="A mapping file, or one that ships: template, goal-card.")
]
DateOption = Annotated[
    str | None, typer.Option("--reference-date", metavar="DATE", help="What counts as in force; default today.")
]
AcceptedOption = Annotated[
    Path | None, typer.Option("--accepted", metavar="FILE", help="List of accepted findings (YAML).")
]
_NOTE: Final = 200  # characters of a release's note; it is the command that made the release


def given_date(raw: str | None) -> date | None:
    """Return a date option, or a sentence that shows the form."""
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise errors.UsageError("cli.date", given=raw) from None


def announce(outcome: pipeline.Outcome, lang: str) -> int:
    """Say which release is current now, or that findings stopped it; return the exit code."""
    manifest = outcome.manifest
    if manifest is None:
        progress(pick(text("pipeline.refused", count=len(outcome.report.stopping)), lang))
        return errors.Refused.exit_code
    statements = sum(graph.count for graph in manifest.graphs)
    values = {"release": manifest.id, "graphs": len(manifest.graphs), "statements": statements}
    sentence = text("cli.published", **values) if outcome.changed else text("cli.unchanged", release=manifest.id)
    typer.echo(pick(sentence, lang))
    return 0


@app.command()
def init(
    empty: Annotated[bool, typer.Option("--empty", help="Without the shipped municipalities.")] = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Build the first release of a new data folder: the shipped data, or (--empty) vocabulary and UN codes only."""
    chosen = configured(data, lang)
    outcome = pipeline.initialise(chosen, empty=empty, progress=progress)
    return announce(outcome, chosen.lang)


@app.command("import")
def import_(
    files: FilesArgument,
    mapping: MappingOption = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="Write N-Quads to a file.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Make a checked release of it.")] = False,
    reference_date: DateOption = None,
    accepted: AcceptedOption = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Read plans into statements; with --publish, into a checked release."""
    chosen = configured(data, lang)
    inputs = pipeline.read_inputs(files, mapping)
    if not publish:
        read = pipeline.translate(chosen, inputs)
        write(read.nquads, out)
        progress(to_text(read.report, chosen.lang))
        return 1 if read.report.stopping else 0
    outcome = pipeline.publish(
        chosen,
        inputs,
        reference_date=given_date(reference_date),
        accepted=pipeline.read_accepted(accepted, chosen.base),
        note=f"import {' '.join(path.name for path in files)}"[:_NOTE],
        progress=progress,
    )
    progress(to_text(outcome.report, chosen.lang))
    return announce(outcome, chosen.lang)


@app.command()
def withdraw(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document's IRI, or org/edition.")],
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Take a document out of the next release; older releases keep it."""
    chosen = configured(data, lang)
    outcome = pipeline.withdraw(chosen, document, progress=progress)
    return announce(outcome, chosen.lang)
