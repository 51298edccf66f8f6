"""An index of several files: the same hits as one of one file, and a change touches only the files it must."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from styringsgraf.search import NAMES, Finder, companions, finder, parts
from styringsgraf.search.parts import PARTS, names, of_part

ORGANISATIONS = [f"by{number}" for number in range(40)]


@pytest.fixture
def country(kit: Any) -> Any:
    """Forty municipalities with a measure each, and one that all of them have."""
    made = []
    for number, org in enumerate(ORGANISATIONS):
        made.append(
            kit.node(
                f"T{number}", org=org, nb=f"Gang- og sykkelvei nummer{number}", nn=f"Gang- og sykkelveg nummer{number}"
            )
        )
        made.append(kit.node("F1", org=org, nb="Trygg skolevei for alle", nn="Trygg skuleveg for alle"))
    return kit.graphs(*made)


@pytest.fixture
def divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGE", 10)


def built(kit: Any, folder: Path, content: Any, previous: Path | None = None) -> Path:
    folder.mkdir()
    for one in companions(kit.minter):
        one.build(folder / one.name, content, None if previous is None else previous / one.name)
    return folder


def lent(folder: Path) -> Any:
    def lender(name: str, *, renew: bool = False) -> Path:
        assert not renew, "a file turned out to be damaged"
        return folder / name

    return lender


def test_a_small_index_is_one_file(kit: Any, tmp_path: Path, country: Any) -> None:
    folder = built(kit, tmp_path / "a", country)
    assert names(len(country.graphs)) == NAMES[:1]
    first, *others = companions(kit.minter)
    assert first.fits(folder / first.name, country.graphs)
    assert all(one.fits(folder / one.name, country.graphs) for one in others)  # there, and empty
    assert len(finder(lent(folder), 40).find("skolevei", lang="nb")) == 40
    assert len(Finder(partial(lent(folder), NAMES[0])).find("skolevei", lang="nb")) == 40


@pytest.mark.usefixtures("divided")
def test_a_large_one_is_several_and_finds_the_same(kit: Any, tmp_path: Path, country: Any) -> None:
    folder = built(kit, tmp_path / "a", country)
    assert len(NAMES) == len(names(40)) == PARTS == 16
    held = [of_part(country.graphs, number, f"{kit.minter.base}graph/") for number in range(PARTS)]
    assert sum(map(len, held)) == len(set().union(*held)) == len(country.graphs) == 40
    assert sum(map(bool, held)) > PARTS / 2
    asks = finder(lent(folder), 40)
    everywhere = asks.find("skolevei", lang="nb")
    assert {hit.iri for hit in everywhere} == {
        kit.minter.edition(org, "plan", "measure", "F1") for org in ORGANISATIONS
    }
    (alone,) = asks.find("nummer7", lang="nb")
    assert (alone.iri, alone.text) == (kit.minter.edition("by7", "plan", "measure", "T7"), "Gang- og sykkelvei nummer7")
    assert [hit.match for hit in asks.find("T12", lang="nb")] == ["code"]
    assert {hit.iri for hit in asks.find("skolevei", lang="nb", organisation="by3")} == {
        kit.minter.edition("by3", "plan", "measure", "F1")
    }


@pytest.mark.usefixtures("divided")
def test_a_change_touches_the_file_of_its_organisation_only(kit: Any, tmp_path: Path, country: Any) -> None:
    before = built(kit, tmp_path / "a", country)
    graph = kit.minter.graph("by5", "plan")
    country.held[graph] = kit.node("T5", org="by5", nb="Fortau")
    country.read.clear()
    after = built(kit, tmp_path / "b", country, before)
    changed = [name for name in NAMES if (after / name).stat().st_ino != (before / name).stat().st_ino]
    assert len(changed) == 1
    assert set(country.read) == {graph}
    asks = finder(lent(after), 40)
    assert [hit.text for hit in asks.find("fortau", lang="nb")] == ["Fortau"]
    assert len(asks.find("skolevei", lang="nb")) == 39
    assert len(finder(lent(before), 40).find("skolevei", lang="nb")) == 40  # the release before is as it was
    assert all(one.whole(after / one.name, country) for one in companions(kit.minter))


def test_growing_beyond_one_file_and_back(
    kit: Any, tmp_path: Path, country: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = built(kit, tmp_path / "a", country)
    monkeypatch.setattr(parts, "LARGE", 10)
    large = built(kit, tmp_path / "b", country, small)
    assert all(one.whole(large / one.name, country) for one in companions(kit.minter))
    monkeypatch.setattr(parts, "LARGE", 100)
    again = built(kit, tmp_path / "c", country, large)
    assert all(one.whole(again / one.name, country) for one in companions(kit.minter))
    assert len(finder(lent(again), 40).find("skolevei", lang="nb")) == 40


@pytest.mark.usefixtures("divided")
def test_a_damaged_file_is_made_again_and_no_other(kit: Any, tmp_path: Path, country: Any) -> None:
    folder = built(kit, tmp_path / "a", country)
    renewed: list[str] = []
    damaged = next(one for one in companions(kit.minter) if one.name != NAMES[0] and of_part(
        country.graphs, NAMES.index(one.name), f"{kit.minter.base}graph/"))  # fmt: skip
    (folder / damaged.name).write_bytes(b"SQLite format 3\0" + b"x" * 4096)

    def lender(name: str, *, renew: bool = False) -> Path:
        if renew:
            renewed.append(name)
            (folder / name).unlink()
            next(one for one in companions(kit.minter) if one.name == name).build(folder / name, country, None)
        return folder / name

    assert len(Finder(*(partial(lender, name) for name in NAMES)).find("skolevei", lang="nb")) == 40
    assert renewed == [damaged.name]
