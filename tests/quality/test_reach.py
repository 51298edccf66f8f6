"""What a change can reach: every rule's graphs thrown together, statements added and taken away at random.

The judge is always a full check by the same engine: what is taken over and what is judged again must be just that.
"""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef, Variable
from rdflib.paths import Path as RdfPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from styringsgraf import resources
from styringsgraf.namespaces import PREFIXES, RULES, SG, Minter
from styringsgraf.pipeline import recheck
from styringsgraf.pipeline.recheck import checked, rechecked
from styringsgraf.quality import lines, reach, reading, rules
from styringsgraf.quality.narrow import narrowed
from styringsgraf.quality.patterns import of_query
from styringsgraf.quality.profile import CONSTRAINTS, SH, index
from styringsgraf.quality.trails import OF_CLASS, Link, Reads, Trail
from styringsgraf.terms import RdfFormat, ntriples, parse
from styringsgraf.vocabulary import vocabulary_quads

GRAPHS = sorted(
    path
    for folder in (Path(__file__).parents[1] / "shapes", resources.shapes() / "examples")
    for path in folder.glob("SG-*/*.ttl")
)
SHAPES = rules.load()
READINGS = reading.readings(SHAPES.ntriples)
EXAMPLE = "https://example.org/id/kommune/"
TYPE = b"<" + PREFIXES["rdf"].encode() + b"type>"


def read(text: str) -> set[bytes]:
    return {*ntriples(parse(text, format=RdfFormat.TURTLE)).splitlines(keepends=True)}


def bundle(statements: Iterable[bytes]) -> bytes:
    return b"".join(sorted(statements))


WORLDS = [{line for line in read(path.read_text(encoding="utf-8")) if b"_:" not in line} for path in GRAPHS]
POOL = sorted(set().union(*WORLDS))
#: The class tree, which every real bundle holds.
TREE = {
    line
    for line in ntriples(vocabulary_quads(Minter("https://example.org/"))).splitlines(keepends=True)
    if b"subClassOf>" in line or b"inScheme>" in line
}


def shown(trails: Iterable[Trail]) -> set[str]:
    """Return trails in SPARQL's way of writing paths, with local names."""

    def link(one: Link) -> str:
        return ("^" if one.back else "") + one.predicate.rpartition("#")[2].rpartition("/")[2]

    return {
        "/".join(f"({'|'.join(sorted(map(link, s.links)))})*" if s.many else link(next(iter(s.links))) for s in trail)
        for trail in trails
    }


# ── what shapes read ────────────────────────────────────────────────────────────────────────────


def test_every_reporting_shape_has_bounds() -> None:
    assert READINGS.keys() == SHAPES.shapes.keys()
    assert len(READINGS) >= 105
    assert [shape for shape, own in READINGS.items() if own.reads.everything] == []
    # Only the reference date is read wherever it stands: it changes rarely, and then all that these judge is judged.
    anywhere = {shape.removeprefix(RULES): own.reads.anywhere for shape, own in READINGS.items() if own.reads.anywhere}
    assert anywhere == {name: {SG + "referenceDate"} for name in ("SG-C08/missing", "SG-C08/not-measured", "SG-D07")}


@pytest.mark.parametrize(
    ("shape", "trails"),
    [
        ("SG-A01/kind", {"refines", "refines/notation", "refines/type/(subClassOf)*", "type/(subClassOf)*"}),
        (
            "SG-C12/open-range",
            {"direction", "hasBand", "hasBand/colour", "hasBand/lower", "hasBand/upper", "type/(subClassOf)*"},
        ),
        (
            "SG-D06",
            # Over the code and not over the document, from which every node could be reached.
            {"notation", "statedIn", "type", "type/(subClassOf)*"}
            | {f"notation/^notation/{last}" for last in ("notation", "statedIn", "type")},
        ),
        (
            "SG-A06/reached",
            {"buildsOn", "inForce", "internal", "^supports/supports", "^supports/type", "type/(subClassOf)*"},
        ),
    ],
)
def test_trails_are_read_from_the_shape(shape: str, trails: set[str]) -> None:
    assert shown(READINGS[RULES + shape].reads.trails) == trails


def test_no_constraint_is_forgotten() -> None:
    known = {*reading._NESTED, *reading._LISTS, *reading._COMPARED, "class", "sparql"}
    assert known.isdisjoint(reading._READ_NOTHING)
    assert known | reading._READ_NOTHING >= CONSTRAINTS


def _predicates(part: object) -> Iterable[str]:
    """Yield the predicates in another library's reading of a query."""
    if isinstance(part, RdfPath):
        yield from (name for value in vars(part).values() for name in _predicates(value))
    elif isinstance(part, URIRef):
        yield str(part)
    elif isinstance(part, list | tuple):
        yield from (name for one in part for name in _predicates(one))


