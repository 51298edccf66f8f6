"""What a report is written for: the reader's language, what counts as failing, and where the files lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from styringsgraf.quality.report import Severity


@dataclass(frozen=True)
class Setting:
    """``files``: the name a finding gives a file → its path as the caller knows it; ``folder``: of the report."""

    lang: str = "nb"
    fail_on: Severity = "violation"
    files: Mapping[str, Path] = field(default_factory=dict)
    folder: Path | None = None

    def path(self, file: str) -> str:
        """Return a file's path from the working folder (with slashes), or the name itself where nothing is known."""
        known = self.files.get(file)
        if known is None:
            return file
        here = Path.cwd()
        inside = known.relative_to(here) if known.is_absolute() and known.is_relative_to(here) else known
        return _text(inside)

    def beside(self, file: str) -> str:
        """Return a file's path from the folder of the report, for links; else the name itself."""
        known = self.files.get(file)
        if known is None or self.folder is None:
            return file
        try:
            return _text(Path(os.path.relpath(known, self.folder)))
        except ValueError:  # another drive: no path leads there
            return file


def _text(path: Path) -> str:
    """Return a path with slashes, with a question mark for bytes that are no text."""
    return path.as_posix().encode("utf-8", "replace").decode()
