"""Keeps what each organisation's last check by a writer looked at and found, so that the next one can build on it.

One file an organisation, ``<data>/checked/<org>``. It is whole in itself: the bundle and its results, whatever release
or reference date they came from, are a sound start for any later bundle. So nothing has to keep it in step with the
releases; missing, damaged or made by other rules or another engine, it is passed over and a full check is made.
"""

import hashlib
import json
import re
import zlib
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from styringsgraf.pipeline.recheck import Checked, checked, rechecked
from styringsgraf.quality.engines import EngineName, Result, validate
from styringsgraf.quality.report import Finding
from styringsgraf.quality.rules import ShapesGraph, load

_FOLDER: Final = "checked"
#: Grows with the form of the file.
_FORM: Final = "1"
#: Quick rather than small: a bundle shrinks to a tenth all the same.
_LEVEL: Final = 1
_BLANK: Final = re.compile(rb"(?<![^\s])_:[0-9A-Za-z]+")


class Kept:
    """The checks kept below one data folder. Only whoever holds the writer lock may use it."""

    def __init__(self, folder: Path, shapes: ShapesGraph | None = None) -> None:
        self._folder = folder / _FOLDER
        self._shapes = shapes or load()

    def judge(self, org: str, bundle: bytes, engine: EngineName = "fast") -> tuple[Finding, ...]:
        """Return the findings of an organisation's bundle, in report order, without plan and cell; keep them."""
        if engine != "fast":
            return validate(bundle, engine, self._shapes)
        previous = self.read(org)
        now = rechecked(previous, bundle) if previous else checked(bundle, shapes=self._shapes)
        self.write(org, now)
        return now.findings()

    def read(self, org: str) -> Checked | None:
        """Return an organisation's last check; None when there is none that can be used."""
        try:
            head, _, body = (self._folder / org).read_bytes().partition(b"\n")
            if head != _head(body, self._shapes.ntriples):
                return None
            found, _, bundle = zlib.decompress(body).partition(b"\n")
        except (OSError, zlib.error):
            return None
        return Checked(bundle, frozenset(Result(*row) for row in json.loads(found)), self._shapes)

    def write(self, org: str, check: Checked) -> None:
        """Keep a check in place of the last one; a disk that does not take it costs time later, and nothing else."""
        rows = [[one.shape, one.focus_node, one.value, one.severity] for one in sorted(check.results)]
        body = zlib.compress(json.dumps(rows).encode() + b"\n" + check.bundle, _LEVEL)
        temporary = self._folder / f"{org}.tmp"
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            temporary.write_bytes(_head(body, self._shapes.ntriples) + b"\n" + body)
            temporary.replace(self._folder / org)


def _head(body: bytes, shapes: bytes) -> bytes:
    return f"{_FORM} {_rules(shapes)} {hashlib.sha256(body).hexdigest()}".encode()


@lru_cache(maxsize=4)
def _rules(shapes: bytes) -> str:
    """Return what tells rules and engine from others; names of blank nodes differ from process to process."""
    numbers: dict[bytes, int] = {}
    same = _BLANK.sub(lambda match: b"_:%d" % numbers.setdefault(match[0], len(numbers)), shapes)
    return hashlib.sha256(same + version("pyshifty").encode()).hexdigest()
