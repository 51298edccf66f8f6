"""Messages between service and query process: read back as sent, and nonsense is taken for an ended process."""

import io
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.engine import Answer, Dataset, Limits, wire
from styringsgraf.formats import FORMATS


def reader(message: bytes) -> wire.Reader:
    stream = io.BytesIO(message)

    def read(size: int) -> bytes:
        data = stream.read(size)
        if len(data) < size:
            raise EOFError
        return data

    return read


@settings(deadline=None)
@given(st.text(), st.none() | st.text(), st.lists(st.text(), max_size=3))
def test_a_request_reads_back(query: str, accept: str | None, graphs: list[str]) -> None:
    request = wire.Request(query, accept, Limits(1.5, 10, 20), Dataset(tuple(graphs), ("g:1",)))
    assert wire.unpack_request(reader(wire.pack_request(request))) == request


def test_a_start_reads_back() -> None:
    start = wire.Start("/store", None, 1, 2, 3, 4, 5)
    assert wire.unpack_start(reader(wire.pack_start(start))) == start


def test_an_answer_reads_back() -> None:
    answer = Answer(b"\x00\xff" * 1000, FORMATS["csv"], "rows", truncated=True)
    assert wire.unpack_reply(reader(wire.pack_reply(wire.Reply(answer)))) == wire.Reply(answer)


@pytest.mark.parametrize(
    "error",
    [
        errors.BadQuery("engine.nesting", limit=3, line=1, column=2),
        errors.TooLarge("engine.answer-size", limit=3),
        errors.NotAcceptable("engine.not-acceptable", form="ASK", offered="a", accept="b"),
        errors.TimedOut("engine.time-limit", seconds="1"),
        errors.Environment("engine.store-read", reason="æøå"),
    ],
)
def test_an_error_reads_back_as_the_same_kind_with_the_same_sentence(error: errors.StyringsgrafError) -> None:
    found = wire.unpack_reply(reader(wire.pack_reply(wire.Reply(error=error, last=True))))
    assert found.last
    assert type(found.error) is type(error)
    assert found.error is not None
    assert (found.error.sentence("nb"), found.error.key) == (error.sentence("nb"), error.key)


def message(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">II", len(header), len(body)) + header + body


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"Traceback",
        struct.pack(">II", 2**31, 0),
        message(b"not json"),
        message(b"[1]"),
        message(b"{}"),
        message(b'{"last": false, "answer": ["exe", "rows", false]}'),
        message(b'{"last": false, "answer": ["csv", "dance", false]}'),
        message(b'{"last": false, "error": ["SystemExit", "engine.empty", {}]}'),
        message(b'{"last": false, "error": ["BadQuery", "engine.none", {}]}'),
        message(b'{"last": false, "error": ["BadQuery", "engine.nesting", {}]}'),
        message(b'{"last": false, "error": "BadQuery"}'),
        message(b'{"last": false}', b"x")[:-1],
    ],
)
def test_nonsense_is_an_ended_process(nonsense: bytes) -> None:
    with pytest.raises(EOFError):
        wire.unpack_reply(reader(nonsense))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional={"last": JSON, "answer": JSON, "error": JSON}))
def test_any_header_is_a_reply_or_an_ended_process(header: dict[str, Any]) -> None:
    try:
        found = wire.unpack_reply(reader(wire.pack(header)))
    except EOFError:
        return
    assert isinstance(found, wire.Reply)
