"""Files worked out from releases and kept beside them: releases never change, so that each is made once.

They lie in ``derived/`` of the data folder and may be removed at any time. Where the folder cannot be written to,
they are worked out each time.
"""

import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

#: Raised when what is kept takes another form: older files are made again.
_FORM: Final = 1
_ABOUT: Final = "about.json"


@dataclass(frozen=True)
class Kept:
    """A file of named parts; ``of`` says what it was made from, and one made from something else does not count."""

    path: Path
    of: Mapping[str, Any]

    @classmethod
    def at(cls, folder: Path, release: str, name: str, **of: Any) -> "Kept":
        """Return the file of that name of a release."""
        return cls(folder / "derived" / release / f"{name}.zip", {"form": _FORM, **of})

    def read(self, part: str) -> bytes | None:
        """Return a part; None when the file or the part is not there, or cannot be read."""
        try:
            with ZipFile(self.path) as file:
                if json.loads(file.read(_ABOUT)) != self.of:
                    return None
                return file.read(part)
        except (OSError, KeyError, ValueError, BadZipFile, zlib.error, EOFError):
            return None

    def json(self, part: str) -> Any:
        """Return a part that is JSON; None as ``read`` does."""
        content = self.read(part)
        return None if content is None else json.loads(content)

    def write(self, parts: Mapping[str, bytes]) -> None:
        """Keep these parts; without a word where the disk does not take them."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            made = self.path.with_name(f"{self.path.name}.{token_hex(4)}.tmp")
            try:
                with ZipFile(made, "w", ZIP_DEFLATED) as file:
                    file.writestr(_ABOUT, json.dumps(self.of))
                    for name, content in parts.items():
                        file.writestr(name, content)
                made.replace(self.path)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