def _patterns(part: object) -> Iterable[tuple[object, object, object]]:
    if isinstance(part, CompValue):
        for found in part["triples"] if part.name in {"BGP", "TriplesBlock"} else ():
            # Within EXISTS triples stand in a row, as they were written.
            yield from (tuple(found[at : at + 3]) for at in range(0, len(found), 3))
        yield from (pattern for name, value in part.items() if name != "triples" for pattern in _patterns(value))
    elif isinstance(part, list | tuple):
        yield from (pattern for one in part for pattern in _patterns(one))


def test_no_pattern_of_a_query_is_overlooked() -> None:
    queries = [row["select"] for row in _constraints()]
    assert len(queries) >= 20
    prefixes = {name: PREFIXES[name] for name in ("dct", "prov", "sg", "skos", "xsd")}
    for query in queries:
        ours = of_query(query, prefixes)
        assert not ours.everything
        algebra = prepareQuery(query, initNs=prefixes).algebra
        theirs = {name for s, p, o in _patterns(algebra) if not isinstance(p, Variable) for name in _predicates(p)}
        mine = {link.predicate for trail in ours.trails for step in trail for link in step.links} | ours.anywhere
        assert mine == theirs


def _constraints() -> list[dict[str, str]]:
    table = index(parse(SHAPES.ntriples, format=RdfFormat.N_TRIPLES))
    return [{"select": rows[SH + "select"][0].value} for rows in table.values() if SH + "select" in rows]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ?any ?value }",
        "SELECT $this WHERE { $this !ex:a ?value }",
        "SELECT $this WHERE { { SELECT $this WHERE { $this ex:a ?b } } }",
        "SELECT $this WHERE { FILTER (EXISTS { $this ex:a ?b } || 1 = 1) }",
        "SELECT $this WHERE { $this ex:a [ ex:b ?c ] }",
        "SELECT $this WHERE { $this unknown:a ?b }",
        "SELECT $this WHERE { $this ex:a ?b ",
        "PREFIX ex: <https://example.org/other#> SELECT $this WHERE { $this ex:a ?b }",
        "SELECT $this WHERE { $this ex:a ?b } VALUES ?b { 1 }",
    ],
)
def test_a_query_that_is_not_understood_reads_everything(query: str) -> None:
    assert of_query(query, {"ex": "https://example.org/"}) == Reads(everything=True)


def test_what_no_chain_leads_to_is_read_anywhere() -> None:
    found = of_query(
        "SELECT $this WHERE { $this ex:a ?b . OPTIONAL { ?c ex:d ?e . ?e ex:f ?b } OPTIONAL { ?g ex:h ?c } }",
        {"ex": "https://example.org/"},
    )
    # ?c is bound in one OPTIONAL only; in the other it is no chain.
    assert shown(found.trails) == {"a", "a/^f/f", "a/^f/^d/d"}
    assert found.anywhere == {"https://example.org/h"}


# ── what a change reaches ───────────────────────────────────────────────────────────────────────


def reached(before: set[bytes], after: set[bytes]) -> reach.Reach:
    found = reach.reach(SHAPES.ntriples, bundle(before), bundle(after))
    assert found is not None
    return found


CHAIN = read(f"""
@prefix sg: <{SG}> .
@prefix skos: <{PREFIXES["skos"]}> .
@prefix ex: <{EXAMPLE}> .
ex:D1 a sg:SubGoal ; skos:notation "D1" ; sg:refines ex:H1 .
ex:D2 a sg:SubGoal ; skos:notation "D2" ; sg:refines ex:H2 .
ex:H1 a sg:MainGoal ; skos:notation "H1" . ex:H2 a sg:MainGoal ; skos:notation "H2" .
ex:I1 a sg:Indicator ; sg:measures ex:D1 .
""")


def test_a_changed_neighbour_reaches_those_who_look_at_it() -> None:
    found = reached(CHAIN, CHAIN - read(f'<{EXAMPLE}H1> <{PREFIXES["skos"]}notation> "H1" .'))
    assert found.changed == 1
    assert found.again[RULES + "SG-A01/kind"] == {lines.term(EXAMPLE + "D1")}
    assert RULES + "SG-A01/many" not in found.again


def test_what_is_gone_is_touched_and_not_judged() -> None:
    found = reached(CHAIN, {line for line in CHAIN if not line.startswith(lines.term(EXAMPLE + "D1"))})
    shape = RULES + "SG-A01/missing"
    assert found.is_touched(shape, EXAMPLE + "D1")
    assert not found.is_again(shape, EXAMPLE + "D1")
    assert not found.is_touched(shape, EXAMPLE + "D2")


def test_the_reference_date_reaches_all_that_read_it_and_no_others() -> None:
    def day(when: str) -> set[bytes]:
        return read(f'<{EXAMPLE}g> <{SG}referenceDate> "{when}"^^<{PREFIXES["xsd"]}date> .')

    found = reached(CHAIN | day("2026-06-30"), CHAIN | day("2027-06-30"))
    assert found.again == {
        RULES + f"SG-C08/{name}": {lines.term(EXAMPLE + "I1")} for name in ("missing", "not-measured")
    }


