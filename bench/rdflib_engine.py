"""rdflib's own SPARQL engine behind our QueryEngine protocol, so that whole questions can be compared like for like."""

from rdflib import BNode, Dataset, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Identifier

from styringsgraf.engine import Limits, Table
from styringsgraf.terms import BlankNode, Literal, NamedNode, Term


def _term(value: Identifier | None) -> Term | None:
    if value is None:
        return None
    if isinstance(value, URIRef):
        return NamedNode(str(value))
    if isinstance(value, BNode):
        return BlankNode(str(value))
    assert isinstance(value, RdfLiteral)
    if value.language:
        return Literal(str(value), language=value.language)
    return Literal(str(value), datatype=NamedNode(str(value.datatype))) if value.datatype else Literal(str(value))


class RdflibEngine:
    """Answers SELECT queries over the union of all graphs of an in-memory rdflib dataset."""

    def __init__(self, nquads: bytes) -> None:
        self.dataset = Dataset(default_union=True)
        self.dataset.parse(data=nquads, format="nquads")

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT and return its rows."""
        del limits
        result = self.dataset.query(query)
        columns = tuple(str(variable) for variable in result.vars or ())
        rows = tuple(tuple(_term(row[name]) for name in columns) for row in result)  # type: ignore[index,arg-type]
        return Table(columns, rows)
