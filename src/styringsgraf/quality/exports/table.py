"""The report as a table: CSV for programs, CSV for Norwegian desks, and XLSX with a link to each cell."""

from typing import Final
from urllib.parse import quote

from styringsgraf import errors
from styringsgraf.namespaces import RULES
from styringsgraf.quality.exports.facts import column_number, label, marks, name, place, say, visible
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import Cell, Finding, Report
from styringsgraf.tables import Column, Grid, Shown, Value
from styringsgraf.tables.delimited import norwegian as semicolons
from styringsgraf.tables.delimited import standard as commas
from styringsgraf.tables.workbook import workbook
from styringsgraf.texts import pick, text

#: (name for programs, type, key of the heading)
_COLUMNS: Final = (
    ("severity", "label", "severity"), ("rule", "label", "rule"), ("message", "label", "message"),
    ("place", "label", "place"), ("responsible", "label", "responsible"), ("status", "label", "status"),
    ("ruleLabel", "label", "label"), ("file", "label", "file"), ("sheet", "label", "sheet"),
    ("row", "integer", "row"), ("letter", "label", "letter"), ("column", "label", "column"),
    ("focusNode", "iri", "focus-node"), ("path", "iri", "path"), ("value", "label", "value"),
    ("plan", "iri", "plan"), ("help", "iri", "help"),
)  # fmt: skip
_MOST_ROWS: Final = 1_048_575  # of a sheet, below the heading
_MOST_LINKS: Final = 65_530  # of a sheet
_LONGEST_LINK: Final = 2_000
_SIGNS: Final = "%#"


def standard(report: Report, setting: Setting) -> bytes:
    """Return RFC 4180: codes and names as programs read them, one row a finding."""
    return commas(grid(report, setting))


def norwegian(report: Report, setting: Setting) -> bytes:
    """Return what a Norwegian spreadsheet opens by double click: semicolons, headings for people."""
    return semicolons(grid(report, setting), setting.lang)


def xlsx(report: Report, setting: Setting) -> bytes:
    """Return one sheet, one row a finding, each place linked to its cell; raises ``TooLarge`` past a sheet's rows."""
    if len(report.findings) > _MOST_ROWS:
        raise errors.TooLarge("reports.too-many-rows", count=len(report.findings), limit=_MOST_ROWS)
    return workbook(grid(report, setting), setting.lang, say("title", setting.lang))


def grid(report: Report, setting: Setting) -> Grid:
    """Return the findings as rows; control characters as pictures, since spreadsheets cannot hold them."""
    columns = tuple(Column(name, kind, text(f"reports.column-{key}")) for name, kind, key in _COLUMNS)
    rows = (_row(finding, report, setting, at < _MOST_LINKS) for at, finding in enumerate(report.findings))
    return Grid(columns, tuple(rows))


def _row(finding: Finding, report: Report, setting: Setting, linked: bool) -> tuple[Value, ...]:  # noqa: FBT001
    lang, cell = setting.lang, finding.cell
    message = visible(pick(finding.message, lang))
    units = "; ".join(name(unit, lang) for unit in finding.responsible)
    return (
        Shown(say(f"severity-{finding.severity}", lang), finding.severity, finding.severity),
        finding.rule,
        Shown(message, message),
        _place(cell, setting, linked) if cell else None,
        _seen(units or None),
        _seen(marks(finding, report, lang) or None),
        _seen(label(finding.rule, lang)),
        *_cell(cell),
        _seen(finding.focus_node),
        _seen(finding.path),
        _seen(finding.value),
        _seen(finding.plan),
        RULES + finding.rule,
    )


def _cell(cell: Cell | None) -> tuple[Value, ...]:
    if cell is None:
        return (None,) * 5
    return (_seen(cell.file), _seen(cell.sheet), cell.row, _seen(cell.letter), _seen(cell.column))


def _place(cell: Cell, setting: Setting, linked: bool) -> Shown:  # noqa: FBT001
    words = visible(place(cell, setting.lang))
    return Shown(words, words, link=link(cell, setting) if linked else None)


def link(cell: Cell, setting: Setting) -> str | None:
    """Return the link to a cell, ``external:./plan.xlsx#'Mål'!B14``; None where no link can be written."""
    path = setting.beside(cell.file)
    if visible(path + (cell.sheet or "")) != path + (cell.sheet or "") or "\n" in path or not path.strip():
        return None
    if any(sign in path for sign in _SIGNS):
        path = quote(path)
    target = f"external:{path if path.startswith(('/', '.')) else f'./{path}'}"
    if cell.sheet and cell.row:
        letter = cell.letter if column_number(cell.letter) else "A"
        target += "#'{}'!{}{}".format(cell.sheet.replace("'", "''"), letter, cell.row)
    return target if len(target) <= _LONGEST_LINK else None


def _seen(given: str | None) -> str | None:
    return None if given is None else visible(given)
