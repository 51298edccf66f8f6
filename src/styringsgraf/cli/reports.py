"""Where reports go: which forms are asked for, and that each can be written, before anything is read."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from styringsgraf import errors, pipeline
from styringsgraf.cli.output import progress, write
from styringsgraf.quality.exports import EXPORTS, Export, Setting, by_name, render
from styringsgraf.quality.report import Report, Severity


@dataclass(frozen=True)
class Target:
    """One report: its form, and the file it goes to (None: standard output)."""

    export: Export
    path: Path | None


def targets(given: Sequence[str]) -> tuple[Target, ...]:
    """Return what ``FORMAT[=PATH]`` asks for; text on standard output when nothing is asked.

    Raises ``UsageError`` for an unknown form, and for forms that cannot share standard output.
    """
    found = tuple(_target(item) for item in given or ["text"])
    shown = [target.export for target in found if target.path is None]
    if len(shown) > 1 and not all(export.lines for export in shown):
        names = ", ".join(export.name for export in shown)
        raise errors.UsageError("cli.report-screen", given=names)
    if sys.stdout.isatty() and any(export.binary for export in shown):
        raise errors.UsageError("cli.report-binary")
    return found


def ensure_writable(paths: Iterable[Path], read: Iterable[Path]) -> None:
    """Raise ``UsageError`` for a file that cannot be written, is named twice, or is one of those to be ``read``."""
    taken = {path.resolve() for path in read}
    for path in paths:
        if path.resolve() in taken:
            raise errors.UsageError("cli.report-same-file", path=path)
        taken.add(path.resolve())
        _probe(path)


def deliver(report: Report, wanted: Iterable[Target], lang: str, fail_on: Severity, files: Sequence[Path]) -> None:
    """Write a report in every form asked for. All are made first, so that a fault leaves no half set of files."""
    names = [pipeline.shown_name(path) for path in files]
    known = {name: path for name, path in zip(names, files, strict=True) if names.count(name) == 1}
    made = [
        (target, render(report, target.export.name, Setting(lang, fail_on, known, _folder(target.path))))
        for target in wanted
    ]
    for target, content in made:
        if target.path is None:
            write(content, None, binary=target.export.binary)
            continue
        try:
            target.path.write_bytes(content)
        except OSError as fault:
            raise _unwritable(target.path, fault) from None
        progress(f"{target.export.name} → {target.path}")


def _target(given: str) -> Target:
    form, equals, path = given.partition("=")
    export = by_name(form)
    if export is None or (equals and not path):
        raise errors.UsageError("cli.report-format", given=given, offered=", ".join(EXPORTS))
    return Target(export, Path(path) if path else None)


def _folder(path: Path | None) -> Path:
    return path.parent if path else Path()


def _probe(path: Path) -> None:
    """Open a file for writing without changing it; devices and pipes are left alone, as opening them has effects."""
    try:
        existed = path.exists()
        if existed and not path.is_file() and not path.is_dir():
            return
        with path.open("ab"):
            pass
        if not existed:
            path.unlink()
    except OSError as fault:
        raise _unwritable(path, fault) from None


def _unwritable(path: Path, fault: OSError) -> errors.UsageError:
    return errors.UsageError("cli.report-unwritable", path=path, reason=errors.reason(fault))
