"""Turns what a caller wrote (a code, a short name, an IRI) into the term it means, by small bounded look-ups."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import CODE, PREFIXES, SDG, Minter, clean, expand
from styringsgraf.questions.binding import Value, bind
from styringsgraf.questions.header import Parameter
from styringsgraf.questions.order import counted
from styringsgraf.terms import NamedNode, Term, boolean, decimal, integer, lexical, string
from styringsgraf.texts import LANGUAGES, Text, pick

#: The default of a plan parameter: the plans in force, else the newest edition of each series.
CURRENT: Final = "current"
LONGEST: Final = 1_000  # characters of a text parameter
_PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("sg", "sdgo", "skos", "dct", "org")
)

_TARGET = "SELECT ?class WHERE { VALUES ?class { sdgo:Goal sdgo:Target sg:TargetSegment } $iri a ?class } LIMIT 1"
_TARGETS = "SELECT DISTINCT ?code WHERE { ?t sdgo:isTargetOf $iri ; skos:notation ?code } LIMIT 40"
_SEGMENTS = "SELECT DISTINCT ?code WHERE { ?s sg:partOfTarget $iri ; skos:notation ?code } LIMIT 40"
_THING = "SELECT ?p WHERE { $iri ?p ?o } LIMIT 1"
_ORGANISATION = """SELECT DISTINCT ?org WHERE {
  { ?org skos:notation $code . ?org a sg:Municipality } UNION {
    VALUES ?class { sg:Municipality sg:ServiceArea sg:Unit sg:Partner sg:PoliticalBody org:Organization }
    $iri a ?class BIND($iri AS ?org) } } LIMIT 3"""
_PART = """SELECT DISTINCT ?part WHERE { VALUES ?part { $parts } ?part skos:notation ?code } LIMIT 3"""
_PARTS: Final = ("service-area", "unit", "partner", "political-body")
_ORGANISATIONS = "SELECT DISTINCT ?org WHERE { ?org a sg:Municipality } ORDER BY ?org LIMIT 10"
_PLAN = "SELECT DISTINCT ?plan WHERE { ?plan skos:notation $code ; dct:publisher $organisation } ORDER BY ?plan LIMIT 5"
# A plan has an edition; the vocabulary and its code lists have a publisher too.
_IS_PLAN = "SELECT ?org WHERE { $iri dct:publisher ?org ; skos:notation ?edition } LIMIT 1"
_PLANS = """SELECT DISTINCT ?plan WHERE { ?plan dct:publisher $organisation ; skos:notation ?edition }
  ORDER BY DESC(?plan) LIMIT 10"""
_EDITIONS = """SELECT DISTINCT ?plan ?series ?from ?adopted ?force WHERE {
  ?plan dct:publisher $organisation ; skos:notation ?edition .
  OPTIONAL { ?plan sg:series ?series } OPTIONAL { ?plan sg:validFrom ?from }
  OPTIONAL { ?plan sg:adoptedOn ?adopted } OPTIONAL { ?plan sg:inForce ?force } } ORDER BY ?plan"""
_NODE = """SELECT DISTINCT ?node WHERE { ?node sg:statedIn $document . ?node skos:notation $code }
  ORDER BY ?node LIMIT 5"""
_CODES = """SELECT ?concept ?label WHERE { ?concept skos:inScheme $scheme . ?concept skos:prefLabel ?label }
  ORDER BY ?concept LIMIT 300"""


def short(minter: Minter, iri: str) -> str:
    """Return how a caller may write a plan or node: ``organisation/edition``, ``organisation/edition/kind/code``."""
    return iri.removeprefix(f"{minter.base}id/")


@dataclass(frozen=True)
class Resolver:
    """Looks names up in one release."""

    engine: QueryEngine
    minter: Minter

    def resolve(self, name: str, parameter: Parameter, raw: str) -> Term:
        """Return the term a text means.

        Raises BadParameter that names the parameter, what came, what is expected and an example;
        NotFound where the form is right and no such thing is in the release.
        """
        text = clean(raw)
        if not text or len(text) > LONGEST:
            raise _bad("questions.no-text", name, parameter, raw[:60], most=LONGEST)
        return _READERS[parameter.type](self, name, parameter, text)

    def current(self, organisation: Term | None) -> list[Term]:
        """Return the plans in force of an organisation (or of all), else the newest edition of each series."""
        rows = self._rows(_EDITIONS, organisation=organisation)
        force = [row[0] for row in rows if lexical(row[4]) == "true"]
        newest: dict[str, tuple[str, str, Term | None]] = {}
        for plan, series, valid, adopted, _ in rows:
            key = lexical(series) or lexical(plan)
            newest[key] = max(
                newest.get(key, ("", "", None)),
                (lexical(valid) or lexical(adopted), lexical(plan), plan),
                key=lambda edition: edition[:2],
            )
        chosen = force or [plan for _, _, plan in newest.values()]
        return list(dict.fromkeys(plan for plan in chosen if plan is not None))

    def _rows(self, query: str, **values: Value) -> tuple[tuple[Term | None, ...], ...]:
        return self.engine.table(bind(_PROLOGUE + query, values)).rows

    def _column(self, query: str, **values: Value) -> list[str]:
        return [lexical(row[0]) for row in self._rows(query, **values)]

    def target(self, name: str, parameter: Parameter, text: str) -> Term:
        """Return a goal, target or part of a target of the UN: ``3.4``, ``3``, ``SDG 3.4-s2``, ``sdg:3.4``, the IRI."""
        bare = text.removeprefix(self.minter.segment(""))
        code = re.sub(r"^(https?://metadata\.un\.org/sdg/|sdg[:\s]*)", "", bare, flags=re.IGNORECASE).lower()
        iri = self.minter.un(code)
        if iri is None or code.count(".") > 1:  # an indicator of the UN
            raise _bad("questions.bad-target", name, parameter, text)
        if self._rows(_TARGET, iri=NamedNode(iri)):
            return NamedNode(iri)
        target, segment, _ = code.partition("-s")
        above = NamedNode(SDG + target)
        if segment and self._rows(_TARGET, iri=above):
            known = sorted(self._column(_SEGMENTS, iri=above), key=counted)
            raise _missing("questions.no-such-segment", name, parameter, code, target=target,
                           known=", ".join(known) or "–")  # fmt: skip
        goal = NamedNode(SDG + target.partition(".")[0])
        known = sorted(self._column(_TARGETS, iri=goal), key=lambda c: (len(c.split(".")[-1]), c))
        raise _missing("questions.no-such-target", name, parameter, target, known=", ".join(known) or "–")

    def organisation(self, name: str, parameter: Parameter, text: str) -> Term:
        """Return an organisation: short name, municipality number, ``organisation/part`` for a unit, or IRI."""
        org, slash, part = text.partition("/")
        if slash and part and not _iri(text):
            found = self._column(_PART, parts=[NamedNode(self.minter.enduring(org, kind, part)) for kind in _PARTS])
        else:
            iri = _iri(text) or self.minter.organisation(text)
            found = self._column(_ORGANISATION, iri=NamedNode(iri), code=string(text))
        if len(found) != 1:
            known = [org.rpartition("/")[2] for org in self._column(_ORGANISATIONS)]
            raise _missing("questions.no-such-organisation", name, parameter, text, known=", ".join(known) or "–")
        return NamedNode(found[0])

    def plan(self, name: str, parameter: Parameter, text: str) -> Term:
        """Return a document, given by its IRI, ``org/edition``, or the edition alone where only one has it."""
        org, slash, edition = text.partition("/")
        iri = _iri(text) or (self.minter.document(org, edition) if slash and edition else None)
        if iri is not None:
            if not self._rows(_IS_PLAN, iri=NamedNode(iri)):
                owner = self.minter.organisation_of(iri)
                known = self._known_plans(owner)
                raise _missing("questions.no-such-plan", name, parameter, text, known=known)
            return NamedNode(iri)
        found = self._column(_PLAN, code=string(text), organisation=None)
        if not found:
            raise _missing("questions.no-such-plan", name, parameter, text, known=self._known_plans(None))
        if len(found) > 1:
            raise _bad("questions.several", name, parameter, text, known=", ".join(map(self._short, found)))
        return NamedNode(found[0])

    def _known_plans(self, owner: str | None) -> str:
        org = NamedNode(self.minter.organisation(owner)) if owner else None
        return ", ".join(map(self._short, self._column(_PLANS, organisation=org))) or "–"

    def _short(self, iri: str) -> str:
        return short(self.minter, iri)

    def node(self, name: str, parameter: Parameter, text: str) -> Term:
        """Return anything stated, given by IRI, prefixed name, ``org/edition/code`` or ``org/edition/kind/code``."""
        iri = _iri(text)
        match text.split("/") if iri is None else ():
            case (org, edition, code):
                document = NamedNode(self.minter.document(org, edition))
                found = self._column(_NODE, document=document, code=string(code))
                if len(found) > 1:
                    raise _bad("questions.several", name, parameter, text, known=", ".join(map(self._short, found)))
                iri = found[0] if found else None
            case (org, edition, kind, code):
                iri = self.minter.edition(org, edition, kind, code)
        if iri is None or not self._rows(_THING, iri=NamedNode(iri)):
            raise _missing("questions.no-such-node", name, parameter, text)
        return NamedNode(iri)

    def code(self, name: str, parameter: Parameter, text: str) -> Term:
        """Return a concept of the parameter's list, given by its local name, its label in any language or its IRI."""
        scheme = f"{CODE}{parameter.scheme}"
        rows = self._rows(_CODES, scheme=NamedNode(scheme))
        wanted = text.casefold()
        for concept, label in rows:
            iri = lexical(concept)
            if wanted in (iri.casefold(), iri.removeprefix(f"{scheme}/").casefold(), lexical(label).casefold()):
                return NamedNode(iri)
        known = dict.fromkeys(lexical(concept).removeprefix(f"{scheme}/") for concept, _ in rows)
        raise _bad("questions.no-such-code", name, parameter, text, known=", ".join(known) or "–")


