"""Fetches what to call things: one query for all IRIs of an answer, in the reader's language or the nearest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.engine.memo import remembered
from styringsgraf.namespaces import PREFIXES, SDGO, compact
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, Term, lexical
from styringsgraf.texts import FALLBACK, LANGUAGES, pick, text

# FILTER … IN: two VALUES before one pattern make pyoxigraph read the properties of the whole store.
# DISTINCT: the union of all graphs repeats a statement once for every graph that holds it.
_QUERY: Final = (
    "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("dct", "rdfs", "skos"))
    + """SELECT DISTINCT ?node ?property ?label WHERE {
  VALUES ?node { $nodes }
  ?node ?property ?label
  FILTER (?property IN (dct:title, skos:prefLabel, rdfs:label, skos:notation)) }"""
)
_RANK: Final = {PREFIXES["dct"] + "title": 0, PREFIXES["skos"] + "prefLabel": 1, PREFIXES["rdfs"] + "label": 2}
#: Terms of others, which come without labels in our languages.
_FOREIGN: Final = {
    SDGO + "isTargetOf": "questions.term-is-target-of",
    SDGO + "Target": "questions.term-target",
    SDGO + "Goal": "questions.term-goal",
    SDGO + "Indicator": "questions.term-indicator",
    PREFIXES["skos"] + "Concept": "questions.term-concept",
    PREFIXES["skos"] + "ConceptScheme": "questions.term-scheme",
}
_NOTATION: Final = PREFIXES["skos"] + "notation"
#: Nodes whose labels are remembered; about half a kilobyte each.
_MOST: Final = 20_000
#: A node's words by language and its code, None where it has none.
_Known = tuple[dict[str, str] | None, str | None]
#: What names a thing, as ``Names.add`` reads it.
NAMING: Final = (*_RANK, _NOTATION)


@dataclass(frozen=True)
class Names:
    """The labels of one answer, in one language."""

    lang: str
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    # An answer with paths names the same goals hundreds of times. Not handed on to the same names in another language.
    _said: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def add(self, rows: Iterable[Sequence[Term | None]]) -> None:
        """Take up (node, property, label) in any order, all rows of a node at once; other properties are passed by."""
        self._said.clear()
        best: dict[tuple[str, str], tuple[int, str]] = {}
        for node, kind, label in rows:
            if lexical(kind) == _NOTATION:
                code = min(lexical(label), self.codes.get(lexical(node), lexical(label)))
                self.codes[lexical(node)] = code
            elif isinstance(label, Literal) and lexical(kind) in _RANK:
                place = (lexical(node), label.language or "")
                found = (_RANK[lexical(kind)], label.value)
                best[place] = min(found, best.get(place, found))
        for (node_iri, tag), (_, words) in sorted(best.items()):
            self.texts.setdefault(node_iri, {})[tag] = words

    def name(self, iri: str) -> str:
        """Return the label; for want of one the code, for want of that the IRI, shortened."""
        said = self._said.get(iri)
        if said is None:
            said = self._said[iri] = self._name(iri)
        return said

    def _name(self, iri: str) -> str:
        if iri in self.texts:
            return pick(self.texts[iri], self.lang)
        if iri in _FOREIGN:
            return pick(text(_FOREIGN[iri]), self.lang)
        return self.codes.get(iri) or compact(iri)

    def language(self, iri: str) -> str:
        """Return the language ``name`` is in; the reader's own for what we name ourselves, '' for one not told."""
        held = self.texts.get(iri)
        if held is None:
            return self.lang if iri in _FOREIGN else ""
        return next((code for code in (*FALLBACK.get(self.lang, LANGUAGES), *held) if code in held), "")

    def full(self, iri: str) -> str:
        """Return code and label."""
        code, label = self.codes.get(iri, ""), self.name(iri)
        return label if not code or code == label else f"{code} {label}"


def fetch(engine: QueryEngine, iris: Iterable[str], lang: str) -> Names:
    """Return the labels of these IRIs; a title goes before a prefLabel before an rdfs:label.

    What was asked of a release is not asked again while it is open: every answer holds the same goals, plans and terms.
    """
    wanted = sorted(set(iris))
    known: dict[str, _Known] = remembered(engine, "labels", dict)
    told = {iri: held for iri in wanted if (held := known.get(iri))}
    missing = [iri for iri in wanted if iri not in told]
    if missing:
        found = Names(lang)
        found.add(engine.table(bind(_QUERY, {"nodes": [NamedNode(iri) for iri in missing]})).rows)
        read = {iri: (found.texts.get(iri), found.codes.get(iri)) for iri in missing}
        if len(known) > _MOST:
            known.clear()
        known.update(read)
        told |= read
    names = Names(lang)
    for iri in wanted:
        words, code = told[iri]
        if words is not None:
            names.texts[iri] = words
        if code is not None:
            names.codes[iri] = code
    return names
