"""Entity tags: ``"<release>.<rest>"``, with ``-gzip`` for the packed form; and the headers that carry them.

The release stands in front so that a writer can say with ``If-Match`` and any tag it was given which release it saw.
"""

import re
from collections.abc import Collection
from hashlib import blake2b
from typing import Final

PACKED: Final = "-gzip"
ANY: Final = "*"
_TAG: Final = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def made(release: str, mark: str, *parts: str) -> str:
    """Return the tag of one representation; ``mark`` and ``parts`` are whatever else its bytes follow from."""
    digest = blake2b(digest_size=12)
    for part in (mark, *parts):
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return f'"{release}.{digest.hexdigest()}"'


def packed(tag: str) -> str:
    """Return the tag of the same representation in gzip."""
    return f'{tag[:-1]}{PACKED}"'


def unpacked(tag: str) -> str:
    """Return the tag of the plain form; a plain tag as it is."""
    return f'{tag[: -len(PACKED) - 1]}"' if tag.endswith(f'{PACKED}"') else tag


def release_of(tag: str) -> str:
    """Return the release a tag of ours names, '' for another tag."""
    release, dot, _ = tag.strip('"').partition(".")
    return release if dot else ""


def listed(header: str) -> Collection[str]:
    """Return the tags of an If-Match or If-None-Match header without the mark of weakness; ``*`` is itself."""
    return (ANY,) if header.strip() == ANY else _TAG.findall(header)
