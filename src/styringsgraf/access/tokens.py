"""Tokens in ``tokens.json`` of the data folder: created, listed, revoked and recognised; only their hashes are kept.

A token is ``sg_<id>_<secret>``: the id finds the record, the whole is hashed. The secret has 256 bits, so one round of
SHA-256 is enough; nothing here is a password that somebody chose. The file is read anew for every request, so that a
revoked token ends at once in every running server.
"""

import fcntl
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from styringsgraf import errors
from styringsgraf.access.scopes import EVERYTHING, Grant
from styringsgraf.namespaces import clean, slug

FILE: Final = "tokens.json"
_LOCK: Final = "tokens.lock"
_FORM: Final = re.compile(r"sg_([0-9a-f]{8})_[A-Za-z0-9_-]{43}", re.ASCII)
_MODE: Final = 0o600
_NOTE: Final = 200
#: Compared with when there is no such token, so that it takes as long to say no.
_NOBODY: Final = "0" * 64


@dataclass(frozen=True)
class Record:
    """What is kept of a token. ``organisation``: a slug, or ``*``; times as ISO 8601 in UTC, None for never."""

    id: str
    sha256: str
    organisation: str
    write: bool
    note: str
    created: str
    expires: str | None = None
    revoked: str | None = None

    def state(self, now: datetime) -> str:
        """Return 'active', 'expired' or 'revoked'."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and now >= datetime.fromisoformat(self.expires) else "active"


@dataclass(frozen=True)
class Created:
    """A new token: the only time its secret is seen."""

    secret: str
    record: Record


class Tokens:
    """The tokens of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list(self) -> tuple[Record, ...]:
        """Return all tokens, the oldest first. Raises ``Environment`` for a file that cannot be read."""
        path = self._folder / FILE
        try:
            rows = json.loads(path.read_bytes())["tokens"]
            return tuple(Record(**row) for row in rows)
        except FileNotFoundError:
            return ()
        except OSError as fault:
            raise errors.Environment("access.unreadable", file=path, reason=errors.reason(fault)) from None
        except (ValueError, TypeError, KeyError) as fault:
            raise errors.Environment("access.damaged", file=path, reason=str(fault)) from None

    def create(self, organisation: str, *, write: bool, note: str = "", expires: datetime | None = None) -> Created:
        """Make a token for an organisation (slug, or ``*``) and return it with its secret.

        Raises ``BadParameter`` for a name that is no slug, or a last moment that has passed.
        """
        name = organisation.strip()
        if name != EVERYTHING and (not name or slug(name) != name):
            raise errors.BadParameter("access.slug", given=organisation[:_NOTE], slug=slug(name) or "asker")
        now = datetime.now(UTC)
        if expires is not None and expires <= now:
            raise errors.BadParameter("access.expires-past", given=_text(expires))
        with self._changing() as kept:
            taken = {record.id for record in kept}
            number = next(n for n in iter(lambda: secrets.token_hex(4), "") if n not in taken)
            secret = f"sg_{number}_{secrets.token_urlsafe(32)}"
            until = None if expires is None else _text(expires)
            record = Record(number, _hash(secret), name, write, clean(note)[:_NOTE], _text(now), until)
            self._write((*kept, record))
        return Created(secret, record)

    def revoke(self, token: str) -> Record:
        """End a token, named by its id, or by any beginning of it that is its alone; ``NotFound``."""
        wanted = token.strip().removeprefix("sg_").partition("_")[0]
        with self._changing() as kept:
            found = [record for record in kept if wanted and record.id.startswith(wanted)]
            if len(found) != 1:
                known = ", ".join(record.id for record in kept) or "–"
                raise errors.NotFound("access.no-such-token", given=wanted[:_NOTE], known=known)
            ended = replace(found[0], revoked=found[0].revoked or _text(datetime.now(UTC)))
            self._write(tuple(ended if record.id == ended.id else record for record in kept))
        return ended

    def grant(self, secret: str) -> Grant:
        """Return what a token allows. Raises ``Unauthorised`` for one that is unknown, expired or revoked."""
        form = _FORM.fullmatch(secret)
        record = self._record(form[1]) if form else None
        same = hmac.compare_digest(_hash(secret), record.sha256 if record else _NOBODY)
        if record is None or not same:
            raise errors.Unauthorised("access.unknown")
        state = record.state(datetime.now(UTC))
        if state != "active":
            raise errors.Unauthorised(f"access.{state}", token=record.id)
        return Grant(record.id, record.note, record.organisation, record.write)

    def require(self, grant: Grant) -> None:
        """Raise ``Unauthorised`` when a token has ended since it was recognised."""
        record = self._record(grant.token)
        if record is None:
            raise errors.Unauthorised("access.unknown")
        state = record.state(datetime.now(UTC))
        if state != "active":
            raise errors.Unauthorised(f"access.{state}", token=record.id)

    def _record(self, token: str) -> Record | None:
        return next((record for record in self.list() if record.id == token), None)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Record, ...]]:
        """Hold the tokens alone while they change."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, _MODE)
        except OSError as fault:
            raise errors.Environment("access.unwritable", file=self._folder, reason=errors.reason(fault)) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield self.list()
        finally:
            os.close(handle)

    def _write(self, records: tuple[Record, ...]) -> None:
        path = self._folder / FILE
        temporary = path.with_name(f"{FILE}.{os.getpid()}.tmp")
        content = json.dumps({"tokens": [asdict(record) for record in records]}, ensure_ascii=False, indent=2)
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as fault:
            temporary.unlink(missing_ok=True)
            raise errors.Environment("access.unwritable", file=path, reason=errors.reason(fault)) from None


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
