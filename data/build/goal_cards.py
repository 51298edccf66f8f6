"""Builds the goal cards of a plan: one sheet a focus area, wordings and bands from the two CSV files."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from workbooks import Column, Table, Value

#: Parts of a plan that its goal cards are made from.
PARTS: Final = ("Ark", "Forløpere", "Merknader")
Record = Mapping[str, str]
_BEFORE: Final = (
    Column("Sentrale utfordringer", width=34),
    Column("Måleindikatorer", width=52),
    Column("Enhet"),
    Column("Retning"),
    Column("Ønsket resultat"),
    Column("Laveste aksepterte resultat", width=24),
    Column("Ikke godkjent resultat"),
)
_AFTER: Final = (Column("Merknad", width=40), Column("Kilde", width=60), Column("Side", width=32))
_FORERUNNER_COLUMNS: Final = (Column("Kode"), Column("Forløper", width=36), Column("Varig nøkkel", width=36),
                              Column("Merknad", width=60))  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """Goals and indicators by their id: the code, with the year behind it where a code has two meanings."""

    goals: Mapping[str, Record]
    indicators: Mapping[str, Record]

    def label(self, name: str) -> str:
        """Return the printed text of a goal: code and wording."""
        goal = self.goals[name]
        return f"{goal['kode']} {goal['ordlyd']}"


def catalogue(sources: Path) -> Catalogue:
    """Return the goals and indicators listed in a folder; a municipality without goal cards has none."""
    return Catalogue(_records(sources / "mal.csv"), _records(sources / "indikatorer.csv"))


def tables(plan: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Table]:
    """Yield the goal cards of a plan and the sheet of forerunners; nothing for a plan without cards."""
    if "Ark" not in plan:
        return
    for card in plan["Ark"]:
        yield _card(card, plan["Dokument"]["Kilde"], catalogue)
    yield Table("Forløpere", _FORERUNNER_COLUMNS, list(_forerunners(plan, catalogue)))


def _records(path: Path) -> dict[str, Record]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {record["id"]: record for record in csv.DictReader(lines, delimiter=";")}


def _card(card: Mapping[str, Any], root: str, catalogue: Catalogue) -> Table:
    source = f"{root}{card['Side']}/"
    focus = catalogue.goals[card["Satsingsområde"]]
    above = [("Satsingsområde", f"{focus['kode']} {focus['ordlyd']}"), ("Fokusmål", catalogue.label(card["Fokusmål"]))]
    if "Område" in card:
        above.append(("Område", card["Område"]))
    above += [("Kilde", source), ("Side", card["Side"])]
    results = [Column(heading) for heading in card["Resultat"]]
    rows = [_row(row, catalogue, (source, card["Side"])) for row in card["Rader"]]
    return Table(card["Navn"], [*_BEFORE, *results, *_AFTER], rows, above, list(_runs(card["Rader"])))


def _row(row: Sequence[Any], catalogue: Catalogue, place: tuple[str, str]) -> list[Value]:
    goal, name, *results, note = row
    own: list[Value] = [None] * 6
    if name:
        found = catalogue.indicators[name]
        parts = (found[part] for part in ("enhet", "retning", "grønn", "gul", "rød"))
        own = [f"{found['kode']} {found['måleindikator']}", *parts]
    return [catalogue.label(goal), *own, *results, note, *place]


def _runs(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows under one sub-goal, which the originals print as one merged cell."""
    start = 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        length = len(list(group))
        if length > 1:
            yield start, start + length - 1
        start += length


def _forerunners(plan: Mapping[str, Any], catalogue: Catalogue) -> Iterator[list[Value]]:
    """Yield one row per thing on the cards: what it continues, and the key that endures across documents."""
    earlier = plan["Dokument"].get("Erstatter", "")
    for record in _used(plan, catalogue):
        code = record["kode"]
        continues = plan["Forløpere"].get(code)
        forerunner = f"{earlier}:{continues}" if continues else None
        yield [code, forerunner, record["nøkkel"], plan["Merknader"].get(code)]


def _used(plan: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Record]:
    names: dict[str, Record] = {}
    for card in plan["Ark"]:
        for name in (card["Satsingsområde"], card["Fokusmål"], *(row[0] for row in card["Rader"])):
            names[name] = catalogue.goals[name]
        names |= {row[1]: catalogue.indicators[row[1]] for row in card["Rader"] if row[1]}
    return iter(names.values())
