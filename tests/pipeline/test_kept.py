"""Publishing and withdrawing build on the last check of the organisation, and say what a full check says."""

from datetime import date
from pathlib import Path

from styringsgraf import pipeline, resources
from styringsgraf.settings import Settings

DAY = date(2026, 6, 30)
#: In the order they were adopted.
PLANS = ("kommuneplan-2023", "handlingsprogram-2025-2028", "handlingsprogram-2026-2029", "arsrapport-2025")


def test_a_publish_and_a_withdrawal_build_on_the_last_check(tmp_path: Path, judged: list[int | None]) -> None:
    config = Settings(data=tmp_path / "data")
    pipeline.initialise(config, empty=True)
    files = pipeline.read_inputs([resources.data() / "eksempel" / f"{name}.xlsx" for name in PLANS])
    assert pipeline.publish(config, files, reference_date=DAY).manifest is not None
    assert judged == [None]
    assert pipeline.publish(config, files, reference_date=DAY).changed is False
    assert judged == [None, 0]
    document = next(iter(pipeline.data_folder(config).current().sources)).document  # type: ignore[union-attr]
    pipeline.withdraw(config, document)
    assert len(judged) == 3
    assert judged[-1]
