"""The command: one sentence, or one a line; text or JSON; bad input gets a sentence."""

import io
import json
import sys

import pytest

from styringsgraf.cli import run


class Pipe:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_a_sentence_is_explained(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["wording", "Barn får hjelp gjennom tverrfaglige team"]) == 0
    told = capfdbinary.readouterr().out.decode()
    assert "Leses som et mål" in told
    assert "«gjennom» (middel)" in told
    assert "Målet bærer sitt eget middel" in told
    assert "Forslag: Barn får hjelp" in told


def test_json_of_one_and_of_many(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["wording", "Styrkje folkehelsa", "--lang", "nn", "--format", "json"]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert (told["class"], told["lang"]) == ("strategy", "nn")
    monkeypatch.setattr(sys, "stdin", Pipe("God folkehelse\n\nAndel elever\r\n".encode("utf-8-sig")))
    assert run(["wording", "-", "--format", "json"]) == 0
    rows = json.loads(capfdbinary.readouterr().out)
    assert [(row["text"], row["class"]) for row in rows] == [
        ("God folkehelse", "heading"),
        ("Andel elever", "indicator"),
    ]


@pytest.mark.parametrize(
    ("arguments", "piped", "code", "said"),
    [
        (["wording", "x", "--format", "xml"], b"", 2, "json"),
        (["wording", "x", "--lang", "en"], b"", 2, "nb"),
        (["wording"], b"", 2, "wording"),
        (["wording", "-"], b"ja\n\xff\n", 3, "Linje 2"),
        (["wording", "-"], b"a" * 5_000_001, 2, "5000000"),
    ],
)
def test_bad_input(
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    piped: bytes,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(piped))
    assert run(arguments) == code
    told = capfdbinary.readouterr()
    assert said in told.err.decode()
    assert told.out == b""


def test_no_lines_is_no_fault(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(b"\n"))
    assert run(["wording", "-", "--format", "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == []
