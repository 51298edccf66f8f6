"""A report that a page carries comes back as it was, in every form; what was never such a report is refused."""

import json
import zlib
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from styringsgraf.quality.exports import EXPORTS, Setting, carried, render
from styringsgraf.quality.report import AcceptedFinding, Cell, Finding, Named, Report

PLAN, OTHER = "https://example.org/id/kommune/plan-2024", "https://example.org/id/kommune/plan-2020"
#: What a stranger may have written in a plan; the second is no text at all.
WORDS = ("<script>alert(1)</script>", "a\ud800b", "=1+1", "\x1b[31m", "\u202eabc", "שלום")


def finding(number: int, **change: Any) -> Finding:
    words = {lang: f"{WORDS[number % len(WORDS)]} {number} {lang}" for lang in ("nb", "nn", "en")}
    cell = Cell("plan.xlsx", "Mål", number + 2, "Kode", "A") if number % 5 else None
    unit = Named("https://example.org/id/kommune/unit/skole", {"nb": "Skole"})
    plan = (PLAN, OTHER, None)[number % 3]
    title = {"nb": "Plan", "nn": "Plan (nn)"} if plan else {}
    found = Finding("SG-A05", "violation", words, f"{PLAN}/goal/{number}", f"{PLAN}#p", "7", plan, cell, stops=True,
                    responsible=(unit,), plan_title=title)  # fmt: skip
    return replace(found, **change)


def report(count: int) -> Report:
    found = tuple(finding(number) for number in range(count))
    stale = AcceptedFinding("SG-A02", "Kjent", f"{PLAN}/goal/x", None, None, date(2027, 1, 1))
    return Report(found, "fast", 1.25, "000001-aabbccdd", found[3:5], (stale,), (stale,), frozenset({PLAN}))


@pytest.mark.parametrize("form", EXPORTS)
def test_every_form_is_that_of_the_report_itself(form: str) -> None:
    whole, setting = report(30), Setting("nn")
    packed = carried.pack(whole)
    assert render(carried.unpack(packed), form, setting) == render(whole, form, setting)


def test_seven_hundred_findings_are_carried_in_a_tenth_of_a_page() -> None:
    packed = carried.pack(report(700))
    assert 0 < len(packed) < 25_000
    assert len(carried.unpack(packed).findings) == 700


def test_what_is_too_large_is_not_carried() -> None:
    made = Random(1)  # noqa: S311 - noise that packs badly, the same in every run
    noise = {lang: f"{made.getrandbits(4_000):x}" for lang in ("nb", "nn", "en")}
    assert carried.pack(replace(report(1), findings=tuple(finding(n, message=noise) for n in range(3))))
    loud = (finding(n, message={"nb": f"{made.getrandbits(4_000):x}"}) for n in range(400))
    assert carried.pack(replace(report(1), findings=tuple(loud))) == b""


def packed(change: dict[str, Any]) -> bytes:
    whole = {"report": report(2).as_json(), "plans": [PLAN], "titles": {PLAN: {"nb": "Plan"}}}
    sound = json.dumps(whole | change).encode("utf-8", "replace")
    return zlib.compress(sound)


WRONG = {
    "nothing": b"",
    "no-zlib": b"PK\x03\x04",
    "cut": packed({})[:-8],
    "more": packed({}) + b"x",
    "bomb": zlib.compress(b" " * 200_000_000),
    "no-json": zlib.compress(b"<html>"),
    "deep": zlib.compress(b"[" * 1_000_000),
    "no-object": zlib.compress(b"[]"),
    "number": zlib.compress(b'{"report": ' + b"9" * 10_000 + b"}"),
    "no-report": packed({"report": {"findings": 3}}),
    "no-plans": packed({"plans": "x"}),
    "plan": packed({"plans": [3]}),
    "no-titles": packed({"titles": []}),
    "title": packed({"titles": {PLAN: {"nb": 3}}}),
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_what_is_no_such_report_is_refused(given: bytes) -> None:
    assert carried.unpack(packed({})).plans == {PLAN}
    with pytest.raises(ValueError, match=r".+"):
        carried.unpack(given)


@pytest.mark.parametrize("form", EXPORTS)
def test_words_of_nobody_we_know_are_written_as_any_words(form: str) -> None:
    """Whoever makes up a report gets what they wrote, as words."""
    odd = finding(1, rule="SG-<b>", path="javascript:x", value=None, focus_node="no iri", plan="x y", responsible=())
    told = replace(report(1), findings=(odd, replace(odd, cell=Cell("<i>", None, -3, None, "=1"))))
    assert render(carried.unpack(carried.pack(told)), form, Setting("nb"))
