"""A municipality that means harm: the example's plans with markup, addresses that run, RTL and huge values in them."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle
from typing import Final

from styringsgraf.inference import infer
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import open_store
from styringsgraf.pipeline.finish import recheck
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.progress import Progress
from styringsgraf.releases.manifest import AcceptedFinding, Source
from styringsgraf.settings import Settings
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, named, sg, subject_iri

#: Whose plans are copied, and what the copy is called.
MODEL: Final = "eksempel"
NAME: Final = "fiende"
#: Stands in what must never become a part of a page.
MARK: Final = "alert(1)"
HUGE: Final = 20_000
ROWS: Final = 10_000
_WORDS: Final = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"' onmouseover='{MARK}",
    "\u202e\u0645\u0631\u062d\u0628\u0627",
    f"</title><svg/onload={MARK}>",
    f"javascript:{MARK}",
    "{{ 7*7 }} {% raw %} &amp; ]]> -->",
    f"</script><!--{MARK}",
)
_ADDRESSES: Final = (
    f"javascript:{MARK}",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"JaVaScRiPt:{MARK}",
    f"vbscript:{MARK}",
    "https://evil.example/x",
)
#: Predicates whose words are turned into harm.
_SAID: Final = frozenset(
    named(name).value
    for name in ("dct:title", "sg:statement", "dct:description", "skos:note", "skos:changeNote", "sg:page",
                 "skos:prefLabel", "foaf:name", "rdfs:label")
)  # fmt: skip
#: What only one node can be: the same as another in an earlier edition, and made from a row.
_OWN: Final = frozenset(map(named, ("dct:isVersionOf", "prov:wasRevisionOf", "prov:wasDerivedFrom")))
#: What every row says of itself; only the first few hundred are also linked as the first measure is.
_BARE: Final = frozenset(map(named, ("rdf:type", "dct:title", "skos:notation", "sg:statedIn")))
_LINKED: Final = 500
_PROGRAMME: Final = "handlingsprogram-2026-2029"
#: Every so many values one is huge.
_EVERY: Final = 25


def add(config: Settings) -> None:
    """Add the municipality to the release of a data folder, as if its plans had been taken in unjudged."""
    store, minter = open_store(config), Minter(config.base)
    with store.draft(reference_date=date(2026, 6, 30)) as draft:
        words, addresses = cycle(_WORDS), cycle(_ADDRESSES)
        for graph in draft.graphs():
            if minter.organisation_of_graph(graph) == MODEL and minter.document_of_graph(graph):
                made = [_turned(quad, words, addresses, position) for position, quad in enumerate(draft.quads(graph))]
                draft.replace(_renamed(graph), made)
        infer(draft, NAME, draft.reference_date, minter)
        recheck(draft, NAME, draft.reference_date, (), minter, Progress(), Kept(config.data))
        # The rows come after the check: judging ten thousand of them takes a minute, and their findings are alike.
        graph = minter.graph(NAME, _PROGRAMME)
        draft.replace(graph, [*draft.quads(graph), *_measures(minter, draft.quads(graph))])
        infer(draft, NAME, draft.reference_date, minter)
        document = minter.document(NAME, _PROGRAMME)
        source = Source(document, f'<img src=x onerror={MARK}>".xlsx', "0" * 64, f"<b onclick={MARK}>")
        accepted = AcceptedFinding("SG-A03", document, None, f"<i>{MARK}", f"<script>{MARK}</script>" + "x" * HUGE)
        draft.commit(
            (*draft.previous_sources, source), (*draft.previous_accepted, accepted), f"<script>{MARK}</script>"
        )


def _renamed(iri: str) -> str:
    return iri.replace(f"/{MODEL}/", f"/{NAME}/").removesuffix(f"/{MODEL}") + (
        f"/{NAME}" if iri.endswith(f"/{MODEL}") else ""
    )


def _turned(quad: Quad, words: Iterator[str], addresses: Iterator[str], position: int) -> Quad:
    """Return a statement about the other municipality, with harm in what it says."""
    value: Object = quad.object  # type: ignore[assignment]  # never triples
    if isinstance(value, NamedNode):
        value = NamedNode(_renamed(value.value))
    elif isinstance(value, Literal) and quad.predicate.value in _SAID:
        said = f"{next(words)} {value.value}" + (" å" * (HUGE // 2) if position % _EVERY == 0 else "")
        value = Literal(said, language=value.language) if value.language else Literal(said)
    if quad.predicate == named("dct:source"):
        value = NamedNode(next(addresses))
    graph = NamedNode(_renamed(quad.graph_name.value))  # type: ignore[union-attr]  # always named here
    return Quad(NamedNode(_renamed(subject_iri(quad))), quad.predicate, value, graph)


def _measures(minter: Minter, quads: Sequence[Quad]) -> Iterator[Quad]:
    """Yield ten thousand measures like the first one, each with a name of its own."""
    first = min(subject_iri(quad) for quad in quads if quad.predicate == A and quad.object == sg("Measure"))
    model = [quad for quad in quads if subject_iri(quad) == first and quad.predicate not in _OWN]
    names = cycle(_WORDS)
    for number in range(ROWS):
        node = NamedNode(minter.edition(NAME, _PROGRAMME, "measure", f"X{number}"))
        for quad in model if number < _LINKED else [quad for quad in model if quad.predicate in _BARE]:
            value = quad.object
            if quad.predicate == named("dct:title"):
                value = Literal(f"{next(names)} {number}", language="nb")
            if quad.predicate == named("skos:notation"):
                value = Literal(f"X{number}<b>{MARK}")
            yield Quad(node, quad.predicate, value, quad.graph_name)
