"""The command that sends plans to a running service; its report and exit codes are those of the check."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.data import DateOption, given_date
from styringsgraf.cli.options import LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.cli.reports import deliver, ensure_writable, targets
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.sending import Address, Errand, Published, Token, send
from styringsgraf.texts import pick, text

#: Where the token is read from: an argument could be seen by everybody on the machine, and in a build's log.
TOKEN: Final = "STYRINGSGRAF_TOKEN"  # noqa: S105 - the variable's name
#: What a folder is searched for.
_PLANS: Final = (".xlsx", ".xlsm", ".csv", ".tsv")
#: Copies that a spreadsheet keeps beside an open file, and hidden files.
_LEFT_OUT: Final = (".", "~$")
_RELEASE: Final = re.compile(r"[A-Za-z0-9._:+-]{1,100}", re.ASCII)


@app.command()
def publish(
    sources: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER", help="Workbooks or CSV files.")],
    to: Annotated[str, typer.Option("--to", metavar="URL", help=f"A running service. Token: [env {TOKEN}]")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Be told what would be; nothing is changed.")] = False,
    if_release: Annotated[
        str | None, typer.Option("--if-release", metavar="ID", help="Only if this release is current.")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT[=PATH]", help=f"{', '.join(EXPORTS)}; may be repeated."),
    ] = None,
    reference_date: DateOption = None,
    lang: LangOption = None,
) -> int:
    """Send plans to a running service as one release. Exit 0 published, 1 findings stop it, 3 unreadable."""
    chosen = configured(None, lang)
    address, token = Address.of(to), Token.of(os.environ.get(TOKEN))
    wanted, day = targets(report or []), given_date(reference_date)
    if if_release is not None and not _RELEASE.fullmatch(if_release):
        raise errors.UsageError("sending.release", given=if_release[:100])
    files = _files(sources)
    ensure_writable([target.path for target in wanted if target.path is not None], files)
    contents = []
    for path in files:
        progress(pick(text("pipeline.reading", name=pipeline.shown_name(path)), chosen.lang))
        contents += [(one.name, one.content) for one in pipeline.read_inputs([path])]
    errand = Errand(address, token, contents, chosen.lang, dry_run, day, if_release)
    outcome = send(errand, lambda sentence: progress(pick(sentence, chosen.lang)))
    deliver(outcome.report, wanted, chosen.lang, "violation", files)
    progress(pick(_told(outcome, dry=dry_run), chosen.lang))
    return errors.Refused.exit_code if outcome.refused else 0


def _files(sources: Sequence[Path]) -> list[Path]:
    """Return the files named, and those in the folders named, in order, each once."""
    found: dict[Path, None] = {}
    for source in sources:
        if not source.is_dir():
            found[source] = None
            continue
        try:
            own = [path for path in sorted(source.rglob("*")) if path.suffix.lower() in _PLANS and path.is_file()]
        except OSError as fault:
            raise errors.InputError("pipeline.cannot-read", path=source, reason=errors.reason(fault)) from None
        plans = [path for path in own if not _left_out(path.relative_to(source))]
        if not plans:
            raise errors.InputError("sending.empty-folder", folder=source, suffixes=", ".join(_PLANS))
        found |= dict.fromkeys(plans)
    return list(found)


def _left_out(path: Path) -> bool:
    return any(part.startswith(_LEFT_OUT) for part in path.parts)


def _told(outcome: Published, *, dry: bool) -> dict[str, str]:
    """Return the sentence that says how it went."""
    if outcome.refused:
        return dict(text("writing.refused", count=len(outcome.report.stopping)))
    if dry:
        return dict(text("sending.tried", release=outcome.release))
    if outcome.changed:
        return dict(text("sending.published", release=outcome.release, graphs=outcome.graphs))
    return dict(text("cli.unchanged", release=outcome.release))
