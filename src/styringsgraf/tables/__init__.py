"""Rows of an answer as bytes: JSON, CSV for programs, CSV and XLSX for Norwegian desks, text for terminals."""

from styringsgraf.tables.delimited import norwegian, standard
from styringsgraf.tables.jsontext import indented
from styringsgraf.tables.model import Column, Grid, Rendered, Shown, Value, as_json, records
from styringsgraf.tables.terminal import terminal
from styringsgraf.tables.workbook import workbook

__all__ = ["Column", "Grid", "Rendered", "Shown", "Value", "as_json", "indented", "records", "render"]


def render(result: Rendered, name: str, lang: str) -> bytes:
    """Return an answer as ``json``, ``csv``, ``csv-no``, ``xlsx`` or ``table`` (text), in UTF-8."""
    match name:
        case "json":
            return indented(result.as_json()) + b"\n"
        case "csv":
            return standard(result.grid)
        case "csv-no":
            return norwegian(result.grid, lang)
        case "xlsx":
            return workbook(result.grid, lang, result.title)
        case "table":
            return terminal(result.grid, lang, result.title, result.notes).encode()
    raise ValueError(name)  # doors offer only the names of formats.QUESTION and 'table'
