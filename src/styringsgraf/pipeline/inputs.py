"""Reads the files a caller names: content, which RDF syntax it is, if any, and which mapping to use for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from styringsgraf import errors
from styringsgraf.ingest import mapping as mappings
from styringsgraf.ingest.syntaxes import Syntax, by_file_name
from styringsgraf.quality import accepted
from styringsgraf.quality.accepted import Accepted
from styringsgraf.settings import settings

_YEARS: Final = range(1900, 2201)


@dataclass(frozen=True)
class InputFile:
    """One file to import. ``name`` is what findings call it; no mapping means: find the one that fits.

    ``syntax`` None: a table, which is recognised by its content.
    """

    name: str
    content: bytes
    mapping: mappings.Mapping | None = None
    syntax: Syntax | None = None


def read_inputs(paths: Sequence[Path], mapping: str | None = None) -> tuple[InputFile, ...]:
    """Read files from disk, within the size limit of uploads."""
    chosen = None if mapping is None else load_mapping(mapping)
    return tuple(InputFile(shown_name(path), _content(path), chosen, by_file_name(path.name)) for path in paths)


def tables_only(files: Sequence[InputFile]) -> None:
    """Refuse RDF where files become documents of a release: what is stored comes from tables, cell by cell."""
    for file in files:
        if file.syntax is not None:
            raise errors.InputError("pipeline.rdf-is-checked-only", file=file.name, syntax=file.syntax.label)


def shown_name(path: Path) -> str:
    """Return what findings call a file: its name, with a question mark for bytes that are no text."""
    return path.name.encode("utf-8", "replace").decode()


def load_mapping(name: str) -> mappings.Mapping:
    """Return a shipped mapping by name, or the mapping in a file."""
    return mappings.find(name)


def read_accepted(path: Path | None, base: str) -> tuple[Accepted, ...]:
    """Return the accepted findings listed in a file; no file, none."""
    return () if path is None else accepted.read(path, base)


def reference_day(given: date | None) -> date:
    """Return the day at which plans are looked at, today if none is given; no plan is in force in the year 1."""
    day = given or datetime.now(UTC).date()
    if day.year not in _YEARS:
        raise errors.BadParameter("pipeline.reference-date", given=day, first=_YEARS[0], last=_YEARS[-1])
    return day


def _content(path: Path) -> bytes:
    limit = settings().upload_bytes
    try:
        with path.open("rb") as file:
            # Never more than the limit: a device or a pipe has no size to ask for first.
            content = file.read(limit + 1)
            if len(content) > limit:
                size = max(path.stat().st_size, len(content))
                raise errors.TooLarge("pipeline.file-too-large", path=path, size=size, limit=limit)
            return content
    except OSError as fault:
        raise errors.InputError("pipeline.cannot-read", path=path, reason=errors.reason(fault)) from None
