"""Builds the workbooks of a real municipality: one per YAML file, as goal cards or in the shape of the import template.

The YAML is short: a row's source is the document's address with the row's page behind it, and only the parts of the
organisation that a plan names are listed in its workbook.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import goal_cards
import template
import yaml
from workbooks import Value, write

Row = dict[str, Value]
Plan = Mapping[str, Any]
_NAMES_PARTS: Final = ("Ansvarlig", "Samarbeidspart", "Område", "Vedtatt av")
_ADDRESS: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
_SHORT: Final = {
    "Målinger": ("Indikator", "Område", "År", "Merknad", "Side", "Status", "Kilde"),
    "Bevilgninger": ("Kode", "Gjelder", "Type", "År", "Side"),
}


def build(sources: Path, target: Path) -> list[Path]:
    """Write every plan in ``sources`` as a workbook in ``target``; returns the files."""
    organisation = _load(sources / "organisasjon.yaml")
    catalogue = goal_cards.catalogue(sources)
    written = []
    for source in sorted(set(sources.glob("*.yaml")) - {sources / "organisasjon.yaml"}):
        plan = _load(source)
        sheets = list(template.tables(_sheets(plan, organisation)))
        first = [sheet for sheet in sheets if sheet.name in ("Dokument", "Organisasjon")]
        rest = [sheet for sheet in sheets if sheet not in first]
        path = target / f"{source.stem}.xlsx"
        write(path, _documents(plan)[0]["Tittel"], [*first, *goal_cards.tables(plan, catalogue), *rest])
        written.append(path)
    return written


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _documents(plan: Plan) -> list[dict[str, Any]]:
    told = plan["Dokument"]
    return told if isinstance(told, list) else [told]


def _sheets(plan: Plan, organisation: Plan) -> dict[str, list[Row]]:
    documents = [organisation["Organisasjon"] | {"Kilde": plan.get("Kilde")} | row for row in _documents(plan)]
    root = documents[0]["Kilde"]
    names = [name for name in plan if name not in ("Dokument", "Kilde", *goal_cards.PARTS)]
    sheets = {name: [_told(row, name, root) for row in _rows(name, plan[name])] for name in names}
    edition = documents[0]["Utgave"] if len(documents) > 1 else None
    named = {"Dokument": documents, **sheets, "Ark": plan.get("Ark", [])}
    parts = [part | {"Utgave": edition} for part in _parts(named, organisation["Deler"])]
    return {"Dokument": documents, "Organisasjon": parts, **sheets}


def _rows(name: str, raw: Sequence[Any]) -> Iterator[Row]:
    """Yield a sheet's rows as heading → value; a list stands for one row per year."""
    for row in raw:
        if isinstance(row, Mapping):
            yield dict(row)
            continue
        told = dict(zip(_SHORT[name], row, strict=False))
        for year, value in told.pop("År").items():
            if name == "Målinger":
                yield told | {"År": year, "Verdi": value}
            else:
                yield told | {"Kode": f"{told['Kode']}-{year}", "År": year, "Beløp (kr)": value * 1000}


def _told(row: Row, name: str, root: str) -> Row:
    """Return a row with the source it lacks: the document's address, with the page behind it if it is part of one."""
    if "Kilde" not in template.SHEETS[name] or row.get("Kilde"):
        return row
    page = str(row["Side"])
    return row | {"Kilde": f"{root}{page}/" if root.endswith("/") and _ADDRESS.fullmatch(page) else root}


def _parts(sheets: Mapping[str, Sequence[Mapping[str, Any]]], listed: Sequence[Sequence[str]]) -> list[Row]:
    """Return the parts of the organisation that rows name, by code or name, with what they are part of."""
    cells = (row.get(heading) or "" for rows in sheets.values() for row in rows for heading in _NAMES_PARTS)
    named = {name.strip() for cell in cells for name in str(cell).split(";")}
    parts: list[Row] = [dict(zip(template.SHEETS["Organisasjon"], part, strict=False)) for part in listed]
    above = {part["Overordnet"] for part in parts if {part["Kode"], part["Navn"]} & named}
    return [part for part in parts if {part["Kode"], part["Navn"]} & named or part["Kode"] in above]
