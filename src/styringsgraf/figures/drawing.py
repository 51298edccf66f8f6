"""One SVG under way: its frame with title and description, its elements, and the two forms it leaves in.

Everything is an element of an XML tree, never text put together, so words from plans can not become markup. No
script, no style sheet and no font of its own: it may stand in a page with a strict policy, or alone as a file.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.paints import BANDS, GROUND, INK, Paint

#: Roles of a whole figure: one picture, or (with links or a list inside) a document to walk through.
IMAGE: Final = "img"
DOCUMENT: Final = "graphics-document document"
_FONT: Final = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif"
#: What XML cannot hold.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAINTED: Final = ("fill", "stroke")


class Drawing:
    """A figure. ``name`` stands before every id in it: one page may hold several figures."""

    def __init__(
        self, name: str, across: float, down: float, *, lang: str, title: str, description: str, role: str = IMAGE
    ) -> None:
        self.root = ET.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {number(across)} {number(down)}",
            "width": number(across), "height": number(down), "role": role, "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-description", "lang": lang, "xml:lang": lang, "font-family": _FONT,
            "fill": INK.value, "class": f"fill-{INK.name}",
        })  # fmt: skip
        add(self.root, "title", title, id=f"{name}-title")
        add(self.root, "desc", description, id=f"{name}-description")
        add(self.root, "rect", x=0, y=0, width=across, height=down, fill=GROUND)

    def inline(self) -> str:
        """Return it as it stands in an HTML page."""
        return ET.tostring(self.root, encoding="unicode")

    def file(self) -> bytes:
        """Return it as a file of its own in UTF-8; the same figure always gives the same bytes."""
        ET.indent(self.root, " ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self.inline()}\n'.encode()


def add(parent: ET.Element, tag: str, words: str = "", **attributes: object) -> ET.Element:
    """Append an element; names with underscores get hyphens, None is left out, text is made writable.

    A ``Paint`` as fill or stroke becomes the value for files and the class for pages; other classes stand beside it.
    """
    classes = [str(attributes.pop("class_"))] if "class_" in attributes else []
    named: dict[str, str] = {}
    for name, value in attributes.items():
        if isinstance(value, Paint):
            named[name] = value.value
            classes.append(f"{name}-{value.name}")
        elif value is not None:
            named[name.replace("_", "-")] = _written(value)
    if classes:
        named["class"] = " ".join(classes)
    element = ET.SubElement(parent, tag, named)
    if words:
        element.text = writable(words)
    return element


def link(parent: ET.Element, href: str, words: str) -> ET.Element:
    """Append a link to a page of ours, with what it says when it is pointed at; only a group for any other address.

    Not on the way of the Tab key: a figure has hundreds, and the table beside it leads to the same places.
    """
    ours = href.startswith("/") and not href.startswith(("//", "/\\"))
    made = add(parent, "a", href=href, tabindex=-1) if ours else add(parent, "g")
    add(made, "title", words)
    return made


def mark(parent: ET.Element, colour: str, x: float, y: float, size: float = 10) -> ET.Element:
    """Draw how a result went as a shape of its own round (x, y): green circle, yellow triangle, red square.

    Anything else is an empty ring. ``size`` is its width.
    """
    half = size / 2
    fill = BANDS.get(colour, GROUND)
    if colour == "yellow":
        triangle = path("M", x, y - half * 1.2, "l", half * 1.2, half * 2.2, "h", -half * 2.4, "z")
        return add(parent, "path", d=triangle, fill=fill, stroke=INK, stroke_width=0.8)
    if colour == "red":
        return add(parent, "rect", x=x - half, y=y - half, width=size, height=size, fill=fill, stroke=INK,
                   stroke_width=0.8)  # fmt: skip
    return add(parent, "circle", cx=x, cy=y, r=half, fill=fill, stroke=INK, stroke_width=0.8)


def path(*steps: str | float) -> str:
    """Return the ``d`` of a path: ``path("M", 0, 4, "h", 9.5)`` → 'M0 4h9.5'."""
    said, before = [], ""
    for step in steps:
        word = step if isinstance(step, str) else number(step)
        said.append(f" {word}" if not isinstance(step, str) and before and not before.isalpha() else word)
        before = word
    return "".join(said)


def number(value: float) -> str:
    """Return a coordinate, with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def writable(words: str) -> str:
    """Return text without what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", words)


def _written(value: object) -> str:
    return number(value) if isinstance(value, float) else writable(str(value))
