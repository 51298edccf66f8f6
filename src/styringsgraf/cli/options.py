"""Options that several commands share, and what the process remembers of them."""

import os
import re
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal

import typer

from styringsgraf import errors
from styringsgraf.formats import QUESTION
from styringsgraf.settings import Settings, settings

Lang = Literal["nb", "nn", "en"]


class Context:
    """What error printing needs to know before and after a command runs."""

    lang: ClassVar[str] = os.environ.get("STYRINGSGRAF_LANG", "nb")
    debug: ClassVar[bool] = bool(os.environ.get("STYRINGSGRAF_DEBUG"))


def _remember(lang: Lang | None) -> Lang | None:
    if lang is not None:
        Context.lang = lang
    return lang


#: Where releases are looked for when the command line does not say.
FOLDER: Final = "[env STYRINGSGRAF_DATA; styringsgraf-data]"
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help=f"Folder of releases. {FOLDER}")]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        help="Language of answers and messages. [env STYRINGSGRAF_LANG; nb]",
        callback=_remember,
        is_eager=True,
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", metavar="URL", help="A SPARQL server that answers instead. [env STYRINGSGRAF_ENGINE]"),
]
#: What every table comes as on the command line.
TABLES: Final = ("table", *(row.name for row in QUESTION))
FormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(TABLES)} (semicolons, decimal comma).")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to a file.")]


def table_format(given: str, offered: tuple[str, ...] = TABLES) -> str:
    """Return a format's name, or a sentence that lists what there is."""
    if given not in offered:
        raise errors.UsageError("cli.table-format", given=given, offered=", ".join(offered))
    return given


def configured(data: Path | None = None, lang: Lang | None = None, engine: str | None = None) -> Settings:
    """Return the settings with what the command line says on top."""
    if engine is not None and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`#]+", engine):
        raise errors.UsageError("remote.bad-address", given=engine)
    given = {name: value for name, value in (("data", data), ("lang", lang), ("engine", engine)) if value is not None}
    chosen = settings().model_copy(update=given)
    Context.lang = chosen.lang
    return chosen
