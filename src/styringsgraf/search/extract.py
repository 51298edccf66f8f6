"""Statements of one graph → what the index holds of it: one passage a node and language, and what is in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.namespaces import KINDS, PREFIXES, SDGO, SG
from styringsgraf.terms import A, Literal, Quad, subject_iri

_CODE: Final = PREFIXES["skos"] + "notation"
_TITLES: Final = (PREFIXES["dct"] + "title", PREFIXES["skos"] + "prefLabel")
_STATEMENT: Final = SG + "statement"
_STATED_IN: Final = SG + "statedIn"
_PUBLISHER: Final = PREFIXES["dct"] + "publisher"
_IN_FORCE: Final = SG + "inForce"

#: Classes by which a node is called, the most telling first: a pilot before the measure it also is.
_CLASSES: Final = (f"{SG}Pilot", *(SG + name for name in KINDS if name != "Pilot"))

#: What one can look for → the classes that are meant; ``document`` is whatever somebody publishes.
GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "goal": frozenset({f"{SG}Vision", f"{SG}MainGoal", f"{SG}SubGoal"}),
    "focus-area": frozenset({f"{SG}FocusArea"}),
    "strategy": frozenset({f"{SG}Strategy"}),
    "assignment": frozenset({f"{SG}Assignment"}),
    "measure": frozenset({f"{SG}Measure", f"{SG}Pilot"}),
    "project": frozenset({f"{SG}Project", f"{SG}Programme", f"{SG}Portfolio"}),
    "indicator": frozenset({f"{SG}Indicator"}),
    "challenge": frozenset({f"{SG}Challenge"}),
    "organisation": frozenset(
        SG + name for name in ("Municipality", "ServiceArea", "Unit", "Partner", "PoliticalBody")
    ),
    "un": frozenset(SDGO + name for name in ("Goal", "Target", "Indicator")),
    "term": frozenset(PREFIXES["skos"] + name for name in ("Concept", "ConceptScheme")),
}
DOCUMENT: Final = "document"


@dataclass(frozen=True, order=True)
class Passage:
    """What one graph says of one node in one language ('' where it says nothing in words)."""

    iri: str
    kind: str
    document: str
    code: str
    lang: str
    title: str
    body: str

    @property
    def group(self) -> str:
        """What one looks for to find it; '' for a kind nobody asks for by name."""
        if self.document == self.iri:
            return DOCUMENT
        return next((name for name, classes in GROUPS.items() if self.kind in classes), "")


@dataclass
class _Node:
    kinds: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    titles: dict[str, set[str]] = field(default_factory=dict)
    bodies: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Extract:
    """All passages of a graph, and the nodes it says are in force."""

    passages: frozenset[Passage]
    in_force: frozenset[str]


def extract(quads: Iterable[Quad]) -> Extract:
    """Return what the index holds of one graph's statements."""
    nodes: dict[str, _Node] = {}
    standing: set[str] = set()
    for quad in quads:
        name = quad.predicate.value
        if name == _IN_FORCE:
            if isinstance(quad.object, Literal) and quad.object.value in ("true", "1"):
                standing.add(subject_iri(quad))
        elif name in _READ or quad.predicate == A:
            _take(nodes.setdefault(subject_iri(quad), _Node()), quad)
    found = (passage for iri, node in nodes.items() for passage in _passages(iri, node))
    return Extract(frozenset(found), frozenset(standing))


_READ: Final = frozenset({_CODE, *_TITLES, _STATEMENT, _STATED_IN, _PUBLISHER})


def _take(node: _Node, quad: Quad) -> None:
    name, value = quad.predicate.value, quad.object
    if not isinstance(value, Literal):
        iri = str(getattr(value, "value", ""))
        if quad.predicate == A:
            node.kinds.add(iri)
        elif name == _STATED_IN:
            node.documents.add(iri)
        elif name == _PUBLISHER:
            node.documents.add(subject_iri(quad))
    elif name == _CODE:
        node.codes.add(value.value)
    elif name in _TITLES or name == _STATEMENT:
        texts = node.bodies if name == _STATEMENT else node.titles
        texts.setdefault(value.language or "", set()).add(value.value)


def _passages(iri: str, node: _Node) -> Iterator[Passage]:
    langs = sorted({*node.titles, *node.bodies}) or ([""] if node.codes else [])
    kind = next((name for name in _CLASSES if name in node.kinds), min(node.kinds, default=""))
    document = iri if iri in node.documents else min(node.documents, default="")
    code = min(node.codes, default="")
    for lang in langs:
        # A node has one title a language; a source that gives two is held whole.
        title, body = (" / ".join(sorted(texts.get(lang, ()))) for texts in (node.titles, node.bodies))
        yield Passage(iri, kind, document, code, lang, title, body)
