"""From a draft to a release: what is written, what is refused, and when nothing happens."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from styringsgraf.engine import storage
from styringsgraf.quality.report import AcceptedFinding as ReadFromAList
from styringsgraf.releases import BUILD, PHASES, AcceptedFinding, GraphRecord, Manifest, ReleaseStore, Source

DAY = date(2026, 6, 30)
GRAPH = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"
Publish = Callable[..., Manifest]
Quads = Callable[..., list[Quad]]
Values = Callable[..., set[str]]


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Hash and time of every file below a folder."""
    return {
        str(path.relative_to(folder)): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_before_the_first_release_there_is_nothing_and_asking_makes_nothing(folder: Path, store: ReleaseStore) -> None:
    assert store.current() is None
    assert store.current_id() is None
    assert store.list() == ()
    assert store.recover() == ()
    assert len(store.prune()) == 0
    assert not folder.exists()


def test_the_first_release(folder: Path, store: ReleaseStore, publish: Publish, values: Values) -> None:
    source = Source("https://example.org/plan", "plan.xlsx", "0" * 64, "template")
    manifest = publish(["a", "b"], sources=[source], note="first")
    line = '<https://example.org/plan> <https://example.org/says> "{}" <https://example.org/graph/plan> .\n'
    lines = (line.format("a") + line.format("b")).encode()
    record = GraphRecord(GRAPH, sha256(lines).hexdigest(), 2)
    assert manifest.graphs == (record,)
    pair = f"{GRAPH} {record.sha256}\n"
    assert manifest.id == f"000001-{sha256(pair.encode()).hexdigest()[:8]}"
    assert (manifest.sequence, manifest.previous, manifest.note) == (1, None, "first")
    assert (manifest.reference_date, manifest.sources, manifest.accepted) == (DAY, (source,), ())
    assert manifest.build == BUILD
    assert storage.ENGINE in BUILD
    assert abs((datetime.fromisoformat(manifest.created) - datetime.now(UTC)).total_seconds()) < 120
    assert manifest.statements == 2
    assert store.current() == store.get(manifest.id) == store.get("1") == manifest
    assert store.list() == (manifest,)
    assert values(store) == {"a", "b"}
    archived = (folder / "objects" / f"{record.sha256}.nq.gz").read_bytes()
    assert gzip.decompress(archived) == lines
    # No file name (flags) and no time in it.
    assert archived[3:8] == bytes(5)
    assert json.loads((folder / "current.json").read_text()) == {"release": manifest.id, "latest": 1}
    assert json.loads((folder / "releases" / manifest.id / "manifest.json").read_text()) == manifest.as_json()
    assert sorted(entry.name for entry in (folder / "releases" / manifest.id).iterdir()) == [
        "lock", "manifest.json", "store", "store.json",
    ]  # fmt: skip
    assert list((folder / "building").iterdir()) == []


def test_the_json_form_is_the_documented_one(publish: Publish) -> None:
    accepted = AcceptedFinding("SG-A01", "https://example.org/1", None, None, "so", date(2027, 1, 1))
    form = publish(["a"], sources=[Source("https://example.org/d", "d.xlsx", "f" * 64)], accepted=[accepted]).as_json()
    assert list(form) == [
        "id", "sequence", "created", "previous", "referenceDate", "build", "graphs", "sources", "accepted", "note",
    ]  # fmt: skip
    assert form["referenceDate"] == "2026-06-30"
    assert form["sources"] == [
        {"document": "https://example.org/d", "fileName": "d.xlsx", "sha256": "f" * 64, "mapping": None}
    ]
    assert form["accepted"] == [
        {"rule": "SG-A01", "focusNode": "https://example.org/1", "path": None, "value": None, "reason": "so",
         "expires": "2027-01-01"}
    ]  # fmt: skip


def test_a_release_follows_the_one_before_it_and_leaves_it_untouched(
    folder: Path, store: ReleaseStore, publish: Publish, values: Values
) -> None:
    first = publish(["a", "b"])
    publish(["o"], OTHER)
    second = store.get("2")
    before = contents(folder / "releases")
    with store.reader() as reader:
        assert reader.table("SELECT ?s WHERE { ?s ?p ?o }").rows
        third = publish(["b", "c"])
    after = contents(folder / "releases")
    assert {name: after[name] for name in before} == before
    assert (second.previous, third.previous) == (first.id, second.id)
    assert [values(store, release=number) for number in "123"] == [{"a", "b"}, {"a", "b"}, {"b", "c"}]
    assert values(store, OTHER) == {"o"}
    assert third.graph(OTHER) == second.graph(OTHER)
    assert third.graph("https://example.org/none") is None


def test_what_is_served_was_never_open_for_writing(folder: Path, publish: Publish) -> None:
    for number in range(3):
        manifest = publish(range(number, number + 20))
        names = {entry.name for entry in (folder / "releases" / manifest.id / "store").iterdir()}
        # An engine that writes leaves its log and its lock.
        assert not {"LOG", "LOCK"} & names
        assert not {name for name in names if name.endswith(".log")}


def test_the_same_content_has_the_same_hash_whenever_it_is_published(publish: Publish) -> None:
    first, second, third = publish(["a"]), publish(["b"]), publish(["a"])
    assert first.graphs == third.graphs
    assert first.id.partition("-")[2] == third.id.partition("-")[2] != second.id.partition("-")[2]
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]


