"""The tokens as a table, so that they come in every table format; never with a secret or its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from styringsgraf.access.tokens import Record
from styringsgraf.tables import Column, Grid
from styringsgraf.texts import pick, text

#: Column name → type; the headings are access.column-<name>.
_COLUMNS: Final = (
    ("token", "code"),
    ("organisation", "code"),
    ("scope", "text"),
    ("state", "text"),
    ("created", "text"),
    ("expires", "text"),
    ("note", "text"),
)


@dataclass(frozen=True)
class Listing:
    """All tokens, oldest first; fits ``tables.Rendered``."""

    records: Sequence[Record]
    now: datetime
    lang: str

    @property
    def title(self) -> str:
        """No heading."""
        return ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing below the rows."""
        return ()

    @property
    def grid(self) -> Grid:
        """One row a token."""
        columns = tuple(Column(name, kind, text(f"access.column-{name}")) for name, kind in _COLUMNS)
        return Grid(columns, tuple(self._row(record) for record in self.records))

    def _row(self, record: Record) -> tuple[str | None, ...]:
        scope = pick(text("access.scope-write" if record.write else "access.scope-read"), self.lang)
        state = pick(text(f"access.state-{record.state(self.now)}"), self.lang)
        return (record.id, record.organisation, scope, state, record.created, record.expires, record.note or None)

    def as_json(self) -> dict[str, Any]:
        """Return the tokens for programs."""
        rows = [
            {
                "token": record.id,
                "organisation": record.organisation,
                "scope": "write" if record.write else "read",
                "state": record.state(self.now),
                "created": record.created,
                "expires": record.expires,
                "revoked": record.revoked,
                "note": record.note,
            }
            for record in self.records
        ]
        return {"tokens": rows}


def listing(records: Sequence[Record], now: datetime, lang: str) -> Listing:
    """Return the tokens as a table, in the state they are in at a moment."""
    return Listing(records, now, lang)
