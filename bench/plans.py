"""A seeded municipality with seven plan editions, about 40 000 statements in all, and faults that are known.

Two master plans, three action programmes and two operations plans; the newest of each is in force. Every node but the
first edition's names its forerunner, links go from edition to edition, and every title is there in three languages,
so that what a check finds is mostly what was spoilt on purpose (``Faults``). Never shipped.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from generate import AREAS, TARGETS, Cell, Sheet, workbook
from styringsgraf.namespaces import Minter

#: The day the country is looked at.
DAY: Final = date(2026, 6, 30)
#: Edition, title, type, first and last year; each supersedes the one before of its type.
EDITIONS: Final = (
    ("kommuneplan-2019", "Kommuneplan 2019–2030", "kommuneplan", 2019, 2030),
    ("kommuneplan-2023", "Kommuneplan 2023–2034", "kommuneplan", 2023, 2034),
    ("handlingsprogram-2024", "Handlingsprogram 2024–2027", "handlingsprogram", 2024, 2027),
    ("handlingsprogram-2025", "Handlingsprogram 2025–2028", "handlingsprogram", 2025, 2028),
    ("handlingsprogram-2026", "Handlingsprogram 2026–2029", "handlingsprogram", 2026, 2029),
    ("virksomhetsplan-2025", "Virksomhetsplan 2025", "virksomhetsplan", 2025, 2025),
    ("virksomhetsplan-2026", "Virksomhetsplan 2026", "virksomhetsplan", 2026, 2026),
)
IN_FORCE: Final = ("kommuneplan-2023", "handlingsprogram-2026", "virksomhetsplan-2026")
#: The edition whose change is published when a publish is measured.
CHANGED: Final = "handlingsprogram-2026"
#: How many of each a master plan, a programme, an operations plan has.
_AREAS, _GOALS, _SUBS, _INDICATORS, _STRATEGIES, _ASSIGNMENTS, _MEASURES = 5, 8, 26, 36, 42, 68, 156
_HEAD: Final = ("Kode", "Tittel", "Tittel nynorsk", "Tittel engelsk", "Forløper")


@dataclass(frozen=True)
class Faults:
    """What is wrong with the plans in force, by codes."""

    measures_without_assignment: frozenset[str]
    overlapping_bands: frozenset[str]


def faults(seed: int) -> Faults:
    """Return the faults of the municipality with this seed."""
    rng = random.Random(f"faults {seed}")

    def some(prefix: str, count: int, few: int) -> frozenset[str]:
        return frozenset(f"{prefix}{n}" for n in rng.sample(range(1, count + 1), few))

    return Faults(some("T", _MEASURES, 6), some("I", _INDICATORS, 4))


def name_of(number: int) -> str:
    """Return a municipality's slug; all are as long as each other, and none is part of another word."""
    return f"kommune-{number:04d}"


def editions(seed: int, number: int) -> Iterator[tuple[str, bytes]]:
    """Yield the seven editions of a municipality as (file name, workbook), the older first."""
    for edition, *_ in EDITIONS:
        yield f"{name_of(number)}-{edition}.xlsx", plan(seed, number, edition)


def plan(seed: int, number: int, edition: str, turn: int = 0) -> bytes:
    """Return one edition as a workbook. With ``turn``, five of its nodes got another wording: a small change."""
    place = [name for name, *_ in EDITIONS].index(edition)
    _, _, kind, *_ = EDITIONS[place]
    before = EDITIONS[place - 1][0] if place and EDITIONS[place - 1][2] == kind else ""
    rng = random.Random(f"{seed} {edition}")
    makers = {"kommuneplan": _master, "handlingsprogram": _programme, "virksomhetsplan": _operations}
    return workbook([*_frame(number, place, before), *makers[kind](_Edition(rng, edition, before, faults(seed), turn))])


@dataclass(frozen=True)
class _Edition:
    rng: random.Random
    name: str
    before: str
    faults: Faults
    turn: int

    def head(self, prefix: str, number: int, texts: tuple[str, str, str]) -> tuple[Cell, ...]:
        """Return code, titles and forerunner of a node."""
        code = f"{prefix}{number}"
        worded = f" – vending {self.turn}" if self.turn and number <= 5 else ""  # noqa: PLR2004 - the five
        titles = tuple(f"{text} {number}{worded}" for text in texts)
        return (code, *titles, f"{self.before}:{code}" if self.before else "")

    def some(self, plan: str, prefix: str, count: int) -> str:
        """Return one or two references to nodes of another plan, or of this one ('')."""
        chosen = self.rng.sample(range(1, count + 1), k=self.rng.choice((1, 1, 1, 2)))
        return "; ".join(f"{plan}:{prefix}{n}" if plan else f"{prefix}{n}" for n in sorted(chosen))

    def target(self, share: float) -> str:
        """Return a UN target for this share of the nodes."""
        return self.rng.choice(TARGETS) if self.rng.random() < share else ""


def _frame(number: int, place: int, before: str) -> Iterator[Sheet]:
    edition, title, kind, first, last = EDITIONS[place]
    yield Sheet(
        "Dokument",
        ("Organisasjon", "Organisasjonsnavn", "Kommunenummer", "Utgave", "Tittel", "Tittel nynorsk", "Tittel engelsk",
         "Type", "Serie", "Gyldig fra", "Gyldig til", "Status", "Vedtatt av", "Vedtatt dato", "Erstatter", "Kilde"),
        [(name_of(number), f"Kommune {number:04d}", f"{number:04d}", edition, title, title, title, kind, kind,
          date(first, 1, 1), date(last, 12, 31), "vedtatt", "Kommunestyret", date(first - 1, 12, 1), before, title)],
    )  # fmt: skip
    units: list[tuple[Cell, ...]] = [(area, area.capitalize(), "tjenesteområde", "") for area in AREAS]
    units += [(f"{area}-{n}", f"{area.capitalize()} {n}", "virksomhet", area) for area in AREAS for n in range(1, 6)]
    yield Sheet("Organisasjon", ("Kode", "Navn", "Type", "Overordnet"), units)


