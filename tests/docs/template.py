"""Writes the list of sheets and columns in docs/template.md from the mapping itself.

``python tests/docs/template.py --write`` after a change; the test beside it fails while the page is out of date.
"""

import sys
from collections import Counter
from pathlib import Path

from styringsgraf.ingest import hints
from styringsgraf.ingest.describe import by_language
from styringsgraf.ingest.mapping import find
from styringsgraf.ingest.schema import Column, Mapping, SheetSpec

PAGE = Path(__file__).parents[2] / "docs" / "template.md"
MARK = "<!-- from the mapping -->\n"
#: On so many sheets a column is listed once for all.
COMMON = 6


def sheets() -> str:
    """Return the columns that most sheets have, then for each sheet its names, what a row is, and its own columns."""
    mapping = find("template")
    rows = {spec.id: [_row(spec, name, column, mapping) for name, column in spec.columns.items()]
            for spec in mapping.sheets}  # fmt: skip
    often = Counter(row for listed in rows.values() for row in listed)
    common = [row for row, times in often.items() if times >= COMMON]
    parts = [f"## Columns that most sheets have\n\n{_table(common)}"]
    for spec in mapping.sheets:
        names = " · ".join(dict.fromkeys(by_language(spec.names).values()))
        own = [row for row in rows[spec.id] if row not in common]
        parts.append(f"## {names}\n\n{hints.of_sheet(spec, 'en')}\n\n{_table(own)}")
    return "\n".join(parts)


def _row(spec: SheetSpec, name: str, column: Column, mapping: Mapping) -> str:
    heading = " · ".join(dict.fromkeys(by_language(column.headings).values()))
    note = hints.of_column(spec, name, column, mapping, "en").replace("\n", " ").replace("|", "\\|")
    return f"| {heading}{' *' if column.required else ''} | {note} |"


def _table(rows: list[str]) -> str:
    return "\n".join(["| heading (nb · nn · en) | holds |", "| --- | --- |", *rows, ""])


def page() -> str:
    """Return the page as it should be."""
    return PAGE.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n" + sheets()


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
