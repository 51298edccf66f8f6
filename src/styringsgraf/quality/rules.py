"""The rules as data: everything known about a rule is read from the shapes, where it is stated once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from styringsgraf import errors, resources
from styringsgraf.namespaces import PREFIXES, RULES, SG
from styringsgraf.quality.profile import SH, Index, faults, index, reporting, rule_id
from styringsgraf.quality.report import SEVERITIES, Severity
from styringsgraf.terms import Literal, NamedNode, Quad, RdfFormat, Term, parse, serialize
from styringsgraf.texts import Text

_SEVERITIES: Final[Mapping[str, Severity]] = {
    SH + "Violation": "violation",
    SH + "Warning": "warning",
    SH + "Info": "info",
}


@dataclass(frozen=True)
class Shape:
    """One thing a rule can say: its severity, its message template, and the property the finding is about."""

    iri: str
    rule: str
    severity: Severity
    message: Text = field(hash=False)
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Rule:
    """One quality rule with all its shapes, worst severity first."""

    id: str
    label: Text = field(hash=False)
    help: Text = field(hash=False)
    stops: bool
    shapes: tuple[Shape, ...]

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities its findings can have, worst first."""
        return tuple(level for level in SEVERITIES if any(shape.severity == level for shape in self.shapes))

    def as_json(self) -> dict[str, Any]:
        """Return the rule as the API shows it."""
        return {
            "rule": self.id,
            "iri": RULES + self.id,
            "label": dict(self.label),
            "help": dict(self.help),
            "stopsPublish": self.stops,
            "severities": list(self.severities),
            "messages": [
                {"shape": s.iri, "severity": s.severity, "path": s.path, "message": dict(s.message)}
                for s in self.shapes
            ],
        }


@dataclass(frozen=True)
class ShapesGraph:
    """The shapes, merged: as N-Triples for the engines, as rules for people, and by shape IRI for findings."""

    ntriples: bytes
    rules: tuple[Rule, ...] = field(hash=False)

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """Every shape that can report, by IRI."""
        return {shape.iri: shape for rule in self.rules for shape in rule.shapes}

    @property
    def by_id(self) -> Mapping[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}


@cache
def load(folder: Path | None = None) -> ShapesGraph:
    """Return the rules of a folder of Turtle files (default: the shipped ones), checked against the profile.

    Raises ``Environment`` when there are none, one is not Turtle, or engines would not read them alike.
    """
    place = folder or resources.shapes()
    quads = [quad for path in _files(place) for quad in _parse(path)]
    table = index(quads)
    wrong = faults(table)
    if wrong:
        raise errors.Environment("quality.shapes-profile", folder=place.name, faults="; ".join(wrong))
    return ShapesGraph(serialize((q.triple for q in quads), format=RdfFormat.N_TRIPLES) or b"", _rules(table))


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.ttl"))
    if not found:
        raise errors.Environment("quality.shapes-missing", folder=str(folder))
    return found


def _parse(path: Path) -> Iterator[Quad]:
    try:
        # Renamed, so that the unnamed paths of two files never fall together.
        yield from parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise errors.Environment("quality.shapes-syntax", file=path.name, reason=str(error)) from error


def _rules(table: Index) -> tuple[Rule, ...]:
    shapes = [_shape(shape, table) for shape in reporting(table)]
    found = []
    for subject, rows in table.items():
        if not any(kind.value == SG + "QualityRule" for kind in rows.get(PREFIXES["rdf"] + "type", [])):
            continue
        name = rule_id(subject.value)
        own = sorted((s for s in shapes if s.rule == name), key=lambda s: (SEVERITIES.index(s.severity), s.iri))
        stops = rows[SG + "stopsPublish"][0].value == "true"
        label, text = _text(rows[PREFIXES["rdfs"] + "label"]), _text(rows[PREFIXES["skos"] + "definition"])
        found.append(Rule(name, label, text, stops, tuple(own)))
    return tuple(sorted(found, key=lambda rule: rule.id))


def _shape(shape: Term, table: Index) -> Shape:
    rows = table[shape]
    # Engines report complex paths in different ways or not at all: such shapes name the property they are about.
    paths = rows.get(SG + "reportedPath") or rows.get(SH + "path") or []
    values = rows.get(SG + "reportedValue") or []
    return Shape(
        iri=shape.value,
        rule=rule_id(shape.value),
        severity=_SEVERITIES[rows[SH + "severity"][0].value],
        message=_text(rows[SH + "message"]),
        path=next((p.value for p in paths if isinstance(p, NamedNode)), None),
        value=next((v.value for v in values), None),
    )


def _text(literals: list[Term]) -> Text:
    return {t.language: t.value for t in literals if isinstance(t, Literal) and t.language}
