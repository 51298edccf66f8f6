"""Commands on tokens for writing over HTTP: create, list, revoke."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer

from styringsgraf import errors
from styringsgraf.access import Record, Tokens, listing
from styringsgraf.cli.app import token_app
from styringsgraf.cli.options import DataOption, FormatOption, LangOption, OutOption, configured, table_format
from styringsgraf.cli.output import progress, write
from styringsgraf.tables import render
from styringsgraf.texts import pick, text

SCOPES = ("read", "write")


@token_app.command()
def create(
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="ORG", help="The organisation's short name, or '*' for all.")
    ],
    scope: Annotated[str, typer.Option("--scope", metavar="SCOPE", help="read or write.")],
    note: Annotated[str, typer.Option("--note", help="Who has it, and what for; shown in lists and releases.")] = "",
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="DATE", help="The last day it holds, in UTC; default: no last day."),
    ] = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Make a token and print it, this once; only its hash is kept."""
    chosen = configured(data, lang)
    if scope not in SCOPES:
        raise errors.UsageError("access.scope", given=scope)
    made = Tokens(chosen.data).create(organisation, write=scope == "write", note=note, expires=_after(expires))
    typer.echo(made.secret)
    progress(pick(text("access.created", token=made.record.id), chosen.lang))


@token_app.command("list")
def list_(
    form: FormatOption = "table", out: OutOption = None, data: DataOption = None, lang: LangOption = None
) -> None:
    """List all tokens, without their secrets."""
    chosen = configured(data, lang)
    found: tuple[Record, ...] = Tokens(chosen.data).list()
    shown = listing(found, datetime.now(UTC), chosen.lang)
    write(render(shown, table_format(form), chosen.lang), out, binary=form == "xlsx")


@token_app.command()
def revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The token's id, as the list shows it.")],
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """End a token at once, also for services that are running."""
    chosen = configured(data, lang)
    ended = Tokens(chosen.data).revoke(token)
    typer.echo(pick(text("access.revoked-now", token=ended.id), chosen.lang))


def _after(day: str | None) -> datetime | None:
    """Return the moment a token ends: when its last day is over."""
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        raise errors.UsageError("access.expires", given=day) from None