def _iri(text: str) -> str | None:
    """Return the IRI a text is or abbreviates; None for a bare code, and for what no RDF library accepts."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    iri = expand(bare) or (bare if re.match(r"(https?://|urn:)", bare) else None)
    try:
        return NamedNode(iri).value if iri else None
    except ValueError:
        return None


def _bad(key: str, name: str, parameter: Parameter, came: str, **more: object) -> errors.BadParameter:
    return errors.BadParameter(key, name=name, value=came, example=parameter.example, **more)


def _missing(key: str, name: str, parameter: Parameter, came: str, **more: object) -> errors.NotFound:
    return errors.NotFound(key, name=name, value=came, example=parameter.example, **more)


def _year(_: Resolver, name: str, parameter: Parameter, text: str) -> Term:
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise _bad("questions.bad-year", name, parameter, text)
    return integer(int(text))


def _integer(_: Resolver, name: str, parameter: Parameter, text: str) -> Term:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise _bad("questions.bad-integer", name, parameter, text)
    return integer(int(text))


def _number(_: Resolver, name: str, parameter: Parameter, text: str) -> Term:
    plain = text.replace("\u2212", "-").replace("\u2013", "-").replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?", plain):
        raise _bad("questions.bad-number", name, parameter, text)
    return decimal(Decimal(plain))


def _text(_: Resolver, _name: str, _parameter: Parameter, text: str) -> Term:
    return string(text)


def _boolean(_: Resolver, name: str, parameter: Parameter, text: str) -> Term:
    truth = text.casefold() in ("true", "1", "ja", "yes")
    if not truth and text.casefold() not in ("false", "0", "nei", "no"):
        raise _bad("questions.bad-boolean", name, parameter, text)
    return boolean(truth)


def _choice(_: Resolver, name: str, parameter: Parameter, text: str) -> Term:
    wanted = text.casefold()
    for value, words in parameter.choices.items():
        if wanted in (value, *(word.casefold() for word in words.values())):
            return string(value)
    raise _bad("questions.no-such-code", name, parameter, text, known=_offered(parameter))


def _offered(parameter: Parameter) -> Text:
    """Return what a choice can be, each with the reader's word for it where that is another."""
    return {
        lang: ", ".join(
            value if (word := pick(words, lang)) == value else f"{value} ({word})"
            for value, words in parameter.choices.items()
        )
        for lang in LANGUAGES
    }


_READERS: Final[Mapping[str, Callable[[Resolver, str, Parameter, str], Term]]] = {
    "target": Resolver.target,
    "organisation": Resolver.organisation,
    "plan": Resolver.plan,
    "node": Resolver.node,
    "code": Resolver.code,
    "year": _year,
    "integer": _integer,
    "number": _number,
    "text": _text,
    "boolean": _boolean,
    "choice": _choice,
}


def placeholder(parameter: Parameter) -> Term | Sequence[Term]:
    """Return a value of the right type without any look-up, for checking that a query parses with it."""
    kinds: Mapping[str, Term] = {
        "year": integer(2015),
        "integer": integer(1),
        "number": decimal(Decimal("1.5")),
        "boolean": boolean(value=True),
    }
    term = NamedNode("urn:example") if parameter.resource else kinds.get(parameter.type, string(parameter.example))
    return [term, term] if parameter.many else term
