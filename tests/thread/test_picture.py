"""The picture of a thread: well-formed, safe, said in words, nothing on top of anything, the same every time."""

import re
from decimal import Decimal
from itertools import combinations, pairwise
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styringsgraf.figures import width, wrap
from styringsgraf.namespaces import SDG, SDGO, SG
from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES
from styringsgraf.thread import Link, Measuring, Node, Observed, Thread, written
from styringsgraf.thread.cards import WIDTH
from styringsgraf.thread.layout import Box, Line, place
from styringsgraf.thread.svg import picture
from styringsgraf.thread.upright import Lane, places

NS = "{http://www.w3.org/2000/svg}"
LAYERS = ("FocusArea", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure")
HOSTILE = '<script>alert(1)</script> & "]]>\x00\x0b\ud800 Ærø 🚲'


def made(count: int, seed: int = 1, label: str = "Barn og unge får samordnet hjelp tidlig") -> Thread:
    """Return a thread of ``count`` nodes: a goal of the UN, then layers with more and more nodes."""
    random = Random(seed)  # noqa: S311 - the same every time is the point
    nodes = [Node(f"{SDG}3", f"{SDGO}Goal", "FN-mål", "3", "God helse", None, "", in_force=False, up=None, down=0)]
    layers = [nodes[:]]
    links: list[Link] = []
    while len(nodes) < count:
        depth = min(len(layers), len(LAYERS))
        kind = LAYERS[depth - 1]
        size = min(count - len(nodes), 4 * 2 ** (depth - 1)) if depth < len(LAYERS) else count - len(nodes)
        layer = [
            Node(f"https://x.no/{kind}/{n}", f"{SG}{kind}", kind, f"{kind[0]}{n}", f"{label} {n}", "https://x.no/p",
                 "Plan", in_force=True, up=None, down=depth)
            for n in range(size)
        ]  # fmt: skip
        for node in layer:
            ends = random.sample(layers[-1], min(len(layers[-1]), random.choice((1, 1, 2))))
            links += [Link(node.iri, end.iri, f"{SG}leadsTo", "fører til", "stated") for end in ends]
            if random.random() < 0.2:
                links.append(Link(node.iri, nodes[0].iri, None, "påstås", "claimed"))
        nodes += layer
        layers.append(layer)
    seen = Observed("2024", Decimal("12.5"), None, "", None, "", "red", "rød")
    goals = [node.iri for node in nodes if node.kind == f"{SG}SubGoal"]
    indicators = tuple(
        Measuring(f"https://x.no/i/{n}", f"I{n}", "Andel", "prosent", (goal,), seen) for n, goal in enumerate(goals)
    )
    unique = tuple({(link.start, link.end, link.basis): link for link in links}.values())
    return Thread(nodes[0].iri, "down", "nb", tuple(nodes), unique, indicators, truncated=False)


def parsed(thread: Thread) -> ET.Element:
    return ET.fromstring(written(thread, "svg"))  # noqa: S314 - our own


def cards(svg: ET.Element) -> list[tuple[float, float, float, str]]:
    """Return (left, top, height, text alternative) of every card."""
    found = []
    for group in svg.iter(f"{NS}g"):
        if group.get("role") == "listitem":
            rect, title = group.find(f"{NS}rect"), group.find(f"{NS}title")
            assert rect is not None
            assert title is not None
            found.append(
                (float(rect.get("x", "")), float(rect.get("y", "")), float(rect.get("height", "")), title.text or "")
            )
    return found


@pytest.mark.parametrize("count", [1, 2, 30, 300])
def test_cards_of_all_sizes_of_threads_stand_apart_inside_the_picture(count: int) -> None:
    thread = made(count)
    svg = parsed(thread)
    across, down = float(svg.get("width", "")), float(svg.get("height", ""))
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    found = cards(svg)
    assert len(found) == count
    for x in {left for left, *_ in found}:
        column = sorted((top, top + height) for left, top, height, _ in found if left == x)
        assert all(below - bottom >= 15 for (_, bottom), (below, _) in pairwise(column))
        assert 0 <= x <= across - WIDTH
        assert column[0][0] >= 60
        assert column[-1][1] < down
    assert len({left for left, *_ in found}) == len({node.kind for node in thread.nodes})


def test_a_card_says_in_words_what_it_shows(service: Service) -> None:
    thread = service.thread("eksempel/kommuneplan-2023/S1", "both", lang="nb")
    svg = parsed(thread)
    said = {text.partition(",")[0]: text for *_, text in cards(svg)}
    assert len(said) == len(thread.nodes)
    goal = next(text for name, text in said.items() if name.startswith("D1.1 "))
    assert "delmål" in goal
    assert "Fører fram til: " in goal
    assert "H1 Barn og unge har det bra" in goal
    assert "8,1 (år, 2025), gul" in goal
    assert "Hvis S1 tas ut: mister all støtte" in goal
    target = next(text for name, text in said.items() if name.startswith("3.4"))
    assert "3 Helse og livskvalitet for alle" in target
    (title, description) = (svg.find(f"{NS}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert (title.get("id"), description.get("id")) == (svg.get("aria-labelledby"), svg.get("aria-describedby"))
    assert title.text == "Den røde tråden: S1 Fra sen hjelp til tidlig innsats"
    assert f"{len(thread.nodes)} ledd" in (description.text or "")


def test_shape_and_dashes_tell_what_colour_tells() -> None:
    svg = parsed(made(30))
    marks = [r for r in svg.iter(f"{NS}rect") if r.get("fill") == "#c62828"]
    assert marks
    words = ["".join(t.itertext()) for t in svg.iter(f"{NS}text")]
    assert sum(word.endswith(", rød") for word in words) == len(marks)
    dashed = [p for p in svg.iter(f"{NS}path") if p.get("stroke-dasharray")]
    assert dashed
    assert any(word.startswith("påstått") for word in words)


def test_nothing_in_a_label_becomes_markup() -> None:
    raw = written(made(30, label=HOSTILE), "svg")
    svg = ET.fromstring(raw)  # noqa: S314 - our own
    tags = {element.tag.removeprefix(NS) for element in svg.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "path", "g", "circle"}
    assert '<script>alert(1)</script> & "]]>' in cards(svg)[5][3]
    assert all(not name.startswith("on") and "href" not in name for element in svg.iter() for name in element.attrib)
    assert not re.search(rb"url\(|style=|javascript:", raw)


def test_the_same_thread_gives_the_same_bytes_in_any_order() -> None:
    thread = made(60)
    shuffled = list(thread.links)
    Random(5).shuffle(shuffled)  # noqa: S311 - the same every time is the point
    other = Thread(
        thread.root, "down", "nb", thread.nodes, tuple(shuffled), thread.indicators, truncated=thread.truncated
    )
    assert written(thread, "svg") == written(thread, "svg")
    shapes = [sorted(ET.tostring(e) for e in parsed(one).iter(f"{NS}path")) for one in (thread, other)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("kinds", "fills"), [(2, 600), (3, 1150), (4, 1150)])
def test_a_thread_of_few_columns_fills_a_desk(kinds: int, fills: int) -> None:
    layers = ("FocusArea", "MainGoal", "SubGoal", "Strategy")[:kinds]
    nodes = tuple(
        Node(f"https://x.no/{kind}", f"{SG}{kind}", kind, kind[0], "Barn og unge", None, "", in_force=True, up=None,
             down=depth)
        for depth, kind in enumerate(layers)
    )  # fmt: skip
    links = tuple(Link(b.iri, a.iri, f"{SG}leadsTo", "fører til", "stated") for a, b in pairwise(nodes))
    svg = parsed(Thread(nodes[0].iri, "down", "nb", nodes, links, (), truncated=False))
    assert fills <= float(svg.get("width", "")) <= 1184
    rects = [float(rect.get("width", "")) for rect in svg.iter(f"{NS}rect") if rect.get("rx") == "5"]
    assert len(rects) == kinds
    assert all(WIDTH <= across <= 360 for across in rects)


# --- for a phone ----------------------------------------------------------------------------------


def upright(thread: Thread) -> ET.Element:
    return ET.fromstring(picture(thread, narrow=True).file())  # noqa: S314 - our own


@pytest.mark.parametrize("count", [1, 2, 30, 90])
def test_on_a_phone_all_cards_stand_in_one_column(count: int) -> None:
    thread = made(count)
    svg = upright(thread)
    found = cards(svg)
    assert len(found) == count
    assert len({left for left, *_ in found}) == 1
    column = sorted((top, top + height) for _, top, height, _ in found)
    assert all(below - bottom >= 11 for (_, bottom), (below, _) in pairwise(column))
    assert column[-1][1] < float(svg.get("height", ""))
    across = float(svg.get("width", ""))
    assert across == 288
    for rect in svg.iter(f"{NS}rect"):
        assert float(rect.get("x", "")) + float(rect.get("width", "")) <= across
    for text in svg.iter(f"{NS}text"):
        assert float(text.get("font-size", "")) >= 12
        if text.get("text-anchor") is None:
            room = width(text.text or "", float(text.get("font-size", "")))
            assert float(text.get("x", "")) + room <= across, text.text
    assert {text for *_, text in found} == {text for *_, text in cards(parsed(thread))}


def test_on_a_phone_every_link_is_a_line_with_an_arrow_where_it_leads() -> None:
    thread = made(30)
    svg = upright(thread)
    tops = [top for _, top, *_ in cards(svg)]
    pieces = [path for path in svg.iter(f"{NS}path") if path.get("stroke-width") == "1.6"]
    arrows = [path for path in pieces if " " in path.get("d", "") and re.search(r"l-7 4.5$", path.get("d", ""))]
    ends = {(link.end, link.basis) for link in thread.links}
    assert len(arrows) == len(ends)
    twigs = [path for path in pieces if re.fullmatch(r"M[-\d. ]+Q[-\d. ]+H[-\d.]+", path.get("d", ""))]
    assert len(twigs) == len(thread.links)
    dashed = [path for path in twigs if path.get("stroke-dasharray")]
    assert len(dashed) == sum(link.basis == "claimed" for link in thread.links) > 0
    heads = [float(re.search(r"L\S+ (\S+?)l", arrow.get("d", ""))[1]) for arrow in arrows]  # type: ignore[index]
    assert all(any(0 < head - top < 40 for top in tops) for head in heads)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=25)


@given(SPANS)
def test_lanes_in_one_place_of_the_gutter_never_meet(spans: list[tuple[int, int]]) -> None:
    lanes = [Lane(f"n{at}", "stated", (), top, top + reach) for at, (top, reach) in enumerate(spans)]
    found = places(lanes)
    for one, other in combinations(lanes, 2):
        if found[one.end, "stated"] == found[other.end, "stated"]:
            assert one.bottom < other.top or other.bottom < one.top


def test_on_a_phone_a_card_follows_the_one_of_its_heading_that_it_leads_to() -> None:
    goal = Node(f"{SDG}3", f"{SDGO}Goal", "FN-mål", "3", "God helse", None, "", in_force=False, up=2, down=0)
    targets = [
        Node(
            f"{SDG}3.{n}", f"{SDGO}Target", "FN-delmål", f"3.{n}", f"Delmål {n}", None, "", in_force=False, up=1, down=1
        )
        for n in (1, 2)
    ]
    segment = Node(
        "https://x.no/s", f"{SG}EndSegment", "målledd", "3.1-s1", "Ledd", None, "", in_force=False, up=0, down=2
    )
    links = [Link(target.iri, goal.iri, None, "", "stated") for target in targets]
    links.append(Link(segment.iri, targets[0].iri, None, "", "stated"))
    thread = Thread(goal.iri, "down", "nb", (goal, segment, *targets), tuple(links), (), truncated=False)
    order = [said.partition(" ")[0] for _, _, _, said in sorted(cards(upright(thread)), key=lambda card: card[1])]
    assert order == ["3", "3.1", "3.1-s1", "3.2"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language(town: Any, lang: str) -> None:
    svg = parsed(town.thread("plan/SubGoal/D", lang=lang))
    assert (svg.get("lang"), len(cards(svg))) == (lang, 9)
    assert "thread." not in "".join(svg.itertext())


def test_a_cycle_and_a_link_within_a_column_are_drawn(town: Any) -> None:
    town.state("plan/FocusArea/S", "sg:leadsTo", "hp24/Assignment/O1", "plan")
    town.node("plan/Strategy/R2", leadsTo="plan/Strategy/R")
    assert len(cards(parsed(town.thread("plan/SubGoal/D")))) == 10


# --- layout ---------------------------------------------------------------------------------------

LINES = st.sets(st.tuples(st.integers(0, 14), st.integers(0, 14), st.sampled_from(("a", "b"))), max_size=40)


@settings(max_examples=60, deadline=None)
@given(LINES, st.lists(st.integers(0, 5), min_size=15, max_size=15), st.randoms(use_true_random=False))
def test_nothing_overlaps_and_order_of_input_does_not_matter(
    edges: set[tuple[int, int, str]], columns: list[int], random: Random
) -> None:
    boxes = [Box(f"n{n}", column, 20.0 + 7 * (n % 4), (f"{n:02d}",)) for n, column in enumerate(columns)]
    lines = [Line(f"n{one}", f"n{other}", style) for one, other, style in sorted(edges) if one != other]
    placed = place(boxes, lines, 10.0)
    random.shuffle(boxes)
    random.shuffle(lines)
    assert place(boxes, lines, 10.0) == placed
    for column in range(6):
        spans = {(placed.tops[b.name], placed.tops[b.name] + b.height) for b in boxes if b.column == column}
        spans |= {(y - 5, y + 5) for lanes in placed.lanes.values() for at, y in lanes if at == column}
        assert all(below - bottom >= 9.7 for (_, bottom), (below, _) in pairwise(sorted(spans)))  # rounded to 0.1
    at = {box.name: box.column for box in boxes}
    for line, lanes in placed.lanes.items():
        passed = sorted((at[line.start], at[line.end]))
        assert sorted(column for column, _ in lanes) == list(range(passed[0] + 1, passed[1]))
    assert min(placed.tops.values()) >= 0
    assert max(placed.tops[b.name] + b.height for b in boxes) <= placed.height + 0.2


def test_an_untangled_drawing_is_found() -> None:
    boxes = [Box(f"{side}{n}", int(side == "r"), 20.0) for side in "lr" for n in range(6)]
    placed = place(boxes, [Line(f"r{n}", f"l{5 - n}") for n in range(6)], 10.0)
    left = sorted((f"l{n}" for n in range(6)), key=placed.tops.__getitem__)
    right = sorted((f"r{n}" for n in range(6)), key=placed.tops.__getitem__)
    assert [name[1] for name in right] == [str(5 - int(name[1])) for name in left]


@given(st.text(max_size=200), st.integers(60, 300), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_before_the_ellipsis(words: str, room: int, most: int) -> None:
    lines = wrap(words, 13, room, most)
    assert 1 <= len(lines) <= most
    assert all(width(line, 13) <= room for line in lines if len(line) > 2)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).replace("-", "").split()) == "".join(words.replace("-", "").split())
