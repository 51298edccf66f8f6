"""FAIR Signposting (level 1) in Link headers: how a program finds its way from a page to identifier, data and licence.

https://signposting.org/FAIR/
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: What every page about something is.
ABOUT_PAGE: Final = "https://schema.org/AboutPage"
#: Longer lists of parts belong in the data; a header has its limits.
_PARTS: Final = 20
#: What would end a target or a header.
_ENDS: Final = frozenset('<> "\r\n')


@dataclass(frozen=True)
class Target:
    """Where a link leads, the media type found there, and the profile it follows."""

    href: str
    media_type: str = ""
    profile: str = ""


def landing(
    *,
    cite_as: str,
    described_by: Iterable[Target] = (),
    types: Iterable[str] = (),
    licence: str = "",
    authors: Iterable[str] = (),
    collection: str = "",
    items: Iterable[Target] = (),
) -> str:
    """Return the Link header of a page about something; ``types`` are added to AboutPage."""
    links = [_link(Target(cite_as), "cite-as")]
    links += [_link(one, "describedby") for one in described_by]
    links += [_link(Target(one), "type") for one in (ABOUT_PAGE, *types)]
    links += [_link(Target(licence), "license")] if licence else []
    links += [_link(Target(one), "author") for one in authors]
    links += [_link(Target(collection), "collection")] if collection else []
    links += [_link(one, "item") for one in list(items)[:_PARTS]]
    return ", ".join(filter(None, links))


def metadata(*, describes: Target, cite_as: str = "", licence: str = "", others: Iterable[Target] = ()) -> str:
    """Return the Link header of data about something, as opposed to a page: what it describes, and its other forms."""
    links = [_link(describes, "describes")]
    links += [_link(Target(cite_as), "cite-as")] if cite_as else []
    links += [_link(Target(licence), "license")] if licence else []
    links += [_link(one, "alternate") for one in others]
    return ", ".join(filter(None, links))


def content(*, collection: Target, cite_as: str = "", licence: str = "", types: Iterable[str] = ()) -> str:
    """Return the Link header of a file that belongs to something: a dump, one distribution of a dataset."""
    links = [_link(collection, "collection")]
    links += [_link(Target(cite_as), "cite-as")] if cite_as else []
    links += [_link(Target(one), "type") for one in types]
    links += [_link(Target(licence), "license")] if licence else []
    return ", ".join(filter(None, links))


def _link(target: Target, relation: str) -> str:
    """Return one link; '' for a target that cannot stand in a header (data read from RDF may hold any)."""
    if _ENDS & set(target.href) or not target.href.isascii():
        return ""
    media = f'; type="{target.media_type}"' if target.media_type else ""
    profile = f'; profile="{target.profile}"' if target.profile else ""
    return f'<{target.href}>; rel="{relation}"{media}{profile}'
