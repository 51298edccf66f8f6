"""Tokens on the command line: printed once, listed without secrets, revoked."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from styringsgraf import errors
from styringsgraf.access import Tokens
from styringsgraf.cli import run


def test_a_token_is_printed_alone_so_that_it_can_be_piped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--organisation", "asker", "--scope", "write", "--note", "Plan", "--expires", "2999-12-31"]
    assert run(["token", "create", *given, "--data", str(tmp_path)]) == 0
    told = capsys.readouterr()
    secret = told.out.strip()
    grant = Tokens(tmp_path).grant(secret)
    assert (grant.organisation, grant.write, grant.note) == ("asker", True, "Plan")
    assert grant.token in told.err
    assert secret not in told.err
    assert run(["token", "list", "--format", "json", "--data", str(tmp_path)]) == 0
    listed = capsys.readouterr().out
    assert secret not in listed
    (row,) = json.loads(listed)["tokens"]
    # The last day is whole: it ends when the next one begins.
    assert (row["token"], row["state"], row["expires"]) == (grant.token, "active", "3000-01-01T00:00:00Z")
    assert run(["token", "revoke", grant.token, "--data", str(tmp_path), "--lang", "en"]) == 0
    assert grant.token in capsys.readouterr().out
    with pytest.raises(errors.Unauthorised):
        Tokens(tmp_path).grant(secret)
    assert run(["token", "list", "--data", str(tmp_path), "--lang", "en"]) == 0
    assert "revoked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["--organisation", "asker", "--scope", "all"], "write"),
        (["--organisation", "Asker kommune", "--scope", "read"], "asker-kommune"),
        (["--organisation", "asker", "--scope", "read", "--expires", "snart"], "2027-12-31"),
        (["--organisation", "asker", "--scope", "read", "--expires", "2020-01-01"], "2020-01-02"),
        (["--organisation", "asker", "--scope", "read", "--expires", "9999-12-31"], "2027-12-31"),
        (["--organisation", "asker"], "--scope"),
    ],
)
def test_what_is_wrong_is_told_and_makes_no_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], word: str
) -> None:
    assert run(["token", "create", *given, "--data", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert word in told.err
    assert not told.out
    assert Tokens(tmp_path).list() == ()


def test_revoking_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Tokens(tmp_path).create("asker", write=True, expires=datetime(2999, 1, 1, tzinfo=UTC))
    assert run(["token", "revoke", "nothing", "--data", str(tmp_path)]) == 2
    assert made.record.id in capsys.readouterr().err
