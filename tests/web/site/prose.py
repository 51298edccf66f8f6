"""Reads a page as a reader of its language does: the words outside code and quotations in other languages."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: What is not prose: programs, data as it stands, what the browser does not show, and the letters of a drawing, whose
#: words stand beside it.
ASIDE = {"code", "pre", "kbd", "samp", "script", "style", "textarea", "template", "text", "tspan", "desc"}
#: Attributes that are read out.
SPOKEN = ("aria-label", "alt", "title", "placeholder")


@dataclass(frozen=True)
class Piece:
    """Some words, the language they are marked with, and the classes of the elements around them."""

    words: str
    lang: str
    classes: frozenset[str]


@dataclass
class Prose:
    """What is read of a page."""

    lang: str = ""
    title: str = ""
    description: str = ""
    pieces: list[Piece] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.prose = Prose()
        self.open: list[tuple[str, str, frozenset[str], bool]] = []  # tag, language, classes, aside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        _, lang, classes, aside = self.open[-1] if self.open else ("", "", frozenset[str](), False)
        lang = found.get("lang", lang)
        if tag == "html":
            self.prose.lang = lang
        if tag == "meta" and found.get("name") == "description":
            self.prose.description = found.get("content", "")
        aside = aside or tag in ASIDE or found.get("translate") == "no"
        for name in SPOKEN:
            if name in found and not aside:
                self._say(found[name], lang, classes)
        if tag not in VOID:
            self.open.append((tag, lang, classes | set(found.get("class", "").split()), aside))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang, classes, aside = self.open[-1] if self.open else ("", "", frozenset[str](), False)
        if tag == "title" and len(self.open) < 4:
            self.prose.title += data
        if not aside:
            self._say(data, lang, classes)

    def _say(self, words: str, lang: str, classes: frozenset[str]) -> None:
        if words.strip():
            self.prose.pieces.append(Piece(" ".join(words.split()), lang, classes))


def prose(html: str) -> Prose:
    """Return what is read of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.prose
