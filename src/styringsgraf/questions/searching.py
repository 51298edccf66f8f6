"""Answers the question what a word finds: one row a hit."""

from collections.abc import Mapping, Sequence
from typing import Final, overload

from styringsgraf import errors
from styringsgraf.questions.context import Context
from styringsgraf.questions.hits import Hit, Search
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Raw
from styringsgraf.terms import NamedNode

_ANY: Final = "any"


def search_of(context: Context) -> Search:
    """Return what searches this release. Raises Environment where there is none: an engine without a release."""
    if context.search is None:
        raise errors.Environment("questions.no-search")
    return context.search


def organisation_of(context: Context, bound: Bound) -> str | None:
    """Return the slug of the municipality asked about. Raises BadParameter for a part of one."""
    iri = bound.one("organisation")
    slug = context.minter.organisation_of(iri) if iri else None
    if iri and (slug is None or context.minter.organisation(slug) != iri):
        raise errors.BadParameter("questions.not-whole-organisation", name="organisation", value=iri, whole=slug or "–")
    return slug


def what_a_word_finds(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return one row for each node that ``q`` finds, the best first, of one class and organisation when given."""
    group = bound.one("class") or _ANY
    found = search_of(context).find(
        bound.one("q") or "",
        lang=context.lang,
        organisation=organisation_of(context, bound),
        groups=() if group == _ANY else (group,),
    )
    return _Rows(context, found)


class _Rows(Sequence[Mapping[str, Raw]]):
    """Hits as rows; only those that are looked at are made."""

    def __init__(self, context: Context, found: Sequence[Hit]) -> None:
        self._context = context
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Raw]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mapping[str, Raw]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Raw] | Sequence[Mapping[str, Raw]]:
        if isinstance(at, slice):
            return [self._row(hit) for hit in self._found[at]]
        return self._row(self._found[at])

    def _row(self, hit: Hit) -> Mapping[str, Raw]:
        slug = self._context.minter.organisation_of(hit.iri)
        return {
            "node": NamedNode(hit.iri),
            "kind": NamedNode(hit.kind) if hit.kind else None,
            "code": hit.code or None,
            "text": hit.text or None,
            "language": hit.lang or None,
            "inForce": hit.in_force,
            "document": NamedNode(hit.document) if hit.document else None,
            "organisation": NamedNode(self._context.minter.organisation(slug)) if slug else None,
            "match": hit.match,
        }
