"""The forms for a phone: as wide as its column, words large enough and inside, and the same story as the wide ones."""

from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from styringsgraf.figures import Drawing, coverage, series, status
from styringsgraf.figures import map as target_map
from styringsgraf.figures.lettering import width

D = Decimal
LONG = "Barn og unge har et trygt oppvekstmiljø med fritidstilbud i nærheten " * 3
WORD = "Kommunedelplanrevisjonsarbeidsgruppemøte" * 2


def _series(*, narrow: bool) -> Drawing:
    lines = tuple(
        series.Line(
            f"{LONG}{at}", tuple(series.Dot(2009 + year, D(10_000 * at + year), year == 3) for year in range(8))
        )
        for at in range(1, 7)
    )
    zones = (series.Zone("green", None, D("7.5"), LONG), series.Zone("yellow", D("7.5"), D(40_000), WORD),
             series.Zone("red", D(40_000), None, "Rød"))  # fmt: skip
    targets = tuple(series.Dot(year, D("123456.5")) for year in (2017, 2030))
    figure = series.SeriesFigure(LONG, LONG, 1, lines, zones, series.Dot(2008, D(-5)), targets, D(900))
    return series.picture(figure, "nb", narrow=narrow)


def _status(*, narrow: bool) -> Drawing:
    areas = (status.Area(LONG, (123_456, 1, 22, 3), -123_456), status.Area(WORD, (0, 0, 0, 9), None))
    return status.picture("Status", areas, "nb", narrow=narrow)


def _coverage(*, narrow: bool) -> Drawing:
    full, none = dict.fromkeys(coverage.KINDS, 19), dict.fromkeys(coverage.KINDS, 0)
    rows = (coverage.Row(1, LONG, 19, (full, full)), coverage.Row(17, WORD, 19, (none, full)),
            coverage.Row(2, "Nok mat", 8, (none, none)))  # fmt: skip
    return coverage.picture(coverage.Coverage((LONG, WORD), rows), "nb", narrow=narrow)


def _map(*, narrow: bool) -> Drawing:
    cells = tuple(target_map.Cell(f"16.{at}", state, "red", "x") for at, state in enumerate(target_map.STATES * 4))
    legend = target_map.Legend([(state, f"sier {state}") for state in target_map.STATES], [("red", "rød")], "bygger på")
    rows = [target_map.Row(goal, LONG, cells, outlined=True) for goal in (1, 16)]
    return target_map.draw(rows, legend, lang="nb", title=LONG, description="Alt", narrow=narrow)


FIGURES: dict[str, Callable[..., Drawing]] = {"series": _series, "status": _status, "coverage": _coverage, "map": _map}
every = pytest.mark.parametrize("drawn", FIGURES.values(), ids=FIGURES)


def outside(root: ET.Element) -> list[str]:
    """Return the words and boxes that stick out of the frame."""
    across, down = float(root.get("width", "")), float(root.get("height", ""))
    found = []
    for one in root.iter("text"):
        room, x = width(one.text or "", float(one.get("font-size", ""))), float(one.get("x", ""))
        left = x - {"middle": room / 2, "end": room}.get(one.get("text-anchor", ""), 0)
        if left < -0.5 or left + room > across + 0.5 or not 0 < float(one.get("y", "")) <= down:
            found.append(f"{one.text} {left:.0f}–{left + room:.0f}")
    boxes = (one for one in root.iter("rect") if one.get("transform") is None)
    found += [str(one.attrib) for one in boxes if float(one.get("x", "")) + float(one.get("width", "")) > across + 0.1]
    return found


@every
def test_a_phone_shows_it_as_it_is(drawn: Callable[..., Drawing]) -> None:
    root = drawn(narrow=True).root
    assert float(root.get("width", "")) <= 288
    sizes = [float(text.get("font-size", "")) for text in root.iter("text")]
    assert min(sizes) >= 12
    assert len(sizes) > 8


@every
@pytest.mark.parametrize("narrow", [True, False])
def test_nothing_sticks_out(drawn: Callable[..., Drawing], *, narrow: bool) -> None:
    assert outside(drawn(narrow=narrow).root) == []


@every
def test_both_forms_tell_the_same_and_can_stand_in_one_page(drawn: Callable[..., Drawing]) -> None:
    wide, narrow = drawn(narrow=False).root, drawn(narrow=True).root
    assert [wide.findtext(tag) for tag in ("title", "desc")] == [narrow.findtext(tag) for tag in ("title", "desc")]
    ids = [[one.get("id") for one in root.iter() if one.get("id")] for root in (wide, narrow)]
    assert len(ids[0]) == len(ids[1]) >= 2
    assert not set(ids[0]) & set(ids[1])
    for root, own in zip((wide, narrow), ids, strict=True):
        asked = {one.get("fill", "")[5:-1] for one in root.iter() if one.get("fill", "").startswith("url(#")}
        assert asked <= set(own)