def test_numbers_are_hashed_as_the_store_returns_them(store: ReleaseStore) -> None:
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")

    def write(lexical: str) -> bool:
        value = Literal(lexical, datatype=decimal)
        statement = Quad(
            NamedNode("https://example.org/1"), NamedNode("https://example.org/2"), value, NamedNode(GRAPH)
        )
        with store.draft(reference_date=DAY) as draft:
            draft.replace(GRAPH, [statement])
            return draft.commit().changed

    assert write("12.50")
    assert store.verify().faults == ()
    assert not write("12.5")


def test_a_draft_shows_its_own_state_and_the_release_before_it(
    store: ReleaseStore, publish: Publish, quads: Quads, values: Values
) -> None:
    current = publish(["a", "b"], accepted=[AcceptedFinding("R", None, None, None, "so")])
    with store.draft(reference_date=date(2027, 1, 1)) as draft:
        assert draft.current == current
        assert draft.previous_accepted == current.accepted
        assert (draft.previous_reference_date, draft.reference_date) == (DAY, date(2027, 1, 1))
        assert draft.changed == frozenset()
        difference = draft.replace(GRAPH, quads(["b", "c", "d"]))
        assert (difference.added, difference.removed) == (2, 1)
        assert not draft.replace(OTHER, []).any
        assert draft.changed == {GRAPH}
        assert draft.graphs() == (GRAPH,)
        assert set(draft.quads(GRAPH)) == set(quads(["b", "c", "d"]))
        assert (draft.count(GRAPH), draft.count(OTHER)) == (3, 0)
        assert values(draft) == {"b", "c", "d"}
        made = draft.construct("CONSTRUCT { ?s a <https://example.org/T> } WHERE { ?s ?p ?o }", OTHER)
        assert [str(quad.graph_name) for quad in made] == [f"<{OTHER}>"]
        assert values(store) == {"a", "b"}
    assert store.current() == current


def test_a_graph_can_be_dropped(folder: Path, store: ReleaseStore, publish: Publish) -> None:
    publish(["a"])
    publish(["o"], OTHER)
    with store.draft(reference_date=DAY) as draft:
        assert draft.drop(OTHER).removed == 1
        assert not draft.drop("https://example.org/graph/none").any
        manifest = draft.commit().manifest
    assert [graph.name for graph in manifest.graphs] == [GRAPH]
    assert store.verify().faults == ()
    # Older releases keep it, so the archive does.
    assert len(list((folder / "objects").iterdir())) == 2


def test_an_empty_release_is_a_release(store: ReleaseStore) -> None:
    with store.draft(reference_date=DAY) as draft:
        commit = draft.commit(note="empty")
    assert commit.changed
    assert commit.manifest.graphs == ()
    assert store.verify().faults == ()
    with store.reader() as reader:
        assert reader.table("SELECT ?s WHERE { ?s ?p ?o }").rows == ()


@pytest.mark.parametrize("fails", [False, True])
def test_without_a_commit_nothing_remains(
    folder: Path, store: ReleaseStore, publish: Publish, quads: Quads, *, fails: bool
) -> None:
    current = publish(["a"])
    before = contents(folder)

    def work() -> None:
        with store.draft(reference_date=DAY) as draft:
            draft.replace(GRAPH, quads(["b"]))
            if fails:
                raise LookupError

    if fails:
        with pytest.raises(LookupError):
            work()
    else:
        work()
    assert contents(folder) == before
    assert list((folder / "building").iterdir()) == []
    assert store.current() == current
    assert publish(["c"]).sequence == 2


def test_statements_of_another_graph_are_a_fault_of_the_program(store: ReleaseStore, quads: Quads) -> None:
    with store.draft(reference_date=DAY) as draft, pytest.raises(ValueError, match=GRAPH):
        draft.replace(GRAPH, quads(["a"], OTHER))


