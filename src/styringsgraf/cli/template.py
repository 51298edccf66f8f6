"""Commands that write workbooks: template (an empty one) and export (what a release holds, to be edited)."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from styringsgraf import errors, pipeline
from styringsgraf.cli.app import app
from styringsgraf.cli.data import MappingOption
from styringsgraf.cli.options import DataOption, Lang, LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.export import Export, ReleaseLookup, documents, export
from styringsgraf.ingest.template import write as write_template
from styringsgraf.namespaces import Minter
from styringsgraf.service import Service
from styringsgraf.texts import pick, text

_SHOWN: Final = 5
_SUFFIX: Final = ".xlsx"
ForceOption = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


@app.command()
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.")],
    mapping: MappingOption = None,
    force: ForceOption = False,
    lang: LangOption = None,
) -> None:
    """Write an empty workbook to fill in, with drop-downs and notes, made from a mapping."""
    chosen = configured(lang=lang)
    _only_workbooks(out)
    made = write_template(pipeline.load_mapping(mapping or "template"), _language(chosen.lang))
    _save({out: made}, force=force)
    progress(pick(text("export.template-written", path=out), chosen.lang))


@app.command("export")
def export_(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="An organisation, a document (org/edition), or the IRI of one.")
    ],
    out: Annotated[
        Path, typer.Argument(metavar="OUT.xlsx|FOLDER", help="One workbook, or a folder with one for each document.")
    ],
    force: ForceOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> int:
    """Write a release's documents as workbooks of the template, read them again and compare. Exit 1: not all fits."""
    chosen = configured(data, lang)
    minter = Minter(chosen.base)
    mapping = pipeline.load_mapping("template")
    with Service.open(chosen, progress) as service, service.reader() as reader:
        found = documents(reader, what, minter)
        lookup = ReleaseLookup(pipeline.ReleaseKnown(reader.table), reader.table)
        if out.suffix.lower() == _SUFFIX:
            parts = {out: found}
        else:
            numbered = len(found) > 1
            names = [f"{n:02d}-{one.edition}" if numbered else one.edition for n, one in enumerate(found, 1)]
            parts = {out / f"{name}{_SUFFIX}": (one,) for name, one in zip(names, found, strict=True)}
        _refuse_existing(parts, force=force)
        made = {path: export(group, mapping, _language(chosen.lang), lookup, minter) for path, group in parts.items()}
    _save({path: one.content for path, one in made.items()}, force=force)
    return _announce(made, chosen.lang)


def _announce(made: dict[Path, Export], lang: str) -> int:
    """Say what was written and whether it reads back the same; return the exit code."""
    faults = 0
    for path, one in made.items():
        for graph in one.graphs:
            values = {"path": path, "graph": graph.graph, "count": graph.count, "sha256": graph.before}
            typer.echo(pick(text("export.written", **values), lang))
            if not graph.same:
                faults += 1
                differs = [f"- {line}" for line in graph.lost] + [f"+ {line}" for line in graph.added]
                shown = "\n".join(differs[:_SHOWN])
                progress(pick(text("export.differs", path=path, lost=len(graph.lost), added=len(graph.added)), lang))
                progress(shown)
    return errors.Refused.exit_code if faults else 0


def _language(lang: str) -> Lang:
    return "nn" if lang == "nn" else "en" if lang == "en" else "nb"


def _only_workbooks(path: Path) -> None:
    if path.suffix.lower() != _SUFFIX:
        raise errors.UsageError("export.not-xlsx", path=path)


def _refuse_existing(paths: Iterable[Path], *, force: bool) -> None:
    for path in paths:
        if path.is_dir():
            raise errors.UsageError("export.is-folder", path=path)
        if path.exists() and not force:
            raise errors.Conflict("export.exists", path=path)


def _save(files: dict[Path, bytes], *, force: bool) -> None:
    """Write all files or none: each beside its place first, then all into place."""
    _refuse_existing(files, force=force)
    with ExitStack() as leftovers:
        staged = {}
        for path, content in files.items():
            beside = path.with_name(f".{path.name}.{os.getpid()}")
            with _telling(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                leftovers.callback(beside.unlink, missing_ok=True)
                beside.write_bytes(content)
            staged[path] = beside
        for path, beside in staged.items():
            with _telling(path):
                beside.replace(path)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be written."""
    try:
        yield
    except OSError as fault:
        raise errors.UsageError("export.cannot-write", path=path, reason=fault.strerror or fault) from None
