"""Where a remote engine is reached: for queries, for updates and for whole graphs, and by whom."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from styringsgraf.settings import Settings

#: How the query address of an engine ends → how its update address, and its Graph Store address, end instead.
#: Tested: the first two. Where an engine has other addresses, the settings name them.
NEIGHBOURS: Final = (
    ("/query", "/update", "/store"),  # oxigraph serve
    ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),  # Virtuoso: writing asks for a password (digest)
)


@dataclass(frozen=True)
class Endpoint:
    """One engine. ``update`` and ``graphs`` are '' where it cannot be written to that way.

    ``seconds`` bounds one query of our own, ``push_seconds`` one request that writes.
    """

    query: str
    update: str = ""
    graphs: str = ""
    user: str = ""
    password: str = ""
    seconds: float = 10.0
    push_seconds: float = 120.0

    @classmethod
    def of(cls, settings: Settings) -> "Endpoint | None":
        """Return the engine that the settings name, None when questions are answered in this process."""
        if not settings.engine:
            return None
        update, graphs = neighbours(settings.engine)
        return cls(
            settings.engine,
            settings.engine_update or update,
            settings.engine_graphs or graphs,
            settings.engine_user,
            settings.engine_password.get_secret_value(),
            settings.engine_seconds,
            settings.engine_push_seconds,
        )

    @property
    def shown(self) -> str:
        """The query address without anything secret, for people."""
        parts = urlsplit(self.query)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def neighbours(query: str) -> tuple[str, str]:
    """Return the update and Graph Store addresses beside a query address; '' where they are not known."""
    for own, update, graphs in NEIGHBOURS:
        if query.endswith(own):
            stem = query.removesuffix(own)
            return stem + update, stem + graphs
    return "", ""