def test_a_draft_is_used_once(store: ReleaseStore, quads: Quads) -> None:
    with store.draft(reference_date=DAY) as draft:
        draft.replace(GRAPH, quads(["a"]))
        draft.commit()
        with pytest.raises(ValueError, match="closed"):
            draft.commit()
        with pytest.raises(ValueError, match="closed"):
            draft.replace(GRAPH, [])


def test_publishing_the_same_again_changes_nothing(folder: Path, store: ReleaseStore, quads: Quads) -> None:
    source = Source("https://example.org/plan", "plan.xlsx", "0" * 64)
    accepted = AcceptedFinding("R", "https://example.org/1", None, None, "so")

    def again(**about: object) -> bool:
        with store.draft(reference_date=DAY) as draft:
            draft.replace(GRAPH, quads(["x"]))
            draft.replace(GRAPH, quads(["a"]))
            commit = draft.commit(**about)  # type: ignore[arg-type]
        assert commit.manifest == store.current()
        return commit.changed

    assert again(sources=[source], accepted=[accepted])
    before = contents(folder)
    assert not again(sources=[source], accepted=[accepted])
    assert not again(note="a note alone is no release")
    assert not again(accepted=[accepted, accepted])
    assert contents(folder) == before
    assert again(sources=[])
    assert again(accepted=[])
    assert [manifest.sequence for manifest in store.list()] == [1, 2, 3]


def test_another_reference_date_is_another_release(store: ReleaseStore, publish: Publish) -> None:
    first, second = publish(["a"]), publish(["a"], day=date(2027, 1, 1))
    assert first.graphs == second.graphs
    assert second.reference_date == date(2027, 1, 1)
    assert store.current() == second


def test_accepted_findings_come_from_any_list_and_the_later_reason_counts(publish: Publish) -> None:
    read = ReadFromAList("R2", "as read", focus_node="https://example.org/2", expires=date(2027, 1, 1))
    older = AcceptedFinding("R1", None, None, None, "older reason")
    newer = AcceptedFinding("R1", None, None, None, "newer reason")
    assert publish(["a"], accepted=[older, read, newer]).accepted == (
        AcceptedFinding("R1", None, None, None, "newer reason"),
        AcceptedFinding("R2", "https://example.org/2", None, None, "as read", date(2027, 1, 1)),
    )


def test_progress_names_every_phase_in_order(store: ReleaseStore, quads: Quads) -> None:
    seen: list[str] = []
    with store.draft(reference_date=DAY, progress=seen.append) as draft:
        draft.replace(GRAPH, quads(["a"]))
        draft.commit()
    assert tuple(seen) == PHASES


def test_a_loss_between_draft_and_release_is_found(
    store: ReleaseStore, publish: Publish, quads: Quads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the engine had not flushed: the sealed copy holds less than the draft did."""
    current = publish(["a"])
    real = storage.copy

    def lossy(source: storage.Store, target: Path) -> None:
        if target.name != "store":
            real(source, target)
            return
        store = storage.open_writer(target)
        store.extend(list(source)[1:])
        store.flush()

    monkeypatch.setattr(storage, "copy", lossy)
    with store.draft(reference_date=DAY) as draft:
        draft.replace(GRAPH, quads(["b", "c"]))
        with pytest.raises(Exception, match="holds 1 statements after storing, not 2"):
            draft.commit()
    assert store.current() == current
    assert store.verify().faults == ()


def test_a_graph_lost_on_the_way_is_found_although_it_was_not_changed(
    store: ReleaseStore, publish: Publish, quads: Quads, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(["a"])
    current = publish(["o"], OTHER)
    real = storage.open_writer

    def forgetful(path: Path) -> storage.Store:
        store = real(path)
        store.remove_graph(NamedNode(OTHER))
        return store

    monkeypatch.setattr(storage, "open_writer", forgetful)
    with store.draft(reference_date=DAY) as draft:
        draft.replace(GRAPH, quads(["b"]))
        with pytest.raises(Exception, match=f"{OTHER} holds 0 statements after storing, not 1"):
            draft.commit()
    assert store.current() == current


def test_a_draft_reads_what_it_has_written_whatever_it_read_before(store: ReleaseStore, quads: Quads) -> None:
    with store.draft(reference_date=DAY) as draft:
        draft.replace(GRAPH, quads(["a"]))
        assert draft.graphs() == (GRAPH,)
        assert {quad.object.value for quad in draft.quads(GRAPH)} == {"a"}
        draft.replace(GRAPH, quads(["b"]))
        draft.replace(OTHER, quads(["c"], OTHER))
        assert draft.graphs() == tuple(sorted((GRAPH, OTHER)))
        assert {quad.object.value for quad in draft.quads(GRAPH)} == {"b"}
        draft.drop(GRAPH)
        assert draft.graphs() == (OTHER,)
        assert draft.quads(GRAPH) == ()
