"""Statements of one graph → what the index holds of it: one passage a node and language, and what is in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from styringsgraf.namespaces import KINDS, PREFIXES, SDG, SDGO, SG, sdg_code_of
from styringsgraf.terms import A, Literal, Quad, subject_iri
from styringsgraf.texts import LANGUAGES

_CODE: Final = PREFIXES["skos"] + "notation"
_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_TITLES: Final = (PREFIXES["dct"] + "title", _LABEL)
_STATEMENT: Final = SG + "statement"
_STATED_IN: Final = SG + "statedIn"
_PUBLISHER: Final = PREFIXES["dct"] + "publisher"
_IN_FORCE: Final = SG + "inForce"

#: Classes by which a node is called, the most telling first: a pilot before the measure it also is.
_CLASSES: Final = (f"{SG}Pilot", *(SG + name for name in KINDS if name != "Pilot"))

#: Dots in a UN code → class.
_UN_KINDS: Final = {0: f"{SDGO}Goal", 1: f"{SDGO}Target", 2: f"{SDGO}Indicator"}

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


class Said(Protocol):
    """Reads the statements of one graph that have a predicate."""

    def __call__(self, predicate: str) -> Iterable[Quad]: ...  # noqa: D102 - the class says it


def extract(said: Said) -> Extract:
    """Return what the index holds of one graph. Only predicates that matter are read: most statements are others."""
    nodes: dict[str, _Node] = {}
    for quad in said(_CODE):
        _node(nodes, quad).codes.add(_text(quad))
    for name in (*_TITLES, _STATEMENT):
        for quad in said(name):
            official = name == _LABEL and subject_iri(quad).startswith(SDG)
            if official and _language(quad) not in LANGUAGES:
                continue  # the UN's French would answer a Norwegian search for 'plan'
            node = _node(nodes, quad)
            # The UN's own text is a wording: the title is ours.
            texts = node.bodies if official or name == _STATEMENT else node.titles
            texts.setdefault(_language(quad), set()).add(_text(quad))
    if nodes:
        _describe(nodes, said)
    found = (passage for iri, node in nodes.items() for passage in _passages(iri, node))
    standing = (subject_iri(quad) for quad in said(_IN_FORCE) if _text(quad) in ("true", "1"))
    return Extract(frozenset(found), frozenset(standing))


def _describe(nodes: Mapping[str, _Node], said: Said) -> None:
    """Add classes and documents to the nodes that have words or codes."""
    for name in (A.value, _STATED_IN, _PUBLISHER):
        for quad in said(name):
            iri = subject_iri(quad)
            node = nodes.get(iri)
            if node is None:
                continue
            if name == A.value:
                node.kinds.add(_text(quad))
            else:
                node.documents.add(_text(quad) if name == _STATED_IN else iri)


def _node(nodes: dict[str, _Node], quad: Quad) -> _Node:
    return nodes.setdefault(subject_iri(quad), _Node())


def _text(quad: Quad) -> str:
    return str(getattr(quad.object, "value", ""))


def _language(quad: Quad) -> str:
    return (quad.object.language or "") if isinstance(quad.object, Literal) else ""


def _passages(iri: str, node: _Node) -> Iterator[Passage]:
    langs = sorted({*node.titles, *node.bodies}) or ([""] if node.codes else [])
    kind = next((name for name in _CLASSES if name in node.kinds), min(node.kinds, default=""))
    document = iri if iri in node.documents else min(node.documents, default="")
    code = min(node.codes, default="")
    if iri.startswith(SDG) and not kind:
        # The graph of the UN's own texts says nothing else of a node: the address says the rest.
        code = sdg_code_of(iri)
        kind = _UN_KINDS.get(code.count("."), "")
    for lang in langs:
        # A node has one title a language; a source that gives two is held whole.
        title, body = (" / ".join(sorted(texts.get(lang, ()))) for texts in (node.titles, node.bodies))
        yield Passage(iri, kind, document, code, lang, title, body)
