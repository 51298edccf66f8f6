"""Fills the columns that say by which path a measure supports a UN target or goal."""

from collections.abc import Mapping, Sequence
from typing import Final

from styringsgraf.questions import thread_edges
from styringsgraf.questions.context import Context, Rows
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.paths import Finder
from styringsgraf.questions.values import Paths, Raw
from styringsgraf.terms import lexical

_SHOWN: Final = 4  # paths in one answer's row; the rest is counted


def path_columns(context: Context, bound: Bound, rows: Rows) -> Sequence[Mapping[str, Raw]]:
    """Return ``path`` (the shortest), ``hops``, ``otherPaths`` and ``morePaths`` (how many are not shown).

    Rows have ``measure`` (a page's: ``node``, of any kind) and ``basis``; the end is the parameter ``target``.
    """
    target = bound.one("target") or ""
    starts = [lexical(row["measure"] if "measure" in row else row["node"]) for row in rows]
    finder = Finder(thread_edges.above(context.engine, set(starts)), target)
    found: list[Mapping[str, Raw]] = []
    for start, row in zip(starts, rows, strict=True):
        claimed = lexical(row["basis"]) == "claimed"
        paths, total = finder.shortest(start, _SHOWN, claimed=claimed)
        found.append(
            {
                "path": Paths(paths[:1]) if paths else None,
                "hops": len(paths[0]) if paths else None,
                "otherPaths": Paths(paths[1:]) if len(paths) > 1 else None,
                "morePaths": total - len(paths),
            }
        )
    return found
