"""Finds organisations that claim each other's number, and one organisation that goes by two numbers or names.

A municipality may have had several numbers, one after the other; those it lists as such do not contradict each other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.pipeline.editions import finding, located
from styringsgraf.quality.report import Finding
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, Term, lexical, string, subject_iri

_NUMBER, _IDENTIFIER = PREFIXES["skos"] + "notation", PREFIXES["dct"] + "identifier"
_NAME: Final = PREFIXES["dct"] + "title"
_LISTED: Final = PREFIXES["adms"] + "identifier"
_READ: Final = (_NUMBER, _IDENTIFIER, _NAME, _LISTED)
#: Numbers that belong to one organisation alone.
_UNIQUE: Final = (_NUMBER, _IDENTIFIER)
_ASKED: Final = f"""SELECT DISTINCT ?graph ?org ?property ?value WHERE {{
  {{ VALUES ?org {{ $organisations }} GRAPH ?graph {{ ?org ?property ?value }} }}
  UNION {{ VALUES ?value {{ $numbers }} GRAPH ?graph {{ ?org ?property ?value . ?org a <{SG}Municipality> }} }}
  FILTER (?property IN ({", ".join(f"<{name}>" for name in _READ)})) }}"""


@dataclass(frozen=True)
class _Claim:
    """One document says of an organisation that it has a number or a name."""

    org: str
    property: str
    value: str
    lang: str
    document: str


def owners(
    table: Callable[[str], Table] | None, documents: Sequence[ImportedDocument], minter: Minter
) -> tuple[Finding, ...]:
    """Return the findings (SG-I34, I36) on the organisations of these documents, against each other and the release."""
    mine = [claim for document in documents for claim in _claims(document, minter)]
    others = _released(table, mine, {document.iri for document in documents}, minter)
    listed = {(claim.org, claim.value) for claim in (*others, *mine) if claim.property == _LISTED}
    found: dict[tuple[str, str, str], Finding] = {}
    for at, claim in enumerate(mine):
        for other in (*others, *mine[:at]):
            if claim.org == other.org and {(claim.org, claim.value), (other.org, other.value)} <= listed:
                continue
            for made in _compared(claim, other, minter):
                found.setdefault((claim.org, claim.property, claim.value), made)
    return located(list(found.values()), documents)


def _claims(document: ImportedDocument, minter: Minter) -> Iterator[_Claim]:
    org = minter.organisation(document.organisation)
    for quad in document.graphs.get(document.graph, ()):
        said, value = quad.predicate.value, quad.object
        if subject_iri(quad) != org or said not in _READ or not isinstance(value, Literal | NamedNode):
            continue
        if isinstance(value, NamedNode):
            if said == _LISTED:
                yield _Claim(org, said, value.value.rpartition("/")[2], "", document.iri)
            continue
        if value.value != document.organisation:  # the short name stands in for a number nobody gave
            yield _Claim(org, said, value.value, value.language or "", document.iri)


def _released(
    table: Callable[[str], Table] | None, mine: Iterable[_Claim], replaced: set[str], minter: Minter
) -> list[_Claim]:
    claims = list(mine)
    if table is None or not claims:
        return []
    organisations: list[Term] = [NamedNode(iri) for iri in sorted({claim.org for claim in claims})]
    numbers: list[Term] = [string(v) for v in sorted({c.value for c in claims if c.property in _UNIQUE})]
    query = bind(_ASKED, {"organisations": organisations, "numbers": numbers or [string("")]})
    found = []
    for graph, org, name, value in table(query).rows:
        document = minter.document_of_graph(lexical(graph))
        stands_in = lexical(value) == lexical(org).rpartition("/")[2]
        if document is None or document in replaced or stands_in:
            continue
        if isinstance(value, Literal):
            found.append(_Claim(lexical(org), lexical(name), value.value, value.language or "", document))
        elif lexical(name) == _LISTED:
            found.append(_Claim(lexical(org), _LISTED, lexical(value).rpartition("/")[2], "", document))
    return sorted(found, key=lambda claim: (claim.document, claim.org, claim.property, claim.value))


def _compared(claim: _Claim, other: _Claim, minter: Minter) -> Iterator[Finding]:
    if claim.property != other.property or claim.property == _LISTED:
        return
    short = {iri: iri.removeprefix(f"{minter.base}id/") for iri in (claim.org, other.org, other.document)}
    values = {"org": short[claim.org], "value": claim.value, "document": short[other.document]}
    place = (claim.org, claim.property, claim.value)
    if claim.property in _UNIQUE and claim.value == other.value and claim.org != other.org:
        yield finding("SG-I34", *place, "number-of-another", **values, other=short[other.org])
    elif claim.property in _UNIQUE and claim.org == other.org and claim.value != other.value:
        yield finding("SG-I34", *place, "two-numbers", **values, other=other.value)
    elif claim.org == other.org and claim.lang == other.lang and claim.value.casefold() != other.value.casefold():
        yield finding("SG-I36", *place, "two-names", **values, other=other.value)
