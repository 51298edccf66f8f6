"""All a page needs about one indicator: the series that endures, its editions, results and findings, in two queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import CODE, PREFIXES, RULES, SG, Minter, expand
from styringsgraf.questions import labels
from styringsgraf.questions.bands import Band, ordered
from styringsgraf.questions.binding import bind
from styringsgraf.questions.pace import Point
from styringsgraf.questions.values import number
from styringsgraf.resource.model import Finding
from styringsgraf.terms import Literal, NamedNode, Term, lexical

MEASURED: Final = f"{CODE}observation-status/measured"
NOT_COMPARABLE: Final = f"{CODE}observation-status/not-comparable"
_PREFIXES: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "sg", "sh", "skos"))
_VERSION: Final = f"{PREFIXES['dct']}isVersionOf"
_SH: Final = PREFIXES["sh"]
_NOTATION: Final = f"{PREFIXES['skos']}notation"
#: The node itself is an edition of something, or something is an edition of it.
_FIND: Final = f"""{_PREFIXES}SELECT ?series ?node WHERE {{
  {{ VALUES ?node {{ $nodes }} ?node a sg:Indicator . ?node dct:isVersionOf ?series }} UNION
  {{ SELECT DISTINCT ?series ?node WHERE {{ VALUES ?series {{ $nodes }} ?any dct:isVersionOf ?series .
     ?any a sg:Indicator . BIND(?series AS ?node) }} }} }} LIMIT 2"""
_CODED: Final = f"""{_PREFIXES}SELECT DISTINCT ?series ?node WHERE {{
  ?node sg:statedIn $document . ?node skos:notation $code . ?node a sg:Indicator . ?node dct:isVersionOf ?series
}} LIMIT 2"""
#: Each branch starts from the series. A code that another edition of the same plan uses for something else is a
#: namesake: its results belong to another series.
_ALL: Final = f"""{_PREFIXES}SELECT DISTINCT ?kind ?s ?p ?o WHERE {{
  {{ SELECT ("edition" AS ?kind) ?s ?p ?o WHERE {{ ?s dct:isVersionOf $series . ?s ?p ?o }} }} UNION
  {{ SELECT ("part" AS ?kind) ?s ?p ?o WHERE {{
     ?e dct:isVersionOf $series . ?e sg:hasBand|sg:hasTargetValue|sg:baseline ?s . ?s ?p ?o }} }} UNION
  {{ SELECT ("result" AS ?kind) ?s ?p ?o WHERE {{ ?s sg:indicator $series . ?s ?p ?o }} }} UNION
  {{ SELECT ("document" AS ?kind) ?s ?p ?o WHERE {{ ?e dct:isVersionOf $series . ?e sg:statedIn ?s . ?s ?p ?o
     FILTER(?p IN (sg:validFrom, sg:validTo, sg:inForce, sg:adoptedOn)) }} }} UNION
  {{ SELECT ("finding" AS ?kind) ?s ?p ?o WHERE {{ ?e dct:isVersionOf $series . ?s sh:focusNode ?e . ?s ?p ?o
     FILTER(?p IN (sh:resultMessage, sh:resultSeverity, sh:sourceShape, sg:accepted, sh:focusNode)) }} }} UNION
  {{ SELECT ("namesake" AS ?kind) ?s ?p ?o WHERE {{
     ?e dct:isVersionOf $series . ?e sg:statedIn ?d . ?e skos:notation ?code . ?d sg:series ?row .
     ?d dct:publisher ?whose . ?other dct:publisher ?whose . ?other sg:series ?row . ?s sg:statedIn ?other .
     ?s skos:notation ?code . ?s a sg:Indicator . ?s dct:isVersionOf ?o FILTER(?o != $series)
     BIND(sg:statedIn AS ?p) }} }} }}"""
Said = Mapping[str, Mapping[str, Sequence[Term]]]


@dataclass(frozen=True)
class Result:
    """What was measured in one area in one year; ``sources``: the documents that say so, with page or address."""

    area: str
    year: int
    value: Decimal | None
    status: str
    sources: tuple[tuple[str, str], ...]

    @property
    def breaks(self) -> bool:
        """Whether it cannot be compared with what came before."""
        return self.status == NOT_COMPARABLE


@dataclass(frozen=True)
class Edition:
    """What one edition of a plan says of the indicator; '' and None for what it does not say."""

    iri: str
    document: str
    code: str
    valid_from: str
    in_force: bool
    facts: Mapping[str, tuple[str, ...]] = field(hash=False)  # local name of a property → values
    decimals: int | None = None
    baseline: Point | None = None
    targets: tuple[Point, ...] = ()
    bands: tuple[Band, ...] = ()

    def one(self, name: str) -> str:
        """Return the first value of a property by its local name."""
        return next(iter(self.facts.get(name, ())), "")


@dataclass(frozen=True)
class Series:
    """An indicator through time: ``shown`` is the edition asked for, else the newest, those in force first."""

    iri: str
    shown: Edition
    editions: tuple[Edition, ...]  # oldest first
    results: tuple[Result, ...]  # by area, then year
    findings: tuple[tuple[str, Finding], ...]  # (edition, finding)
    namesakes: tuple[str, ...]  # indicators with the same code in other editions that are something else
    names: labels.Names = field(hash=False)


def read(engine: QueryEngine, minter: Minter, given: str, lang: str) -> Series:
    """Return all about the indicator that a caller names by IRI, prefixed name, path or organisation/edition/code.

    Raises NotFound for what is no indicator of the release, BadParameter for a code that names two.
    """
    series, node = _found(engine, minter, given)
    kinds: dict[str, dict[str, dict[str, list[Term]]]] = {}
    for kind, subject, predicate, value in engine.table(bind(_ALL, {"series": NamedNode(series)})).rows:
        if value is not None:
            near = kinds.setdefault(lexical(kind), {}).setdefault(lexical(subject), {})
            near.setdefault(lexical(predicate), []).append(value)
    documents, parts = kinds.get("document", {}), kinds.get("part", {})
    editions = sorted(
        (_edition(iri, facts, documents, parts) for iri, facts in kinds.get("edition", {}).items()),
        key=lambda one: (one.valid_from, one.document, one.iri),
    )
    shown = next((one for one in editions if one.iri == node), None) or max(
        editions, key=lambda one: (one.in_force, one.valid_from, one.iri)
    )
    results = _results(kinds.get("result", {}))
    namesakes = tuple(sorted(kinds.get("namesake", {})))
    names = labels.fetch(engine, _named(series, editions, results, namesakes), lang)
    findings = tuple(_findings(kinds.get("finding", {})))
    return Series(series, shown, tuple(editions), results, findings, namesakes, names)


def _found(engine: QueryEngine, minter: Minter, given: str) -> tuple[str, str]:
    """Return the series and the node that a text names."""
    text = given.strip()
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    rows: list[tuple[Term | None, ...]] = []
    for iri in (expand(bare), bare, f"{minter.base}id/{bare}"):
        if iri and not rows and iri.startswith(("http://", "https://", "urn:")) and not set(iri) & _UNSAFE:
            rows = list(engine.table(bind(_FIND, {"nodes": [NamedNode(iri)]})).rows)
    steps = text.split("/")
    if not rows and len(steps) == 3 and not text.startswith("http"):  # noqa: PLR2004 - organisation, edition, code
        document = NamedNode(minter.document(steps[0], steps[1]))
        rows = list(engine.table(bind(_CODED, {"document": document, "code": Literal(steps[2])})).rows)
    if not rows:
        raise errors.NotFound("indicator.no-such", value=text[:200])
    series, node = rows[0]
    return lexical(series), lexical(node)


_UNSAFE: Final = frozenset('<>"{}|^`\\ \t\r\n')


def _edition(iri: str, facts: Mapping[str, Sequence[Term]], documents: Said, parts: Said) -> Edition:
    own = {name.removeprefix(SG): tuple(sorted(map(lexical, values))) for name, values in facts.items()}
    document = next(iter(own.get("statedIn", ())), "")
    about = {name.removeprefix(SG): lexical(values[0]) for name, values in documents.get(document, {}).items()}
    points = (_point(parts.get(one, {})) for one in own.get("hasTargetValue", ()))
    decimals = next(iter(own.get("decimals", ())), "")
    return Edition(
        iri=iri,
        document=document,
        code=min(map(lexical, facts.get(_NOTATION, ())), default=""),
        valid_from=about.get("validFrom") or about.get("adoptedOn", ""),
        in_force=about.get("inForce") == "true",
        facts=own,
        decimals=int(decimals) if decimals.isdecimal() else None,
        baseline=next((_point(parts.get(one, {})) for one in own.get("baseline", ())), None),
        targets=tuple(sorted((point for point in points if point), key=lambda point: point.year)),
        bands=ordered({band for one in own.get("hasBand", ()) if (band := _band(parts.get(one, {})))}),
    )


def _first(facts: Mapping[str, Sequence[Term]], name: str) -> Term | None:
    return next(iter(sorted(facts.get(SG + name, ()), key=lexical)), None)


def _point(facts: Mapping[str, Sequence[Term]]) -> Point | None:
    year, value = number(_first(facts, "year")), number(_first(facts, "value"))
    return None if year is None or value is None else Point(int(year), value)


def _band(facts: Mapping[str, Sequence[Term]]) -> Band | None:
    colour = lexical(_first(facts, "colour")).rpartition("/")[2]
    opened = [lexical(_first(facts, name)) in ("true", "1") for name in ("lowerOpen", "upperOpen")]
    lower, upper = number(_first(facts, "lower")), number(_first(facts, "upper"))
    return Band(colour, lower, opened[0], upper, opened[1]) if colour else None


def _results(said: Said) -> tuple[Result, ...]:
    """Return the results; what several documents say alike is one."""
    found: dict[tuple[str, int, Decimal | None, str], set[tuple[str, str]]] = {}
    for facts in said.values():
        year, area = number(_first(facts, "period")), lexical(_first(facts, "area"))
        if year is None:
            continue
        status = lexical(_first(facts, "observationStatus")) or MEASURED
        documents = [lexical(one) for one in facts.get(f"{SG}statedIn", ())]
        page = lexical(_first(facts, "page")) if len(documents) == 1 else ""  # of two it is not known whose page it is
        key = (area, int(year), number(_first(facts, "value")), status)
        found.setdefault(key, set()).update((document, page) for document in documents)
    order: Callable[[tuple[str, int, Decimal | None, str]], tuple[str, int, bool, Decimal]] = lambda key: (  # noqa: E731
        key[0], key[1], key[2] is None, key[2] or Decimal(0),
    )  # fmt: skip
    return tuple(Result(*key, tuple(sorted(found[key]))) for key in sorted(found, key=order))


def _findings(said: Said) -> Iterable[tuple[str, Finding]]:
    made = []
    for iri, facts in said.items():
        words = {one.language or "": one.value for one in facts.get(f"{_SH}resultMessage", ())
                 if isinstance(one, Literal)}  # fmt: skip
        severity = next(map(lexical, facts.get(f"{_SH}resultSeverity", ())), "").removeprefix(_SH).lower()
        rule = next(map(lexical, facts.get(f"{_SH}sourceShape", ())), "").removeprefix(RULES).partition("/")[0]
        node = next(map(lexical, facts.get(f"{_SH}focusNode", ())), "")
        made.append((node, Finding(iri, rule, severity, words, lexical(_first(facts, "accepted")) == "true")))
    return sorted(made, key=lambda pair: (_LEVELS.get(pair[1].severity, 9), pair[1].rule, pair[1].iri))


_LEVELS: Final = {"violation": 0, "warning": 1, "info": 2}


def _named(
    series: str, editions: Iterable[Edition], results: Iterable[Result], namesakes: Iterable[str]
) -> Iterable[str]:
    """Return every IRI that has to be called something."""
    found = {series, *namesakes}
    for one in editions:
        found |= {one.iri, one.document, *(value for values in one.facts.values() for value in values)}
    for result in results:
        found |= {result.area, result.status, *(document for document, _ in result.sources)}
    return {one for one in found if one.startswith(("http://", "https://")) and not set(one) & _UNSAFE}
