"""Reads back a report, or findings, that a service gave as JSON; what it holds is a stranger's word."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from styringsgraf.quality.report import SEVERITIES, AcceptedFinding, Cell, Finding, Named, Report, Severity
from styringsgraf.texts import LANGUAGES, Text

#: More than any report has; what is longer is not one.
_MOST: Final = 1_000_000


def report_of(given: object) -> Report:
    """Return the report in its JSON form, as ``Report.as_json`` gives it. Raises ValueError for anything else.

    Which plans it is about and what they are called is not in that form: all findings count as being about them.
    """
    data = _mapping(given)
    entries = _list(data.get("findings"))
    findings = findings_of(entries)
    accepted = [finding for finding, entry in zip(findings, entries, strict=True) if entry.get("accepted") is True]
    seconds = data.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise ValueError("seconds")  # noqa: TRY004 - whatever is wrong with it, it is not a report
    return Report(
        findings,
        _text(data.get("engine")),
        float(seconds),
        _maybe(data.get("release")),
        tuple(accepted),
        tuple(map(_entry, _list(data.get("stale") or []))),
        tuple(map(_entry, _list(data.get("expired") or []))),
    )


def findings_of(given: object) -> tuple[Finding, ...]:
    """Return findings in their JSON form, in the order given. Raises ValueError for anything else."""
    return tuple(map(_finding, _list(given)))


def _finding(data: Mapping[str, Any]) -> Finding:
    severity = data.get("severity")
    if severity not in SEVERITIES:
        raise ValueError("severity")
    return Finding(
        rule=_text(data.get("rule")),
        severity=cast("Severity", severity),
        message=_words(data.get("message")),
        focus_node=_maybe(data.get("focusNode")),
        path=_maybe(data.get("path")),
        value=_maybe(data.get("value")),
        plan=_maybe(data.get("plan")),
        cell=None if data.get("cell") is None else _cell(_mapping(data["cell"])),
        stops=data.get("stops") is True,
        responsible=tuple(_named(_list(data.get("responsible") or []))),
    )


def _cell(data: Mapping[str, Any]) -> Cell:
    row = data.get("row")
    if row is not None and (isinstance(row, bool) or not isinstance(row, int)):
        raise ValueError("row")
    sheet, column, letter = (_maybe(data.get(name)) for name in ("sheet", "column", "letter"))
    return Cell(_text(data.get("file")), sheet, row, column, letter)


def _named(data: Iterable[Mapping[str, Any]]) -> Iterable[Named]:
    return (Named(_text(unit.get("iri")), _words(unit.get("title") or {})) for unit in data)


def _entry(data: Mapping[str, Any]) -> AcceptedFinding:
    node, path, value, expires = (_maybe(data.get(name)) for name in ("focusNode", "path", "value", "expires"))
    day = None if expires is None else date.fromisoformat(expires)
    return AcceptedFinding(_text(data.get("rule")), _text(data.get("reason")), node, path, value, day)


def _words(given: object) -> Text:
    """Return a text in the languages there are; a language of which nobody has heard is left out."""
    return {lang: _text(words) for lang, words in _mapping(given).items() if lang in LANGUAGES}


def _mapping(given: object) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise ValueError("object")  # noqa: TRY004 - likewise
    return given


def _list(given: object) -> Sequence[Mapping[str, Any]]:
    if not isinstance(given, list) or len(given) > _MOST:
        raise ValueError("array")
    return [_mapping(one) for one in given]


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError("string")  # noqa: TRY004 - likewise
    return given


def _maybe(given: object) -> str | None:
    return None if given is None else _text(given)
