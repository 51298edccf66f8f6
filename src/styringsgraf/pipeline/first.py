"""The first release of a data folder: from the shipped data, or with vocabulary and UN codes only."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from styringsgraf import errors, resources, yamlfile
from styringsgraf.pipeline.folder import same_base
from styringsgraf.pipeline.inputs import InputFile, load_mapping, read_accepted, read_inputs
from styringsgraf.pipeline.progress import Progress
from styringsgraf.pipeline.publish import Outcome, open_store, publish
from styringsgraf.settings import Settings

_LIST: Final = "forste-utgivelse.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str
    mapping: str


class _Shipped(BaseModel):
    """The list of what the first release holds (data/forste-utgivelse.yaml)."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    reference_date: date = Field(alias="referenceDate")
    accepted: str
    files: list[_File]


def shipped(folder: Path | None = None) -> tuple[tuple[InputFile, ...], date, Path]:
    """Return the shipped files in order, their reference date, and the list of accepted findings."""
    data = folder or resources.data()
    listed = _Shipped.model_validate(yamlfile.load((data / _LIST).read_bytes()).value)
    files = []
    for entry in listed.files:
        (file,) = read_inputs([data / entry.path])
        files.append(InputFile(entry.path, file.content, load_mapping(entry.mapping)))
    return tuple(files), listed.reference_date, data / listed.accepted


def initialise(config: Settings, *, empty: bool = False, progress: Callable[[str], None] | None = None) -> Outcome:
    """Build the first release; refuses where there are releases already."""
    current = open_store(config).current()
    if current is not None:
        raise errors.Conflict("pipeline.already", folder=config.data, release=current.id)
    if empty:
        return publish(config, (), note="init --empty", progress=progress)
    if progress:
        Progress(config.lang, progress).say("pipeline.first", folder=config.data)
    files, day, accepted = shipped()
    outcome = publish(
        config,
        files,
        reference_date=day,
        accepted=read_accepted(accepted, config.base),
        note="init",
        progress=progress,
    )
    if outcome.manifest is None:
        raise errors.Refused("pipeline.first-refused", count=len(outcome.report.stopping))
    return outcome


def ensure(config: Settings, progress: Callable[[str], None] | None = None) -> None:
    """Build the first release when there is none; what another process builds meanwhile is as good."""
    current = open_store(config).current()
    same_base(current, config)
    if current is None:
        try:
            initialise(config, progress=progress)
        except errors.Conflict:
            return
