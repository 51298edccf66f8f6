"""styringsgraf releases dump: files to download, into a folder or ready in the data folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from styringsgraf import errors
from styringsgraf.cli.app import releases_app
from styringsgraf.cli.options import DataOption, LangOption, configured
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import open_store
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import Dump, DumpFolder
from styringsgraf.publish.dumping import Wanted
from styringsgraf.publish.forms import CURRENT, FORMS, Form, forms_of
from styringsgraf.publish.holdings import holding, holdings
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.texts import pick, text

_CHECKSUMS = "checksums.txt"
#: A folder somebody names is theirs: nothing in it is bounded by the service's room.
_NO_LIMIT = 1 << 62
#: How long to wait for another process that makes a file, seconds.
_WAIT = 600.0


@releases_app.command("dump")
def dump(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release id, its number, or current.")],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Where to; without it the service's downloads are made ready."),
    ] = None,
    organisation: Annotated[
        list[str] | None,
        typer.Option("--organisation", metavar="ORG", help="Only this one; alt is everything, sdg the UN."),
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option("--form", metavar="F", help=f"Only this form: {', '.join(f.name for f in FORMS)}."),
    ] = None,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Write a release's downloads, all or some, with their checksums; what is there already is not made again."""
    chosen = configured(data, lang)
    store, minter = open_store(chosen), Minter(chosen.base)
    manifest = _manifest(store, release)
    asked = list(_asked(manifest, organisation or [], [_form(name) for name in form or []], minter))
    target = dumping.folder(chosen) if folder is None else DumpFolder(_usable(folder), _NO_LIMIT)
    made = [_made(chosen, store, one, target) for one in asked]
    if folder is not None:
        lines = "".join(f"{one.sha256}  {one.file}\n" for one in sorted(made, key=lambda one: one.file))
        _written(folder / manifest.id / _CHECKSUMS, lines)


def _manifest(store: ReleaseStore, release: str) -> Manifest:
    if release != CURRENT:
        return store.get(release)
    found = store.current()
    if found is None:
        raise errors.NotFound("releases.none", folder=store.folder)
    return found


def _form(name: str) -> Form:
    found = next((one for one in FORMS if name in (one.name, one.suffix)), None)
    if found is None:
        raise errors.UsageError("cli.table-format", given=name, offered=", ".join(one.name for one in FORMS))
    return found


def _asked(manifest: Manifest, names: list[str], forms: list[Form], minter: Minter) -> Iterator[Wanted]:
    """Yield what is asked for; a form named together with something that does not have it is said, not skipped."""
    found = [holding(manifest, name, minter) for name in names] or list(holdings(manifest, minter).values())
    for one in found:
        offered = forms_of(one.name)
        for wanted in forms or offered:
            if wanted in offered:
                yield Wanted(manifest, one, wanted)
            elif names:
                dumping.wanted(manifest, wanted.file_name(one.name), minter)  # raises with the forms there are


def _made(config: Settings, store: ReleaseStore, asked: Wanted, target: DumpFolder) -> Dump:
    found = dumping.make(config, store, asked, target, _WAIT)
    path = target.path(*asked.key)
    typer.echo(pick(text("dumps.written", path=path, size=found.size, sha256=found.sha256), config.lang))
    return found


def _usable(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise errors.UsageError("dumps.is-file", path=folder)
    return folder


def _written(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as fault:
        raise errors.UsageError("dumps.cannot-write", path=path, reason=errors.reason(fault)) from None
