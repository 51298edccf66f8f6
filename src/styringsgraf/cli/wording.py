"""The command that judges sentences: one as an argument, or one a line from standard input."""

import json
import sys
from typing import Annotated, Final, Literal

import typer

from styringsgraf import errors
from styringsgraf.cli.app import app
from styringsgraf.cli.options import configured
from styringsgraf.cli.output import write
from styringsgraf.quality.wording import Judgement, judge
from styringsgraf.quality.wording.tokens import LONGEST
from styringsgraf.texts import pick, text

_FORMATS: Final = ("text", "json")
#: What is read from a pipe, in bytes: some ten thousand sentences.
_MOST: Final = 5_000_000


@app.command()
def wording(
    sentence: Annotated[str, typer.Argument(metavar="TEXT|-", help="A sentence; - reads one a line.")],
    lang: Annotated[
        Literal["nb", "nn"] | None, typer.Option("--lang", help="Language of the sentence; guessed otherwise.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(_FORMATS)}.")] = "text",
) -> None:
    """Say whether a sentence reads as goal, strategy, assignment, measure or indicator, why, and how it could read."""
    reader = configured().lang
    if form not in _FORMATS:
        raise errors.UsageError("cli.table-format", given=form, offered=", ".join(_FORMATS))
    sentences = _lines() if sentence == "-" else [sentence]
    judged = [(given, judge(given, lang)) for given in sentences]
    if form == "json":
        rows = [{"text": given, **found.as_json()} for given, found in judged]
        shown = json.dumps(rows if sentence == "-" else rows[0], ensure_ascii=False, indent=2)
    else:
        shown = "\n\n".join(_told(given, found, reader) for given, found in judged)
    write(shown.encode(), None)


def _lines() -> list[str]:
    content = sys.stdin.buffer.read(_MOST + 1)
    if len(content) > _MOST:
        raise errors.TooLarge("wording.too-large", limit=_MOST)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise errors.InputError("wording.encoding", line=line) from None
    return [line for line in lines if line.strip()]


def _told(given: str, found: Judgement, lang: str) -> str:
    """Return a judgement as a few lines for people."""
    shown = given if len(given) <= LONGEST else f"{given[:LONGEST]}…"
    head = text(f"wording.reads-{found.wording_class}", percent=round(found.confidence * 100))
    lines = [shown, f"  {pick(head, lang)}"]
    if found.cues:
        cues = "; ".join(f"«{cue.text}» ({pick(text(f'wording.role-{cue.role}'), lang)})" for cue in found.cues)
        lines.append(f"  {pick(text('wording.cues', cues=cues), lang)}")
    lines += [f"  {pick(text(f'wording.{flag}'), lang)}" for flag in found.flags if flag not in _QUIET]
    if found.suggestion:
        lines.append(f"  {pick(text('wording.suggestion', suggestion=found.suggestion), lang)}")
    return "\n".join(lines)


#: Flags that say nothing is wrong; JSON has them, a reader needs them not.
_QUIET: Final = ("deliverable", "has_time", "no_actor", "lasting_wish")
