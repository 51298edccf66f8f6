"""Whole files that cannot be read: each gets one sentence that names the file and the remedy, never a stack trace."""

import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from styringsgraf.errors import InputError, TooLarge
from styringsgraf.ingest.container import recognise

Make = Callable[..., bytes]
LIMIT = 50_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def problem_of(content: bytes, name: str = "plan.xlsx", limit: int = LIMIT) -> str:
    with pytest.raises((InputError, TooLarge)) as problem:
        recognise(content, name, limit)
    assert name in problem.value.sentence("nb")
    return problem.value.key.removeprefix("ingest.")


@pytest.mark.parametrize("content", [b"", b"  \n "])
def test_an_empty_file(content: bytes) -> None:
    assert problem_of(content) == "file_empty"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 \x00", "PDF"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "HTML"),
        (b"<html><table></table></html>", "HTML"),
        (b'{"a": 1}', "JSON"),
        (b"{\\rtf1 hei}", "RTF"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"\x89PNG\r\n\x00\x00", "binary"),
    ],
)
def test_not_a_table(content: bytes, found: str) -> None:
    with pytest.raises(InputError) as problem:
        recognise(content, "plan.xls", LIMIT)
    assert problem.value.key == "ingest.file_not_table"
    assert problem.value.values["found"] == found


def test_a_workbook_under_a_password_is_a_compound_file_with_an_encrypted_package() -> None:
    content = OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512
    assert problem_of(content) == "file_password"


def test_a_zip_under_a_password(make: Make) -> None:
    content = bytearray(make(Ark=[("a",)]))
    # Set the encryption bit of the first entry in the directory at the end.
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    assert problem_of(bytes(content)) == "file_password"


def test_another_compound_file_such_as_an_old_word_document() -> None:
    assert problem_of(OLE + b"\x00" * 1024, "brev.doc") == "file_not_table"


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off(make: Make, keep: float) -> None:
    content = make(Ark=[("Kode", "Tittel"), *((f"T{n}", "tiltak" * 20) for n in range(200))])
    assert problem_of(content[: int(len(content) * keep)]) == "file_damaged"


def test_opendocument_and_plain_zips_are_named() -> None:
    for member, found in (("mimetype", "OpenDocument"), ("xl/workbook.bin", "XLSB"), ("bilde.png", "zip")):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            package.writestr(member, "x")
        with pytest.raises(InputError) as problem:
            recognise(target.getvalue(), "plan.ods", LIMIT)
        assert problem.value.values["found"] == found


def bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * size)
    return target.getvalue()


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    content = bomb(3_000_000)
    assert len(content) < 10_000
    assert problem_of(content, limit=1_000_000) == "file_unpacks_too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_while_unpacking() -> None:
    content = bytearray(bomb(3_000_000))
    size = (3_000_000).to_bytes(4, "little")
    small = (1_000).to_bytes(4, "little")
    assert content.count(size) == 2
    with pytest.raises((TooLarge, InputError)) as problem:
        recognise(bytes(content.replace(size, small)), "plan.xlsx", 1_000_000)
    assert problem.value.key in ("ingest.file_unpacks_too_large", "ingest.file_damaged")


def test_many_small_members_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for number in range(5_001):
            package.writestr(f"m{number}", b"")
    assert problem_of(target.getvalue()) == "file_too_many_parts"


