"""A seeded generator of plan workbooks in our template's shape: same seed, same workbook. Never shipped.

``scale`` 1.0 gives about 1 100 rows over one master plan with its programme; the size grows linearly.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter

TARGETS = ("3.4", "4.1", "4.2", "8.6", "10.2", "11.3", "11.7", "12.5", "13.2", "16.7", "17.17")
AREAS = ("oppvekst", "helse", "teknikk", "kultur")
Cell = str | int | float | date


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, headings and rows."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def municipality(seed: int, slug: str, scale: float = 1.0) -> bytes:
    """Return one municipality's plan as a workbook (xlsx bytes)."""
    rng = random.Random(seed)
    return workbook([*_frame(slug), *_thread(rng, scale)])


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return sheets as a workbook (xlsx); the same sheets give the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.write_row(0, 0, sheet.headings)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
                elif isinstance(value, str):
                    page.write_string(number, column, value)
                else:
                    page.write_number(number, column, value)
    book.close()
    return buffer.getvalue()


def _frame(slug: str) -> list[Sheet]:
    headings = ("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type", "Serie", "Gyldig fra", "Gyldig til",
                "Status")  # fmt: skip
    row: tuple[Cell, ...] = (
        slug,
        slug.capitalize(),
        "handlingsprogram-2025-2028",
        "Handlingsprogram 2025–2028",
        "handlingsprogram",
        "handlingsprogram",
        date(2025, 1, 1),
        date(2028, 12, 31),
        "vedtatt",
    )
    units: list[tuple[Cell, ...]] = [(area, area.capitalize(), "tjenesteområde", "") for area in AREAS]
    units += [(f"{area}-{n}", f"{area.capitalize()} {n}", "virksomhet", area) for area in AREAS for n in range(1, 6)]
    return [
        Sheet("Dokument", headings, [row]),
        Sheet("Organisasjon", ("Kode", "Navn", "Type", "Overordnet"), units),
    ]


def _thread(rng: random.Random, scale: float) -> list[Sheet]:
    def count(base: int) -> range:
        return range(1, max(2, round(base * scale)) + 1)

    def some(prefix: str, base: int) -> str:
        chosen = rng.sample(count(base), k=min(rng.choice((1, 1, 1, 2)), len(count(base))))
        return "; ".join(f"{prefix}{n}" for n in sorted(chosen))

    def sdg() -> str:
        return rng.choice(TARGETS) if rng.random() < 0.3 else ""  # noqa: PLR2004 - a share

    def unit() -> str:
        return f"{rng.choice(AREAS)}-{rng.randint(1, 5)}"

    areas: list[tuple[Cell, ...]] = [(f"F{n}", f"Satsingsområde {n}", rng.choice(TARGETS).split(".")[0])
                                     for n in count(6)]  # fmt: skip
    goals: list[tuple[Cell, ...]] = [(f"H{n}", f"Innbyggerne har det godt, del {n}", rng.choice(areas)[0], sdg())
                                     for n in count(12)]  # fmt: skip
    subs: list[tuple[Cell, ...]] = [(f"D{n}", f"Flere deltar på arena {n}", rng.choice(goals)[0], sdg())
                                    for n in count(40)]  # fmt: skip
    strategies: list[tuple[Cell, ...]] = [(f"S{n}", f"Kommunen skal prioritere vei {n}", some("D", 40), sdg())
                                          for n in count(70)]  # fmt: skip
    assignments: list[tuple[Cell, ...]] = [(f"O{n}", f"Tjenesteområdet skal utarbeide {n}", some("S", 70),
                                            rng.choice(AREAS)) for n in count(110)]  # fmt: skip
    measures: list[tuple[Cell, ...]] = [(f"T{n}", f"Enheten etablerer tilbud {n}", some("O", 110), unit())
                                        for n in count(250)]  # fmt: skip
    indicators: list[tuple[Cell, ...]] = [(f"I{n}", f"Andel som deltar på arena {n}", f"D{(n - 1) % len(subs) + 1}",
                                           "prosent", "høyere er bedre", "årlig", "60–100", "40–59", "0–39")
                                          for n in count(80)]  # fmt: skip
    observations: list[tuple[Cell, ...]] = [(f"I{n}", year, "", rng.randint(0, 100))
                                            for n in count(80) for year in range(2019, 2026)]  # fmt: skip
    return [
        Sheet("Satsingsområder", ("Kode", "Tittel", "Bygger på FN-mål"), areas),
        Sheet("Hovedmål", ("Kode", "Tittel", "Satsingsområde", "Støtter FN"), goals),
        Sheet("Delmål", ("Kode", "Tittel", "Hovedmål", "Støtter FN"), subs),
        Sheet("Strategier", ("Kode", "Tittel", "Mål", "Støtter FN"), strategies),
        Sheet("Oppdrag", ("Kode", "Tittel", "Strategi", "Ansvarlig"), assignments),
        Sheet("Tiltak", ("Kode", "Tittel", "Oppdrag", "Ansvarlig"), measures),
        Sheet("Indikatorer", ("Kode", "Tittel", "Måler", "Enhet", "Retning", "Frekvens", "Grønn", "Gul", "Rød"),
              indicators),
        Sheet("Målinger", ("Indikator", "År", "Område", "Verdi"), observations),
    ]  # fmt: skip
