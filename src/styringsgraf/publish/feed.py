"""The Atom feed (RFC 4287): an entry a release, in words; older entries in archive documents (RFC 5005).

Addresses are relative to the feed's own, so that it holds under any host; ids are tag URIs under the base.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from styringsgraf import __version__, errors
from styringsgraf.publish.forms import EVERYTHING, FORMS, dump_path
from styringsgraf.publish.steps import Step, Timeline
from styringsgraf.publish.told import Saying, summary, told
from styringsgraf.texts import Text, pick, text

#: Entries in one document.
PAGE: Final = 25
#: Sentences in one entry; the address of all changes stands beside them.
SENTENCES: Final = 50
PATH: Final = "feed.atom"
#: The form of dump that entries lead to.
_DUMP: Final = FORMS[0]
_ATOM, _HISTORY, _XHTML = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/syndication/history/1.0",
    "http://www.w3.org/1999/xhtml",
)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
register_namespace("", _ATOM)
register_namespace("fh", _HISTORY)


@dataclass(frozen=True)
class Asked:
    """Which feed: all organisations' (None) or one's; which archive document, counted from 1, or None: the newest."""

    lang: str
    organisation: str | None = None
    archive: int | None = None

    def address(self, archive: int | None) -> str:
        """Return the address of a document of this feed, relative to any other of it."""
        asked = {"organisation": self.organisation, "archive": archive, "lang": self.lang}
        return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value is not None})}"


def atom(line: Timeline, publisher: Text, asked: Asked) -> bytes:
    """Return a document of the feed. Raises NotFound for organisations and archive documents that are not there."""
    if asked.organisation is not None and asked.organisation not in line.organisations():
        known = ", ".join(line.organisations()[:20])
        raise errors.NotFound("feed.no-organisation", organisation=asked.organisation[:100], known=known)
    told_of = [one for one in line.steps if asked.organisation is None or asked.organisation in one.changed()]
    archives = len(told_of) // PAGE
    if asked.archive is not None and not 0 < asked.archive <= archives:
        raise errors.NotFound("feed.no-archive", number=asked.archive, count=archives)
    shown = told_of[-PAGE:] if asked.archive is None else told_of[(asked.archive - 1) * PAGE : asked.archive * PAGE]
    feed = Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": asked.lang})
    _head(feed, line.minter.base, publisher, asked, shown[-1].moment if shown else "1970-01-01T00:00:00Z")
    _paging(feed, asked, archives, len(told_of))
    for step in reversed(shown):
        _entry(feed, line, step, asked)
    indent(feed, " ")
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _head(feed: Element, base: str, publisher: Text, asked: Asked, updated: str) -> None:
    named = asked.organisation
    title = text("feed.title-one", organisation=named) if named else text("feed.title")
    _said(feed, "id", f"{base}{PATH}" + (f"?organisation={quote(named)}" if named else ""))
    _said(feed, "title", pick(title, asked.lang))
    _said(feed, "updated", updated)
    author = SubElement(feed, _name("author"))
    _said(author, "name", pick(publisher, asked.lang))
    _said(feed, "generator", "styringsgraf").set("version", __version__)
    _link(feed, "self", asked.address(asked.archive), "application/atom+xml")


def _paging(feed: Element, asked: Asked, archives: int, count: int) -> None:
    if asked.archive is not None:
        SubElement(feed, f"{{{_HISTORY}}}archive")
        _link(feed, "current", asked.address(None))
        if asked.archive > 1:
            _link(feed, "prev-archive", asked.address(asked.archive - 1))
        if asked.archive < archives:
            _link(feed, "next-archive", asked.address(asked.archive + 1))
    elif count > PAGE:
        _link(feed, "prev-archive", asked.address(archives))


def _entry(feed: Element, line: Timeline, step: Step, asked: Asked) -> None:
    names = step.changed() if asked.organisation is None else (asked.organisation,)
    sayings = [saying for name in names for saying in told(line, step, name)]
    entry = SubElement(feed, _name("entry"))
    _said(entry, "id", _tag(line.minter.base, step, asked.organisation))
    _said(entry, "title", pick(text("feed.release", id=step.id), asked.lang))
    _said(entry, "updated", step.moment)
    _said(entry, "published", step.moment)
    _link(entry, "alternate", _changes(step, asked), "application/json")
    if asked.organisation is None or asked.organisation in step.brief.stated:
        what = asked.organisation or EVERYTHING
        _link(entry, "related", dump_path(what, _DUMP, step.id), _DUMP.content_type)
    _said(entry, "summary", summary(sayings, asked.lang))
    _content(entry, sayings, asked.lang)


def _changes(step: Step, asked: Asked) -> str:
    """Return where all changes of a release are told; of the first one, where it is described."""
    if step.previous is None:
        return f"api/v1/releases/{step.id}"
    named = {"organisation": asked.organisation} if asked.organisation else {}
    return "api/v1/changes?" + urlencode({"from": step.previous.id, "to": step.id, **named, "lang": asked.lang})


def _content(entry: Element, sayings: Sequence[Saying], lang: str) -> None:
    """Add the sentences as a list: those of nodes that only came or went with their document are not repeated."""
    sentences = [pick(one.sentence, lang) for one in sayings if not one.whole]
    if not sentences:
        return
    content = SubElement(entry, _name("content"), {"type": "xhtml"})
    division = SubElement(content, f"{{{_XHTML}}}div")
    items = SubElement(division, f"{{{_XHTML}}}ul")
    for sentence in sentences[:SENTENCES]:
        SubElement(items, f"{{{_XHTML}}}li").text = _clean(sentence)
    if len(sentences) > SENTENCES:
        more = pick(text("feed.more", count=len(sentences) - SENTENCES), lang)
        SubElement(division, f"{{{_XHTML}}}p").text = more


def _tag(base: str, step: Step, organisation: str | None) -> str:
    """Return a tag URI (RFC 4151): the same release has the same wherever it is read."""
    place = urlsplit(base)
    of = f"/{quote(organisation)}" if organisation else ""
    return f"tag:{place.hostname},{step.brief.created[:10]}:{place.path}release/{step.id}{of}"


def _said(parent: Element, name: str, words: str) -> Element:
    made = SubElement(parent, _name(name))
    made.text = _clean(words)
    return made


def _link(parent: Element, relation: str, address: str, media: str = "") -> None:
    SubElement(parent, _name("link"), {"rel": relation, **({"type": media} if media else {}), "href": address})


def _name(local: str) -> str:
    return f"{{{_ATOM}}}{local}"


def _clean(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words)
