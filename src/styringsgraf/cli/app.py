"""The command tree itself; the modules beside it add their commands."""

from typing import Annotated

import typer

from styringsgraf import __version__

app = typer.Typer(
    name="styringsgraf",
    help="A municipality's red thread, from UN targets to measured indicators: import, check, release, ask.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
releases_app = typer.Typer(help="List, inspect and switch releases.", no_args_is_help=True)
app.add_typer(releases_app, name="releases")
sdg_app = typer.Typer(help="The UN side: import the UN's own texts, check the table of segments.", no_args_is_help=True)
app.add_typer(sdg_app, name="sdg")
token_app = typer.Typer(help="Tokens for writing over HTTP: create, list, revoke.", no_args_is_help=True)
app.add_typer(token_app, name="token")


def _version(value: bool) -> None:  # noqa: FBT001 - the shape typer calls
    if value:
        typer.echo(f"styringsgraf {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that stand before a command."""
