"""Builds workbooks in the shape of the import template: one per YAML file, one sheet a concept, one row a node."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from workbooks import Column, Kind, Table, Value, write

SOURCE: Final = "Oppdiktet eksempel"
ORGANISATION: Final = {"Organisasjon": "eksempel", "Organisasjonsnavn": "Eksempel kommune (oppdiktet)"}
_DATES: Final = frozenset({"Gyldig fra", "Gyldig til", "Vedtatt dato", "Startdato", "Sluttdato", "Dato"})
_NUMBERS: Final = frozenset(
    {
        "År",
        "Verdi",
        "Beløp (kr)",
        "Desimaler",
        "Minimum",
        "Maksimum",
        "Gjelder fra år",
        "Basisår",
        "Basisverdi",
        "Prioritet",
    }
)
_WIDE: Final = frozenset({"Tittel", "Tittel nynorsk", "Tittel engelsk", "Begrunnelse", "Merknad"})
_WIDEST: Final = frozenset({"Ordlyd", "Ordlyd nynorsk", "Ordlyd engelsk"})

_HEAD: Final = ("Kode", "Tittel", "Tittel nynorsk", "Tittel engelsk", "Ordlyd", "Ordlyd nynorsk", "Ordlyd engelsk")
_TAIL: Final = ("Varig nøkkel", "Forløper", "Merknad", "Side", "Kilde")
#: Columns that a sheet only has when some row of it fills them; «Merknad» of the sheets of concepts likewise.
_WHEN_FILLED: Final = {
    "Dokument": frozenset({"Offisielle lenker"}),
    "Organisasjon": frozenset({"Utgave"}),
    "Hovedmål": frozenset({"Prioritet"}),
    "Delmål": frozenset({"Satsingsområde"}),
    "Strategier": frozenset({"Satsingsområde"}),
}


def _concept(*own: str) -> tuple[str, ...]:
    return (*_HEAD, *own, *_TAIL)


#: Sheet → headings, in the order of the sheets in a workbook. A sheet without rows is left out.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "Dokument": (
        "Organisasjon", "Organisasjonsnavn", "Kommunenummer", "Organisasjonsnummer", "Offisielle lenker", "Utgave",
        "Tittel", "Tittel nynorsk", "Tittel engelsk", "Type", "Serie", "Gyldig fra", "Gyldig til", "Status",
        "Vedtatt av", "Vedtatt dato", "Saksnummer", "Erstatter", "Bygger på", "Kilde",
    ),
    "Organisasjon": ("Kode", "Navn", "Type", "Overordnet", "Utgave"),
    "Sammenslåing": ("Til", "Fra", "Dato", "Tittel", "Tittel nynorsk", "Tittel engelsk", "Side", "Kilde"),
    "Kommunenumre": ("Organisasjon", "Nummer", "Gyldig fra", "Gyldig til", "Kilde"),
    "Utfordringer": _concept(),
    "Satsingsområder": _concept("Bygger på FN-mål", "Internt", "Støtter FN"),
    "Hovedmål": _concept("Satsingsområde", "Gjelder", "Prioritet", "Støtter FN"),
    "Delmål": _concept("Hovedmål", "Satsingsområde", "Gjelder", "Støtter FN", "Tildelt"),
    "Strategier": _concept("Mål", "Satsingsområde", "Støtter FN", "Ansvarlig", "Svarer på"),
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
    """Write every plan of the example in ``sources`` as a workbook in ``target``; returns the files."""
    units = yaml.safe_load((sources / "organisasjon.yaml").read_text(encoding="utf-8"))
    written = []
    for source in sorted(sources.glob("*-20*.yaml")):
        plan = yaml.safe_load(source.read_text(encoding="utf-8"))
        path = target / f"{source.stem}.xlsx"
        sheets = {name: _rows(name, plan.get(name, [])) for name in plan} | {
            "Dokument": [ORGANISATION | {"Kilde": SOURCE} | row for row in plan["Dokument"]],
            "Organisasjon": [dict(zip(SHEETS["Organisasjon"], unit, strict=False)) for unit in units],
        }
        write(path, plan["Dokument"][0]["Tittel"], tables(sheets))
        written.append(path)
    return written


def tables(sheets: Mapping[str, Sequence[Mapping[str, Value]]]) -> Iterator[Table]:
    """Yield the sheets that have rows, in the order of the template; raises ``ValueError`` for a sheet it lacks."""
    unknown = set(sheets) - set(SHEETS)
    if unknown:
        raise ValueError(f"no such sheet: {', '.join(sorted(unknown))}")
    for name in SHEETS:
        if sheets.get(name):
            yield table(name, sheets[name])


def table(name: str, rows: Sequence[Mapping[str, Value]]) -> Table:
    """Return one sheet of the template; ``rows`` are heading → value."""
    seldom = _WHEN_FILLED.get(name, frozenset()) | (frozenset() if name == "Målinger" else {"Merknad"})
    filled = {heading for row in rows for heading, value in row.items() if value not in (None, "")}
    headings = [heading for heading in SHEETS[name] if heading in filled or heading not in seldom]
    columns = [Column(heading, _kind(heading), _width(heading)) for heading in headings]
    return Table(name, columns, [_row(row, headings, name) for row in rows])


def _rows(name: str, raw: Sequence[Any]) -> list[dict[str, Value]]:
    """Return a sheet's rows as heading → value; the short forms of the YAML are spread out."""
    spread = {"Bevilgninger": _allocations, "Målinger": _observations}.get(name, list)
    told: dict[str, Value] = {"Kilde": SOURCE} if "Kilde" in SHEETS[name] else {}
    return [told | row for row in spread(raw)]


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
    unknown = set(row) - set(SHEETS[sheet])
    if unknown:
        raise ValueError(f"sheet {sheet} has no column {', '.join(sorted(unknown))}")
    return [row.get(heading) for heading in headings]


def _kind(heading: str) -> Kind:
    return "date" if heading in _DATES else "number" if heading in _NUMBERS else "text"


def _width(heading: str) -> int:
    return 50 if heading in _WIDEST else 36 if heading in _WIDE else 16
