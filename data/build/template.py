"""Builds the workbooks of the example municipality: one per YAML file, in the shape of the import template."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from workbooks import Column, Kind, Table, Value, write

SOURCE: Final = "Oppdiktet eksempel"
ORGANISATION: Final = {"Organisasjon": "eksempel", "Organisasjonsnavn": "Eksempel kommune (oppdiktet)"}
_DATES: Final = frozenset({"Gyldig fra", "Gyldig til", "Vedtatt dato", "Startdato", "Sluttdato"})
_NUMBERS: Final = frozenset(
    {"År", "Verdi", "Beløp (kr)", "Desimaler", "Minimum", "Maksimum", "Gjelder fra år", "Basisår", "Basisverdi"}
)
_WIDE: Final = frozenset({"Tittel", "Tittel nynorsk", "Tittel engelsk", "Begrunnelse", "Merknad"})
_WIDEST: Final = frozenset({"Ordlyd", "Ordlyd nynorsk", "Ordlyd engelsk"})

_HEAD: Final = ("Kode", "Tittel", "Tittel nynorsk", "Tittel engelsk", "Ordlyd", "Ordlyd nynorsk", "Ordlyd engelsk")
_TAIL: Final = ("Varig nøkkel", "Forløper", "Side", "Kilde")


def _concept(*own: str) -> tuple[str, ...]:
    return (*_HEAD, *own, *_TAIL)


#: Sheet → headings, in the order of the sheets in a workbook. A sheet without rows is left out.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "Dokument": (
        "Organisasjon", "Organisasjonsnavn", "Kommunenummer", "Organisasjonsnummer", "Utgave", "Tittel",
        "Tittel nynorsk", "Tittel engelsk", "Type", "Serie", "Gyldig fra", "Gyldig til", "Status", "Vedtatt av",
        "Vedtatt dato", "Saksnummer", "Erstatter", "Bygger på", "Kilde",
    ),
    "Organisasjon": ("Kode", "Navn", "Type", "Overordnet"),
    "Utfordringer": _concept(),
    "Satsingsområder": _concept("Bygger på FN-mål", "Internt", "Støtter FN"),
    "Hovedmål": _concept("Satsingsområde", "Gjelder", "Støtter FN"),
    "Delmål": _concept("Hovedmål", "Gjelder", "Støtter FN", "Tildelt"),
    "Strategier": _concept("Mål", "Støtter FN", "Ansvarlig", "Svarer på"),
    "Oppdrag": _concept("Strategi", "Ansvarlig", "Startdato", "Sluttdato", "Aktivitetstype", "Støtter FN"),
    "Tiltak": _concept(
        "Oppdrag", "Ansvarlig", "Startdato", "Sluttdato", "Aktivitetstype", "Status", "Pilot", "Samarbeidspart",
        "Samskaping", "Støtter FN",
    ),
    "Indikatorer": _concept(
        "Måler", "Enhet", "Retning", "Frekvens", "Resultatnivå", "Datakilde", "Datakvalitet", "Desimaler", "Minimum",
        "Maksimum", "Gjelder fra år", "Grønn", "Gul", "Rød", "Basisår", "Basisverdi", "Ansvarlig",
    ),
    "Måltall": ("Indikator", "År", "Verdi"),
    "Målinger": ("Indikator", "År", "Område", "Verdi", "Status", "Merknad", "Side", "Kilde"),
    "Bevilgninger": ("Kode", "Gjelder", "År", "Beløp (kr)", "Type", "Side", "Kilde"),
    "Prosjekter": _concept("Leverer", "Fase", "Startdato", "Sluttdato", "Ansvarlig"),
    "Bidrag": ("Fra", "Til", "Type", "Styrke", "Andel", "Begrunnelse"),
}  # fmt: skip


def build(sources: Path, target: Path) -> list[Path]:
    """Write every plan in ``sources`` as a workbook in ``target``; returns the files."""
    units = yaml.safe_load((sources / "organisasjon.yaml").read_text(encoding="utf-8"))
    written = []
    for source in sorted(sources.glob("*-20*.yaml")):
        plan = yaml.safe_load(source.read_text(encoding="utf-8"))
        path = target / f"{source.stem}.xlsx"
        write(path, plan["Dokument"][0]["Tittel"], _tables(plan, units))
        written.append(path)
    return written


def _tables(plan: Mapping[str, Any], units: Sequence[Sequence[str]]) -> Iterator[Table]:
    unknown = set(plan) - set(SHEETS)
    if unknown:
        raise ValueError(f"no such sheet: {', '.join(sorted(unknown))}")
    for name in SHEETS:
        rows = _rows(name, plan, units)
        if rows:
            yield table(name, rows)


def table(name: str, rows: Sequence[Mapping[str, Value]]) -> Table:
    """Return one sheet of the template; ``rows`` are heading → value."""
    headings = SHEETS[name]
    columns = [Column(heading, _kind(heading), _width(heading)) for heading in headings]
    return Table(name, columns, [_row(row, headings, name) for row in rows])


def _rows(name: str, plan: Mapping[str, Any], units: Sequence[Sequence[str]]) -> list[dict[str, Value]]:
    """Return a sheet's rows as heading → value; the short forms of the YAML are spread out."""
    raw = plan.get(name, [])
    if name == "Organisasjon":
        return [dict(zip(SHEETS[name], unit, strict=True)) for unit in units]
    if name == "Dokument":
        return [ORGANISATION | row for row in raw]
    if name == "Bevilgninger":
        return list(_allocations(raw))
    if name == "Målinger":
        return list(_observations(raw))
    return list(raw)


def _allocations(raw: Sequence[Sequence[Any]]) -> Iterator[dict[str, Value]]:
    for code, means, kind, amounts in raw:
        for year, thousands in amounts.items():
            yield {
                "Kode": f"{code}-{year}", "Gjelder": means, "År": year, "Beløp (kr)": thousands * 1000, "Type": kind,
                "Side": "27",
            }  # fmt: skip


def _observations(raw: Sequence[Sequence[Any]]) -> Iterator[dict[str, Value]]:
    for indicator, area, values, note, page in raw:
        for year, value in values.items():
            status = value if isinstance(value, str) else "målt"
            number = None if isinstance(value, str) else value
            yield {
                "Indikator": indicator, "År": year, "Område": area, "Verdi": number, "Status": status,
                "Merknad": note, "Side": page,
            }  # fmt: skip


def _row(row: Mapping[str, Value], headings: Sequence[str], sheet: str) -> list[Value]:
    unknown = set(row) - set(headings)
    if unknown:
        raise ValueError(f"sheet {sheet} has no column {', '.join(sorted(unknown))}")
    return [row.get(heading, SOURCE if heading == "Kilde" else None) for heading in headings]


def _kind(heading: str) -> Kind:
    return "date" if heading in _DATES else "number" if heading in _NUMBERS else "text"


def _width(heading: str) -> int:
    return 50 if heading in _WIDEST else 36 if heading in _WIDE else 16
