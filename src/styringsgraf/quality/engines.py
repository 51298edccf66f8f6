"""Runs the rules over a bundle with either SHACL engine, or with both and a comparison of what they found.

``fast`` is pyshifty, the daily engine; ``pyshacl`` is the reference; ``both`` fails on any difference. Only the
W3C report is used, and of it only what both engines give: source shape, focus node, value and severity.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from styringsgraf import errors
from styringsgraf.namespaces import PREFIXES, compact
from styringsgraf.quality.messages import Names, render
from styringsgraf.quality.profile import SH, Index, index
from styringsgraf.quality.report import Finding
from styringsgraf.quality.rules import ShapesGraph
from styringsgraf.terms import Literal as RdfLiteral
from styringsgraf.terms import RdfFormat, Term, parse

Engine: TypeAlias = Literal["fast", "pyshacl", "both"]
ENGINES: Final[tuple[Engine, ...]] = ("fast", "pyshacl", "both")
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


def validate(bundle: bytes, engine: Engine, shapes: ShapesGraph) -> tuple[Finding, ...]:
    """Return the findings of a bundle (N-Triples), in report order, without plan and cell.

    Raises ``Environment`` when an engine cannot run the rules, or when the two disagree under ``both``.
    """
    if engine == "both":
        results = agreed(run(bundle, "fast", shapes), run(bundle, "pyshacl", shapes))
    else:
        results = run(bundle, engine, shapes)
    return findings(results, bundle, shapes)


def run(bundle: bytes, engine: Engine, shapes: ShapesGraph) -> frozenset[Result]:
    """Return the results one engine reports; a shape it reports must be one of ours, with our severity."""
    report = _RUNNERS[engine](bundle, shapes)
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
                path=shape.path,
                value=own or shape.value,
                stops=rules[shape.rule].stops,
            )
        )
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _results(report: Index, engine: Engine, shapes: ShapesGraph) -> Iterable[Result]:
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


@lru_cache(maxsize=4)
def _prepared(shapes: bytes) -> "Callable[[bytes], Index]":
    from shifty._shifty import PreparedValidator  # noqa: PLC0415 - native code that only a check needs

    try:
        validator = PreparedValidator(shapes, None, "nt")
    except ValueError as error:
        raise errors.Environment("quality.engine-refused", engine="fast", reason=str(error)) from error
    if validator.diagnostics:
        raise errors.Environment("quality.engine-refused", engine="fast", reason="; ".join(validator.diagnostics))

    def call(bundle: bytes) -> Index:
        # Rules judge the data alone, as pySHACL does; nothing is inferred; what it cannot do is an error.
        result = validator.validate_w3c(
            data=bundle, data_format="nt", graph_mode="data", run_infer=False, on_unsupported="error"
        )
        if result.diagnostics:
            raise errors.Environment("quality.engine-refused", engine="fast", reason="; ".join(result.diagnostics))
        return index(parse(result.report_turtle, format=RdfFormat.TURTLE))

    return call


def _fast(bundle: bytes, shapes: ShapesGraph) -> Index:
    try:
        return _prepared(shapes.ntriples)(bundle)
    except (ValueError, RuntimeError) as error:
        raise errors.Environment("quality.engine-refused", engine="fast", reason=str(error)) from error


def _reference(bundle: bytes, shapes: ShapesGraph) -> Index:
    import pyshacl  # noqa: PLC0415 - slow to import and only used for the reference engine
    import rdflib  # noqa: PLC0415

    data = rdflib.Graph().parse(data=bundle, format="nt")
    rules = rdflib.Graph().parse(data=shapes.ntriples, format="nt")
    try:
        # The graph is ours alone, so the copy that protects a caller's graph is not needed.
        _, report, words = pyshacl.validate(data, shacl_graph=rules, inference="none", inplace=True)
    except pyshacl.errors.ReportableRuntimeError as error:
        raise errors.Environment("quality.engine-refused", engine="pyshacl", reason=str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise errors.Environment("quality.engine-refused", engine="pyshacl", reason=str(words))
    return index(parse(report.serialize(format="nt"), format=RdfFormat.N_TRIPLES))


_RUNNERS: Final[Mapping[Engine, Callable[[bytes, ShapesGraph], Index]]] = {"fast": _fast, "pyshacl": _reference}
