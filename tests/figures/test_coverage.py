"""The coverage figure: bars in proportion, numbers in words, letters beside colours, and hostile names as words."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from styringsgraf.figures.coverage import KINDS, Coverage, Row, letter, picture

SVG = "{http://www.w3.org/2000/svg}"
NOTHING = dict.fromkeys(KINDS, 0)
FULL = {"goal": 10, "measure": 5, "indicator": 1, "claim": 0}
ROWS = (
    Row(1, "Ingen lever i fattigdom", 7, (NOTHING, NOTHING)),
    Row(3, "Helse og livskvalitet for alle", 10, (FULL, NOTHING)),
)


def drawn(rows: tuple[Row, ...] = ROWS, names: tuple[str, str] = ("Asker", "Eksempel"), lang: str = "nb") -> ET.Element:
    return ET.fromstring(picture(Coverage(names, rows), lang).file())  # noqa: S314 - our own file


def texts(svg: ET.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def bars(svg: ET.Element) -> list[float]:
    """Return the widths of the bars below the legend, in order."""
    found = [element for element in svg.iter(f"{SVG}rect") if element.get("height") == "9"]
    return [float(element.get("width", "0")) for element in found if float(element.get("y", "0")) > 40]


def test_a_bar_is_a_share_of_the_targets() -> None:
    whole, half, tenth = bars(drawn())
    assert half == pytest.approx(whole / 2, abs=0.2)
    assert tenth == pytest.approx(whole / 10, abs=0.2)


@pytest.mark.parametrize(
    ("lang", "of", "none"),
    [
        ("nb", "5 av 10", "ingen av delmålene"),
        ("nn", "5 av 10", "ingen av delmåla"),
        ("en", "5 of 10", "none of the targets"),
    ],
)
def test_numbers_stand_in_words_of_the_language(lang: str, of: str, none: str) -> None:
    svg = drawn(lang=lang)
    assert of in texts(svg)
    assert texts(svg).count(none) == 3
    assert svg.get("lang") == lang


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_each_kind_has_a_letter_of_its_own_in_legend_and_rows(lang: str) -> None:
    letters = [letter(kind, lang) for kind in KINDS]
    assert len(set(letters)) == len(KINDS)
    found = texts(drawn(lang=lang))
    for one in letters:
        assert one in found
        assert any(words.startswith(f"{one} – ") for words in found)


def test_each_kind_looks_its_own_without_colour() -> None:
    """Filled, with slanting lines, with a plain or with a dashed frame: by lightness and pattern alone."""
    svg = drawn((Row(3, "Helse", 10, (dict.fromkeys(KINDS, 4), NOTHING)),))
    patterns = {f"url(#{one.get('id')})" for one in svg.iter(f"{SVG}pattern")}
    looks = set()
    for before, element in pairwise([*svg.iter(), svg]):
        if before.tag == f"{SVG}rect" and before.get("height") == "9":
            dark = int((before.get("fill") or "")[1:3], 16) < 128
            looks.add((dark, before.get("stroke-dasharray"), element.get("fill") in patterns))
    assert len(looks) == len(KINDS)


def test_on_a_phone_the_side_is_named_again_at_its_bars() -> None:
    wide, narrow = (picture(Coverage(("Asker", "Eksempel"), ROWS), "nb", narrow=one).root for one in (False, True))
    named = [[one.text for one in root.iter("text")].count("Asker") for root in (wide, narrow)]
    assert named == [1, 2]
    assert [one.text for one in narrow.iter("text")].count("Eksempel") == 1  # it has no bars


def test_the_description_says_the_sums() -> None:
    description = drawn().findtext(f"{SVG}desc") or ""
    assert "Asker: av 17 FN-delmål har 10 et mål, 5 et tiltak og 1 en indikator" in description
    assert "Eksempel: av 17 FN-delmål har 0 et mål" in description


def test_every_thing_is_inside_the_picture() -> None:
    svg = drawn(tuple(Row(n, "Et langt navn på et mål " * 5, 19, (FULL, FULL)) for n in range(1, 18)))
    _, _, across, down = map(float, svg.get("viewBox", "").split())
    for element in svg.iter(f"{SVG}rect"):
        assert float(element.get("x", "0")) + float(element.get("width", "0")) <= across
        assert float(element.get("y", "0")) + float(element.get("height", "0")) <= down


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "javascript:alert(1)", "\x00\x0b", "שלום", "x" * 5_000])
def test_hostile_names_are_words(nasty: str) -> None:
    svg = drawn((Row(3, nasty, 10, (FULL, NOTHING)),), (nasty, nasty))
    assert not list(svg.iter(f"{SVG}script"))
    assert not [element for element in svg.iter() if "href" in element.attrib]
    assert any(words.startswith(nasty[:1]) for words in texts(svg)) or "\x00" in nasty


def test_no_goals_give_a_picture_all_the_same() -> None:
    assert texts(drawn(()))
