"""The command that compares two plans or two releases, in words."""

from typing import Annotated, Final

import typer

from styringsgraf import errors
from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, LangOption, OutOption, configured, table_format
from styringsgraf.cli.output import progress, write
from styringsgraf.compare import compare as compared
from styringsgraf.compare import written
from styringsgraf.compare.model import ALL_CHANGES
from styringsgraf.formats import CHANGES
from styringsgraf.namespaces import Minter
from styringsgraf.service import Service

#: Text first: it is what a person at a terminal gets.
_FORMS: Final = ("text", "table", *(row.name for row in CHANGES if row.name != "text"))


@app.command()
def compare(
    old: Annotated[
        str, typer.Argument(metavar="FROM", help="A plan (org/edition) or a release (id, number, current).")
    ],
    new: Annotated[str, typer.Argument(metavar="TO", help="Another of the same.")],
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHANGE", help="Only this kind of change; may be repeated.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(_FORMS))] = "text",
    out: OutOption = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Say what changed between two editions of a plan, or two releases: new, gone, reworded, recoded, moved …."""
    chosen = configured(data, lang)
    representation = table_format(form, _FORMS)
    for change in only or ():
        if change not in ALL_CHANGES:
            raise errors.UsageError("cli.change", given=change, offered=", ".join(ALL_CHANGES))
    with Service.open(chosen, progress) as service, service.reader() as reader:
        found = compared(service.store, reader, Minter(chosen.base), old, new, lang=chosen.lang)
    content = written(found.only(only) if only else found, representation)
    write(content, out, binary=representation == "xlsx")
