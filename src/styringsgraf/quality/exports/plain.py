"""The report as JSON, the form the others are measured by (design: quality rules)."""

import json

from styringsgraf.quality.report import Report


def to_json(report: Report) -> bytes:
    """Return the report as JSON, indented, ending in a newline."""
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2).encode() + b"\n"
