"""The one table of media types and suffixes, and HTTP content negotiation over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Format:
    """One representation: its short name (also the suffix), its media type, and other names it answers to."""

    name: str
    media_type: str
    kind: str  # 'table', 'graph', 'page', 'picture', 'text', 'report'
    aliases: tuple[str, ...] = ()
    charset: bool = True

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        textual = self.media_type.startswith("text/") and self.charset
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


_ROWS: Final = (
    # name, media type, kind, aliases
    Format("json", "application/json", "table"),
    Format("csv", "text/csv", "table"),
    Format("csv-no", "text/csv", "table"),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table"),
    Format("table", "text/plain", "table"),
    Format("srj", "application/sparql-results+json", "table", ("application/json",)),
    Format("srx", "application/sparql-results+xml", "table", ("application/xml", "text/xml")),
    Format("tsv", "text/tab-separated-values", "table"),
    Format("ttl", "text/turtle", "graph", ("application/x-turtle",)),
    Format("nt", "application/n-triples", "graph", ("text/plain",)),
    Format("rdf", "application/rdf+xml", "graph", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "graph", ("application/json",)),
    Format("nq", "application/n-quads", "graph"),
    Format("trig", "application/trig", "graph"),
    # Turtle as a browser shows it: it saves text/turtle to a file.
    Format("txt", "text/plain", "graph", ("text/html", "application/xhtml+xml")),
    Format("html", "text/html", "page", ("application/xhtml+xml",)),
    Format("svg", "image/svg+xml", "picture"),
    Format("text", "text/plain", "text"),
    Format("junit", "application/xml", "report", ("text/xml",)),
    Format("sarif", "application/sarif+json", "report", ("application/json",)),
    Format("github", "text/plain", "report"),
)
FORMATS: Final = {row.name: row for row in _ROWS}

#: What each kind of answer can be written as; the first is what a caller without a wish gets.
QUESTION: Final = tuple(FORMATS[n] for n in ("json", "csv", "xlsx", "csv-no"))
THREAD: Final = tuple(FORMATS[n] for n in ("json", "csv", "svg", "text", "xlsx", "csv-no"))
CHANGES: Final = tuple(FORMATS[n] for n in ("json", "csv", "text", "xlsx", "csv-no"))
SPARQL_ROWS: Final = tuple(FORMATS[n] for n in ("srj", "srx", "csv", "tsv"))
SPARQL_BOOLEAN: Final = tuple(FORMATS[n] for n in ("srj", "srx"))
SPARQL_GRAPH: Final = tuple(FORMATS[n] for n in ("ttl", "nt", "rdf", "jsonld", "trig", "nq"))
#: One graph, or what the endpoint says of itself: also to be looked at.
GRAPH: Final = (*SPARQL_GRAPH, FORMATS["txt"])
#: One thing of the graph: a reader without a wish gets what programs read best, a browser asks for its page.
LINKED: Final = tuple(FORMATS[n] for n in ("ttl", "jsonld", "nt", "rdf", "csv", "html"))
PROBLEM_JSON: Final = "application/problem+json"

_ANY: Final = 1  # specificity of */*; type/* is 2
_EXACT: Final = 3


@dataclass(frozen=True)
class _Wish:
    type: str
    subtype: str
    quality: float
    order: int

    def specificity(self, media_type: str) -> int:
        """Return 0 for no match, 1 for */*, 2 for type/*, 3 for the exact type."""
        kind, _, sub = media_type.partition("/")
        if (self.type, self.subtype) == (kind, sub):
            return _EXACT
        if self.type == kind and self.subtype == "*":
            return 2
        return _ANY if (self.type, self.subtype) == ("*", "*") else 0


def _wishes(header: str) -> list[_Wish]:
    wishes = []
    for order, part in enumerate(header.split(",")):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, sub = media.lower().partition("/")
        if not slash:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _quality(value)
        wishes.append(_Wish(kind, sub, quality, order))
    return wishes


def _quality(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return min(max(number, 0.0), 1.0) if number == number else 0.0  # NaN is no wish  # noqa: PLR0124


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Return the offered format the Accept header likes best, or None when it likes none.

    RFC 9110: the most specific matching range decides a type's quality; q=0 excludes. Ties go to the more
    specific wish, then to the order of ``offered``, so that ``*/*`` gets the first.
    """
    if accept is None or not accept.strip():
        return offered[0]
    wishes = _wishes(accept)
    best: tuple[float, int, int] | None = None
    chosen: Format | None = None
    for rank, candidate in enumerate(offered):
        quality, specific = _liking(wishes, candidate)
        score = (quality, specific, -rank)
        if quality > 0 and (best is None or score > best):
            best, chosen = score, candidate
    return chosen


def _liking(wishes: Sequence[_Wish], candidate: Format) -> tuple[float, int]:
    """Return (quality, specificity); another name of a format counts only where it is asked for exactly."""
    own = _best(wishes, candidate.media_type, lowest=_ANY)
    others = [_best(wishes, alias, lowest=_EXACT) for alias in candidate.aliases]
    if own[1] == _EXACT:
        return own
    return max([*others, own], key=lambda liking: (liking[1], liking[0]))


def _best(wishes: Sequence[_Wish], media_type: str, lowest: int) -> tuple[float, int]:
    levels = [(w.specificity(media_type), w.quality) for w in wishes]
    specific = max((level for level, _ in levels if level >= lowest), default=0)
    return (max((q for level, q in levels if level == specific), default=0.0), specific) if specific else (0.0, 0)


def by_name(name: str, offered: Sequence[Format]) -> Format | None:
    """Return the offered format of that short name or media type, for ``?format=`` and suffixes."""
    wanted = name.strip().lower()
    return next((f for f in offered if wanted in (f.name, f.media_type)), None)
