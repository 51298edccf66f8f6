"""A comparison as bytes: sentences under headings for people, tables and JSON for programs."""

import textwrap
from collections import defaultdict
from typing import Final

from styringsgraf.compare.model import Comparison, Item, label
from styringsgraf.tables import render
from styringsgraf.texts import pick

_WIDTH: Final = 100


def written(comparison: Comparison, form: str) -> bytes:
    """Return a comparison as ``text`` (sentences) or in a form of ``tables.render``, in UTF-8."""
    return _sentences(comparison).encode() if form == "text" else render(comparison, form, comparison.lang)


def _sentences(comparison: Comparison) -> str:
    """Return the sentences by kind of change; what follows from a whole document is only counted there."""
    lines = [comparison.title]
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in comparison.items:
        if not item.whole:
            groups[item.change].append(item)
    for change, items in groups.items():
        name = pick(label(change), comparison.lang)
        lines += ["", f"{name[:1].upper()}{name[1:]} ({len(items)})"]
        several = comparison.what == "releases" and len({item.document for item in items}) > 1
        for item in items:
            where = f"{item.document.label}: " if several and item.document and item.kind else ""
            lines += textwrap.wrap(where + item.sentence, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    if comparison.notes:
        lines += ["", *(line for note in comparison.notes for line in textwrap.wrap(note, _WIDTH))]
    return "\n".join(lines) + "\n"