def test_xml_with_entities_is_refused(make: Make, load: Callable[..., object]) -> None:
    source = zipfile.ZipFile(io.BytesIO(make(Ark=[("a",)])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                content = content.replace(b"<styleSheet", b'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet', 1)
            package.writestr(name, content)
    with pytest.raises(InputError) as problem:
        load(target.getvalue())
    assert problem.value.key == "ingest.file_damaged"


def test_a_cell_far_away_does_not_fill_the_memory(make: Make, load: Callable[..., object]) -> None:
    rows = [("Kode",), *[()] * 200_000, ("",) * 300 + ("x",)]
    with pytest.raises(TooLarge) as problem:
        load(make(Tiltak=rows), import_rows=200_000)
    assert problem.value.key == "ingest.sheet_too_wide"


def test_more_rows_than_allowed(make: Make, load: Callable[..., object]) -> None:
    with pytest.raises(TooLarge) as problem:
        load(make(Tiltak=[("Kode", "Tittel"), *((f"T{n}", "t") for n in range(150))]), import_rows=100)
    assert problem.value.values["limit"] == 100


def test_damaged_bytes_never_give_anything_but_a_sentence(
    make: Make, load: Callable[..., object], document: object
) -> None:
    content = make(Dokument=document, Tiltak=[("Kode", "Tittel", "Oppdrag", "Ansvarlig"), ("T1", "Noe", "", "")])
    chance = random.Random(7)  # noqa: S311 - reproducible damage
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            load(bytes(damaged))
        except (InputError, TooLarge):
            continue


def replaced(content: bytes, member: str, change: Any) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, change(source.read(name)) if name == member else source.read(name))
    return target.getvalue()


@pytest.mark.parametrize("junk", [b"<c ", b"<c>", b"<c><v>", b"<row ", b'<c r="A1"><f>'])
def test_crafted_xml_takes_no_quadratic_time(
    make: Make, load: Callable[..., object], document: object, junk: bytes
) -> None:
    # Not timed: with a pattern that looks ahead to the end each time, this would not finish at all.
    content = replaced(make(Dokument=document), "xl/worksheets/sheet1.xml", lambda xml: xml + junk * 1_000_000)
    with contextlib.suppress(InputError, TooLarge):
        load(content, unpacked_bytes=100_000_000)


def test_crafted_shared_texts_take_no_quadratic_time(make: Make, load: Callable[..., object], document: object) -> None:
    content = replaced(make(Dokument=document), "xl/sharedStrings.xml", lambda xml: xml + b"<si><si " * 500_000)
    with contextlib.suppress(InputError, TooLarge):
        load(content)


def test_a_long_text_in_a_million_cells_is_a_bomb_too(make: Make, load: Callable[..., object]) -> None:
    rows = [("Kode", "Tittel"), *((f"T{n}", "x" * 30_000) for n in range(1_000))]
    with pytest.raises(TooLarge) as problem:
        load(make(Tiltak=rows), import_rows=2_000)
    assert problem.value.key == "ingest.sheet_too_wide"


def test_a_merge_over_the_whole_sheet_is_no_bomb(make: Make, load: Callable[..., Any], document: object) -> None:
    content = make(Dokument=document, Oppdrag=[("Kode", "Tittel", "Strategi", "Ansvarlig"), ("O1", "t", "", "lia")])
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    changed = replaced(content, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"</sheetData>", merged))
    found = load(changed)
    assert found.values("lia/hp-2026/assignment/O1", "dct:title") == {"t@nb"}
    assert set(found.rules()) <= {"SG-I13"}


def test_damaged_old_workbooks_never_give_anything_but_a_sentence(load: Callable[..., object]) -> None:
    content = (Path(__file__).parent / "files" / "gammel.xls").read_bytes()
    chance = random.Random(11)  # noqa: S311 - reproducible damage
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 40)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(InputError, TooLarge):
            load(bytes(damaged), "gammel.xls")


def test_an_old_xls_is_read(load: Callable[..., Any]) -> None:
    found = load((Path(__file__).parent / "files" / "gammel.xls").read_bytes(), "gammel.xls")
    assert found.values("lia/hp-2026/assignment/O1", "dct:title") == {"Oppdrag på gammelt vis@nb"}
    assert found.values("lia/hp-2026/assignment/O1", "sg:alignsWith") == {"sdg:8.1"}
    assert found.rules() == ["SG-E01", "SG-E01", "SG-I26"]
