"""Accept-Encoding by its q-values, and what is worth packing."""

import asyncio
import gzip

import pytest

from styringsgraf.web.coding import LARGEST, SMALLEST, Packer, codings


@pytest.mark.parametrize(
    ("header", "packed", "plain"),
    [
        (None, False, True),
        ("", False, True),
        ("gzip", True, True),
        ("GZIP , deflate, br", True, True),
        ("x-gzip", True, True),
        ("gzip;q=0", False, True),
        ("gzip;q=0.0, *", False, True),
        ("*", True, True),
        ("*;q=0", False, False),
        ("br, *;q=0", False, False),
        ("gzip;q=0.5, identity", False, True),
        ("gzip;q=0.5, identity;q=0.5", True, True),
        ("identity;q=0, gzip;q=0.1", True, False),
        ("gzip;q=nan", False, True),
        ("gzip;q=2", False, True),
        ("gzip;q=x", False, True),
        (";;,,q=1", False, True),
    ],
)
def test_what_a_reader_takes(header: str | None, packed: bool, plain: bool) -> None:
    found = codings(header)
    assert (found.gzip, found.identity) == (packed, plain)


@pytest.mark.parametrize(
    ("media", "size", "worth"),
    [
        ("text/csv; charset=utf-8", SMALLEST, True),
        ("text/csv", SMALLEST - 1, False),
        ("application/problem+json", 50_000, True),
        ("application/sparql-results+xml", SMALLEST, True),
        ("application/n-triples", SMALLEST, True),
        ("image/svg+xml", SMALLEST, True),
        ("image/png", SMALLEST, False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 50_000, False),
        ("text/plain", LARGEST + 1, False),
    ],
)
def test_what_is_worth_packing(media: str, size: int, worth: bool) -> None:
    packed = asyncio.run(Packer().pack(media, b"x" * size))
    assert (packed is not None) == worth
    if packed is not None:
        assert gzip.decompress(packed) == b"x" * size


def test_what_does_not_shrink_is_left_alone() -> None:
    body = gzip.compress(bytes(range(256)) * 40, mtime=0) * 3 + bytes((n * n * 31) % 251 for n in range(1000))
    packed = asyncio.run(Packer().pack("text/plain", body))
    assert packed is None or len(packed) < len(body)
