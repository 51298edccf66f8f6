"""Tokens: shown once, kept as hashes, ended at once, and never mixed up by writers at the same time."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from styringsgraf import errors
from styringsgraf.access import Tokens


def test_a_token_is_recognised_and_its_secret_is_nowhere(tmp_path: Path) -> None:
    made = Tokens(tmp_path).create("asker", write=True, note="Plan  og\nanalyse")
    grant = Tokens(tmp_path).grant(made.secret)
    assert (grant.organisation, grant.write, grant.note, grant.token) == (
        "asker",
        True,
        "Plan og analyse",
        made.record.id,
    )
    kept = (tmp_path / "tokens.json").read_text(encoding="utf-8")
    assert made.secret not in kept
    # The secret's alphabet holds "_" too, so it is what follows the prefix and the id, not what follows the last one.
    secret = made.secret.split("_", 2)[2]
    assert len(secret) == 43
    assert secret not in kept
    assert made.record.id in made.secret  # the part that lists show finds the token


def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    Tokens(tmp_path).create("*", write=True)
    assert stat.S_IMODE((tmp_path / "tokens.json").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("change", ["", "x", "last", "first", "id", "space", "newline"])
def test_anything_but_the_whole_token_is_unknown(tmp_path: Path, change: str) -> None:
    secret = Tokens(tmp_path).create("asker", write=True).secret
    other = Tokens(tmp_path).create("asker", write=True).secret
    wrong = {
        "": "",
        "x": "x" * len(secret),
        "last": secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        "first": secret[1:],
        "id": secret[:11] + other[11:],
        "space": secret + " ",
        "newline": secret + "\n",
    }[change]
    with pytest.raises(errors.Unauthorised):
        Tokens(tmp_path).grant(wrong)


def test_without_a_file_nobody_is_known(tmp_path: Path) -> None:
    with pytest.raises(errors.Unauthorised):
        Tokens(tmp_path / "none").grant("sg_00000000_" + "A" * 43)
    assert not (tmp_path / "none").exists()


def test_a_revoked_token_ends_at_once(tmp_path: Path) -> None:
    running = Tokens(tmp_path)
    made, other = running.create("asker", write=True), running.create("bodo", write=True)
    grant = running.grant(made.secret)
    Tokens(tmp_path).revoke(made.record.id)
    with pytest.raises(errors.Unauthorised, match="revoked"):
        running.grant(made.secret)
    with pytest.raises(errors.Unauthorised, match="revoked"):
        running.require(grant)
    assert running.grant(other.secret).organisation == "bodo"


def test_an_expired_token_ends(tmp_path: Path) -> None:
    made = Tokens(tmp_path).create("asker", write=True, expires=datetime.now(UTC) + timedelta(hours=1))
    assert Tokens(tmp_path).grant(made.secret)
    path = tmp_path / "tokens.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["tokens"][0]["expires"] = "2020-01-01T00:00:00Z"
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(errors.Unauthorised, match="expired"):
        Tokens(tmp_path).grant(made.secret)
    with pytest.raises(errors.BadParameter):
        Tokens(tmp_path).create("asker", write=True, expires=datetime(2020, 1, 1, tzinfo=UTC))


def test_revoking_needs_one_token(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    first = tokens.create("asker", write=True).record.id
    tokens.create("asker", write=True)
    for name in ("", "sg_", "zz"):
        with pytest.raises(errors.NotFound, match=first):
            tokens.revoke(name)
    assert all(record.revoked is None for record in tokens.list())


@pytest.mark.parametrize("name", ["Asker", "", "asker/", "../asker", "as ker", "**", "asker*"])
def test_an_organisation_is_a_slug_or_the_star(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.BadParameter):
        Tokens(tmp_path).create(name, write=True)


def test_tokens_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: Tokens(tmp_path).create("asker", write=True, note=str(n)), range(24)))
    assert {record.id for record in Tokens(tmp_path).list()} == {one.record.id for one in made}
    assert len(Tokens(tmp_path).list()) == 24


@pytest.mark.parametrize("content", ["", "{", "[]", '{"tokens": [{}]}', '{"tokens": 1}'])
def test_a_damaged_file_lets_nobody_in_and_is_named(tmp_path: Path, content: str) -> None:
    secret = Tokens(tmp_path).create("*", write=True).secret
    (tmp_path / "tokens.json").write_text(content, encoding="utf-8")
    with pytest.raises(errors.Environment, match=r"tokens\.json"):
        Tokens(tmp_path).grant(secret)
