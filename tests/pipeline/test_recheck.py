"""A check that builds on the last one finds what a full check finds: shipped plans come and go, and plans made up."""

import random
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.pipeline import recheck
from styringsgraf.pipeline.checking import Overlay, check_organisation
from styringsgraf.pipeline.kept import Kept
from styringsgraf.quality import engines, rules
from styringsgraf.quality.report import Finding
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.terms import (
    A,
    NamedNode,
    Object,
    Quad,
    RdfFormat,
    boolean,
    calendar_date,
    ntriples,
    parse,
    quad,
    string,
)

DAY = date(2026, 6, 30)
Graphs = dict[str, tuple[Quad, ...]]


class Shipped:
    """The shipped release in memory, with the check of each organisation as it is."""

    def __init__(self, folder: Path) -> None:
        with ReleaseStore(folder).reader() as reader:
            self.graphs: Graphs = {name: tuple(reader.quads(name)) for name in reader.graphs()}
            self.day = reader.manifest.reference_date
        self.minter = Minter(Settings(data=folder).base)
        self._whole: dict[str, recheck.Checked] = {}

    def documents(self, org: str) -> list[str]:
        found = {document for name in self.graphs if (document := self.minter.document_of_graph(name))}
        return sorted(document for document in found if self.minter.organisation_of(document) == org)

    def bundle(self, org: str, without: str | None = None) -> bytes:
        """Return what is validated; all under check, so that those no longer in force take part as well."""
        left = {
            g: quads for g, quads in self.graphs.items() if self.minter.document_of_graph(g) != without or not without
        }
        seen, under_check = Seen(), frozenset(self.documents(org)) - {without or ""}
        check_organisation(Overlay(left), org, under_check, self.day, self.minter, kept=seen)
        return seen.bundle

    def whole(self, org: str) -> recheck.Checked:
        if org not in self._whole:
            self._whole[org] = recheck.checked(self.bundle(org))
        return self._whole[org]


@pytest.fixture(scope="module")
def shipped(shipped_folder: Path) -> Shipped:
    return Shipped(shipped_folder)


