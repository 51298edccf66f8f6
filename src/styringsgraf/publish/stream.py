"""The Linked Data Event Stream: versions of nodes in a tree of pages that a client follows by the moments they are of.

``/ldes`` leads to blocks of releases, a block to its releases, a release to the organisations that stated something
else in it, and there the versions stand, page after page. All but the root and the newest block never change. Only the
root says which moments lie behind its links, so that a client can pass over years; below it, bounds on many links side
by side made a stock client (ldes-client 0.3) hand out versions before older ones that it had not read yet. Pages
name each other relative to where they are read, so that they hold under any host; the stream and its members have
IRIs under the base.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from styringsgraf.formats import FORMATS, Format
from styringsgraf.namespaces import PREFIXES as SHARED
from styringsgraf.namespaces import Minter
from styringsgraf.publish import saying, versions
from styringsgraf.publish.steps import Step, Timeline
from styringsgraf.serialising import written
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, RdfFormat, Triple, parse
from styringsgraf.texts import Text, text

#: Releases in one block.
BLOCK: Final = 50
LDES, TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
#: Those with references relative to where a page is read; without graphs, TriG is Turtle.
SYNTAXES: Final = tuple(FORMATS[name] for name in ("ttl", "jsonld", "trig"))
_PREFIXES: Final = {**SHARED, "ldes": LDES, "tree": TREE, "as": versions.AS}
#: Stands for where a page is read until it is written; nothing that is published can be there.
_HERE: Final = "https://here.invalid/"
_ADDRESS: Final = re.compile(rb'(["<])' + _HERE.encode() + rb'([^">]*)([">])')
_POLLING: Final = 60


@dataclass(frozen=True)
class Link:
    """A page below another; what is there is of these moments, None for no bound."""

    path: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class Page:
    """One page: its path below the service's address, links to others, versions as N-Triples."""

    path: str
    links: tuple[Link, ...]
    members: bytes = b""


def root(line: Timeline) -> Page:
    """Return the page a client starts at."""
    blocks = _blocks(line)
    links = [
        Link(f"ldes/block/{number}", block[0].moment, block[-1].moment if len(blocks) > number else None)
        for number, block in enumerate(blocks, 1)
    ]
    return Page("ldes", tuple(links))


def block(line: Timeline, number: int) -> Page | None:
    """Return a block of releases, counted from 1; None when there is none."""
    blocks = _blocks(line)
    if not 0 < number <= len(blocks):
        return None
    links = (Link(f"ldes/{step.id}") for step in blocks[number - 1] if step.stating())
    return Page(f"ldes/block/{number}", tuple(links))


def release(step: Step) -> Page:
    """Return the page of a release."""
    links = (Link(f"ldes/{step.id}/{name}/1") for name in step.stating())
    return Page(f"ldes/{step.id}", tuple(links))


def members(step: Step, organisation: str, number: int, content: bytes, count: int) -> Page:
    """Return a page of versions, one of ``count``."""
    after = Link(f"ldes/{step.id}/{organisation}/{number + 1}")
    return Page(f"ldes/{step.id}/{organisation}/{number}", (after,) if number < count else (), content)


def _blocks(line: Timeline) -> list[tuple[Step, ...]]:
    return [line.steps[start : start + BLOCK] for start in range(0, len(line.steps), BLOCK)]


def document(page: Page, minter: Minter, licence: str, representation: Format) -> bytes:
    """Return a page in one of ``SYNTAXES``."""
    stream = NamedNode(f"{minter.base}ldes")
    said = [*_described(stream, page, licence), *_linked(stream, page)]
    versioned = list(_triples(page.members))
    subjects = sorted({one.subject.value for one in versioned if isinstance(one.subject, NamedNode)})
    said += [Quad(stream, _tree("member"), NamedNode(subject)) for subject in subjects]
    if representation.name == "jsonld":
        return _json(_relative(written(said, "jsonld", _PREFIXES), page.path), written(versioned, "jsonld", _PREFIXES))
    # What is said of the pages and the versions are written apart: only the former names where the page is read.
    own = _relative(written(said, "ttl", _PREFIXES), page.path)
    return own + (b"\n" + written(versioned, "ttl", _PREFIXES) if versioned else b"")


