"""A country on disk, made once and kept: a few municipalities through the whole pipeline, the others by renaming.

Importing and checking 357 municipalities would take an hour of two cores. So ``SEEDS`` municipalities with known
faults are imported, inferred, checked and published; every graph of theirs (stated, wording, provenance, inferred,
quality) is then written again under other names – slug, municipality number, name – straight into one draft, which is
committed like any other: hashed, archived, indexed for search, made durable. What differs from a pipeline's own work:
the copies have no kept check, so that their first check is a full one, and the addresses of their findings carry the
digest made for the seed. The publishes that are measured change a seed, through the real pipeline, in the whole
country.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from pyoxigraph import RdfFormat

from plans import DAY, editions, faults, name_of
from styringsgraf import pipeline
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.quality.report import AcceptedFinding as Accepted
from styringsgraf.releases import AcceptedFinding, Reader, Source
from styringsgraf.settings import Settings
from styringsgraf.terms import nquads

#: Municipalities that go through the pipeline; the others are copies of these, in turn.
SEEDS: Final = 4
#: Grows when what is made changes, so that a kept folder is not taken for today's.
_FORM: Final = 1
_REASON: Final = "made so on purpose"


@dataclass(frozen=True)
class Country:
    """A folder with a country, and what it took to make it."""

    data: Path
    municipalities: int
    statements: int
    graphs: int
    seconds: float
    megabytes: float


def country(work: Path, municipalities: int, seeds: int = SEEDS) -> Country:
    """Return a country of so many municipalities below ``work``; made when it is not there already."""
    data = work / f"country-{_FORM}-{municipalities}"
    about = work / f"{data.name}.json"
    if about.exists():
        return Country(**{**json.loads(about.read_text()), "data": data})
    shutil.rmtree(data, ignore_errors=True)
    seeds = min(seeds, municipalities)
    started = time.perf_counter()
    linked(_seeded(work, seeds), data)
    config = Settings(data=data)
    if municipalities > seeds:
        _copies(config, municipalities, seeds)
    pipeline.data_folder(_sparing(config)).prune()
    seconds = time.perf_counter() - started
    manifest = pipeline.data_folder(config).current()
    assert manifest is not None
    made = Country(data, municipalities, manifest.statements, len(manifest.graphs), seconds, size(data))
    about.write_text(json.dumps(asdict(made) | {"data": str(data)}))
    return made


def _sparing(config: Settings) -> Settings:
    """Return settings that keep one store: the folder's size is that of one release with its archive."""
    return config.model_copy(update={"keep_stores": 1})


def linked(source: Path, target: Path) -> None:
    """Copy a data folder by links, for no file in it is ever changed in place; but locks, or they would be shared."""

    def place(old: str, new: str) -> None:
        (shutil.copyfile if old.endswith("lock") else os.link)(old, new)

    shutil.copytree(source, target, copy_function=place)


def size(folder: Path) -> float:
    """Return what a folder takes on disk, megabytes; a file with several names counts once."""
    return int(subprocess.check_output(["du", "-sk", str(folder)]).split()[0]) / 1000


def _seeded(work: Path, seeds: int) -> Path:
    """Return a folder with so many municipalities that went through the pipeline."""
    data = work / f"seeds-{_FORM}-{seeds}"
    ready = work / f"{data.name}.ready"
    if not ready.exists():
        shutil.rmtree(data, ignore_errors=True)
        config = Settings(data=data)
        pipeline.initialise(config, empty=True)
        for number in range(seeds):
            _publish_seed(config, number)
        ready.touch()
    return data


def _publish_seed(config: Settings, number: int) -> None:
    """Publish a municipality; what stops it must be what was spoilt on purpose, and is accepted by name."""
    files = [InputFile(name, content) for name, content in editions(number, number)]
    outcome = pipeline.publish(config, files, reference_date=DAY)
    if outcome.manifest is None:
        known = faults(number)
        spoilt = known.measures_without_assignment | known.overlapping_bands
        stopping = outcome.report.stopping
        assert {(f.focus_node or "").rpartition("/")[2] for f in stopping} <= spoilt
        accepted = [Accepted(f.rule, _REASON, f.focus_node, f.path, f.value) for f in stopping]
        outcome = pipeline.publish(config, files, reference_date=DAY, accepted=accepted)
    assert outcome.manifest is not None, [f.message["en"] for f in outcome.report.stopping][:3]


def _copies(config: Settings, municipalities: int, seeds: int) -> None:
    store, minter = pipeline.data_folder(config), Minter(config.base)
    with store.reader() as reader, store.draft(reference_date=DAY) as draft:
        texts = [dict(_graphs(reader, minter, name_of(seed))) for seed in range(seeds)]
        sources, accepted = list(reader.manifest.sources), list(reader.manifest.accepted)
        names: set[str] = set()
        with NamedTemporaryFile(dir=config.data.parent, suffix=".nq") as file:
            for number in range(seeds, municipalities):
                rename = Renaming(number % seeds, number)
                for name, lines in texts[number % seeds].items():
                    names.add(rename.text(name))
                    file.write(rename.lines(lines))
                sources += rename.sources(reader.manifest.sources)
                accepted += rename.accepted(reader.manifest.accepted)
            file.flush()
            # In one go, past ``draft.replace``, which takes 30 minutes for 8 000 graphs. The commit is like any other.
            draft._open.bulk_load(path=file.name, format=RdfFormat.N_QUADS)  # noqa: SLF001
            # The files of a bulk load want merging: left undone, every publish begins it and throws it away unfinished.
            draft._open.optimize()  # noqa: SLF001
            draft._changed |= names  # noqa: SLF001
        draft.commit(sorted(sources, key=lambda source: source.document), accepted, f"{municipalities} municipalities")


def _graphs(reader: Reader, minter: Minter, org: str) -> Iterator[tuple[str, bytes]]:
    for name in reader.graphs():
        if minter.organisation_of_graph(name) == org:
            yield name, nquads(reader.quads(name))


class Renaming:
    """Gives one municipality's statements to another: its slug wherever it stands, its number and its name."""

    def __init__(self, old: int, new: int) -> None:
        self._slugs = name_of(old), name_of(new)
        self._words = (
            self._slugs,
            (f'"{old:04d}"', f'"{new:04d}"'),
            (f"Kommune {old:04d}", f"Kommune {new:04d}"),
        )

    def text(self, text: str) -> str:
        """Return a text under the new names."""
        for old, new in self._words:
            text = text.replace(old, new)
        return text

    def lines(self, lines: bytes) -> bytes:
        """Return N-Quads under the new names."""
        return self.text(lines.decode()).encode()

    def sources(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Yield where the copy's documents would have come from."""
        for source in sources:
            if f"/{self._slugs[0]}/" in source.document:
                yield replace(source, document=self.text(source.document), file_name=self.text(source.file_name))

    def accepted(self, entries: Iterable[AcceptedFinding]) -> Iterator[AcceptedFinding]:
        """Yield the findings that the copy's people would have accepted."""
        for entry in entries:
            if f"/{self._slugs[0]}/" in (entry.focus_node or ""):
                yield replace(entry, focus_node=self.text(entry.focus_node or ""))
