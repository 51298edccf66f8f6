"""A segment of a UN target – one end, sub-objective, means or qualifier – and its statements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.namespaces import CODE, Minter, sdg_iri
from styringsgraf.terms import A, NamedNode, Quad, Term, decimal, integer, lang_string, named, quad, sg, string

#: Role → class. A sub-objective is an end too, of second order.
CLASSES: Final[Mapping[str, str]] = {
    "end": "EndSegment",
    "sub-objective": "EndSegment",
    "means": "MeansSegment",
    "qualifier": "QualifierSegment",
}
ENDS: Final = frozenset({"end", "sub-objective"})


@dataclass(frozen=True)
class Segment:
    """One row of data/sdg/segments.csv.

    ``start`` and ``end``: characters of the UN's English text, end not included. ``achieves``: order numbers of the
    ends in the same target that it serves. Texts by language. ``confidence`` from 0 to 1.
    """

    target: str
    order: int
    role: str
    start: int
    end: int
    texts: Mapping[str, str]
    quantity: Decimal | None = None
    unit: str = ""
    direction: str = ""
    base_year: int | None = None
    target_year: int | None = None
    population: Mapping[str, str] | None = None
    means_category: str = ""
    who_acts: str = ""
    indicators: tuple[str, ...] = ()
    achieves: tuple[int, ...] = ()
    confidence: Decimal = Decimal(1)
    note: Mapping[str, str] | None = None

    @property
    def code(self) -> str:
        """The segment's code: '3.4-s1'."""
        return f"{self.target}-s{self.order}"

    def quads(self, minter: Minter) -> Iterator[Quad]:
        """Yield the segment's statements, in the sdg graph; that an end is reached by it stands at the end's node."""
        node, graph = minter.segment(self.code), minter.sdg_graph
        for name, value in self._values():
            yield quad(node, named(name), value, graph)
        for kind in ("TargetSegment", CLASSES[self.role]):
            yield quad(node, A, sg(kind), graph)
        for number in self.achieves:
            end = minter.segment(f"{self.target}-s{number}")
            yield quad(end, named("sg:achievedBy"), NamedNode(node), graph)

    def _values(self) -> Iterator[tuple[str, Term]]:
        yield "skos:notation", string(self.code)
        yield "sg:partOfTarget", _official(self.target)
        yield "sg:segmentRole", NamedNode(f"{CODE}segment-role/{self.role}")
        yield "sg:order", integer(self.order)
        yield "sg:textStart", integer(self.start)
        yield "sg:textEnd", integer(self.end)
        yield "sg:confidence", decimal(self.confidence)
        for name, words in (("dct:title", self.texts), ("sg:population", self.population), ("skos:note", self.note)):
            for lang, text in (words or {}).items():
                yield name, lang_string(text, lang)
        if self.quantity is not None:
            yield "sg:value", decimal(self.quantity)
            yield "sg:unitOfMeasure", NamedNode(f"{CODE}target-unit/{self.unit}")
        for name, scheme, code in (
            ("sg:direction", "direction", self.direction),
            ("sg:meansCategory", "means-category", self.means_category),
            ("sg:whoActs", "who-acts", self.who_acts),
        ):
            if code:
                yield name, NamedNode(f"{CODE}{scheme}/{code}")
        for name, year in (("sg:baseYear", self.base_year), ("sg:year", self.target_year)):
            if year is not None:
                yield name, integer(year)
        for code in self.indicators:
            yield "sg:segmentIndicator", _official(code)


def _official(code: str) -> NamedNode:
    iri = sdg_iri(code)
    if iri is None:  # the reader has checked the code against the list
        raise ValueError(code)
    return NamedNode(iri)
