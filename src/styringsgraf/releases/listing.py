"""The releases as a table, so that every door can give them in every table format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from styringsgraf.releases.manifest import Manifest
from styringsgraf.tables import Column, Grid
from styringsgraf.texts import pick, text

#: Column name → type; the headings are releases.column-<name>.
_COLUMNS: Final = (
    ("current", "boolean"),
    ("release", "code"),
    ("created", "text"),
    ("referenceDate", "text"),
    ("graphs", "integer"),
    ("statements", "integer"),
    ("accepted", "integer"),
    ("note", "text"),
)


@dataclass(frozen=True)
class Listing:
    """All releases, newest first; fits ``tables.Rendered``."""

    manifests: Sequence[Manifest]
    current: str | None
    lang: str

    @property
    def title(self) -> str:
        """Heading above the rows."""
        return pick(text("releases.list"), self.lang)

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing below the rows."""
        return ()

    @property
    def grid(self) -> Grid:
        """One row a release."""
        columns = tuple(Column(name, kind, text(f"releases.column-{name}")) for name, kind in _COLUMNS)
        rows = tuple(
            (
                "*" if manifest.id == self.current else None,
                manifest.id,
                manifest.created,
                manifest.reference_date.isoformat(),
                len(manifest.graphs),
                manifest.statements,
                len(manifest.accepted),
                manifest.note,
            )
            for manifest in self.manifests
        )
        return Grid(columns, rows)

    def as_json(self) -> dict[str, Any]:
        """Return the manifests whole, and which one is current."""
        return {"current": self.current, "releases": [manifest.as_json() for manifest in self.manifests]}


def listing(manifests: Sequence[Manifest], current: str | None, lang: str) -> Listing:
    """Return the releases, newest first; ``manifests`` oldest first, as ``ReleaseStore.list`` gives them."""
    return Listing(tuple(reversed(manifests)), current, lang)
