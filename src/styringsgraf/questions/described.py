"""Answers which datasets there are. What a service says of them comes from outside the graph: settings and lineage."""

from collections.abc import Mapping, Sequence
from typing import Final

from styringsgraf import errors
from styringsgraf.questions.context import Context
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.searching import organisation_of
from styringsgraf.questions.values import Codes, Raw
from styringsgraf.terms import NamedNode
from styringsgraf.texts import pick

_ANY: Final = "any"


def what_there_is(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return one row for each dataset, of one organisation or in one format when given."""
    if context.datasets is None:
        raise errors.Environment("questions.no-datasets")
    wanted, form = organisation_of(context, bound), bound.one("form") or _ANY
    return [
        {
            "dataset": one.name,
            "title": pick(one.title, context.lang),
            "organisation": NamedNode(one.organisation) if one.organisation else None,
            "documents": one.documents,
            "statements": one.statements,
            "validFrom": one.start or None,
            "validTo": one.end or None,
            "licence": one.licence,
            "version": one.version,
            "issued": one.issued,
            "modified": one.modified,
            "formats": Codes(tuple(one.formats)),
            "address": one.iri,
        }
        for one in context.datasets()
        if wanted in (None, one.name) and form in (_ANY, *one.formats)
    ]
