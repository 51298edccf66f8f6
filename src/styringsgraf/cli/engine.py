"""Commands for a second engine: bring it to the current release, and see what it shows."""

from typing import Annotated

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.pipeline import replicate
from styringsgraf.texts import pick, text

engine_app = typer.Typer(help="A second engine that answers instead of this process.", no_args_is_help=True)
app.add_typer(engine_app, name="engine")

UrlArgument = Annotated[
    str | None, typer.Argument(metavar="URL", help="Its query address. [env STYRINGSGRAF_ENGINE]", show_default=False)
]


@engine_app.command("push")
def push(
    url: UrlArgument = None,
    replace: Annotated[bool, typer.Option("--replace", help="Also where another archive's release is.")] = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Bring the engine to the current release: changed graphs only, visible when all are there and counted."""
    chosen = configured(data, lang, url)
    pipeline.require_release(chosen)
    engine = replicate.endpoint_of(chosen).shown
    pushed = replicate.push(chosen, replace=replace, say=progress)
    if pushed is None:
        raise errors.Busy("remote.two-pushes")
    key = "pushed" if pushed.graphs or pushed.dropped else "unchanged"
    values = {name: getattr(pushed, name) for name in ("release", "graphs", "dropped", "added", "removed")}
    typer.echo(pick(text(f"remote.{key}", engine=engine, **values), chosen.lang))


@engine_app.command("status")
def status(url: UrlArgument = None, data: DataOption = None, lang: LangOption = None) -> int:
    """Say which release the engine shows, and which is current here; exit 1 when they differ."""
    chosen = configured(data, lang, url)
    pipeline.require_release(chosen)
    theirs, ours = replicate.shown(chosen)
    nothing = pick(text("remote.nothing"), chosen.lang)
    engine = replicate.endpoint_of(chosen).shown
    typer.echo(pick(text("remote.status", engine=engine, theirs=theirs or nothing, ours=ours), chosen.lang))
    return 0 if theirs == ours else 1
