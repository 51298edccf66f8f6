"""The archive: canonical graphs as compressed files named by their hash, written once and never changed."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Final, cast

from styringsgraf import errors
from styringsgraf.engine.storage import CanonicalGraph
from styringsgraf.releases.files import write_atomic
from styringsgraf.releases.manifest import GraphRecord

_CHUNK: Final = 1 << 20
_UNREADABLE: Final = (BadGzipFile, EOFError, zlib.error)


def object_path(objects: Path, digest: str) -> Path:
    """Return where the graph with this hash lies."""
    return objects / f"{digest}.nq.gz"


def put(objects: Path, graph: CanonicalGraph) -> bool:
    """Archive a graph and return True, or False when the archive has it whole already."""
    path = object_path(objects, graph.sha256)
    if path.exists() and fault_in(objects, graph.sha256) is None:
        return False
    buffer = BytesIO()
    # No time and no file name inside: the same graph gives the same bytes.
    with GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        file.write(graph.lines)
    write_atomic(path, buffer.getvalue())
    return True


@contextmanager
def lines(objects: Path, record: GraphRecord) -> Iterator[IO[bytes]]:
    """Open an archived graph for reading; ``Environment`` when it is missing or cannot be unpacked."""
    path = object_path(objects, record.sha256)
    try:
        with GzipFile(path, "rb") as file:
            yield cast("IO[bytes]", file)
    except FileNotFoundError:
        raise errors.Environment("releases.object-missing", file=path, graph=record.name) from None
    except _UNREADABLE as fault:
        raise errors.Environment("releases.object-damaged", file=path, graph=record.name, reason=fault) from fault


def fault_in(objects: Path, digest: str) -> str | None:
    """Recompute an archived graph's hash: None when it is right, else 'missing', 'unreadable' or 'different'."""
    found = sha256()
    try:
        with GzipFile(object_path(objects, digest), "rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return "missing"
    except _UNREADABLE:
        return "unreadable"
    return None if found.hexdigest() == digest else "different"
