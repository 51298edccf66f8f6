"""Fills the columns with what is written of a part of a UN target, in the reader's language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context, Rows
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Raw
from styringsgraf.terms import Literal, NamedNode, Term, lexical
from styringsgraf.texts import pick

_POPULATION: Final = f"{SG}population"
_NOTE: Final = f"{PREFIXES['skos']}note"
_WORDS: Final = (
    "SELECT DISTINCT ?segment ?property ?words WHERE { VALUES ?segment { $nodes } "
    f"?segment ?property ?words FILTER (?property IN (<{_POPULATION}>, <{_NOTE}>)) }}"
)


def segment_words(context: Context, _bound: Bound, rows: Rows) -> Sequence[Mapping[str, Raw]]:
    """Return ``population`` and ``note`` of the part in each row's ``segment``, or the nearest language there is."""
    nodes: list[Term] = [NamedNode(iri) for iri in sorted({lexical(row["segment"]) for row in rows})]
    written: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for segment, name, words in context.engine.table(bind(_WORDS, {"nodes": nodes})).rows if nodes else ():
        if isinstance(words, Literal):
            written[lexical(segment), lexical(name)][words.language or ""] = words.value

    def said(segment: str, name: str) -> str | None:
        texts = written.get((segment, name))
        return pick(texts, context.lang) if texts else None

    segments = (lexical(row["segment"]) for row in rows)
    return [{"population": said(one, _POPULATION), "note": said(one, _NOTE)} for one in segments]
