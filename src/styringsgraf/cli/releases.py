"""Commands on releases: list, show, activate, diff, verify, prune, and rebuild."""

from typing import Annotated

import typer

from styringsgraf.cli.app import app, releases_app
from styringsgraf.cli.options import DataOption, FormatOption, LangOption, OutOption, configured, table_format
from styringsgraf.cli.output import progress, write
from styringsgraf.pipeline import open_store
from styringsgraf.releases import listing
from styringsgraf.service import json_bytes
from styringsgraf.tables import render
from styringsgraf.texts import pick, text

ReleaseArgument = Annotated[str, typer.Argument(metavar="RELEASE", help="A release id, or its number.")]


def _say(key: str, lang: str, **values: object) -> None:
    typer.echo(pick(text(f"cli.{key}", **values), lang))


@releases_app.command("list")
def list_(
    form: FormatOption = "table", out: OutOption = None, data: DataOption = None, lang: LangOption = None
) -> None:
    """List all releases, newest first; the current one has a star."""
    chosen = configured(data, lang)
    store = open_store(chosen)
    found = listing(store.list(), store.current_id(), chosen.lang)
    write(render(found, table_format(form), chosen.lang), out, binary=form == "xlsx")


@releases_app.command()
def show(release: ReleaseArgument, data: DataOption = None, lang: LangOption = None) -> None:
    """Show one release: graphs, hashes, counts, sources, accepted findings (JSON)."""
    store = open_store(configured(data, lang))
    typer.echo(json_bytes(store.get(release).as_json()).decode())


@releases_app.command()
def activate(release: ReleaseArgument, data: DataOption = None, lang: LangOption = None) -> None:
    """Make a release current; its store is rebuilt from the archive when it has been pruned."""
    chosen = configured(data, lang)
    manifest = open_store(chosen).activate(release)
    _say("activated", chosen.lang, release=manifest.id)


@releases_app.command()
def diff(
    old: ReleaseArgument,
    new: ReleaseArgument,
    data: DataOption = None,
    lang: LangOption = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Statements to show a graph.")] = 20,
) -> None:
    """Compare two releases graph by graph: statements removed (-) and added (+)."""
    for change in open_store(configured(data, lang)).diff(old, new, limit):
        typer.echo(f"{change.graph}  -{change.removed} +{change.added}")
        for sign, lines in (("-", change.removed_statements), ("+", change.added_statements)):
            for line in lines:
                typer.echo(f"  {sign} {line}")


@releases_app.command()
def verify(
    release: Annotated[str | None, typer.Argument(metavar="RELEASE", help="Default: the current one.")] = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Recompute every hash of a release in the archive and in its store; exit 1 on any difference."""
    chosen = configured(data, lang)
    store = open_store(chosen)
    outcome = store.verify(release)
    for fault in outcome.faults:
        typer.echo(fault.sentence(chosen.lang))
    if outcome.faults:
        return 1
    _say("verified", chosen.lang, release=outcome.manifest.id, graphs=len(outcome.manifest.graphs))
    return 0


@releases_app.command()
def prune(data: DataOption = None, lang: LangOption = None) -> None:
    """Remove the ready-made stores of old releases that nobody reads; the archive keeps everything."""
    chosen = configured(data, lang)
    _say("pruned", chosen.lang, count=len(open_store(chosen).prune()))


@app.command()
def rebuild(
    release: Annotated[str | None, typer.Argument(metavar="RELEASE", help="Default: the current one.")] = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Rebuild a release's store from the archive, after an engine upgrade or a damaged disk."""
    chosen = configured(data, lang)
    progress(pick(text("pipeline.rebuilding"), chosen.lang))
    manifest = open_store(chosen).rebuild(release)
    _say("rebuilt", chosen.lang, release=manifest.id)