def test_nothing_changed_reaches_nothing() -> None:
    found = reached(CHAIN, CHAIN)
    assert (found.touched, found.again, found.bundle, found.changed) == ({}, {}, b"", 0)


def test_blank_nodes_and_unbounded_shapes_have_no_reach() -> None:
    blank = read(f"[] a <{SG}SubGoal> .")
    assert reach.reach(SHAPES.ntriples, bundle(CHAIN), bundle(CHAIN | blank)) is None
    unbounded = SHAPES.ntriples.replace(b"$this sg:buildsOn ?value", b"$this ?any ?value")
    assert unbounded != SHAPES.ntriples
    assert reach.reach(unbounded, bundle(CHAIN), bundle(CHAIN - set(list(CHAIN)[:1]))) is None


def test_narrowed_shapes_judge_the_named_nodes_only() -> None:
    node = lines.term(EXAMPLE + "D1")
    found = narrowed(SHAPES.ntriples, {RULES + "SG-A01/kind": {node}})
    targets = [line for line in found.splitlines() if b"shacl#target" in line]
    assert targets == [b"%s %s %s ." % (lines.term(RULES + "SG-A01"), lines.term(SH + "targetNode"), node)]
    before = [line for line in SHAPES.ntriples.splitlines() if b"shacl#target" not in line]
    assert [line for line in found.splitlines() if b"shacl#target" not in line] == before


def test_a_number_written_otherwise_is_the_same_when_a_trail_goes_on() -> None:
    integer = b'"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert lines.key(integer) == lines.key(integer.replace(b'"01"', b'"1"')) != lines.key(b'"1"')
    table = lines.Lines([b"<a> <p> %s ." % integer], {b"<p>"})
    assert list(table.over(Link("p", back=True), [integer.replace(b'"01"', b'"1.0"')])) == [(b"<a>", b"<p>", integer)]


# ── taken over and judged again is a full check ─────────────────────────────────────────────────


def world(rng: random.Random) -> set[bytes]:
    return TREE.union(*rng.sample(WORLDS, rng.randint(3, 30)))


def edited(statements: set[bytes], rng: random.Random) -> set[bytes]:
    """Return statements with some taken away, some added, some with another object, and perhaps a node gone."""
    own = sorted(statements - TREE)
    gone = set(rng.sample(own, rng.randint(0, min(8, len(own)))))
    come = set(rng.sample(POOL, rng.randint(0, 8)))
    for line in rng.sample(own, min(4, len(own))):
        subject, predicate, _ = lines.split(line.rstrip())
        others = [one for one in own if lines.split(one)[1] == predicate]
        come.add(b"%s %s %s .\n" % (subject, predicate, lines.split(rng.choice(others).rstrip())[2]))
        gone.add(line)
    if own and rng.random() < 0.5:
        node = lines.split(rng.choice(own))[0]
        gone |= {line for line in own if node in lines.split(line)}
    return (statements - gone) | come


@pytest.fixture
def always_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge in part even where a full check would be quicker, as it is in worlds as small as these."""
    monkeypatch.setattr(recheck, "_SHARE", 1000)


def run(seed: int, steps: int = 3) -> tuple[int, int]:
    """Walk through a random world; return how often something was judged in part, and how many results differed."""
    rng = random.Random(seed)  # noqa: S311 - made-up worlds
    now = world(rng)
    known, parts, moved = checked(bundle(now)), 0, 0
    for _ in range(steps):
        now = edited(now, rng)
        full, known_before = checked(bundle(now)), known
        known = rechecked(known, bundle(now))
        assert known.results == full.results, seed
        parts += known.judged is not None
        moved += len(known.results ^ known_before.results)
    return parts, moved


@pytest.mark.usefixtures("always_in_part")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_edit_of_any_world(seed: int) -> None:
    run(seed)


@pytest.mark.usefixtures("always_in_part")
def test_the_worlds_try_something() -> None:
    told = [run(seed) for seed in range(10)]
    assert len(GRAPHS) >= 130
    assert sum(parts for parts, _ in told) >= 20
    assert sum(moved for _, moved in told) >= 100


def _short(kept: Callable[[Trail], bool]) -> reach._Plan:
    whole = reach._plan(SHAPES.ntriples)
    return reach._Plan(whole.readings, {t: users for t, users in whole.trails.items() if kept(t)}, whole.predicates)


@pytest.mark.usefixtures("always_in_part")
@pytest.mark.parametrize(
    "kept",
    [
        lambda trail: len(trail) < 2 or trail == OF_CLASS,
        lambda trail: not any(link.back for step in trail for link in step.links),
        lambda trail: OF_CLASS[0] not in trail[1:],
    ],
    ids=["neighbours", "backwards", "classes-of-others"],
)
def test_a_reach_that_is_too_short_is_seen(kept: Callable[[Trail], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without some of the trails the same worlds show a difference."""
    short = _short(kept)
    monkeypatch.setattr(reach, "_plan", lambda _: short)
    with pytest.raises(AssertionError):
        any(run(seed) is None for seed in range(60))
