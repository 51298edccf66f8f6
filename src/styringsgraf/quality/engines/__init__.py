"""Runs the rules over a bundle with either SHACL engine, or with both and a comparison of what they found.

``fast`` is pyshifty, the daily engine; ``pyshacl`` is the reference; ``both`` fails on any difference. Only the
W3C report is used, and of it only what both engines give: source shape, focus node, value and severity.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

from styringsgraf import errors
from styringsgraf.namespaces import PREFIXES, compact
from styringsgraf.quality.messages import Names, render
from styringsgraf.quality.profile import SH, Index
from styringsgraf.quality.report import Finding
from styringsgraf.quality.rules import ShapesGraph, load
from styringsgraf.terms import Literal as RdfLiteral
from styringsgraf.terms import Term

EngineName: TypeAlias = Literal["fast", "pyshacl", "both"]
ENGINES: Final[tuple[EngineName, ...]] = ("fast", "pyshacl", "both")
_SHOWN: Final = 10
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "integer", "double", "float"))


@dataclass(frozen=True, order=True)
class Result:
    """One ``sh:ValidationResult``, in the form two engines can be compared by."""

    shape: str
    focus_node: str
    value: str
    severity: str

    def __str__(self) -> str:
        return " ".join(compact(part) for part in (self.shape, self.focus_node, self.value) if part)


def validate(bundle: bytes, engine: EngineName = "fast", shapes: ShapesGraph | None = None) -> tuple[Finding, ...]:
    """Return the findings of a bundle (N-Triples), in report order, without plan and cell; default: the shipped rules.

    Raises ``Environment`` when an engine cannot run the rules, or when the two disagree under ``both``.
    """
    rules = shapes or load()
    if engine == "both":
        results = agreed(run(bundle, "fast", rules), run(bundle, "pyshacl", rules))
    else:
        results = run(bundle, engine, rules)
    return findings(results, bundle, rules)


def run(bundle: bytes, engine: EngineName, shapes: ShapesGraph) -> frozenset[Result]:
    """Return the results one engine reports; a shape it reports must be one of ours, with our severity."""
    report = _RUNNERS[engine](bundle, shapes.ntriples)
    return frozenset(_results(report, engine, shapes))


def agreed(fast: frozenset[Result], reference: frozenset[Result]) -> frozenset[Result]:
    """Return what both engines found; raise ``Environment`` naming each difference if they found different things."""
    differences = [("fast", r) for r in sorted(fast - reference)] + [("pyshacl", r) for r in sorted(reference - fast)]
    if differences:
        shown = "; ".join(f"{name}: {result}" for name, result in differences[:_SHOWN])
        shown += "; …" if len(differences) > _SHOWN else ""
        raise errors.Environment("quality.engines-disagree", count=len(differences), differences=shown)
    return fast


def findings(results: Iterable[Result], bundle: bytes, shapes: ShapesGraph) -> tuple[Finding, ...]:
    """Return results as findings with messages in every language, in report order."""
    ordered = list(results)
    names = Names(bundle, (node for result in ordered for node in (result.focus_node, result.value)))
    table, rules = shapes.shapes, shapes.by_id
    found = []
    for result in ordered:
        shape = table[result.shape]
        # A node shape without a value of its own reports the focus node as value: that says nothing new.
        own = None if result.value in ("", result.focus_node) else result.value
        found.append(
            Finding(
                rule=shape.rule,
                severity=shape.severity,
                message=render(shape.message, result.focus_node, own, names),
                focus_node=result.focus_node,
                path=names.path(result.focus_node, shape.path),
                value=own or shape.value,
                stops=rules[shape.rule].stops,
            )
        )
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _results(report: Index, engine: EngineName, shapes: ShapesGraph) -> Iterable[Result]:
    known = shapes.shapes
    # Only objects of sh:result: nested sh:detail results are explanations, not findings.
    heads = [node for rows in report.values() for node in rows.get(SH + "result", [])]
    for rows in (report[head] for head in heads):
        shape, severity = _one(rows, "sourceShape"), _one(rows, "resultSeverity").removeprefix(SH).lower()
        if shape not in known or known[shape].severity != severity:
            raise errors.Environment("quality.engine-refused", engine=engine, reason=f"{shape} ({severity})")
        values = rows.get(SH + "value", [])
        yield Result(shape, _one(rows, "focusNode"), _canonical(values[0]) if values else "", severity)


def _one(rows: Mapping[str, list[Term]], name: str) -> str:
    values = rows.get(SH + name, [])
    return values[0].value if values else ""


def _canonical(term: Term) -> str:
    """Return a value as text; numbers without the trailing zeros on which engines differ."""
    if not isinstance(term, RdfLiteral) or term.datatype.value not in _NUMBERS:
        return term.value
    try:
        number = Decimal(term.value).normalize()
    except InvalidOperation:
        return term.value
    return f"{number:f}"


def _fast(bundle: bytes, shapes: bytes) -> Index:
    from styringsgraf.quality.engines import fast  # noqa: PLC0415 - native code that only a check needs

    return fast.report(bundle, shapes)


def _reference(bundle: bytes, shapes: bytes) -> Index:
    from styringsgraf.quality.engines import reference  # noqa: PLC0415 - slow to import and rarely used

    return reference.report(bundle, shapes)


_RUNNERS: Final[Mapping[EngineName, Callable[[bytes, bytes], Index]]] = {"fast": _fast, "pyshacl": _reference}
