"""The index file: what an update leaves is what a rebuild makes, and damage is always noticed."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styringsgraf.search import Finder, index
from styringsgraf.search.index import NAME, held
from styringsgraf.search.schema import reading, writing

WORDS = st.lists(
    st.sampled_from(["skole", "skule", "trygg", "klima", "S.1.1", "øke", "og", "sykefravær", "sjukefråvær", "the"]),
    max_size=5,
).map(" ".join)
#: A plan: code → (title in bokmål, title in nynorsk, statement, in force).
PLAN = st.dictionaries(
    st.sampled_from([f"T{n}" for n in range(6)]), st.tuples(WORDS, WORDS, WORDS, st.booleans()), max_size=6
)
#: Editions come, change and go.
COUNTRY = st.dictionaries(st.sampled_from(["a", "b", "c"]), PLAN, max_size=3)


def content(kit: Any, country: dict[str, dict[str, tuple[str, str, str, bool]]]) -> Any:
    parts = []
    for edition, plan in country.items():
        for code, (nb, nn, statement, stands) in plan.items():
            node = kit.node(code, edition=edition, statement=statement, nb=nb, nn=nn)
            parts += [node, kit.standing(node)] if stands else [node]
    return kit.graphs(*parts)


def dump(path: Path) -> list[tuple[Any, ...]]:
    with reading(path) as connection:
        return list(held(connection))


@settings(max_examples=60)
@given(states=st.lists(COUNTRY, min_size=2, max_size=5))
def test_updates_leave_what_a_rebuild_makes(
    states: list[Any], kit: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("updates")
    previous = None
    for number, country in enumerate(states):
        whole, updated = content(kit, country), folder / f"{number}.sqlite"
        kit.index.build(updated, whole, previous)
        rebuilt = folder / f"{number}-again.sqlite"
        kit.index.build(rebuilt, whole, None)
        assert dump(updated) == dump(rebuilt)
        assert kit.index.fits(updated, whole.graphs)
        assert kit.index.whole(updated, whole)
        with writing(updated) as connection:
            connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        previous = updated


def test_only_changed_graphs_are_read(kit: Any, tmp_path: Path) -> None:
    before = kit.graphs(kit.node("T1", nb="En", edition="a"), kit.node("T2", nb="To", edition="b"))
    kit.index.build(tmp_path / "1", before, None)
    after = kit.graphs(kit.node("T1", nb="En", edition="a"), kit.node("T2", nb="Tre", edition="b"))
    kit.index.build(tmp_path / "2", after, tmp_path / "1")
    assert set(after.read) == {kit.minter.graph("by", "b")}
    assert [hit.code for hit in kit.finder(tmp_path / "2").find("tre", lang="nb")] == ["T2"]
    assert len(kit.finder(tmp_path / "2").find("to", lang="nb")) == 0
    # What the update started from is as it was.
    assert [hit.code for hit in kit.finder(tmp_path / "1").find("to", lang="nb")] == ["T2"]


def test_an_index_of_other_graphs_or_another_method_does_not_fit(
    kit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphs = kit.graphs(kit.node("T1", nb="En"))
    path = tmp_path / NAME
    kit.index.build(path, graphs, None)
    assert kit.index.fits(path, graphs.graphs)
    assert not kit.index.fits(path, dict.fromkeys(graphs.graphs, "0" * 64))
    assert not kit.index.fits(path, {**graphs.graphs, "https://example.org/graph/more": "0" * 64})
    assert not kit.index.fits(tmp_path / "nothing", graphs.graphs)
    monkeypatch.setattr(index, "described", lambda: {"format": "2"})
    assert not kit.index.fits(path, graphs.graphs)


def spoil(path: Path, how: str) -> None:
    size = path.stat().st_size
    match how:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            with path.open("r+b") as file:
                file.truncate(size // 2)
        case "noise":
            path.write_bytes(b"not an index at all" * 500)
        case "hole":
            with path.open("r+b") as file:
                file.seek(4096)
                file.write(b"\xff" * (size - 4096))
        case "other tables":
            path.unlink()
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("CREATE TABLE something (x)")
        case "gone":
            path.unlink()


DAMAGE = ("empty", "cut", "noise", "hole", "other tables", "gone")


@pytest.mark.parametrize("how", DAMAGE)
def test_damage_is_noticed_and_mended(how: str, kit: Any, tmp_path: Path) -> None:
    graphs = kit.graphs(*(kit.node(f"T{n}", nb=f"Trygg skole nummer {n}") for n in range(300)))
    path, sound = tmp_path / NAME, tmp_path / "sound"
    kit.index.build(sound, graphs, None)
    copyfile(sound, path)
    spoil(path, how)
    assert not kit.index.whole(path, graphs)
    # A search on it has it made again, once.
    asked: list[bool] = []

    def place(*, renew: bool) -> Path:
        asked.append(renew)
        if renew:
            copyfile(sound, path)
        return path

    assert len(Finder(place).find("trygg", lang="nb")) == 300
    assert asked == [False, True]
    # The next release does without it.
    spoil(path, how)
    kit.index.build(tmp_path / "next", graphs, path)
    assert dump(tmp_path / "next") == dump(sound)


def test_a_word_too_many_is_noticed(kit: Any, tmp_path: Path) -> None:
    graphs = kit.graphs(kit.node("T1", nb="En"))
    kit.index.build(tmp_path / "1", graphs, None)
    assert kit.index.whole(tmp_path / "1", graphs)
    with closing(sqlite3.connect(tmp_path / "1")) as connection:
        connection.execute("INSERT INTO words (rowid, title) VALUES (77, 'usett')")
        connection.commit()
    assert not kit.index.whole(tmp_path / "1", graphs)
