"""Writing that survives a crash, and the sentences for a disk that does not take it.

The order that makes a release durable before it is visible:

1. every file is written and fsynced, then every folder that names it (``write_atomic``, ``sync_tree``);
2. the release's folder gets its final name by one rename, and the folder above is fsynced;
3. the pointer's new text is written beside it and fsynced; one rename switches; its folder is fsynced.

A power cut between any two steps leaves the old release current, and the rest is removed by ``recover``.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.storage import StoreDamaged, is_damage

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN: Final = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def guarded(folder: Path, *expected: type[OSError]) -> Iterator[None]:
    """Turn a disk's or an engine's error on the data folder into a sentence that names the remedy (Environment).

    Errors of the ``expected`` kinds pass unchanged.
    """
    try:
        yield
    except expected:
        raise
    except OSError as fault:
        raise _explained(fault, folder) from fault
    except (StoreDamaged, RuntimeError) as fault:
        if not is_damage(fault):
            raise
        raise errors.Environment("releases.store-damaged", folder=folder, reason=fault) from fault


def write_atomic(path: Path, content: bytes) -> None:
    """Give ``path`` this content: all of it or, after a crash, what was there before."""
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file's content, or a folder's list of names, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make a folder and everything below it durable."""
    for place, _, names in os.walk(folder):
        for name in names:
            sync(Path(place, name))
        sync(Path(place))


def move(source: Path, target: Path) -> None:
    """Rename within the data folder, durably."""
    source.rename(target)
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all it holds; it may be gone already."""
    if path.is_dir() and not path.is_symlink():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _explained(fault: OSError, folder: Path) -> errors.Environment:
    if _is(fault, _FULL):
        return errors.Environment("releases.disk-full", folder=folder)
    if _is(fault, _FORBIDDEN):
        return errors.Environment("releases.folder-forbidden", folder=folder, reason=_reason(fault))
    return errors.Environment("releases.folder-unusable", folder=folder, reason=_reason(fault))


def _is(fault: OSError, numbers: tuple[int, ...]) -> bool:
    # The engine's errors carry the system's words, but not its number.
    return fault.errno in numbers or any(os.strerror(number) in str(fault) for number in numbers)


def _reason(fault: OSError) -> str:
    return fault.strerror or str(fault)
