"""Reads a table of segments: every fault is a finding with row and column; the shipped table has none."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from styringsgraf.errors import InputError
from styringsgraf.quality.report import Finding
from styringsgraf.sdg.cells import Faults, Reader
from styringsgraf.sdg.segment import ENDS, Segment
from styringsgraf.sdg.tables import Row, folder, indicators_of, rows

#: The columns of the table, in order.
COLUMNS: Final = (
    "segment", "target", "order", "role", "start", "end", "text_nb", "text_nn", "text_en", "quantity", "unit",
    "direction", "base_year", "target_year", "population_nb", "population_nn", "population_en", "means_category",
    "who_acts", "indicators", "achieves", "confidence", "note_nb", "note_nn", "note_en",
)  # fmt: skip


@dataclass(frozen=True)
class SegmentsRead:
    """The segments of a table in its order, and what is wrong with it."""

    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]


def read_segments(path: Path) -> SegmentsRead:
    """Read a CSV of segments. Raises InputError when it cannot be read as one at all."""
    try:
        lines = list(rows(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError("sdg.segments_unreadable", file=path.name, reason=problem) from problem
    faults = Faults(path.name, COLUMNS)
    missing = [name for name in COLUMNS if not lines or name not in _headings(path)]
    if missing:
        raise InputError("sdg.segments_columns", file=path.name, missing=", ".join(missing))
    by_target: dict[str, list[tuple[Row, Segment]]] = defaultdict(list)
    for row in lines:
        one = _segment(Reader(row, faults))
        if one is not None:
            by_target[one.target].append((row, one))
    for target in indicators_of():
        if target not in by_target:
            faults.add("SG-U06", "no_segment", None, "target", target)
    for found in by_target.values():
        _hang_together(found, faults)
    return SegmentsRead(tuple(one for found in by_target.values() for _, one in found), faults.all())


@cache
def shipped_segments() -> tuple[Segment, ...]:
    """Return the segments that ship. Raises InputError with the first fault, should somebody have broken the table."""
    read = read_segments(folder() / "segments.csv")
    if read.findings:
        raise InputError("sdg.segments_wrong", first=read.findings[0].message, count=len(read.findings))
    return read.segments


def _headings(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return next(iter(lines), "").strip().split(",")


def _segment(read: Reader) -> Segment | None:
    """Return the segment of a row, None when it lacks what a segment cannot be without."""
    target, order = read.target(), read.whole("order", least=1)
    role = read.code("role", "segment-role")
    start, end = read.whole("start"), read.whole("end")
    texts = read.texts("text", required=True)
    quantity, unit = read.quantity()
    means = role == "means"
    category = read.code("means_category", "means-category", wanted=means, role=role)
    acts = read.code("who_acts", "who-acts", wanted=role != "qualifier", role=role)
    known = indicators_of().get(target or "", frozenset())
    segment_code = read.row["segment"]
    if target and order and segment_code != f"{target}-s{order}":
        read.fault("SG-U02", "code_wrong", "segment", segment_code, wanted=f"{target}-s{order}")
    rest = {
        "direction": read.code("direction", "direction", wanted=None) or "",
        "base_year": read.year("base_year"),
        "target_year": read.year("target_year"),
        "population": read.texts("population"),
        "indicators": read.indicators(known),
        "achieves": read.numbers("achieves"),
        "confidence": read.confidence(),
        "note": read.texts("note"),
    }
    if target is None or order is None or role is None or start is None or end is None or not texts:
        return None
    return Segment(target, order, role, start, end, texts, quantity, unit, means_category=category or "",
                   who_acts=acts or "", **rest)  # type: ignore[arg-type]  # fmt: skip


def _hang_together(found: list[tuple[Row, Segment]], faults: Faults) -> None:
    """Check the segments of one target against each other: order, spans, what they achieve."""
    roles = {one.order: one.role for _, one in found}
    before = 0
    for number, (row, one) in enumerate(found, start=1):
        if one.order != number:
            faults.add("SG-U02", "order_wrong", row, "order", str(one.order), wanted=number, target=one.target)
        if not before <= one.start < one.end:
            faults.add("SG-U05", "span_wrong", row, "start", f"{one.start}–{one.end}", before=before)
        before = max(before, one.end)
        for end in one.achieves:
            if end == one.order or roles.get(end) not in ENDS:
                faults.add("SG-U07", "achieves_wrong", row, "achieves", str(end), target=one.target)
        if one.achieves and one.role not in ("means", "sub-objective"):
            faults.add("SG-U07", "achieves_role", row, "achieves", " ".join(map(str, one.achieves)), role=one.role)
    if not ENDS & set(roles.values()) and not found[0][1].note:
        faults.add("SG-U08", "no_end_unsaid", found[0][0], "note_nb", None, target=found[0][1].target)
