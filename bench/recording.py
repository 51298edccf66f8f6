"""The queries behind an answer of ours: what a client of a bare SPARQL server must ask to know the same.

An answer of the product is more than the rows of one query: labels in the reader's language, the path of every measure,
what falls when a node is dropped. So the others are also asked all of it, one query after the other, as the product
asks its own engine.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from asking import Asked
from styringsgraf.engine import Limits, QueryEngine, Table
from styringsgraf.namespaces import Minter
from styringsgraf.questions import answer
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.thread import red_thread

#: Answers whose queries are taken down.
TAKEN: Final = 1_000
_TARGETS: Final = "/api/v1/sdg/targets/"
_QUESTIONS: Final = "/api/v1/questions/"


class Recording(QueryEngine):
    """Passes queries on and takes them down; it remembers nothing, so everything is asked anew each time."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine = engine
        self.heard: list[str] = []

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Ask for rows."""
        self.heard.append(query)
        return self._engine.table(query, limits)

    def answer(self, query: str, *given: Any, **named: Any) -> Any:
        """Ask for bytes."""
        self.heard.append(query)
        return self._engine.answer(query, *given, **named)


def recorded(data: Path, asked: Sequence[Asked]) -> list[list[str]]:
    """Return the queries behind each of the answers that our addresses give."""
    with Service.open(Settings(data=data)) as service, service.reader() as reader:
        found = []
        for one in asked[:TAKEN]:
            engine = Recording(reader.engine)
            _answered(engine, one.path, service, reader.manifest)
            found.append(engine.heard)
        return found


def _answered(engine: QueryEngine, path: str, service: Service, manifest: Any) -> None:
    parts = urlsplit(path)
    given = dict(parse_qsl(parts.query))
    minter = Minter(service.config.base)
    if parts.path.endswith("/thread"):
        red_thread(engine, given["node"], "up", minter, lang="nb", depth=int(given["depth"]))
        return
    limit = int(given.pop("limit"))
    name = parts.path.removeprefix(_QUESTIONS)
    if parts.path.startswith(_TARGETS):
        name, given["target"] = "measures-for-target", parts.path.removeprefix(_TARGETS).split("/")[0]
    answer(service.catalogue.get(name), given, engine=engine, minter=minter, release=manifest.id,
           reference_date=manifest.reference_date, lang="nb", limit=limit)  # fmt: skip


def lines(queries: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the queries of all answers, one after the other, each on one line without comments."""
    for one in queries:
        for query in one:
            kept = (line for line in query.splitlines() if line.strip() and not line.lstrip().startswith("#"))
            yield " ".join(kept)
