"""Why somebody claims a step of a thread: the reasons given, asked only where a thread has claims."""

from collections.abc import Mapping
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import SG
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, Term, lexical
from styringsgraf.texts import Text
from styringsgraf.thread.model import Thread
from styringsgraf.thread.said import CLAIMED

_QUERY: Final = f"""PREFIX sg: <{SG}>
SELECT DISTINCT ?from ?to ?reason WHERE {{
  VALUES ?from {{ $nodes }}
  ?claim sg:contributionFrom ?from . ?claim sg:contributionTo ?to . ?claim sg:contributionKind $kind .
  ?claim sg:justification ?reason
}}"""


def reasons(engine: QueryEngine, thread: Thread) -> Mapping[tuple[str, str], Text]:
    """Return the reasons by language for the claimed links of a thread that have any, by their ends."""
    claimed = {(link.start, link.end) for link in thread.links if link.basis == "claimed"}
    found: dict[tuple[str, str], dict[str, str]] = {}
    starts: list[Term] = [NamedNode(start) for start in sorted({start for start, _ in claimed})]
    if starts:
        rows = engine.table(bind(_QUERY, {"nodes": starts, "kind": NamedNode(CLAIMED)})).rows
        for start, end, reason in sorted(rows, key=lambda row: lexical(row[2])):
            if isinstance(reason, Literal) and (lexical(start), lexical(end)) in claimed:
                found.setdefault((lexical(start), lexical(end)), {}).setdefault(reason.language or "", reason.value)
    return found