def comparable(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    return [finding.as_json() | {"plan_title": dict(finding.plan_title)} for finding in findings]


class Seen(Kept):
    """Keeps nothing, finds nothing, and remembers the bundle it was given."""

    def __init__(self) -> None:
        self.bundle = b""

    def judge(self, org: str, bundle: bytes, engine: engines.EngineName = "fast") -> tuple[Finding, ...]:  # noqa: ARG002 - as in Kept
        self.bundle = bundle
        return ()


# ── shipped plans ───────────────────────────────────────────────────────────────────────────────

#: A large organisation in several parts, so that they can run side by side.
PARTS = {"asker": 6, "eksempel": 1, "nye-asker": 3, "sunndal": 1}


def test_every_shipped_document_takes_part(shipped: Shipped) -> None:
    assert {shipped.minter.organisation_of_graph(name) for name in shipped.graphs} - {None} == PARTS.keys()
    assert sum(len(shipped.documents(org)) for org in PARTS) >= 40


@pytest.mark.parametrize(("org", "part"), [(org, part) for org, parts in PARTS.items() for part in range(parts)])
def test_every_shipped_document_goes_and_comes_back(
    org: str, part: int, shipped: Shipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recheck, "_SHARE", 1000)
    whole = shipped.whole(org)
    differing = 0
    for document in shipped.documents(org)[part :: PARTS[org]]:
        left = shipped.bundle(org, document)
        full = recheck.checked(left)
        differing += full.results != whole.results
        gone = recheck.rechecked(whole, left)
        assert gone.results == full.results, document
        back = recheck.rechecked(gone, whole.bundle)
        assert back.results == whole.results, document
        assert gone.judged is not None
        assert back.judged is not None
    assert differing > 0


# ── plans made up ───────────────────────────────────────────────────────────────────────────────

MINTER = Minter("https://example.org/")
ORG = MINTER.organisation("lia")
ADOPTED = "https://w3id.org/styringsgraf/code/document-status/adopted"
THREAD = (("measure", "Measure", "fulfils", "assignment"), ("assignment", "Assignment", "concretises", "strategy"),
          ("strategy", "Strategy", "leadsTo", "sub-goal"), ("sub-goal", "SubGoal", "refines", "main-goal"),
          ("main-goal", "MainGoal", "partOfFocusArea", "focus-area"), ("focus-area", "FocusArea", "buildsOn", None),
          ("indicator", "Indicator", "measures", "sub-goal"))  # fmt: skip
KINDS = ("MasterPlan", "ThematicPlan", "ActionProgramme", "OperationalPlan", "Report")
VOCABULARY = ntriples(
    parse(
        f"@prefix rdfs: <{PREFIXES['rdfs']}> . @prefix sg: <{SG}> ."
        + "".join(f"sg:{name} rdfs:subClassOf sg:End ." for name in ("MainGoal", "SubGoal"))
        + "".join(f"sg:{name} rdfs:subClassOf sg:Means ." for name in ("Strategy", "Assignment", "Measure"))
        + "".join(f"sg:{name} rdfs:subClassOf sg:Plan ." for name in KINDS[:4])
        + "sg:Plan rdfs:subClassOf sg:SteeringDocument . sg:Report rdfs:subClassOf sg:SteeringDocument .",
        format=RdfFormat.TURTLE,
    )
)
DCT = PREFIXES["dct"]


def node(edition: str, kind: str, number: int) -> str:
    return MINTER.edition("lia", edition, kind, f"{kind[0].upper()}{number}")


def plan(edition: str, rng: random.Random, editions: list[str]) -> tuple[Quad, ...]:
    """Return one document: a kind, dates, and a handful of nodes linked at random, also to other documents."""
    graph, document = MINTER.graph("lia", edition), MINTER.document("lia", edition)
    made: list[Quad] = []

    def say(subject: str, predicate: str, *values: Object) -> None:
        made.extend(quad(subject, NamedNode(predicate), value, graph) for value in values)

    start = rng.randint(2020, 2027)
    say(document, A.value, NamedNode(SG + rng.choice(KINDS)))
    say(document, SG + "documentStatus", NamedNode(ADOPTED))
    say(document, f"{DCT}publisher", NamedNode(ORG))
    say(document, f"{SG}series", string(rng.choice(("a", "b", "c"))))
    say(document, SG + "validFrom", calendar_date(date(start, 1, 1)))
    say(document, SG + "validTo", calendar_date(date(start + rng.randint(1, 6), 12, 31)))
    for kind, name, link, above in THREAD:
        for number in range(rng.randint(0, 4)):
            own = node(edition, kind, number)
            say(own, A.value, NamedNode(SG + name))
            say(own, SG + "statedIn", NamedNode(document))
            say(own, PREFIXES["skos"] + "notation", string(f"{kind[0]}{rng.randint(0, 4)}"))
            say(own, f"{DCT}title", string(f"Tittel {rng.randint(0, 9)}"))
            for _ in range(rng.choice((0, 1, 1, 2))):
                target = node(rng.choice([edition, edition, *editions]), above or "sub-goal", rng.randint(0, 3))
                un = f"http://metadata.un.org/sdg/{rng.randint(1, 18)}"
                say(own, SG + link, NamedNode(un if above is None else target))
            if rng.random() < 0.5:
                say(own, f"{DCT}isVersionOf", NamedNode(MINTER.enduring("lia", kind, f"V{rng.randint(0, 3)}")))
            if rng.random() < 0.2:
                say(own, f"{PREFIXES['prov']}wasRevisionOf", NamedNode(node(rng.choice(editions), kind, number)))
            if rng.random() < 0.2:
                say(own, SG + "internal", boolean(value=True))
    return tuple(made)


def edited(graphs: Graphs, editions: list[str], rng: random.Random) -> Graphs:
    """Return the graphs with a document more or less, one made anew, or statements and nodes gone or moved."""
    made = dict(graphs)
    graph = MINTER.graph("lia", rng.choice(editions))
    edition = graph.rpartition("/")[2]
    own = list(made.get(graph, ()))
    match rng.randint(0, 4):
        case 0:
            made.pop(graph, None)
        case 1:
            made[graph] = plan(edition, rng, editions)
        case 2 if own:
            lost = rng.choice(own).subject
            made[graph] = tuple(q for q in own if lost not in (q.subject, q.object))
        case 3 if own:
            made[graph] = tuple(q for q in own if rng.random() > 0.1)
        case _ if own:
            one, other = rng.choice(own), rng.choice(own)
            made[graph] = (
                *(q for q in own if q != one),
                Quad(other.subject, one.predicate, one.object, one.graph_name),
            )
        case _:
            made[graph] = plan(edition, rng, editions)
    return made


def source(graphs: Graphs) -> Overlay:
    ontology = parse(VOCABULARY, format=RdfFormat.N_TRIPLES)
    common = {MINTER.ontology_graph: tuple(Quad(q.subject, q.predicate, q.object) for q in ontology)}
    return Overlay({**common, MINTER.sdg_graph: (), **graphs})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_random_plans_random_edits_another_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(recheck, "_SHARE", 1000)
    rng = random.Random(seed)  # noqa: S311 - made-up plans
    editions = [f"plan-{number}" for number in range(5)]
    graphs = {MINTER.graph("lia", edition): plan(edition, rng, editions) for edition in editions[:3]}
    memory, day, under_check = Kept(tmp_path / str(seed)), DAY, frozenset[str]()
    for step in range(5):
        full = check_organisation(source(graphs), "lia", under_check, day, MINTER)
        part = check_organisation(source(graphs), "lia", under_check, day, MINTER, kept=memory)
        assert comparable(part) == comparable(full), (seed, step)
        graphs = edited(graphs, editions, rng)
        day = rng.choice((day, day, date(rng.randint(2020, 2032), rng.randint(1, 12), 28)))
        held = [document for name in graphs if (document := MINTER.document_of_graph(name))]
        under_check = frozenset(rng.sample(held, min(len(held), rng.randint(0, 2))))


# ── what is kept ────────────────────────────────────────────────────────────────────────────────


def goal(number: int, more: str = "") -> bytes:
    return ntriples(parse(f"<https://example.org/D{number}> a <{SG}SubGoal> {more} .", format=RdfFormat.TURTLE))


def test_the_same_again_judges_nothing(tmp_path: Path, judged: list[int | None]) -> None:
    memory = Kept(tmp_path)
    first = memory.judge("lia", goal(1))
    assert first == memory.judge("lia", goal(1)) == engines.validate(goal(1))
    assert first != ()
    # Another organisation has nothing to build on.
    memory.judge("nes", goal(1))
    assert judged == [None, 0, None]


def test_what_is_kept_outlives_the_process(tmp_path: Path, judged: list[int | None]) -> None:
    both = b"".join(goal(number) for number in range(40))
    Kept(tmp_path).judge("lia", both)
    changed = both + goal(1, f"; <{SG}refines> <https://example.org/H1>")
    assert Kept(tmp_path).judge("lia", b"".join(sorted({*changed.splitlines(keepends=True)}))) == engines.validate(
        changed
    )
    assert judged[0] is None
    assert judged[1] is not None
    assert 0 < judged[1] < 10


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b[:40] + b"x" + b[41:], lambda _: b"", lambda b: b + b"x"]
)
def test_a_damaged_file_is_passed_over(tmp_path: Path, damage: object, judged: list[int | None]) -> None:
    memory = Kept(tmp_path)
    memory.judge("lia", goal(1))
    file = tmp_path / "checked" / "lia"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert memory.judge("lia", goal(1)) == engines.validate(goal(1))
    assert judged == [None, None]


