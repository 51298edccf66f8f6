"""Settings that do not fit the data folder, and dates that fit no plan: told before anything is asked or changed."""

from datetime import date
from pathlib import Path

import pytest

from styringsgraf import errors, pipeline, resources
from styringsgraf.questions import load
from styringsgraf.service import Service
from styringsgraf.settings import Settings

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "eksempel" / "kommuneplan-2023.xlsx"
DAY = date(2026, 6, 1)


@pytest.fixture
def other(tmp_path: Path) -> Settings:
    """Settings with another base than the releases in the folder were built with."""
    config = Settings(data=tmp_path / "data")
    pipeline.initialise(config, empty=True)
    pipeline.publish(config, pipeline.read_inputs([PLAN]), reference_date=DAY)
    return Settings(data=config.data, base="https://data.example.org/")


def tree(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_size) for path in folder.rglob("*") if path.is_file()}


def test_a_release_of_another_base_is_neither_added_to_nor_read_as_ours(other: Settings) -> None:
    before = tree(other.data)
    tries = [
        lambda: pipeline.publish(other, pipeline.read_inputs([PLAN]), reference_date=DAY),
        lambda: pipeline.withdraw(other, "eksempel/kommuneplan-2023"),
        lambda: pipeline.check(other, pipeline.read_inputs([PLAN]), reference_date=DAY),
        lambda: pipeline.translate(other, pipeline.read_inputs([PLAN])),
        lambda: pipeline.ensure(other),
        lambda: Service.open(other),
    ]
    for attempt in tries:
        with pytest.raises(errors.Environment) as told:
            attempt()
        assert told.value.key == "pipeline.other-base"
        assert "https://w3id.org/styringsgraf/" in told.value.sentence("nb")
        assert "https://data.example.org/" in told.value.sentence("nb")
    assert tree(other.data) == before


def test_a_service_that_meets_another_base_after_a_switch_says_so(other: Settings) -> None:
    with (
        Service(other, pipeline.data_folder(other), load(resources.questions())) as service,
        pytest.raises(errors.Environment, match=r"data\.example\.org"),
    ):
        service.probe()


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2201, 1, 1), date.max])
def test_a_reference_date_that_fits_no_plan_is_refused(tmp_path: Path, day: date) -> None:
    config = Settings(data=tmp_path / "data")
    with pytest.raises(errors.BadParameter, match=str(day)):
        pipeline.publish(config, (), reference_date=day)
    with pytest.raises(errors.BadParameter, match=str(day)):
        pipeline.check(config, pipeline.read_inputs([PLAN]), alone=True, reference_date=day)
    assert not config.data.exists()


def test_a_folder_that_is_named_must_hold_a_release(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        pipeline.require_release(Settings(data=tmp_path / "none"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.NotFound):
        pipeline.require_release(Settings(data=tmp_path / "file"))
