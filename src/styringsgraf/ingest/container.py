"""Tells what a file is by its content, and refuses what could not be unpacked safely."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, Literal

from styringsgraf.errors import InputError, TooLarge

FileKind = Literal["xlsx", "xls", "csv", "csv-zip"]
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_MEMBERS: Final = 5_000
_SECTORS: Final = (9, 12)  # sizes of a compound file's sectors, as powers of two
_CHUNK: Final = 1 << 20
_SUFFIXES: Final = {
    "xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "csv": (".csv", ".tsv", ".txt"), "csv-zip": (".zip",),
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A file recognised: its kind, and the unpacked members we need (empty unless it is a package)."""

    kind: FileKind
    members: dict[str, bytes]


def recognise(content: bytes, name: str, unpacked_limit: int) -> Opened:
    """Return what a file is; raises ``InputError`` or ``TooLarge`` with what to do about it."""
    if not content.strip():
        raise InputError("ingest.file_empty", file=name)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _package(content, name, unpacked_limit)
    if content.startswith(_OLE):
        return _compound(content, name)
    return _text(content, name)


def expected(kind: FileKind, name: str) -> bool:
    """Tell whether a file's name ends as its content suggests."""
    return name.lower().endswith(_SUFFIXES[kind])


def _compound(content: bytes, name: str) -> Opened:
    """Old Excel, or any Office file under a password: both are compound files."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        raise InputError("ingest.file_password", file=name)
    streams = ("Workbook", "Book")
    if not any(stream.encode("utf-16-le") in content for stream in streams):
        if _directory_missing(content):
            raise InputError("ingest.file_damaged", file=name)
        raise InputError("ingest.file_not_table", file=name, found="OLE")
    return Opened("xls", {})


def _directory_missing(content: bytes) -> bool:
    """Tell whether a compound file ends before the sector that its header says the directory begins in."""
    shift, first = int.from_bytes(content[30:32], "little"), int.from_bytes(content[48:52], "little")
    return shift in _SECTORS and (first + 2) << shift > len(content)


def _text(content: bytes, name: str) -> Opened:
    start = content[:2048].lstrip(b"\xef\xbb\xbf").lstrip()
    for marks, found in ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"{", "JSON"), (b"<?xml", "XML")):
        if start.startswith(marks):
            raise InputError("ingest.file_not_table", file=name, found=found)
    if re.match(rb"<(?:!doctype|html|table|meta|head)", start, re.IGNORECASE):
        # Reporting systems like to call a web page .xls.
        raise InputError("ingest.file_not_table", file=name, found="HTML")
    if b"\x00" in content and not content.startswith(_UTF16):
        raise InputError("ingest.file_not_table", file=name, found="binary")
    return Opened("csv", {})


def _package(content: bytes, name: str, limit: int) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _check_directory(entries, name, limit)
            members = _unpack(package, entries, name, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise InputError("ingest.file_damaged", file=name) from problem
    except UnicodeDecodeError as problem:
        raise InputError("ingest.file_damaged", file=name) from problem
    names = set(members)
    if "xl/workbook.xml" in names:
        return Opened("xlsx", members)
    if "mimetype" in names:
        raise InputError("ingest.file_not_table", file=name, found="OpenDocument")
    if "xl/workbook.bin" in names:
        raise InputError("ingest.file_not_table", file=name, found="XLSB")
    tables = {n: c for n, c in members.items() if n.lower().endswith(".csv") and not n.startswith("__MACOSX/")}
    if not tables:
        raise InputError("ingest.file_not_table", file=name, found="zip")
    return Opened("csv-zip", tables)


def _check_directory(entries: list[zipfile.ZipInfo], name: str, limit: int) -> None:
    """Refuse by what the directory declares, before a single byte is unpacked."""
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InputError("ingest.file_password", file=name)
    if len(entries) > _MEMBERS:
        raise TooLarge("ingest.file_too_many_parts", file=name, limit=_MEMBERS)
    if len({entry.filename for entry in entries}) < len(entries):
        # Two parts of one name: every reader would take another one.
        raise InputError("ingest.file_damaged", file=name)
    declared = sum(entry.file_size for entry in entries)
    if declared > limit:
        raise TooLarge("ingest.file_unpacks_too_large", file=name, limit=_megabytes(limit))


def _unpack(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, limit: int) -> dict[str, bytes]:
    """Unpack while counting: a directory can lie about its sizes."""
    left = limit
    members = {}
    for entry in entries:
        if entry.is_dir():
            continue
        chunks = []
        with package.open(entry) as stream:
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise TooLarge("ingest.file_unpacks_too_large", file=name, limit=_megabytes(limit))
                chunks.append(chunk)
        members[entry.filename.replace("\\", "/")] = b"".join(chunks)
    return members


def _megabytes(size: int) -> int:
    return max(1, size // 1_000_000)