def _triples(lines: bytes) -> Iterator[Quad | Triple]:
    return iter(parse(lines, RdfFormat.N_TRIPLES)) if lines else iter(())


def _relative(content: bytes, path: str) -> bytes:
    """Replace the addresses of pages by references relative to this one."""
    up = b"../" * path.count("/")
    here = path.encode()

    def reference(hit: re.Match[bytes]) -> bytes:
        page, mark, fragment = hit[2].partition(b"#")
        return hit[1] + (b"" if page == here else up + page) + mark + fragment + hit[3]

    return _ADDRESS.sub(reference, content)


def _json(own: bytes, versioned: bytes) -> bytes:
    one, other = json.loads(own), json.loads(versioned)
    body = {"@context": {**one["@context"], **other["@context"]}, "@graph": [*one["@graph"], *other["@graph"]]}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def _described(stream: NamedNode, page: Page, licence: str) -> Iterator[Quad]:
    """Yield what the stream is; all of it at the root, elsewhere only where that is."""
    yield Quad(stream, A, NamedNode(f"{LDES}EventStream"))
    yield Quad(stream, _tree("view"), _at("ldes"))
    if page.path != "ldes":
        return
    paths = (
        ("timestampPath", versions.CREATED),
        ("versionOfPath", versions.VERSION_OF),
        ("versionDeletePath", A.value),
        ("versionDeleteObject", f"{versions.AS}Delete"),
    )
    for name, value in paths:
        yield Quad(stream, NamedNode(LDES + name), NamedNode(value))
    yield Quad(stream, NamedNode(f"{LDES}pollingInterval"), _integer(_POLLING))
    yield Quad(stream, NamedNode(f"{SHARED['dct']}license"), NamedNode(licence))
    yield from _worded(stream.value, "dct:title", text("feed.stream"))
    yield from _worded(stream.value, "dct:description", text("feed.stream-description"))


def _worded(subject: str, name: str, said: Text) -> Iterator[Quad]:
    return saying.words(subject, name, said)


def _linked(stream: NamedNode, page: Page) -> Iterator[Quad]:
    here = _at(page.path)
    yield Quad(here, A, NamedNode(f"{TREE}Node"))
    yield Quad(here, NamedNode(f"{SHARED['dct']}isPartOf"), stream)
    for number, link in enumerate(page.links, 1):
        for name, kind, moment in _bounds(link):
            relation = _at(f"{page.path}#{number}{name}")
            yield Quad(here, _tree("relation"), relation)
            yield Quad(relation, A, _tree(kind))
            yield Quad(relation, _tree("node"), _at(link.path))
            if moment is not None:
                yield Quad(relation, _tree("path"), NamedNode(versions.CREATED))
                yield Quad(relation, _tree("value"), _moment(moment))


def _bounds(link: Link) -> Iterator[tuple[str, str, str | None]]:
    """Yield (end of a name, kind of relation, moment) for each bound of a link, or for the link without any."""
    if link.first is not None:
        yield "-from", "GreaterThanOrEqualToRelation", link.first
    if link.last is not None:
        yield "-to", "LessThanOrEqualToRelation", link.last
    if link.first is None and link.last is None:
        yield "", "Relation", None


def _tree(name: str) -> NamedNode:
    return NamedNode(TREE + name)


def _at(path: str) -> NamedNode:
    return NamedNode(_HERE + path)


def _moment(value: str) -> Object:
    return Literal(value, datatype=NamedNode(SHARED["xsd"] + "dateTime"))


def _integer(value: int) -> Object:
    return Literal(str(value), datatype=NamedNode(SHARED["xsd"] + "integer"))
