"""Packs dumps so that the same content gives the same bytes: no time of day, no names of people or machines."""

import io
from collections.abc import Iterable
from gzip import GzipFile
from typing import IO, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: Part of what the bytes follow from, so no default of the library's.
_LEVEL: Final = 6
#: The earliest time a zip file can hold stands for none.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16


def gzipped(file: IO[bytes]) -> IO[bytes]:
    """Return what packs into ``file`` whatever is written to it; close it before the file."""
    return cast("IO[bytes]", GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=_LEVEL))


def zipped(file: IO[bytes], parts: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip file with these parts, in their order."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, content in parts:
            part = ZipInfo(name, _NO_TIME)
            part.create_system, part.external_attr, part.compress_type = _UNIX, _READABLE, ZIP_DEFLATED
            archive.writestr(part, content)


def text_part(lines: Iterable[str]) -> bytes:
    """Return lines as a part: UTF-8, a line feed after each."""
    buffer = io.StringIO()
    for line in lines:
        buffer.write(line + "\n")
    return buffer.getvalue().encode()
