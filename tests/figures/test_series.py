"""The figure of a series: bands by word and pattern, breaks, one result, far and negative numbers, hostile names."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from styringsgraf.figures.scale import around
from styringsgraf.figures.series import MOST, Dot, Line, SeriesFigure, Zone, picture
from styringsgraf.texts import text

D = Decimal
SVG = "{http://www.w3.org/2000/svg}"
ZONES = (
    Zone("green", None, D("7.5"), "Grønn <7,5"),
    Zone("yellow", D("7.5"), D(9), "Gul 7,5–9,0"),
    Zone("red", D(9), None, "Rød >9,0"),
)


def drawn(lang: str = "nb", **values: object) -> ET.Element:
    given = {"title": "Sykefravær", "unit": "prosent", "places": 1, "lines": ()} | values
    return ET.fromstring(picture(SeriesFigure(**given), lang).file())  # type: ignore[arg-type]  # noqa: S314 - our own


def line(*values: str | int, name: str = "Eksempel", breaks: int = -1) -> Line:
    return Line(name, tuple(Dot(2020 + at, D(value), at == breaks) for at, value in enumerate(values)))


def words(svg: ET.Element) -> list[str]:
    return [found.text or "" for found in svg.iter(f"{SVG}text")]


def joined(svg: ET.Element) -> int:
    """Return how many results are joined to the one before: thick lines of the first area."""
    return sum(found.get("stroke-width") == "2.4" for found in svg.iter(f"{SVG}line"))


def test_a_band_is_told_by_word_pattern_and_place() -> None:
    svg = drawn(lines=(line("8.9", "9.4"),), zones=ZONES)
    assert {"Grønn <7,5", "Gul 7,5–9,0", "Rød >9,0"} <= set(words(svg))
    assert {found.get("id") for found in svg.iter(f"{SVG}pattern")} == {"series-green", "series-yellow", "series-red"}
    tops = {
        found.get("fill"): float(found.get("y") or 0)
        for found in svg.iter(f"{SVG}rect")
        if (found.get("fill") or "").startswith("url(")
    }
    assert tops["url(#series-red)"] < tops["url(#series-yellow)"] < tops["url(#series-green)"]


def test_results_are_written_as_the_language_writes_them() -> None:
    assert {"8,9", "9,4"} <= set(words(drawn(lines=(line("8.9", "9.4"),))))
    assert {"8.9", "9.4"} <= set(words(drawn("en", lines=(line("8.9", "9.4"),))))


@pytest.mark.parametrize("narrow", [True, False])
def test_large_numbers_are_written_whole(*, narrow: bool) -> None:
    figure = SeriesFigure("Innbyggere", "antall", 0, (line("98000000000", "99000000000"),))
    found = {
        (text.text or "").replace("\u00a0", " ") for text in picture(figure, "nb", narrow=narrow).root.iter("text")
    }
    assert {"98 000 000 000", "98 200 000 000"} <= found
    assert not [words for words in found if words.endswith("…")]


def test_the_line_breaks_where_results_cannot_be_compared() -> None:
    assert joined(drawn(lines=(line(1, 2, 3, 4),))) == 3
    assert joined(drawn(lines=(line(1, 2, 3, 4, breaks=2),))) == 2


def test_each_area_has_a_look_of_its_own() -> None:
    svg = drawn(lines=tuple(line(at, at + 1, name=f"Område {at}") for at in range(MOST + 2)))
    told = [word for word in words(svg) if word.startswith("Område")]
    assert told == [f"Område {at}" for at in range(MOST)]
    dashes = {found.get("stroke-dasharray") for found in svg.iter(f"{SVG}line") if found.get("stroke-width") == "2"}
    assert len(dashes) == MOST


@pytest.mark.parametrize("values", [("0.0000012",), ("-3", "-400"), ("98000000000", "99000000000"), ("0", "0"), ("7",)])
def test_any_numbers_stay_inside_the_frame(values: tuple[str, ...]) -> None:
    svg = drawn(lines=(line(*values),), places=None)
    height = float(svg.get("height") or "0")
    marks = [found for found in svg.iter(f"{SVG}circle") if found.get("r") == "5"]
    assert len(marks) == len(values) + 1  # and one in the legend
    assert all(0 < float(found.get("cy") or -1) < height for found in marks)


def test_target_baseline_and_pace_are_in_figure_and_legend() -> None:
    svg = drawn(lines=(line(9, 8),), baseline=Dot(2019, D("9.5")), targets=(Dot(2027, D("7.2")),), pace=D("-0.4"))
    pace = text("indicator.figure-pace")["nb"]
    assert {"Utgangsverdi: 9,5 (2019)", "Måltall: 7,2 (2027)", pace} <= set(words(svg))
    assert {"2019", "2027"} <= set(words(svg))


def test_zones_of_printed_numbers_leave_nothing_open_between_them() -> None:
    printed = (Zone("green", D("1.30"), D("1.69"), "Grønn"), Zone("yellow", D("1.70"), None, "Gul"))
    for zones, open_between in ((printed, 0), ((printed[0], Zone("yellow", D("1.80"), None, "Gul")), 1)):
        svg = drawn(lines=(line("1.5"),), zones=zones, places=2)
        grounds = [found for found in svg.iter(f"{SVG}rect") if found.get("fill-opacity") and found.get("x") == "62"]
        above, below = sorted((float(one.get("y") or 0), float(one.get("height") or 0)) for one in grounds)
        assert (below[0] - sum(above) > 1) == bool(open_between)


def dotted(svg: ET.Element) -> dict[str, float]:
    """Return the ends of the line of the pace: the first dotted one, before that of the legend."""
    found = next(one for one in svg.iter(f"{SVG}line") if one.get("stroke-dasharray") == "1 4")
    return {name: float(found.get(name) or 0) for name in ("x1", "y1", "x2", "y2")}


def test_the_pace_leads_where_it_says_also_where_it_leaves_the_frame() -> None:
    near = drawn(lines=(line(10, 9),), targets=(Dot(2025, D(8)),), pace=D("-0.5"), places=0)
    mark = [one for one in near.iter(f"{SVG}circle") if one.get("r") == "5"][1]
    ends = dotted(near)
    assert (ends["x1"], ends["y1"]) == (float(mark.get("cx") or 0), float(mark.get("cy") or 0))
    far = dotted(drawn(lines=(line(10, 9),), targets=(Dot(2025, D(8)),), pace=D(-500), places=0))
    assert far["x2"] < ends["x2"]  # it ends at the frame, before the target's year
    assert far["y2"] == pytest.approx(334, abs=0.2)


def test_no_pace_is_explained_where_none_is_drawn() -> None:
    told = text("indicator.figure-pace")["nb"]
    assert told not in words(drawn(lines=(line(10, 9),), targets=(Dot(2019, D(8)),), pace=D(-1)))


def test_a_number_gives_way_to_the_mark_of_another_area() -> None:
    def foot(*others: Line) -> float:
        svg = drawn(lines=(line(5, 5), *others, line(0, 10, name="ytterst")), places=0)
        found = [one for one in svg.iter(f"{SVG}text") if one.text == "5" and one.get("paint-order")]
        return float(found[1].get("y") or 0)

    assert foot(Line("like over", (Dot(2021, D("5.4")),))) > foot() + 20


def test_only_a_target_can_be_drawn() -> None:
    assert "Måltall: 7,2 (2027)" in words(drawn(targets=(Dot(2027, D("7.2")),)))


def test_what_names_hold_is_never_markup() -> None:
    harm = "<script>alert(1)</script>\u0000"
    svg = drawn(title=harm, unit=harm, lines=(line(1, name=harm),), zones=(Zone("green", D(0), None, harm),))
    assert not list(svg.iter(f"{SVG}script"))
    assert any("<script>" in word for word in words(svg))


def test_the_description_tells_the_lines() -> None:
    svg = drawn("nn", lines=(line("8.9", "9.4"), line("7", name="Skole")))
    told = svg.findtext(f"{SVG}desc") or ""
    assert "frå 8,9 i 2020 til 9,4 i 2021" in told
    assert "Skole: 7,0 i 2020." in told


@pytest.mark.parametrize(
    ("values", "ticks"),
    [(["0", "10"], ["0", "2", "4", "6", "8", "10"]), (["-1", "1"], ["-1.0", "-0.5", "0.0", "0.5", "1.0"])],
)
def test_axes_have_round_numbers(values: list[str], ticks: list[str]) -> None:
    found = around([D(value) for value in values], 0, 100).ticks()
    assert [str(value) for value in map(float, found)] == [str(float(value)) for value in ticks]


def test_a_place_follows_the_number() -> None:
    scale = around([D(0), D(100)], 100, 0)
    assert scale.at(D(0)) > scale.at(D(50)) > scale.at(D(100))
    assert re.fullmatch(r"50\.0+", f"{scale.at(D(50)):.3f}")
    assert scale.at(D(10_000)) == 0  # kept within the axis
