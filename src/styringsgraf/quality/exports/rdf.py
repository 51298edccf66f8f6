"""The report as a W3C ``sh:ValidationReport``, in Turtle and JSON-LD: named nodes only, the same bytes every time.

The cell stands on the result in our own terms (``sg:fileName`` …), the plan as ``sg:statedIn``. What the import finds
often has no focus node; then there is none here either. The constraint component is not given: the engines differ.
"""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any, Final

from styringsgraf.namespaces import PREFIXES, RULES, SG
from styringsgraf.quality.exports.facts import fingerprint
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import Finding, Report
from styringsgraf.terms import A, Literal, NamedNode, Quad, RdfFormat, boolean, integer, serialize

_SH: Final = PREFIXES["sh"]
_USED: Final = {name: PREFIXES[name] for name in ("sh", "sg", "xsd", "rdf")}
_IRI: Final = re.compile(r"(?:https?://|urn:)\S+")
_SEVERITIES: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}
Statement = tuple[str, NamedNode, NamedNode | Literal]


def turtle(report: Report, _: Setting) -> bytes:
    """Return the report in Turtle."""
    quads = (Quad(NamedNode(subject), predicate, value) for subject, predicate, value in statements(report))
    return serialize((quad.triple for quad in quads), format=RdfFormat.TURTLE, prefixes=_USED) or b""


def jsonld(report: Report, _: Setting) -> bytes:
    """Return the report in JSON-LD, with its context inside."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in statements(report):
        node = nodes.setdefault(subject, {"@id": subject})
        if predicate == A:
            node["@type"] = _compact(value.value)
        else:
            node.setdefault(_compact(predicate.value), []).append(_json(value))
    body = {"@context": _USED, "@graph": list(nodes.values())}
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def statements(report: Report) -> Iterator[Statement]:
    """Return the report's statements, in the order of its findings; each finding is a node of its own."""
    names = [result_iri(finding) for finding in report.findings]
    head = uuid.uuid5(uuid.NAMESPACE_URL, " ".join([RULES, *names])).urn
    yield head, A, NamedNode(_SH + "ValidationReport")
    yield head, NamedNode(_SH + "conforms"), boolean(report.conforms)
    for name in names:
        yield head, NamedNode(_SH + "result"), NamedNode(name)
    for name, finding in zip(names, report.findings, strict=True):
        for predicate, value in facts(finding):
            yield name, NamedNode(predicate), value


def result_iri(finding: Finding) -> str:
    """Return the address of a finding: the same in every run that finds the same in the same place."""
    return uuid.uuid5(uuid.NAMESPACE_URL, RULES + fingerprint(finding)).urn


def facts(finding: Finding) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Yield what is stated of a finding: property and value."""
    yield A.value, NamedNode(_SH + "ValidationResult")
    yield _SH + "resultSeverity", NamedNode(_SH + _SEVERITIES[finding.severity])
    yield _SH + "sourceShape", _node(RULES + finding.rule)
    for local, given in (("focusNode", finding.focus_node), ("resultPath", finding.path), ("value", finding.value)):
        if given is not None:
            yield _SH + local, _node(given)
    for lang, words in sorted(finding.message.items()):
        yield _SH + "resultMessage", Literal(words, language=lang)
    if finding.plan is not None:
        yield SG + "statedIn", _node(finding.plan)
    yield from ((SG + "responsible", _node(unit.iri)) for unit in finding.responsible)
    yield SG + "stopsPublish", boolean(finding.stops)
    if finding.cell is not None:
        cell = finding.cell
        texts = (("fileName", cell.file), ("sheetName", cell.sheet), ("columnHeading", cell.column))
        for local, known in (*texts, ("columnLetter", cell.letter)):
            if known is not None:
                yield SG + local, Literal(known)
        if cell.row is not None:
            yield SG + "rowNumber", integer(cell.row)


def _node(given: str) -> NamedNode | Literal:
    """Return an address as a node and anything else – a number, a word, a broken address – as text."""
    if _IRI.fullmatch(given):
        try:
            return NamedNode(given)
        except ValueError:
            pass
    return Literal(given)


def _compact(iri: str) -> str:
    prefix, space = next(item for item in _USED.items() if iri.startswith(item[1]))
    return f"{prefix}:{iri.removeprefix(space)}"


def _json(value: NamedNode | Literal) -> dict[str, str]:
    if isinstance(value, NamedNode):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    kind = value.datatype.value
    return {"@value": value.value} | ({} if kind == PREFIXES["xsd"] + "string" else {"@type": _compact(kind)})
