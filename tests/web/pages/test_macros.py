"""The shared pieces: fields with label, help and error, pages of a list, states by word and shape, words kept apart."""

import runpy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from styringsgraf.web.pages import frame
from styringsgraf.web.pages.paging import paging
from styringsgraf.web.pages.words import Words, telling

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
HOSTILE = '"><script>alert(1)</script>'


def rendered(source: str, lang: str = "nb", **context: object) -> Any:
    """Return a page whose body is a template over the macros."""
    words = Words(lang)
    start = '{% import "macros.html" as ui with context %}<html lang="nb"><h1>x</h1>'
    made = frame._environment().from_string(start + source + "</html>")
    ours = {"t": words.t, "say": words.say, "lang": lang, "unique": count(1).__next__}
    return read(made.render(ours | context))


FIELDS = [
    ('ui.field("q", "Søk", value=value, help="Hjelp", error="Feil", at="a-")', "a-q"),
    ('ui.select("q", "Velg", [("1", "En"), (2, value)], value=2, help="Hjelp", error="Feil", at="a-")', "a-q"),
    ('ui.textarea("q", "Skriv", value=value, help="Hjelp", error="Feil", at="a-")', "a-q"),
    ('ui.file("q", "Fil", help="Hjelp", error="Feil", accept=".xlsx", at="a-")', "a-q"),
    ('ui.checkbox("q", value, help="Hjelp", at="a-")', "a-q-true"),
]


@pytest.mark.parametrize(("macro", "identity"), FIELDS)
def test_a_field_has_label_help_and_error(macro: str, identity: str) -> None:
    found = rendered("{{ " + macro + " }}", value=HOSTILE)
    assert found.faults == []
    assert not found.all("script")
    assert found.all("label", **{"for": identity})
    (field,) = [attributes for tag in ("input", "select", "textarea") for attributes in found.all(tag)]
    assert (field["id"], field["name"]) == (identity, "q")
    described = field["aria-describedby"].split()
    assert described
    assert set(described) <= set(found.ids)
    assert ("aria-invalid" in field) == (f"{identity}-error" in described)


def test_the_chosen_option_is_selected_and_says_its_language() -> None:
    found = rendered('{{ ui.select("q", "Velg", [("1", "One", "en"), (2, "To", "nb")], value="2") }}')
    assert [("selected" in one, one.get("lang")) for one in found.all("option")] == [(False, "en"), (True, None)]


def test_radios_are_one_group() -> None:
    found = rendered('{{ ui.radios("q", "Hva?", [("a", "A"), ("b", "B")], value="b") }}')
    assert found.faults == []
    assert len(found.all("fieldset")) == len(found.all("legend")) == 1
    assert [("checked" in one, one["name"]) for one in found.all("input")] == [(False, "q"), (True, "q")]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("colour", ["green", "yellow", "red", "several", "outside", "no-bands", None])
def test_a_state_has_a_word_besides_its_colour(colour: str | None, lang: str) -> None:
    found = rendered("{{ ui.band(colour) }}", lang=lang, colour=colour)
    assert found.all("span", **{"class": f"band band-{colour or 'none'}"})
    assert found.words["nb"] != ["x"]


def test_a_card_leads_where_its_heading_does() -> None:
    made = ('"A", "/a", kind="Mål"', '"B", "/b"', '"C"')
    found = rendered("".join("{% call ui.card(" + one + ", level=2) %}x{% endcall %}" for one in made))
    assert found.faults == []
    asked = [one.get("data-clickdelegatefor") for one in found.all("article")]
    links = [link["id"] for _, link in found.anchors]
    assert asked == [*links, None]
    assert len(set(links)) == 2


def request(query: str, path: str = "/nb/quality") -> Request:
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("page", "rows", "numbers"),
    [
        (1, 0, [1]),
        (1, 50, [1]),
        (1, 51, [1, 2]),
        (1, 1000, [1, 2, 0, 20]),
        (10, 1000, [1, 0, 9, 10, 11, 0, 20]),
        (20, 1000, [1, 0, 19, 20]),
        (3, 200, [1, 2, 3, 4]),
    ],
)
def test_pages_near_and_at_the_ends_are_shown(page: int, rows: int, numbers: list[int]) -> None:
    made = paging(request("rule=A&page=7&unit="), page, rows, 50)
    assert [step.number if step.href else 0 for step in made.steps] == numbers
    assert [step.number for step in made.steps if step.here] == [page]
    assert (made.before == "", made.after == "") == (page == 1, page == made.last)
    assert made.steps[0].href == "/nb/quality?rule=A"
    assert all(step.href == f"/nb/quality?rule=A&page={step.number}" for step in made.steps[1:] if step.href)


def test_pages_are_a_named_landmark_and_say_where_one_is() -> None:
    found = rendered("{{ ui.pagination(paging) }}", paging=paging(request(""), 2, 150, 50))
    assert found.faults == []
    assert found.all("nav", **{"aria-label": "Sider"})
    assert [link["aria-label"] for link in found.all("a", **{"aria-current": "true"})] == ["Side 2"]
    assert rendered("{{ ui.pagination(paging) }}", paging=paging(request(""), 1, 3, 50)).all("nav") == []


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("שלום", "nb", '<span dir="auto">שלום</span>'),
        ("مرحبا", "ar", '<span lang="ar" dir="auto">مرحبا</span>'),
        ("a\u202eb", "nb", '<span dir="auto">a\u202eb</span>'),
        ("Čáhci ærlig", "nb", "Čáhci ærlig"),
    ],
)
def test_words_that_turn_the_direction_are_kept_to_themselves(words: str, code: str, expected: str) -> None:
    assert Words("nb").tagged(words, code) == expected
    assert str(Words("nb").say({code: words})) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("3.4", True), ("SO7", True), ("HM 2", True), ("T1-a", True), ("8.8-s1", True), ("0220", True), ("", False),
     ("helse-og-omsorg", False), ("arsrapport-2015", False), ("Brukertorget", False)],
)  # fmt: skip
def test_a_code_that_is_a_name_in_small_letters_tells_nothing(code: str, *, expected: bool) -> None:
    assert telling(code) is expected
