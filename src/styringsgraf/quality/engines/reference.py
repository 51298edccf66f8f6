"""The reference engine: pySHACL on an rdflib graph. The only room of the package that uses rdflib."""

from functools import lru_cache
from typing import Any

import pyshacl
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from styringsgraf import errors
from styringsgraf.quality.profile import Index, index
from styringsgraf.terms import RdfFormat, parse


@lru_cache(maxsize=64)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class _Graph(rdflib.Graph):
    """A graph that parses a query text once: pySHACL asks the same text again for every focus node.

    Nine tenths of the reference engine's time went into parsing; what is asked and answered stays the same.
    """

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        return super().query(
            _prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs
        )


def report(bundle: bytes, shapes: bytes) -> Index:
    """Return the W3C validation report of a bundle; both graphs as N-Triples."""
    data = _Graph().parse(data=bundle, format="nt")
    rules = rdflib.Graph().parse(data=shapes, format="nt")
    try:
        # The graph is ours alone, so the copy that protects a caller's graph is not needed.
        _, found, words = pyshacl.validate(data, shacl_graph=rules, inference="none", inplace=True)
    except pyshacl.errors.ReportableRuntimeError as error:
        raise errors.Environment("quality.engine-refused", engine="pyshacl", reason=str(error)) from error
    if not isinstance(found, rdflib.Graph):
        raise errors.Environment("quality.engine-refused", engine="pyshacl", reason=str(words))
    return index(parse(found.serialize(format="nt"), format=RdfFormat.N_TRIPLES))