def test_other_rules_have_nothing_to_build_on(tmp_path: Path) -> None:
    shipped = rules.load()
    Kept(tmp_path).judge("lia", goal(1))
    assert Kept(tmp_path).read("lia") is not None
    other = rules.ShapesGraph(shipped.ntriples.replace(b'minCount> "1"', b'minCount> "2"'), shipped.rules)
    assert other.ntriples != shipped.ntriples
    assert Kept(tmp_path, other).read("lia") is None


def test_rules_read_again_are_the_same_rules(tmp_path: Path) -> None:
    Kept(tmp_path).judge("lia", goal(1))
    rules.load.cache_clear()
    assert Kept(tmp_path).read("lia") is not None


def test_only_the_daily_engine_builds_on_what_is_kept(tmp_path: Path) -> None:
    assert Kept(tmp_path).judge("lia", goal(1), "pyshacl") == engines.validate(goal(1))
    assert not (tmp_path / "checked").exists()


def test_a_disk_that_does_not_take_it_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "checked").write_text("in the way", encoding="utf-8")
    assert Kept(tmp_path).judge("lia", goal(1)) == engines.validate(goal(1))


def test_a_large_change_is_checked_in_full(tmp_path: Path, judged: list[int | None]) -> None:
    memory = Kept(tmp_path)
    memory.judge("lia", goal(1))
    assert memory.judge("lia", goal(2)) == engines.validate(goal(2))
    assert judged == [None, None]


def test_the_file_is_small(tmp_path: Path) -> None:
    bundle = b"".join(sorted(goal(number) for number in range(200)))
    Kept(tmp_path).judge("lia", bundle)
    content = (tmp_path / "checked" / "lia").read_bytes()
    assert bundle in zlib.decompress(content.partition(b"\n")[2])
    assert len(content) < len(bundle)
