"""A folder of several releases: the example's plans one after the other, a rewording, a withdrawal."""

from datetime import date
from pathlib import Path

import openpyxl

from styringsgraf import pipeline
from styringsgraf.settings import Settings

DAY = date(2026, 6, 30)
EXAMPLE = Path(__file__).parents[2] / "data" / "eksempel"
#: In the order they are published.
PLANS = ("kommuneplan-2023", "handlingsprogram-2025-2028", "handlingsprogram-2026-2029")
REWORDED = "Barn i risiko får rett hjelp tidlig."


def publish_chain(folder: Path) -> tuple[str, ...]:
    """Fill ``folder/data`` and return the releases: empty, three plans, reworded, one plan withdrawn."""
    config = Settings(data=folder / "data", keep_stores=1)
    made = [pipeline.initialise(config, empty=True)]
    for name in PLANS:
        files = pipeline.read_inputs([EXAMPLE / f"{name}.xlsx"])
        made.append(pipeline.publish(config, files, reference_date=DAY))
    book = openpyxl.load_workbook(EXAMPLE / "kommuneplan-2023.xlsx")
    sheet = book["Delmål"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "Ordlyd")
    sheet[f"{column}2"] = REWORDED
    book.save(folder / "kommuneplan-2023.xlsx")
    files = pipeline.read_inputs([folder / "kommuneplan-2023.xlsx"])
    made += [pipeline.publish(config, files, reference_date=DAY)]
    made += [pipeline.withdraw(config, "eksempel/handlingsprogram-2026-2029")]
    manifests = [one.manifest for one in made]
    assert all(manifest is not None for manifest in manifests)
    return tuple(manifest.id for manifest in manifests if manifest is not None)
