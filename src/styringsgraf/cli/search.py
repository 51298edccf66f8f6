"""The command that searches: words to hits."""

from typing import Annotated

import typer

from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, FormatOption, LangOption, OutOption, configured, table_format
from styringsgraf.cli.output import progress, write
from styringsgraf.service import Service
from styringsgraf.tables import render


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="Words, the beginning of one, or a code.")],
    organisation: Annotated[str | None, typer.Option("--organisation", help="Only this organisation.")] = None,
    kind: Annotated[str | None, typer.Option("--class", metavar="CLASS", help="goal, measure, indicator …")] = None,
    form: FormatOption = "table",
    out: OutOption = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, max=100_000, help="Hits to show.")] = None,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Hits to skip.")] = 0,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Find goals, measures, indicators, plans and organisations by their words or codes."""
    chosen = configured(data, lang)
    representation = table_format(form)
    given = {"q": " ".join(words), "organisation": organisation, "class": kind}
    values = {name: value for name, value in given.items() if value is not None}
    with Service.open(chosen, progress) as service:
        result = service.ask("search", values, lang=chosen.lang, limit=limit or chosen.answer_rows, offset=offset)
    write(render(result, representation, chosen.lang), out, binary=representation == "xlsx")
