"""Writes become releases: checked, told who wrote what, nothing lost, nothing twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from styringsgraf import errors, pipeline
from styringsgraf.access import Grant, Tokens
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.pipeline.keys import Key, Keys, Noted
from styringsgraf.pipeline.writes import (
    Conditions,
    DeleteGraph,
    Order,
    Part,
    Plans,
    PostGraph,
    PutGraph,
    Stage,
    Update,
    Withdraw,
    Write,
    Written,
    digest,
    pack_order,
    pack_reply,
    unpack_order,
    unpack_reply,
)
from styringsgraf.pipeline.writing import perform
from styringsgraf.releases import Manifest
from styringsgraf.settings import Settings

BASE = "https://w3id.org/styringsgraf/"
MINTER = Minter(BASE)
ORG, EDITION = "eksempel", "kommuneplan-2023"
PLAN = f"{BASE}id/{ORG}/{EDITION}"
GRAPH = MINTER.graph(ORG, EDITION)
FOREIGN = "http://example.org/g1"
DCT = PREFIXES["dct"]
NOTHING = Conditions()
SAY = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{PLAN}> <{DCT}description> "Ny tekst"@nb }} }}'
#: A number that is none stops a release.
WRONG = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{PLAN}> <{SG}period> "x"^^<{PREFIXES["xsd"]}integer> }} }}'


def granted(config: Settings, organisation: str = ORG) -> Grant:
    tokens = Tokens(config.data)
    return tokens.grant(tokens.create(organisation, write=True, note="Planavdelingen").secret)


def done(config: Settings, write: Write, grant: Grant | None = None, conditions: Conditions = NOTHING) -> Written:
    return perform(config, Order(write, grant or granted(config), conditions, 0), lambda _: None)


def current(config: Settings) -> Manifest:
    manifest = pipeline.data_folder(config).current()
    assert manifest is not None
    return manifest


def lines(config: Settings, graph: str) -> set[str]:
    with pipeline.data_folder(config).reader() as reader:
        return {str(quad) for quad in reader.quads(graph)}


def test_an_update_is_one_release_that_says_who_and_what(writable: Settings) -> None:
    before, grant = current(writable), granted(writable)
    stages: list[Stage] = []
    written = perform(writable, Order(Update(SAY), grant, NOTHING, 0), stages.append)
    after = current(writable)
    assert stages == ["turn", "changed", "committing"]
    assert (written.release, written.changed) == (after.id, True)
    assert (after.previous, after.sequence) == (before.id, before.sequence + 1)
    assert grant.token in after.note
    assert "Planavdelingen" in after.note
    assert "SPARQL update" in after.note
    assert after.reference_date == before.reference_date
    assert GRAPH in written.graphs
    assert any("Ny tekst" in line for line in lines(writable, GRAPH))
    # The plan still comes from its workbook: most of it does.
    assert after.sources == before.sources


def test_what_changes_nothing_makes_no_release(writable: Settings) -> None:
    done(writable, Update(SAY))
    before = current(writable)
    for text in (
        SAY,
        f"DELETE DATA {{ GRAPH <{GRAPH}> {{ <{PLAN}> <{DCT}description> 'nei' }} }}",
        f"CREATE GRAPH <{GRAPH}x>",
    ):
        written = done(writable, Update(text))
        assert (written.changed, written.release, written.graphs) == (False, before.id, ())
    assert current(writable) == before


def test_findings_stop_a_write_and_are_told(writable: Settings) -> None:
    before = current(writable)
    with pytest.raises(errors.Refused) as refusal:
        done(writable, Update(WRONG))
    findings = refusal.value.values["findings"]
    assert isinstance(findings, list)
    assert {finding["rule"] for finding in findings} == {"SG-I37"}
    assert findings[0]["focusNode"] == PLAN
    assert current(writable) == before
    assert unpacked(refusal.value).values["findings"] == findings


def test_a_finding_names_the_cell_where_there_is_one(writable: Settings) -> None:
    # A main goal without its focus area: the row in the workbook is still where it comes from – until it is edited.
    text = f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?area a <{SG}FocusArea> ; ?p ?o }} }}"
    with pytest.raises(errors.Refused) as refusal:
        done(writable, Update(text))
    findings = refusal.value.values["findings"]
    assert isinstance(findings, list)
    cells = [finding["cell"] for finding in findings if finding["cell"]]
    assert cells
    assert all(cell["file"] == "kommuneplan-2023.xlsx" and cell["row"] for cell in cells)


def test_what_follows_from_a_plan_follows_its_change(writable: Settings) -> None:
    node = f"{PLAN}/main-goal/H1"
    wording, trail = f"{GRAPH}/wording", f"{GRAPH}/provenance"
    assert any(node in line for line in lines(writable, GRAPH))
    assert any(line.startswith(f"<{node}> <{PREFIXES['prov']}wasDerivedFrom>") for line in lines(writable, trail))
    text = f"""DELETE {{ GRAPH <{GRAPH}> {{ <{node}> <{SG}statement> ?old }} }}
      INSERT {{ GRAPH <{GRAPH}> {{ <{node}> <{SG}statement> "Alle barn skal kunne svømme innen 2030"@nb }} }}
      WHERE {{ OPTIONAL {{ GRAPH <{GRAPH}> {{ <{node}> <{SG}statement> ?old }} }} }}"""
    done(writable, Update(text))
    assert any("svømme" in line for line in lines(writable, wording))
    assert not any(line.startswith(f"<{node}> <{PREFIXES['prov']}wasDerivedFrom>") for line in lines(writable, trail))
    assert any("wasDerivedFrom" in line for line in lines(writable, trail))


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{MINTER.graph('asker', 'plan-2030')}> {{ <a:a> <b:b> <c:c> }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}/wording> {{ <{PLAN}> <b:b> <c:c> }} }}",
        f"INSERT DATA {{ GRAPH <{BASE}graph/{ORG}/inferred> {{ <{PLAN}> <b:b> <c:c> }} }}",
        "INSERT DATA { <a:a> <b:b> <c:c> }",
        "DROP ALL",
        f"PREFIX : <{BASE}graph/> DROP GRAPH :sdg",
        f"WITH <{BASE}graph/ontology> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"MOVE <{BASE}graph/ontology> TO <{GRAPH}>",
        f"{SAY} ; COPY <{GRAPH}> TO <{FOREIGN}>",
        f"INSERT {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{GRAPH}>) }}",
        f"BASE <{BASE}graph/{ORG}/x/> DROP GRAPH <../../../graph/asker/plan>",
        f"DROP GRAPH <{BASE}gr\\u0061ph/\\u0061sker/plan>",
    ],
)
def test_a_token_reaches_no_graph_it_does_not_cover(writable: Settings, text: str) -> None:
    before = current(writable)
    with pytest.raises(errors.Forbidden):
        done(writable, Update(text))
    assert current(writable) == before


def test_a_document_states_nothing_about_others(writable: Settings) -> None:
    others = [
        "<a:a>",
        f"<{BASE}id/asker>",
        f"<{BASE}id/{ORG}2/x>",
        f"<{BASE}id/{ORG}/../asker>",
        "_:x",
        f"<{SG}Measure>",
    ]
    for subject in others:
        with pytest.raises(errors.Unprocessable):
            done(writable, Update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {subject} a <{SG}Thing> }} }}"))


def test_the_star_writes_foreign_graphs_and_leaves_our_own(writable: Settings) -> None:
    grant, own = granted(writable, "*"), {MINTER.ontology_graph, MINTER.sdg_graph}
    body = b"@prefix f: <http://f/> . <> f:p [ f:q 1.50 ] ."
    made = done(writable, PutGraph(FOREIGN, body, "text/turtle", "http://h/doc"), grant)
    assert (made.changed, made.created, made.graphs) == (True, True, (FOREIGN,))
    assert len(lines(writable, FOREIGN)) == 2
    again = done(writable, PutGraph(FOREIGN, body, "text/turtle", "http://h/doc"), grant)
    assert (again.changed, again.created) == (False, False)
    more = done(
        writable, PostGraph(FOREIGN, (Part(b"<a:a> <a:b> <a:c> .", "text/turtle"), Part(b"", "text/turtle"))), grant
    )
    assert (more.changed, more.created) == (True, False)
    assert len(lines(writable, FOREIGN)) == 3
    default = done(writable, PutGraph("", b"<a:a> <a:b> <a:c> .", "application/n-triples"), grant)
    assert default.graphs == (MINTER.default_graph,)
    done(writable, Update("DROP ALL"), grant)
    assert {graph.name for graph in current(writable).graphs} == own
    with pytest.raises(errors.NotFound):
        done(writable, DeleteGraph(FOREIGN), grant)
    with pytest.raises(errors.Forbidden):
        done(writable, PutGraph(MINTER.sdg_graph, b"", "text/turtle"), grant)


def test_taking_a_graph_away_takes_what_was_made_of_it(writable: Settings) -> None:
    done(writable, DeleteGraph(GRAPH))
    left = {graph.name for graph in current(writable).graphs}
    assert not [graph for graph in left if graph.startswith(f"{BASE}graph/{ORG}/")]
    assert PLAN not in {source.document for source in current(writable).sources}


def test_a_plan_comes_and_goes(writable: Settings) -> None:
    file = Path(__file__).parents[2] / "data" / "eksempel" / "handlingsprogram-2025-2028.xlsx"
    plans = Plans((InputFile(file.name, file.read_bytes()),), reference_date=current(writable).reference_date)
    before = current(writable)
    tried = done(writable, replace(plans, dry_run=True))
    assert (tried.changed, tried.release) == (False, before.id)
    assert tried.report is not None
    assert current(writable) == before
    made = done(writable, plans)
    assert (made.changed, made.created) == (True, True)
    assert made.report is not None
    assert made.report["release"] == made.release
    assert any(source.file_name == file.name for source in current(writable).sources)
    same = done(writable, plans)
    assert (same.changed, same.release) == (False, made.release)
    with pytest.raises(errors.Forbidden):
        done(writable, plans, granted(writable, "asker"))
    with pytest.raises(errors.Forbidden):
        done(writable, Withdraw(f"{ORG}/handlingsprogram-2025-2028"), granted(writable, "asker"))
    done(writable, Withdraw(f"{ORG}/handlingsprogram-2025-2028"))
    gone = current(writable)
    assert [graph.sha256 for graph in gone.graphs if graph.name == GRAPH] == [
        graph.sha256 for graph in before.graphs if graph.name == GRAPH
    ]
    assert {graph.name for graph in gone.graphs} == {graph.name for graph in before.graphs}


def test_only_the_release_the_writer_knows_is_changed(writable: Settings) -> None:
    release = current(writable).id
    for tags in (('"000009-00000000"',), (f'W/"{release}"',), (release,), (f'"{release}0"',), ("",)):
        with pytest.raises(errors.PreconditionFailed, match=release):
            done(writable, Update(SAY), conditions=Conditions(tags))
    made = done(writable, Update(SAY), conditions=Conditions(('"x"', f'"{release}.ttl-gzip"')))
    assert made.changed
    with pytest.raises(errors.PreconditionFailed):
        done(writable, Update(SAY), conditions=Conditions((f'"{release}"',)))
    assert not done(writable, Update(SAY), conditions=Conditions(("*",))).changed


def test_the_same_key_is_answered_and_not_done_again(writable: Settings) -> None:
    grant, release = granted(writable), current(writable).id
    # The retry carries the tag of the release that its own first attempt has replaced.
    asked = Conditions((f'"{release}"',), "a-1")
    first = done(writable, Update(SAY), grant, asked)
    done(writable, Update(f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ <{PLAN}> <{DCT}description> ?d }} }}"), grant)
    later = current(writable)
    assert done(writable, Update(SAY), grant, asked) == replace(first, replayed=True)
    assert current(writable) == later
    with pytest.raises(errors.Unprocessable):
        done(writable, Update(SAY + " "), grant, asked)
    # Another token's key of the same name is another key.
    assert not done(writable, Update(SAY), granted(writable), Conditions(None, "a-1")).replayed


def test_a_refused_write_can_be_mended_under_its_key(writable: Settings) -> None:
    grant = granted(writable)
    with pytest.raises(errors.Refused):
        done(writable, Update(WRONG), grant, Conditions(None, "b-1"))
    assert done(writable, Update(SAY), grant, Conditions(None, "b-1")).changed


def test_a_write_that_died_before_it_could_answer_is_answered_by_its_release(writable: Settings) -> None:
    grant, keys = granted(writable), Keys(writable.data)
    key, asked = Key.of(grant.token, "c-1"), Conditions(None, "c-1")
    first = done(writable, Update(SAY), grant, asked)
    kept = keys.find(key, digest(Update(SAY)))
    assert kept is not None
    # As the process leaves it that is killed between the commit and its answer …
    keys.keep(key, digest(Update(SAY)), Noted({**kept.answer, "release": ""}, current(writable).sequence))
    assert done(writable, Update(SAY), grant, asked) == replace(first, replayed=True)
    # … and before the commit: somebody else's release has that number, or nobody's.
    for sequence in (1, 99):
        keys.keep(key, digest(Update(SAY)), Noted({**kept.answer, "release": ""}, sequence))
        assert not done(writable, Update(SAY), grant, asked).replayed


def test_a_token_that_ends_while_it_waits_writes_nothing(writable: Settings) -> None:
    grant, before = granted(writable), current(writable)
    Tokens(writable.data).revoke(grant.token)
    with pytest.raises(errors.Unauthorised):
        done(writable, Update(SAY), grant)
    assert current(writable) == before
    assert not list((writable.data / "building").iterdir())


def unpacked(reply: Written | errors.StyringsgrafError | Stage) -> errors.StyringsgrafError:
    message, at = pack_reply(reply), 0

    def read(size: int) -> bytes:
        nonlocal at
        at += size
        return message[at - size : at]

    again = unpack_reply(read)
    assert isinstance(again, errors.StyringsgrafError)
    return again


@pytest.mark.parametrize(
    "write",
    [
        Update("æ", ("a:a",), ("b:b",), "c:c"),
        PutGraph("a:a", b"\x00\xff", "text/turtle", "b:b"),
        PostGraph("", (Part(b"12", "text/turtle"), Part(b"", "x"), Part(b"3", "y")), ""),
        DeleteGraph("a:a"),
        Plans((InputFile("a.xlsx", b"123"), InputFile("b.ttl", b"", None, None)), dry_run=True),
        Withdraw("a/b"),
    ],
)
def test_writes_travel_whole(write: Write) -> None:
    order = Order(write, Grant("1", "æ", "*", write=True), Conditions(('"a"',), "k"), 7)
    message, at = pack_order(order), 0

    def read(size: int) -> bytes:
        nonlocal at
        at += size
        return message[at - size : at]

    assert unpack_order(read) == order
    assert digest(write) == digest(unpack_order_again(message))


def unpack_order_again(message: bytes) -> Write:
    rest = [message]

    def read(size: int) -> bytes:
        piece, rest[0] = rest[0][:size], rest[0][size:]
        return piece

    return unpack_order(read).write
