"""The figure of status: bars as long as their counts, marks with numbers, the net with its sign, hostile names."""

from xml.etree import ElementTree as ET

import pytest

from styringsgraf.figures.status import Area, net, picture

SVG = "{http://www.w3.org/2000/svg}"
AREAS = (Area("B Brukere", (3, 0, 0, 0), 3), Area("S Samfunn", (0, 1, 2, 3), -2), Area("Ø Økonomi", (0, 0, 0, 1), None))


def drawn(areas: tuple[Area, ...] = AREAS, lang: str = "nb") -> ET.Element:
    return ET.fromstring(picture("Status", areas, lang).file())  # noqa: S314 - our own


def words(svg: ET.Element) -> list[str]:
    return [found.text or "" for found in svg.iter(f"{SVG}text")]


def test_every_area_has_its_numbers_and_net() -> None:
    found = words(drawn())
    assert {"B Brukere", "S Samfunn", "Ø Økonomi"} <= set(found)
    at = found.index("S Samfunn")
    assert found[at + 1 : at + 6] == ["0", "1", "2", "3", "−2"]
    at = found.index("Ø Økonomi")
    assert found[at + 1 : at + 6] == ["0", "0", "0", "1", "–"]


def test_on_a_phone_everything_of_an_area_stands_below_its_name() -> None:
    svg = ET.fromstring(picture("Status", AREAS, "nb", narrow=True).file())  # noqa: S314 - our own
    found = words(svg)
    at = found.index("S Samfunn")
    assert found[at + 1 : at + 6] == ["0", "1", "2", "3", "netto −2"]
    places = [float(text.get("y") or 0) for text in svg.iter(f"{SVG}text")]
    assert places[at] < places[at + 1] == places[at + 5] < places[at + 6]
    bars = [float(f.get("width") or 0) for f in svg.iter(f"{SVG}rect") if f.get("stroke-width") == "1"]
    assert 280 <= sum(bars[1:4]) <= 288  # the area with most fills the column


def test_bars_are_as_long_as_their_counts() -> None:
    bars = [float(f.get("width") or 0) for f in drawn().iter(f"{SVG}rect") if f.get("stroke-width") == "1"]
    one = bars[1]  # the one yellow indicator
    assert [round(bar / one) for bar in bars] == [3, 1, 2, 3, 1]


def test_colours_have_patterns_and_words() -> None:
    svg = drawn()
    assert {found.get("id") for found in svg.iter(f"{SVG}pattern")} == {"status-yellow", "status-red"}
    assert {"grønn", "gul", "rød", "uten farge", "netto"} <= set(words(svg))


@pytest.mark.parametrize(("value", "told"), [(3, "+3"), (0, "0"), (-2, "−2")])
def test_the_net_has_its_sign(value: int, told: str) -> None:
    assert net(value, "nb") == told


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_hostile_and_endless_names_stay_words(lang: str) -> None:
    svg = drawn((Area("<b onclick='x'>" + "langt navn " * 300, (10**6, 0, 0, 0), 10**6),), lang)
    assert not list(svg.iter(f"{SVG}b"))
    assert len([word for word in words(svg) if word.startswith("<b")]) == 1
    assert svg.get("lang") == lang


def test_no_areas_still_is_a_figure() -> None:
    svg = drawn(())
    assert svg.findtext(f"{SVG}desc") == "Ingen satsingsområder."
    assert "Ingen satsingsområder." in words(svg)
