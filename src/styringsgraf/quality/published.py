"""Findings as statements of a release, so that SPARQL can ask about quality: a node a finding, named by what it is.

The same facts as in the report as RDF, except that nothing here may look like a plan's own words: the document is
``dct:isPartOf``, and who answers for the focus node is stated on that node alone.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from styringsgraf.namespaces import RULES, Minter
from styringsgraf.quality.exports import rdf
from styringsgraf.quality.exports.facts import sound
from styringsgraf.quality.report import Finding
from styringsgraf.terms import NamedNode, Quad, boolean, named, quad, sg, string, subject_iri

_PART_OF: Final = named("dct:isPartOf")
_SHAPE: Final = named("sh:sourceShape")
_ACCEPTED: Final = sg("accepted")
_BECAUSE: Final = sg("acceptedBecause")
#: What a report says of the focus node, and a release says already.
_STATED_ELSEWHERE: Final = frozenset((sg("statedIn").value, sg("responsible").value))
_DIGITS: Final = 20


def finding_quads(
    findings: Iterable[Finding], reasons: Mapping[tuple[str, str, str, str], str], org: str, minter: Minter
) -> tuple[Quad, ...]:
    """Return the statements of an organisation's findings; ``reasons``: identity → why a finding is accepted."""
    given = [sound(finding) for finding in findings]
    graph = minter.quality_graph(org)
    times = Counter(finding.identity for finding in given)
    made: dict[Quad, None] = {}
    for finding in given:
        iri = minter.finding(org, _digest(finding, placed=times[finding.identity] > 1 or finding.focus_node is None))
        for predicate, value in rdf.facts(finding):
            if predicate not in _STATED_ELSEWHERE:
                made[quad(iri, NamedNode(predicate), value, graph)] = None
        if finding.plan is not None:
            made[quad(iri, _PART_OF, NamedNode(finding.plan), graph)] = None
        reason = reasons.get(finding.identity)
        made[quad(iri, _ACCEPTED, boolean(reason is not None), graph)] = None
        if reason is not None:
            made[quad(iri, _BECAUSE, string(reason), graph)] = None
    return tuple(made)


def kept(
    statements: Iterable[Quad],
    judged: frozenset[str],
    read: frozenset[str],
    present: frozenset[str],
    rules: Iterable[str],
) -> tuple[Quad, ...]:
    """Return which statements of an earlier check still hold after one that ``judged`` these documents anew.

    Those on documents that are still ``present`` and were not judged; and of those that were judged but not ``read``
    again, what only the reading of the file can find, that is everything but the ``rules`` of shapes/.
    """
    known = {RULES + rule for rule in rules}
    given = tuple(statements)
    document = _links(given, _PART_OF)
    by_shape = {iri for iri, shape in _links(given, _SHAPE).items() if shape in known}

    def holds(iri: str) -> bool:
        plan = document.get(iri)
        if plan is None or plan not in present:
            return False
        return plan not in judged or (plan not in read and iri not in by_shape)

    standing = {iri for iri in document if holds(iri)}
    return tuple(one for one in given if subject_iri(one) in standing)


def _links(given: Iterable[Quad], predicate: NamedNode) -> dict[str, str]:
    """Return finding → what it points to with a property."""
    links = ((subject_iri(one), one.object) for one in given if one.predicate == predicate)
    return {iri: value.value for iri, value in links if isinstance(value, NamedNode)}


def _digest(finding: Finding, *, placed: bool) -> str:
    """Return the name of a finding: what it is, and where only when that does not tell it from all others."""
    cell = finding.cell
    where = [cell.file, cell.sheet, cell.row, cell.letter] if placed and cell else []
    content = json.dumps([*finding.identity, *where], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
