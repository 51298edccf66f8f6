"""Dumps as doors ask for them: by release, what and form; which there are, and making one in a process of its own."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import IO, Final

from styringsgraf import errors
from styringsgraf.engine import wire
from styringsgraf.engine.process import Gone, Late, Process
from styringsgraf.namespaces import Minter
from styringsgraf.publish.dump_folder import FOLDER, Dump, DumpFolder
from styringsgraf.publish.dumps import Source, Written, write
from styringsgraf.publish.forms import Form, by_suffix, dump_path, forms_of
from styringsgraf.publish.holdings import Holding, holding, holdings
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.settings import Settings

_PROGRAM: Final = "styringsgraf.publish.dumper"
_SHOWN: Final = 80


@dataclass(frozen=True)
class Wanted:
    """One dump: of a release, what of it, in which form."""

    manifest: Manifest
    holding: Holding
    form: Form

    @property
    def file(self) -> str:
        """The file's name."""
        return self.form.file_name(self.holding.name)

    @property
    def key(self) -> tuple[str, str]:
        """Release and file name."""
        return self.manifest.id, self.file

    @property
    def path(self) -> str:
        """Where it is, below the service's address."""
        return dump_path(self.holding.name, self.form, self.manifest.id)


def folder(config: Settings) -> DumpFolder:
    """Return the folder of the files to download."""
    return DumpFolder(config.data / FOLDER, config.dump_bytes)


def wanted(manifest: Manifest, file: str, minter: Minter) -> Wanted:
    """Return the dump that a file name means; ``NotFound`` lists what there is."""
    name, _, suffix = file.partition(".")
    found = holding(manifest, name, minter)
    form = by_suffix(suffix)
    offered = forms_of(name)
    if form is None or form not in offered:
        known = ", ".join(one.file_name(name) for one in offered)
        raise errors.NotFound("dumps.no-form", name=name, suffix=suffix[:_SHOWN], known=known)
    return Wanted(manifest, found, form)


def every(manifest: Manifest, minter: Minter) -> Iterator[Wanted]:
    """Yield all dumps of a release: everything, the UN side, then each organisation, in the order of the forms."""
    for found in holdings(manifest, minter).values():
        yield from (Wanted(manifest, found, form) for form in forms_of(found.name))


def make(config: Settings, store: ReleaseStore, asked: Wanted, target: DumpFolder, wait: float) -> Dump:
    """Make a dump in this process, unless it is there. Raises what ``DumpFolder.make`` and ``dumps.write`` raise."""
    source = Source(store, asked.manifest, asked.holding, Minter(config.base), config.licence)

    def written(file: IO[bytes]) -> Written:
        return write(source, asked.form, file, config.dump_statements)

    return target.make(*asked.key, written, wait)


def make_apart(config: Settings, asked: Wanted) -> Dump:
    """Make a dump in a process that is killed at its limits; the thread that calls this waits.

    Raises what ``make`` raises, TimedOut and TooLarge at the limits, Busy when the process was stopped from outside.
    """
    seconds, memory = config.dump_seconds, config.dump_memory
    deadline = monotonic() + seconds
    message = {"release": asked.manifest.id, "file": asked.file, "bounds": [seconds, memory, os.getpid()]}
    process = Process(_PROGRAM, config.as_environment())
    try:
        process.send(wire.pack(message), deadline)
        header, _ = process.receive(wire.unpack, deadline)
    except Late:
        raise errors.TimedOut("dumps.too-slow", file=asked.file, seconds=f"{seconds:g}") from None
    except (Gone, EOFError):
        raise _ended(process, config, asked) from None
    finally:
        process.close()
    if "error" in header:
        raise wire.unpack_error(*header["error"])
    return Dump(**header["dump"])


def _ended(process: Process, config: Settings, asked: Wanted) -> errors.StyringsgrafError:
    match process.end():
        case "time":
            return errors.TimedOut("dumps.too-slow", file=asked.file, seconds=f"{config.dump_seconds:g}")
        case "memory":
            return errors.TooLarge("dumps.memory", file=asked.file, limit=config.dump_memory)
        case "outside":
            return errors.Busy("dumps.lost", file=asked.file, retry_after=1)
        case _:
            # An exception nobody foresaw; whoever runs the service gets the trace.
            raise RuntimeError(process.last_words())
