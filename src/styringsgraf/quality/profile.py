"""The profile check: names every SHACL construct in shapes/ that the engines do not read alike, instead of skipping it.

Engines pass over terms they do not know, so a rule with a slip in it would simply never find anything.
The profile is SHACL 1.0 Core as both engines support it, plus ``sh:sparql`` in one form: one constraint on a
node shape that itself carries severity and message (engines ignore a severity on the constraint). In its
query no operators whose grouping needs brackets: one engine drops them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from styringsgraf.namespaces import PREFIXES, RULES, SG
from styringsgraf.terms import A, BlankNode, Literal, Quad, Term
from styringsgraf.texts import LANGUAGES

SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
#: subject → predicate IRI → objects
Index: TypeAlias = Mapping[Term, Mapping[str, list[Term]]]

_PATHS: Final = frozenset(("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
TARGETS: Final = frozenset(("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
#: Each has a sample in the tests on which both engines report the same.
CONSTRAINTS: Final = frozenset(
    (
        "property",
        "node",
        "class",
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minExclusive",
        "minInclusive",
        "maxExclusive",
        "maxInclusive",
        "minLength",
        "maxLength",
        "pattern",
        "languageIn",
        "uniqueLang",
        "in",
        "hasValue",
        "equals",
        "disjoint",
        "lessThan",
        "lessThanOrEquals",
        "not",
        "and",
        "or",
        "xone",
        "qualifiedValueShape",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "sparql",
    )
)
_KINDS: Final = frozenset(
    ("NodeShape", "PropertyShape", "SPARQLConstraint", "Violation", "Warning", "Info", "IRI", "Literal", "IRIOrLiteral")
)
_OTHER: Final = frozenset(
    ("path", "severity", "message", "flags", "select", "prefixes", "declare", "prefix", "namespace")
)
ALLOWED: Final = _PATHS | TARGETS | CONSTRAINTS | _KINDS | _OTHER
_BLANK_MAY_SAY: Final = {_RDF + "first", _RDF + "rest", *(SH + name for name in _PATHS)}
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
#: What messages.py fills in.
_FILLED: Final = frozenset(("$this", "?value", "?cue", "?suggestion"))
_NOISE: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|<[^<>\s]*>|#[^\n]*")
_FORBIDDEN: Final = re.compile(r"\b(MINUS|VALUES|SERVICE|GRAPH)\b", re.IGNORECASE)
_SELECT: Final = re.compile(r"\bSELECT\b([^{]*)\{", re.IGNORECASE)
_INNERMOST: Final = re.compile(r"\([^()]*\)")
#: One engine drops brackets around operands and after "!", and groups from the right: it reads (10 - 3) * 2 as 4,
#: 10 - 3 + 1 as 6 and !(a = b && c) as !a = b && c. Paths are written without spaces and so are not meant.
_OPERAND: Final = r"\s+[^\s,()]+\s+"
_CHAIN: Final = re.compile(rf"\s-{_OPERAND}(?:[*/]{_OPERAND})*[-+]\s|\s/{_OPERAND}[*/]\s")
_OPERATOR_BEFORE: Final = re.compile(r"(\s[-+*/]|!)\s*$")
_OPERATOR_AFTER: Final = re.compile(r"\s+[-+*/]\s")


def index(quads: Iterable[Quad]) -> Index:
    """Return statements by subject and predicate."""
    table: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for item in quads:
        if not isinstance(item.subject, Term) or not isinstance(item.object, Term):
            continue  # triple terms have no meaning in SHACL 1.0 and no shape of ours holds one
        table[item.subject][item.predicate.value].append(item.object)
    return {subject: dict(rows) for subject, rows in table.items()}


def faults(shapes: Index) -> tuple[str, ...]:
    """Return what both engines would not read alike, one sentence fragment each, sorted; empty when all is well."""
    found = {*_unknown_terms(shapes), *_anonymous(shapes), *_queries(shapes), *_messages(shapes), *_rules(shapes)}
    return tuple(sorted(found))


def reporting(shapes: Index) -> tuple[Term, ...]:
    """Return the shapes whose results are findings: targeted ones with own constraints, and their property shapes."""
    found: dict[Term, None] = {}
    for subject, rows in shapes.items():
        if not any(SH + name in rows for name in TARGETS):
            continue
        if any(SH + name in rows for name in CONSTRAINTS - {"property"}):
            found[subject] = None
        found |= dict.fromkeys(rows.get(SH + "property", []))
    return tuple(found)


def _name(term: Term) -> str:
    return term.value


def _unknown_terms(shapes: Index) -> Iterator[str]:
    for subject, rows in shapes.items():
        for predicate, objects in rows.items():
            for iri in (predicate, *(o.value for o in objects if not isinstance(o, Literal))):
                if iri.startswith(SH) and iri.removeprefix(SH) not in ALLOWED:
                    yield f"{_name(subject)}: sh:{iri.removeprefix(SH)}"


def _anonymous(shapes: Index) -> Iterator[str]:
    for subject, rows in shapes.items():
        if isinstance(subject, BlankNode):
            # Only paths and lists may stay unnamed: a result must name the shape it comes from.
            yield from (f"[]: {p.removeprefix(SH)} (no IRI)" for p in rows if p not in _BLANK_MAY_SAY)


def _queries(shapes: Index) -> Iterator[str]:
    for subject, rows in shapes.items():
        constraints = rows.get(SH + "sparql", [])
        if constraints and (len(constraints) > 1 or SH + "path" in rows):
            yield f"{_name(subject)}: sh:sparql (one, on a node shape)"
        for constraint in constraints:
            own = shapes.get(constraint, {})
            yield from (
                f"{_name(constraint)}: sh:{n} (belongs on the shape)" for n in ("severity", "message") if SH + n in own
            )
            for query in own.get(SH + "select", []):
                yield from (f"{_name(constraint)}: {fault}" for fault in _query_faults(query.value))


def _query_faults(query: str) -> Iterator[str]:
    text = _NOISE.sub(" ", query)
    yield from (match[1].upper() for match in _FORBIDDEN.finditer(text))
    for number, match in enumerate(_SELECT.finditer(text)):
        if not re.search(r"[$?]this\b", match[1]):
            yield f"SELECT no. {number + 1} without $this"
    yield from _grouping(text)


def _grouping(text: str) -> Iterator[str]:
    """Yield operators that one engine would group differently; brackets are taken away from the innermost out."""
    while (group := _INNERMOST.search(text)) is not None:
        before, after = text[: group.start()], text[group.end() :]
        if _CHAIN.search(group[0]):
            yield "a - b + c, a / b * c (use BIND)"
        call = re.search(r"[\w>]$", before) is not None
        if not call and (_OPERATOR_BEFORE.search(before) or _OPERATOR_AFTER.match(after)):
            yield "brackets around an operand, or after ! (use BIND, or COALESCE)"
        text = f"{before}x{after}"


def _messages(shapes: Index) -> Iterator[str]:
    for shape in reporting(shapes):
        rows = shapes.get(shape, {})
        severities = rows.get(SH + "severity", [])
        if len(severities) != 1:
            yield f"{_name(shape)}: sh:severity (exactly one)"
        texts = {m.language: m.value for m in rows.get(SH + "message", []) if isinstance(m, Literal)}
        if set(texts) != set(LANGUAGES):
            yield f"{_name(shape)}: sh:message ({', '.join(LANGUAGES)})"
        used = {frozenset(_PLACEHOLDER.findall(message)) for message in texts.values()}
        if len(used) > 1 or not frozenset().union(*used) <= _FILLED:
            yield f"{_name(shape)}: sh:message ({{$this}}, {{?value}})"
        if SH + "property" in rows and SH + "path" in rows:
            yield f"{_name(shape)}: sh:property (inside a property shape)"


def _rules(shapes: Index) -> Iterator[str]:
    rules = {s.value for s, rows in shapes.items() if any(t.value == SG + "QualityRule" for t in rows.get(A.value, []))}
    for shape in reporting(shapes):
        if not shape.value.startswith(RULES) or RULES + rule_id(shape.value) not in rules:
            yield f"{_name(shape)}: sg:QualityRule (none)"
    for subject, rows in shapes.items():
        if subject.value not in rules:
            continue
        for predicate, label in (
            (PREFIXES["rdfs"] + "label", "rdfs:label"),
            (PREFIXES["skos"] + "definition", "skos:definition"),
        ):
            if sorted(t.language or "" for t in rows.get(predicate, []) if isinstance(t, Literal)) != sorted(LANGUAGES):
                yield f"{_name(subject)}: {label} ({', '.join(LANGUAGES)})"
        if [t.value for t in rows.get(SG + "stopsPublish", [])] not in (["true"], ["false"]):
            yield f"{_name(subject)}: sg:stopsPublish"


def rule_id(shape: str) -> str:
    """Return the rule a shape belongs to: ``…/rules/SG-A01/missing`` → ``SG-A01``."""
    return shape.removeprefix(RULES).partition("/")[0]
