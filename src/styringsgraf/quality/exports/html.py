"""The report as one HTML page that asks nothing of the network: to read, to print, to send."""

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Final

from styringsgraf.namespaces import RULES, compact
from styringsgraf.quality.exports.facts import Group, groups, label, marks, one_line, place, say, spoken, visible
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import Accepted, Finding, Report
from styringsgraf.texts import pick, text

_COLUMNS: Final = ("severity", "rule", "message", "place", "about")
_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .3rem 0; font-size: .9rem; }
th, td { border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent); padding: .45rem .6rem;
  text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td p { margin: 0; white-space: pre-wrap; }
th { overflow-wrap: normal; } td.rule { min-width: 9rem; } td.place { min-width: 11rem; } td.about { min-width: 7rem; }
td.severity { white-space: nowrap; } tr.violation td.severity { font-weight: bold; border-left: .3rem solid #b3261e; }
tr.warning td.severity { border-left: .3rem solid #a56400; } tr.info td.severity { border-left: .3rem solid #3b6ea8; }
dl { margin: 0; font-size: .85rem; } dt { font-weight: bold; } dd { margin: 0 0 .2rem; white-space: pre-wrap; }
.mark { font-style: italic; }
@media print { body { max-width: none; padding: 0; font-size: 9pt; } nav { display: none; }
  tr { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; } }
"""


def write(report: Report, setting: Setting) -> bytes:
    """Return the page in the reader's language: a table for each unit, plan or file, the gravest first.

    What was found in other plans than those under check comes after.
    """
    lang = setting.lang
    found = (
        *groups(filter(report.is_about, report.findings), lang),
        *(
            replace(group, title=say("other-plans", lang, title=group.title))
            for group in groups((f for f in report.findings if not report.is_about(f)), lang)
        ),
    )
    title = escape(say("title", lang))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    lines = [
        "<!doctype html>",
        f'<html lang="{lang}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">',
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>',
        f"<style>{_STYLE}</style></head>",
        f"<body><header><h1>{title}</h1><p>{escape(_counts(report, lang))}</p></header>",
        *_contents(found, lang),
        "<main>",
        *(line for at, group in enumerate(found, 1) for line in _section(at, group, report, lang)),
        *_entries(report, lang),
        f"<p>{escape(pick(text('quality.conforms'), lang))}</p>" if report.conforms else "",
        "</main></body></html>",
    ]
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _counts(report: Report, lang: str) -> str:
    return say("count", lang, accepted=len(report.accepted), **{str(level): n for level, n in report.counts.items()})


def _contents(found: Iterable[Group], lang: str) -> Iterable[str]:
    items = [
        f'<li><a href="#g{at}">{escape(group.title)}</a>: {escape(_count(group, lang))}</li>'
        for at, group in enumerate(found, 1)
    ]
    if len(items) > 1:
        yield f'<nav aria-label="{escape(say("contents", lang))}"><ul>{"".join(items)}</ul></nav>'


def _count(group: Group, lang: str) -> str:
    return say("group-count", lang, count=len(group.findings))


def _section(at: int, group: Group, report: Report, lang: str) -> Iterable[str]:
    heads = "".join(f'<th scope="col">{escape(say(f"column-{name}", lang))}</th>' for name in _COLUMNS)
    yield f'<section aria-labelledby="g{at}"><h2 id="g{at}"><bdi>{escape(group.title)}</bdi></h2>'
    yield f"<table><caption>{escape(say('caption', lang, title=group.title))} ({escape(_count(group, lang))})</caption>"
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    yield from (_row(finding, report, lang) for finding in group.findings)
    yield "</tbody></table></section>"


def _row(finding: Finding, report: Report, lang: str) -> str:
    message, tongue = spoken(finding.message, lang)
    mark = marks(finding, report, lang)
    marked = "" if tongue == lang else f' lang="{escape(tongue)}"'
    severity = escape(say(f"severity-{finding.severity}", lang))
    where = escape(visible(place(finding.cell, lang))) if finding.cell else ""
    return (
        f'<tr class="{finding.severity}"><td class="severity">{severity}</td>'
        f'<td class="rule"><a href="{escape(RULES + visible(finding.rule))}">{escape(visible(finding.rule))}</a><br>'
        f"{escape(label(finding.rule, lang))}</td>"
        f'<td class="message"><p dir="auto"{marked}>{escape(visible(message))}</p>'
        + (f'<p class="mark">{escape(mark)}</p>' if mark else "")
        + f'</td><td class="place"><bdi>{where}</bdi></td><td class="about">{_about(finding, lang)}</td></tr>'
    )


def _about(finding: Finding, lang: str) -> str:
    cell = finding.cell
    facts = {
        "focus-node": finding.focus_node, "path": finding.path, "value": finding.value, "plan": finding.plan,
        "file": cell and cell.file, "sheet": cell and cell.sheet, "row": cell and cell.row,
        "letter": cell and cell.letter, "column": cell and cell.column,
    }  # fmt: skip
    rows = (
        f"<dt>{escape(say(f'column-{name}', lang))}</dt>"
        f'<dd class="{name}" dir="auto">{escape(visible(str(value)))}</dd>'
        for name, value in facts.items()
        if value is not None
    )
    return f"<details><summary>{escape(say('show', lang))}</summary><dl>{''.join(rows)}</dl></details>"


def _entries(report: Report, lang: str) -> Iterable[str]:
    """Name the accepted findings that are stale or whose last day has passed."""
    for name, entries in (("stale", report.stale), ("expired", report.expired)):
        if entries:
            items = "".join(f"<li>{escape(one_line(_entry(entry)))}</li>" for entry in entries)
            heading = escape(pick(text(f"quality.heading-{name}", count=len(entries)), lang))
            yield f'<section class="{name}"><h2>{heading}</h2><ul>{items}</ul></section>'


def _entry(entry: Accepted) -> str:
    node = entry.focus_node or ""
    parts = (entry.rule, node.partition("/id/")[2] or node, compact(entry.path or ""), entry.value, entry.reason)
    return " · ".join([*filter(None, parts), *([entry.expires.isoformat()] if entry.expires else [])])
