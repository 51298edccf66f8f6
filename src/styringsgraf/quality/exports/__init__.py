"""Reports of a check in every form: one table from a format's name to its writer, media type and suffix.

All carry the same facts of every finding: rule, severity, focus node, property, value, plan, cell and message.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from styringsgraf.formats import FORMATS
from styringsgraf.quality.exports import github, html, junit, rdf, sarif, table, terminal
from styringsgraf.quality.exports.facts import exit_code, failing, place, sound
from styringsgraf.quality.exports.plain import to_json
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import Report

__all__ = ["EXPORTS", "Export", "Setting", "by_name", "exit_code", "failing", "place", "render", "to_json", "to_text"]


@dataclass(frozen=True)
class Export:
    """One form of the report. ``lines``: text that may follow other text on a screen or in a log."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Report, Setting], bytes]
    lines: bool = False
    binary: bool = False
    aliases: tuple[str, ...] = ()


_ROWS: Final = (
    # name, suffix, media type, writer
    Export("text", ".txt", FORMATS["text"].content_type, terminal.write, lines=True),
    Export("json", ".json", FORMATS["json"].media_type, lambda report, _: to_json(report)),
    Export("ttl", ".ttl", FORMATS["ttl"].content_type, rdf.turtle, aliases=("turtle",)),
    Export("jsonld", ".jsonld", FORMATS["jsonld"].media_type, rdf.jsonld, aliases=("json-ld",)),
    Export("csv", ".csv", FORMATS["csv"].content_type, table.standard),
    Export("csv-no", ".csv", FORMATS["csv-no"].content_type, table.norwegian),
    Export("xlsx", ".xlsx", FORMATS["xlsx"].media_type, table.xlsx, binary=True),
    Export("junit", ".xml", FORMATS["junit"].media_type, junit.write),
    Export("sarif", ".sarif", FORMATS["sarif"].media_type, sarif.write),
    Export("github", ".txt", FORMATS["github"].content_type, github.write, lines=True),
    Export("html", ".html", FORMATS["html"].content_type, html.write),
)
EXPORTS: Final[Mapping[str, Export]] = {row.name: row for row in _ROWS}


def by_name(name: str) -> Export | None:
    """Return the format of that name or alias."""
    return next((row for row in _ROWS if name in (row.name, *row.aliases)), None)


def render(report: Report, name: str, setting: Setting) -> bytes:
    """Return the report in one form; ``name`` is a key of ``EXPORTS``."""
    whole, known = (tuple(map(sound, found)) for found in (report.findings, report.accepted))
    return EXPORTS[name].write(replace(report, findings=whole, accepted=known), setting)


def to_text(report: Report, lang: str) -> str:
    """Return the report for a terminal."""
    return render(report, "text", Setting(lang)).decode()
