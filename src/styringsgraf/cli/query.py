"""Commands that ask: questions, ask, sparql, thread."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from styringsgraf import errors
from styringsgraf.cli.app import app
from styringsgraf.cli.options import (
    DataOption,
    EngineOption,
    FormatOption,
    LangOption,
    OutOption,
    configured,
    table_format,
)
from styringsgraf.cli.output import progress, shows_colour, write
from styringsgraf.formats import FORMATS, SPARQL_GRAPH, SPARQL_ROWS, THREAD
from styringsgraf.questions import load
from styringsgraf.resources import questions as questions_folder
from styringsgraf.service import Service
from styringsgraf.tables import render
from styringsgraf.texts import pick
from styringsgraf.thread import Direction, coloured, plain, written

_FOREIGN = tuple(row.name for row in (*SPARQL_ROWS, *SPARQL_GRAPH))
#: Text first: it is what a person at a terminal gets.
_THREAD = ("text", *(row.name for row in THREAD if row.name != "text"))


def _values(pairs: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise errors.UsageError("cli.key-value", given=pair)
        if name in values:
            raise errors.UsageError("cli.key-twice", name=name)
        values[name] = value
    return values


@app.command()
def questions(lang: LangOption = None) -> None:
    """List the questions, an example of each, and in brackets what else it takes."""
    chosen = configured(lang=lang).lang
    for question in load(questions_folder()).questions:
        example = " ".join(f"{p.name}={p.example}" for p in question.parameters if p.required)
        others = " ".join(f"[{p.name}={p.example}]" for p in question.parameters if not p.required)
        typer.echo(f"{question.name}\n  {pick(question.title, chosen)}")
        typer.echo(f"  styringsgraf ask {question.name} {example}".rstrip())
        if others:
            typer.echo(f"    {others}")


@app.command()
def ask(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A question's name; see: styringsgraf questions.")],
    parameters: Annotated[list[str] | None, typer.Argument(metavar="key=value", help="Its parameters.")] = None,
    form: FormatOption = "table",
    out: OutOption = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, max=100_000, help="Rows to show.")] = None,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Rows to skip.")] = 0,
    engine: EngineOption = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Answer a named question on the current release (the first call builds it from the shipped data)."""
    chosen = configured(data, lang, engine)
    representation = table_format(form)
    values = _values(parameters or [])
    with Service.open(chosen, progress) as service:
        rows = limit or chosen.answer_rows
        result = service.ask(name, values, lang=chosen.lang, limit=rows, offset=offset)
    write(render(result, representation, chosen.lang), out, binary=representation == "xlsx")


@app.command()
def sparql(
    query: Annotated[str, typer.Argument(metavar="TEXT|@FILE|-", help="The query, a file with it, or - for stdin.")],
    form: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=", ".join(_FOREIGN))] = None,
    out: OutOption = None,
    engine: EngineOption = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Run a SPARQL query on the current release, with the limits the service has."""
    chosen = configured(data, lang, engine)
    accept = None if form is None else FORMATS[table_format(form, _FOREIGN)].media_type
    text = _query_text(query)
    with Service.open(chosen, progress) as service:
        answer = service.foreign_query(text, accept)
    write(answer.content, out)
    if answer.truncated:
        progress(errors.TooLarge("service.rows-cut", limit=chosen.query_rows).sentence(chosen.lang))


def _query_text(given: str) -> str:
    try:
        if given == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        if given.startswith("@"):
            return Path(given[1:]).read_text(encoding="utf-8")
    except OSError as fault:
        raise errors.InputError("cli.cannot-read", path=given[1:], reason=errors.reason(fault)) from None
    except UnicodeDecodeError as fault:
        raise errors.InputError("cli.cannot-read", path=given, reason=f"UTF-8, byte {fault.start}") from None
    return given


@app.command()
def thread(
    node: Annotated[str, typer.Argument(metavar="NODE", help="An IRI, an SDG code, or org/edition/code.")],
    up: Annotated[bool, typer.Option("--up", help="Only what it leads to.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Only what leads to it.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(_THREAD))] = "text",
    out: OutOption = None,
    engine: EngineOption = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show the red thread of a node: why we do this, how we get there, and what falls if it is dropped."""
    chosen = configured(data, lang, engine)
    representation = table_format(form, _THREAD)
    direction: Direction = "both" if up == down else "up" if up else "down"
    with Service.open(chosen, progress) as service:
        found = service.thread(node, direction, lang=chosen.lang)
    content = written(found, representation, coloured if out is None and shows_colour() else plain)
    write(content, out, binary=representation == "xlsx")
