"""Reads a page as a strict reader does: balanced, unique ids, nothing inline, every image and field named."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Page:
    """What was found in a page."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    anchors: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # (text, attributes) of a[href]
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)  # language → texts

    @property
    def hrefs(self) -> list[str]:
        return [attributes["href"] for _, attributes in self.anchors]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, str]] = []  # (tag, language)
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, found))
        for name, value in found.items():
            if name == "style" or name.startswith("on"):
                self.page.faults.append(f"inline {name} on {tag}")
            if value.strip().lower().startswith("javascript:"):
                self.page.faults.append(f"{name}={value}")
        if tag == "style" or (tag == "script" and "src" not in found and found.get("type") != "application/ld+json"):
            self.page.faults.append(f"inline {tag}")
        if "id" in found:
            if found["id"] in self.page.ids:
                self.page.faults.append(f"id {found['id']} twice")
            self.page.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.page.anchors.append(("", found))
        if tag in {"a", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self.text = []
        if tag not in VOID:
            before = self.open[-1][1] if self.open else ""
            self.open.append((tag, found.get("lang", before)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.page.faults.append(f"</{tag}> closes {self.open[-1][0] if self.open else 'nothing'}")
            return
        self.open.pop()
        words = " ".join("".join(self.text).split())
        if tag == "a" and self.page.anchors:
            if not words:
                self.page.faults.append("a link without words")
            self.page.anchors[-1] = (words, self.page.anchors[-1][1])
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.page.headings.append((int(tag[1]), words))

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if data.strip() and self.open:
            self.page.words.setdefault(self.open[-1][1], []).append(" ".join(data.split()))


def read(html: str) -> Page:
    """Return what a page holds and what is wrong with it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    page.faults += [f"<{tag}> left open" for tag, _ in reader.open]
    page.faults += [
        f"#{one[1:]} leads nowhere" for one in page.hrefs if one.startswith("#") and one[1:] not in page.ids
    ]
    levels = [level for level, _ in page.headings]
    page.faults += [] if levels[:1] == [1] and levels.count(1) == 1 else [f"headings begin with {levels[:3]}"]
    page.faults += [f"heading h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    labels = {found.get("for") for found in page.all("label")}
    page.faults += [
        f"field {found.get('name')} without label"
        for name, found in page.tags
        if name in {"input", "select", "textarea"} and found.get("type") != "hidden" and found.get("id") not in labels
    ]
    return page
