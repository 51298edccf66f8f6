"""Drawings: well-formed whatever the words, colours that a page restyles, links only to ourselves, text that fits."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import styringsgraf.web
from styringsgraf.figures import Drawing, add, fit, link, mark, path, width, wrap
from styringsgraf.figures.paints import GOALS, INK, PAINTS, QUIET, THREAD

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "]]>\x00\x0b\ud800 Ærø \u202eמבחן 🚲'
CSS = (Path(styringsgraf.web.__file__).parent / "static" / "figures.css").read_text(encoding="utf-8")


def made(title: str = "Et kart") -> Drawing:
    return Drawing("one", 200, 100.25, lang="nb", title=title, description=title)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_drawing_is_named_and_described_for_those_who_cannot_see_it() -> None:
    root = ET.fromstring(made().file())  # noqa: S314 - our own
    assert root.get("role") == "img"
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert ids[root.get("aria-labelledby", "")].tag == f"{NS}title"
    assert ids[root.get("aria-describedby", "")].tag == f"{NS}desc"
    assert root.get("viewBox") == "0 0 200 100.2"


def test_words_never_become_markup_and_what_xml_cannot_hold_is_replaced() -> None:
    drawing = made(HOSTILE)
    add(drawing.root, "text", HOSTILE, aria_label=HOSTILE)
    for written in (drawing.file().decode(), drawing.inline()):
        root = ET.fromstring(written.encode())  # noqa: S314 - our own
        assert not list(root.iter(f"{NS}script"))
        assert "<script" not in written
        text = next(root.iter(f"{NS}text"))
        assert (
            text.text
            == text.get("aria-label")
            == HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ud800", "\ufffd")
        )


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert made().file() == made().file()


def test_a_paint_is_a_value_for_files_and_a_class_for_pages() -> None:
    element = add(made().root, "rect", fill=INK, stroke=THREAD, class_="cell", stroke_dasharray=None, x=1.25)
    assert element.attrib == {
        "fill": INK.value,
        "stroke": THREAD.value,
        "class": "cell fill-ink stroke-thread",
        "x": "1.2",
    }


@pytest.mark.parametrize("paint", PAINTS, ids=lambda paint: paint.name)
def test_the_page_gives_every_paint_its_colour(paint: object) -> None:
    name = getattr(paint, "name", "")
    for part in ("fill", "stroke"):
        assert re.search(rf"^\.{part}-{name} {{ {part}: var\(--[a-z-]+\); }}$", CSS, re.MULTILINE)


def test_the_page_names_no_paint_that_is_not_there() -> None:
    named = set(re.findall(r"^\.(?:fill|stroke)-([a-z]+) ", CSS, re.MULTILINE))
    assert named == {paint.name for paint in PAINTS}
    assert len(PAINTS) == len({paint.name for paint in PAINTS}) >= 15


@pytest.mark.parametrize("goal", sorted(GOALS))
def test_ink_can_be_read_on_the_colour_of_a_goal(goal: int) -> None:
    colour, ink = GOALS[goal]
    assert contrast(colour, ink) >= 4.5


@pytest.mark.parametrize("paint", [INK, QUIET, THREAD], ids=lambda paint: paint.name)
def test_text_can_be_read_on_white_in_a_file(paint: object) -> None:
    assert contrast(getattr(paint, "value", ""), "#ffffff") >= 4.5


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "//evil.example/x", "/\\evil.example", "https://evil.example", "data:text/html,x", ""],
)
def test_only_pages_of_our_own_are_linked(href: str) -> None:
    element = link(made().root, href, "Les mer")
    assert element.tag == "g"
    assert "href" not in element.attrib


def test_a_link_says_where_it_leads_and_is_not_on_the_way_of_the_tab_key() -> None:
    element = link(made().root, "/nb/target/3.4", "3.4 Helse")
    assert (element.tag, element.get("href"), element.get("tabindex")) == ("a", "/nb/target/3.4", "-1")
    assert element[0].tag == "title"
    assert element[0].text == "3.4 Helse"


def test_results_differ_in_shape_and_not_only_in_colour() -> None:
    root = made().root
    drawn = {colour: mark(root, colour, 5, 5) for colour in ("green", "yellow", "red", "")}
    assert [drawn[colour].tag for colour in ("green", "yellow", "red")] == ["circle", "path", "rect"]
    assert drawn[""].get("fill") == "#ffffff"


def test_a_path_is_written_shortly() -> None:
    assert path("M", 0, 4.04, "h", 9.5, "C", 1, 2, 3) == "M0 4h9.5C1 2 3"


@given(st.text(max_size=300), st.floats(30, 400), st.integers(1, 4))
def test_wrapped_text_stays_in_its_room(text: str, room: float, most: int) -> None:
    lines = wrap(text, 12, room, most)
    assert 1 <= len(lines) <= most
    assert all(width(line, 12) <= room for line in lines)


@given(st.text(max_size=300), st.floats(30, 400))
def test_a_fitted_line_stays_in_its_room(text: str, room: float) -> None:
    assert width(fit(text, 12, room), 12) <= room


def test_what_fits_is_left_as_it_is() -> None:
    assert fit("Tiltak", 12, 100) == "Tiltak"
    assert fit("Tiltak mot sosial ulikhet", 12, 60).endswith("…")
