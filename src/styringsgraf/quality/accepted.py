"""Accepted findings: a YAML list of faults somebody lets pass by name, with the reason and perhaps a last day.

::

    - rule: SG-C06
      focusNode: asker/handlingsprogram-2017-2020/indicator/MA.1.1   # under {base}id/, or a full IRI
      path: sg:hasBand            # optional, as the report shows it
      value: "7.3"                # optional, likewise
      reason: The source prints it so.
      expires: 2027-12-31         # optional
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from styringsgraf import errors, yamlfile
from styringsgraf.namespaces import compact, expand
from styringsgraf.quality.report import Accepted, AcceptedFinding, Report, identity

__all__ = ["Accepted", "AcceptedFinding", "accept", "baseline", "read", "used", "write"]

_REQUIRED: Final = ("rule", "reason")
_OPTIONAL: Final = ("focusNode", "path", "value", "expires")
_SHOWN: Final = 80
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def read(path: Path, base: str) -> tuple[AcceptedFinding, ...]:
    """Return a file's accepted findings; short names are resolved against ``base`` and the known prefixes.

    Raises ``InputError`` naming the entry when the file is not such a list.
    """
    try:
        loaded = yamlfile.load(path.read_bytes()).value
    except OSError as fault:
        raise errors.InputError("quality.accepted-syntax", file=path.name, reason=fault.strerror or fault) from fault
    except yamlfile.YamlFault as fault:
        reason = f"{fault.line}: {fault.reason}"
        raise errors.InputError("quality.accepted-syntax", file=path.name, reason=reason) from fault
    if isinstance(loaded, Mapping) and set(loaded) == {"accepted"}:
        loaded = loaded["accepted"]  # a list under its name is as good as a bare one
    if loaded is None:
        return ()
    if not isinstance(loaded, list):
        raise errors.InputError("quality.accepted-syntax", file=path.name, reason=type(loaded).__name__)
    return tuple(_entry(item, number, path.name, base) for number, item in enumerate(loaded, 1))


def write(path: Path, accepted: Iterable[Accepted], base: str) -> None:
    """Write accepted findings as such a list, in order, with short names."""
    entries = [_row(entry, base) for entry in sorted(accepted, key=identity)]
    content = yaml.dump(entries, Dumper=_Spelled, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(content, encoding="utf-8")


class _Spelled(yaml.SafeDumper):
    """Writes a date that many entries share at each of them, not as a reference to the first."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def baseline(
    report: Report, given: Iterable[Accepted], reason: str, expires: date | None = None
) -> tuple[Accepted, ...]:
    """Return the list with which everything in a report is accepted, to start from: only what is new counts then.

    Entries of ``given`` keep their reason and last day, unless they are stale or expired; all that is open gets the
    ``reason`` and ``expires`` of this call.
    """
    gone = {identity(entry) for entry in (*report.stale, *report.expired)}
    kept = tuple(entry for entry in given if identity(entry) not in gone)
    fresh = {
        finding.identity: AcceptedFinding(
            finding.rule, reason, finding.focus_node, finding.path, finding.value, expires
        )
        for finding in report.open
    }
    return (*kept, *fresh.values())


def accept(
    report: Report, accepted: Iterable[Accepted], on: date, concerns: Callable[[Accepted], bool] | None = None
) -> Report:
    """Return the report with the findings accepted on a day marked, and entries that are stale or expired named.

    ``concerns`` tells whether an entry is about what was checked: others are not called stale (default: all are).
    An entry that matches a finding counts in any case: what the import finds in a cell often has no focus node.
    """
    entries = tuple({identity(entry): entry for entry in accepted}.values())
    past = {identity(entry) for entry in entries if entry.expires is not None and entry.expires < on}
    found = {finding.identity for finding in report.findings}
    told = [entry for entry in entries if identity(entry) in found or concerns is None or concerns(entry)]
    live = {identity(entry) for entry in entries} - past
    return replace(
        report,
        accepted=tuple(finding for finding in report.findings if finding.identity in live),
        stale=tuple(entry for entry in told if identity(entry) in live - found),
        expired=tuple(entry for entry in told if identity(entry) in past),
    )


def used(report: Report, accepted: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """Return the entries a report made use of."""
    names = {finding.identity for finding in report.accepted}
    return tuple(entry for entry in accepted if identity(entry) in names and entry not in report.expired)


def _entry(item: Any, number: int, file: str, base: str) -> AcceptedFinding:
    if not isinstance(item, Mapping):
        raise errors.InputError("quality.accepted-entry", number=number, file=file, reason=repr(item)[:_SHOWN])
    strange = [str(key) for key in item if key not in (*_REQUIRED, *_OPTIONAL)]
    strange += [f"{key}: {str(value)[:_SHOWN]}" for key, value in item.items() if isinstance(value, list | dict)]
    missing = [key for key in _REQUIRED if not str(item.get(key) or "").strip()]
    expires = item.get("expires")
    if strange or missing or not (expires is None or type(expires) is date):
        reason = ", ".join([*strange, *(f"– {key}" for key in missing)]) or f"expires: {expires}"
        raise errors.InputError("quality.accepted-entry", number=number, file=file, reason=reason)
    node, path, value = item.get("focusNode"), item.get("path"), item.get("value")
    return AcceptedFinding(
        rule=str(item["rule"]),
        focus_node=None if node is None else _node(str(node), base),
        reason=str(item["reason"]).strip(),
        path=None if path is None else expand(str(path)) or str(path),
        value=None if value is None else expand(str(value)) or str(value),
        expires=expires,
    )


def _node(name: str, base: str) -> str:
    # A short name has a slash before any colon (kommune/plan/measure/T:3); with a scheme it is an address as it stands.
    return expand(name) or (name if _SCHEME.match(name) else f"{base}id/{name}")


def _row(entry: Accepted, base: str) -> dict[str, Any]:
    row = {
        "rule": entry.rule,
        "focusNode": entry.focus_node.removeprefix(f"{base}id/") if entry.focus_node else None,
        "path": compact(entry.path) if entry.path else None,
        "value": compact(entry.value) if entry.value else None,
        "reason": entry.reason,
        "expires": entry.expires,
    }
    return {key: value for key, value in row.items() if value is not None}