def _master(plan: _Edition) -> Iterator[Sheet]:
    rng = plan.rng
    yield _sheet("Satsingsområder", ("Bygger på FN-mål",), (
        (*plan.head("F", n, ("Satsingsområde", "Satsingsområde", "Focus area")), rng.choice(TARGETS).split(".")[0])
        for n in _upto(_AREAS)
    ))  # fmt: skip
    yield _sheet("Hovedmål", ("Satsingsområde", "Støtter FN"), (
        (*plan.head("H", n, ("Innbyggerne har det godt i krets", "Innbyggjarane har det godt i krins",
                             "People live well in district")), f"F{rng.randint(1, _AREAS)}", plan.target(0.5))
        for n in _upto(_GOALS)
    ))  # fmt: skip
    yield _sheet("Delmål", ("Hovedmål", "Støtter FN", "Tildelt"), (
        (*plan.head("D", n, ("Flere deltar på arena", "Fleire deltek på arena", "More people take part in arena")),
         f"H{rng.randint(1, _GOALS)}", plan.target(0.5), rng.choice(AREAS))
        for n in _upto(_SUBS)
    ))  # fmt: skip
    yield from _measuring(plan)


def _measuring(plan: _Edition) -> Iterator[Sheet]:
    rng = plan.rng
    yield _sheet(
        "Indikatorer",
        ("Måler", "Enhet", "Retning", "Frekvens", "Datakilde", "Desimaler", "Basisår", "Basisverdi", "Grønn", "Gul",
         "Rød", "Ansvarlig"),
        ((*plan.head("I", n, ("Andel som deltar på arena", "Del som deltek på arena", "Share taking part in arena")),
          f"D{(n - 1) % _SUBS + 1}", "prosent", "høyere er bedre", "årlig", "Egen telling", 0, 2018, 50, "60–100",
          "40–65" if f"I{n}" in plan.faults.overlapping_bands else "40–59", "0–39", rng.choice(AREAS))
         for n in _upto(_INDICATORS)),
    )  # fmt: skip
    goals: list[tuple[Cell, ...]] = [(f"I{n}", 2030, rng.randint(60, 90)) for n in _upto(_INDICATORS)]
    yield Sheet("Måltall", ("Indikator", "År", "Verdi"), goals)
    years = range(2023, 2026) if plan.before else range(2019, 2023)
    seen: list[tuple[Cell, ...]] = [
        (f"I{n}", year, "", rng.randint(0, 100)) for n in _upto(_INDICATORS) for year in years
    ]
    yield Sheet("Målinger", ("Indikator", "År", "Område", "Verdi"), seen)


def _programme(plan: _Edition) -> Iterator[Sheet]:
    rng, goals = plan.rng, "kommuneplan-2023"
    yield _sheet("Strategier", ("Mål", "Støtter FN", "Ansvarlig"), (
        (*plan.head("S", n, ("Kommunen skal prioritere vei", "Kommunen skal prioritere veg",
                             "The municipality will prioritise route")),
         plan.some(goals, "D", _SUBS), plan.target(0.2), rng.choice(AREAS))
        for n in _upto(_STRATEGIES)
    ))  # fmt: skip
    year = int(plan.name[-4:])
    yield _sheet("Oppdrag", ("Strategi", "Ansvarlig", "Startdato", "Sluttdato"), (
        (*plan.head("O", n, ("Tjenesteområdet skal utarbeide grunnlag", "Tenesteområdet skal utarbeide grunnlag",
                             "The service area is to prepare basis")),
         plan.some("", "S", _STRATEGIES), rng.choice(AREAS), date(year, 1, 1), date(year + 1, 12, 31))
        for n in _upto(_ASSIGNMENTS)
    ))  # fmt: skip


def _operations(plan: _Edition) -> Iterator[Sheet]:
    rng, year = plan.rng, int(plan.name[-4:])
    source = f"handlingsprogram-{year}"
    yield _sheet("Tiltak", ("Oppdrag", "Ansvarlig", "Startdato", "Sluttdato", "Status"), (
        (*plan.head("T", n, ("Enheten etablerer tilbud", "Eininga etablerer tilbod", "The unit sets up offer")),
         "" if f"T{n}" in plan.faults.measures_without_assignment else plan.some(source, "O", _ASSIGNMENTS),
         f"{rng.choice(AREAS)}-{rng.randint(1, 5)}", date(year, 1, 1), date(year, 12, 31), "pågår")
        for n in _upto(_MEASURES)
    ))  # fmt: skip


def _sheet(name: str, more: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    return Sheet(name, (*_HEAD, *more), list(rows))


def _upto(count: int) -> range:
    return range(1, count + 1)


def nodes(minter: Minter, number: int) -> Iterator[str]:
    """Yield the addresses of the nodes in force of a municipality, goals to measures."""
    kinds = (
        ("kommuneplan-2023", "main-goal", "H", _GOALS),
        ("kommuneplan-2023", "sub-goal", "D", _SUBS),
        ("handlingsprogram-2026", "strategy", "S", _STRATEGIES),
        ("handlingsprogram-2026", "assignment", "O", _ASSIGNMENTS),
        ("virksomhetsplan-2026", "measure", "T", _MEASURES),
    )
    for edition, kind, prefix, count in kinds:
        for n in _upto(count):
            yield minter.edition(name_of(number), edition, kind, f"{prefix}{n}")
