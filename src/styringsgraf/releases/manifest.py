"""What a release is: its graphs by hash, where they came from, at which date, built by what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from styringsgraf import __version__, errors
from styringsgraf.engine.storage import ENGINE
from styringsgraf.releases.files import guarded

#: What built a release: product and engine. Part of every ETag.
BUILD: Final = f"styringsgraf {__version__}, {ENGINE}"

_NAMES: Final = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


@dataclass(frozen=True)
class GraphRecord:
    """One named graph: its IRI, the hash of its canonical form, its number of statements."""

    __pydantic_config__ = _NAMES
    name: str
    sha256: str
    count: int


@dataclass(frozen=True)
class Source:
    """A file that a document was read from: document IRI, file name, SHA-256 of its bytes, mapping's name."""

    __pydantic_config__ = _NAMES
    document: str
    file_name: str
    sha256: str
    mapping: str | None = None


class Acceptance(Protocol):
    """What a manifest keeps of a finding that somebody let pass, whoever's class it is."""

    @property
    def rule(self) -> str: ...  # noqa: D102 - AcceptedFinding says it
    @property
    def focus_node(self) -> str | None: ...  # noqa: D102
    @property
    def path(self) -> str | None: ...  # noqa: D102
    @property
    def value(self) -> str | None: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def expires(self) -> date | None: ...  # noqa: D102


@dataclass(frozen=True)
class AcceptedFinding:
    """A finding that somebody let pass, with the reason; ``expires`` is the last day it is accepted."""

    __pydantic_config__ = _NAMES
    rule: str
    focus_node: str | None
    path: str | None
    value: str | None
    reason: str
    expires: date | None = None

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What it accepts: rule, focus node, path, value."""
        return self.rule, self.focus_node or "", self.path or "", self.value or ""


def accepted_findings(given: Iterable[Acceptance]) -> tuple[AcceptedFinding, ...]:
    """Return the findings in order, each once: of two entries for the same finding the later one counts."""
    entries = (AcceptedFinding(e.rule, e.focus_node, e.path, e.value, e.reason, e.expires) for e in given)
    latest = {entry.identity: entry for entry in entries}
    return tuple(latest[identity] for identity in sorted(latest))


@dataclass(frozen=True)
class Manifest:
    """A release. ``id`` is its number and eight digits of the hash of its content, ``000003-ab12cd34``."""

    __pydantic_config__ = _NAMES
    id: str
    sequence: int
    created: str
    previous: str | None
    reference_date: date
    build: str
    graphs: tuple[GraphRecord, ...]
    sources: tuple[Source, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    note: str = ""

    @property
    def statements(self) -> int:
        """Number of statements in all graphs."""
        return sum(graph.count for graph in self.graphs)

    def graph(self, name: str) -> GraphRecord | None:
        """Return the record of one graph, None when the release does not have it."""
        return next((graph for graph in self.graphs if graph.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """Return the JSON form, as in manifest.json."""
        form: dict[str, Any] = _ADAPTER.dump_python(self, mode="json", by_alias=True)
        return form

    def to_bytes(self) -> bytes:
        """Return the text of manifest.json."""
        return _ADAPTER.dump_json(self, by_alias=True, indent=2) + b"\n"


_ADAPTER: Final = TypeAdapter(Manifest)


def release_id(sequence: int, graphs: tuple[GraphRecord, ...]) -> str:
    """Return the id of a release: two releases with the same content share the part after the hyphen."""
    pairs = "".join(f"{graph.name} {graph.sha256}\n" for graph in sorted(graphs, key=lambda graph: graph.name))
    return f"{sequence:06d}-{sha256(pairs.encode()).hexdigest()[:8]}"


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.json; ``Environment`` when it is missing, cut off, or not the one its folder is named after."""
    try:
        with guarded(path):
            content = path.read_bytes()
        manifest = _ADAPTER.validate_json(content)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise errors.Environment("releases.manifest-damaged", file=path, reason=f"{place} {first['msg']}") from fault
    if manifest.id != path.parent.name or manifest.id != release_id(manifest.sequence, manifest.graphs):
        raise errors.Environment("releases.manifest-foreign", file=path, id=manifest.id)
    return manifest
