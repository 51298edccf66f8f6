"""What a token covers: an organisation's covers the graphs of its documents, ``*`` every graph but the product's own.

Names are compared as they are, character by character; nothing is decoded, so no other spelling of a name can
reach a graph.
"""

import re
from dataclasses import dataclass
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import RESERVED_EDITIONS, Minter, slug

#: The scope of a token for every organisation.
EVERYTHING: Final = "*"
#: Parts of a document that people write; the others follow from them, or from the file a plan came in.
_WRITTEN: Final = ("", "claims")
_SHOWN: Final = 200


@dataclass(frozen=True)
class Grant:
    """What one request may do: the token's id and note, its organisation (slug, or ``*``), whether it may write."""

    token: str
    note: str
    organisation: str
    write: bool

    def require_organisation(self, org: str) -> None:
        """Raise ``Forbidden`` when the token is another organisation's."""
        if self.organisation not in {EVERYTHING, org}:
            raise errors.Forbidden("access.organisation", organisation=org[:_SHOWN], scope=self.organisation)

    def require_graph(self, graph: str, minter: Minter) -> None:
        """Raise ``Forbidden`` when the token does not cover a graph."""
        if covers(self.organisation, graph, minter):
            return
        if self.organisation != EVERYTHING:
            example = minter.graph(self.organisation, "kommuneplan-2030")
            raise errors.Forbidden("access.graph", graph=graph[:_SHOWN], scope=self.organisation, example=example)
        raise errors.Forbidden("access.own-graph", graph=graph[:_SHOWN])


def covers(scope: str, graph: str, minter: Minter) -> bool:
    """Return whether a scope covers the graph of this name."""
    place = document_graph(graph, minter)
    if scope != EVERYTHING:
        return place is not None and place[0] == scope
    return place is not None or not own_graph(graph, minter)


def own_graph(graph: str, minter: Minter) -> bool:
    """Return whether a name is one of those the product keeps to itself: below ``{base}graph/``, and no document's."""
    if graph == minter.default_graph or document_graph(graph, minter) is not None:
        return False
    # Whatever else lies there would be read as somebody's, or as derived.
    return graph.startswith(f"{minter.base}graph/") or graph == f"{minter.base}graph"


def document_graph(graph: str, minter: Minter) -> tuple[str, str, str] | None:
    """Return (organisation, edition, part) of a graph that people write, None for any other name."""
    found = re.fullmatch(rf"{re.escape(minter.base)}graph/([^/]+)/([^/]+)(?:/([^/]+))?", graph)
    if found is None:
        return None
    org, edition, part = found[1], found[2], found[3] or ""
    plain = org == slug(org) and edition == slug(edition) and edition not in RESERVED_EDITIONS
    # Minted again it must be the same name: '…/graph/asker/plan/' and percent signs are no way in.
    if plain and org and edition and part in _WRITTEN and minter.graph(org, edition, part) == graph:
        return org, edition, part
    return None
