"""The map: all goals and targets in their places, how far and how it goes without colour, nothing outside the frame."""

from xml.etree import ElementTree as ET

import pytest

from styringsgraf.figures import map as figure
from styringsgraf.figures.lettering import width

NS = "{http://www.w3.org/2000/svg}"
LEGEND = figure.Legend(
    [(state, f"sier {state} " * 4) for state in figure.STATES], [("green", "grønn"), ("yellow", "gul"), ("red", "rød")],
    "bygger på",
)  # fmt: skip
LONG = "Fred, rettssikkerhet og institusjoner vi kan stole på " * 4


def rows(state: str = "none", band: str = "", href: str = "") -> list[figure.Row]:
    def cells(goal: int) -> tuple[figure.Cell, ...]:
        return tuple(figure.Cell(f"{goal}.{n}", state, band, f"{goal}.{n}", href) for n in range(1, 20))

    return [figure.Row(goal, LONG, cells(goal), href=href, outlined=True) for goal in range(1, 18)]


def drawn(made: list[figure.Row]) -> ET.Element:
    return figure.draw(made, LEGEND, lang="nb", title="Kart", description="Alt").root


def test_every_target_has_its_cell() -> None:
    texts = [element.text for element in drawn(rows()).iter("text")]
    assert [text for text in texts if text and text.startswith("16.")] == [f"16.{n}" for n in range(1, 20)]
    assert len([text for text in texts if text and "." in text and text[0].isdigit()]) == 17 * 19


def test_nothing_is_drawn_outside_the_frame() -> None:
    root = drawn(rows("measure", "red"))
    across, down = float(root.get("width", "")), float(root.get("height", ""))
    checked = 0
    for rect in root.iter("rect"):
        if rect.get("transform"):
            continue
        assert 0 <= float(rect.get("x", "")) <= float(rect.get("x", "")) + float(rect.get("width", "")) <= across
        assert 0 <= float(rect.get("y", "")) + float(rect.get("height", "")) <= down
        checked += 1
    assert checked > 17 * 19
    for text in root.iter("text"):
        if text.get("text-anchor") != "middle":
            assert float(text.get("x", "")) + width(text.text or "", float(text.get("font-size", ""))) <= across
            assert float(text.get("y", "")) <= down


def test_names_of_goals_end_before_the_cells() -> None:
    root = drawn(rows())
    first = min(float(rect.get("x", "")) for rect in root.iter("rect") if rect.get("rx") == "3")
    for text in root.iter("text"):
        if (text.text or "").startswith("Fred"):
            assert float(text.get("x", "")) + width(text.text or "", 13) < 4 + 260 - 14
    assert first > 0


def cell(state: str) -> list[dict[str, str]]:
    """Return what is drawn of a cell: all but colour."""
    group = next(g for g in drawn(rows(state)).iter("g") if g.find("title") is not None and g[0].text == "3.4")
    return [
        {name: value for name, value in one.attrib.items() if name in {"height", "stroke-dasharray", "font-weight"}}
        for one in group[1:]
    ]


def test_how_far_is_told_without_colour() -> None:
    plain = [repr(cell(state)) for state in ("goal", "claimed", "none")]
    assert len(set(plain)) == 3
    whole = next(g for g in drawn(rows("measure")).iter("g") if g.find("title") is not None and g[0].text == "3.4")
    assert "fill-ground" not in whole[1].get("class", "")  # filled


@pytest.mark.parametrize(("href", "links"), [("/nb/x", 17 * 20), ("", 0), ("javascript:x", 0)])
def test_cells_lead_to_targets_in_a_page_and_nowhere_in_a_file(href: str, links: int) -> None:
    assert len(list(drawn(rows(href=href)).iter("a"))) == links


def test_an_empty_map_is_a_picture_too() -> None:
    assert ET.fromstring(figure.draw([], LEGEND, lang="nb", title="Kart", description="").file())  # noqa: S314
