"""A whole report in few bytes: a page carries it and sends it back for its other forms, since nothing is kept here."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from styringsgraf.quality.exports.facts import sound
from styringsgraf.quality.report import Finding, Report
from styringsgraf.quality.returned import report_of
from styringsgraf.texts import LANGUAGES, Text

#: The largest that a page carries, bytes: a report of some thousand findings. Every reader of the page downloads it.
MOST: Final = 150_000
#: The most that so few bytes may turn out to hold: a report never packs better.
_UNPACKED: Final = 100 * MOST


def pack(report: Report) -> bytes:
    """Return the report with everything its forms tell; nothing where that is too large to be carried."""
    made = replace(report, findings=tuple(map(sound, report.findings)), accepted=tuple(map(sound, report.accepted)))
    told = made.as_json()
    for finding in told["findings"]:
        del finding["help"]  # follows from the rule
    titles = {finding.plan: dict(finding.plan_title) for finding in made.findings if finding.plan}
    whole = {"report": told, "plans": sorted(report.plans), "titles": titles}
    packed = zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 9)
    return packed if len(packed) <= MOST else b""


def unpack(given: bytes) -> Report:
    """Return the report that was packed. Raises ValueError for anything else: it comes from a stranger."""
    opened = zlib.decompressobj()
    try:
        whole = opened.decompress(given, _UNPACKED)
        if not opened.eof or opened.unused_data:
            raise ValueError("length")
        told = json.loads(whole)
        report, plans, titles = report_of(told["report"]), told["plans"], told["titles"]
    except (zlib.error, KeyError, TypeError, RecursionError) as fault:
        raise ValueError("report") from fault
    if not isinstance(plans, list) or not all(isinstance(plan, str) for plan in plans) or not isinstance(titles, dict):
        raise ValueError("plans")
    named = {plan: _words(words) for plan, words in titles.items()}
    return replace(
        report,
        plans=frozenset(plans),
        findings=tuple(_titled(finding, named) for finding in report.findings),
        accepted=tuple(_titled(finding, named) for finding in report.accepted),
    )


def _titled(finding: Finding, titles: Mapping[str, Text]) -> Finding:
    return replace(finding, plan_title=titles.get(finding.plan or "", {}))


def _words(given: Any) -> Text:
    if not isinstance(given, dict) or not all(isinstance(words, str) for words in given.values()):
        raise ValueError("titles")
    return {lang: words for lang, words in given.items() if lang in LANGUAGES}
