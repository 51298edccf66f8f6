"""One process's view of the data folder: the current release, its questions, and workers for foreign queries."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Final, Self, TypeVar

from styringsgraf import errors, pipeline, resources
from styringsgraf.access import Grant
from styringsgraf.engine import EVERY_GRAPH, Answer, Dataset, Limits, QueryEngine, guard
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.following import Follower
from styringsgraf.engine.remote import Remote
from styringsgraf.engine.workers import Options, WorkerPool
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.replicate import push
from styringsgraf.pipeline.writes import Conditions, Write, Written
from styringsgraf.publish.description import Descriptions
from styringsgraf.questions import Catalogue, Question, Result, answer, load
from styringsgraf.releases import Manifest, Reader, ReleaseStore
from styringsgraf.search import finder
from styringsgraf.settings import Settings
from styringsgraf.tables import indented
from styringsgraf.thread import Direction, Thread, red_thread

T = TypeVar("T")

#: When to ask again after the service had no release, or was stopping, seconds.
_RETRY_SECONDS: Final = 5


@cache
def _page_queries() -> Catalogue:
    return load(resources.pages())


@dataclass
class _View:
    """An open release and how many requests are using it."""

    reader: Reader
    users: int = 0


class Service:
    """Answers questions on the current release and follows it when another process publishes a new one."""

    def __init__(self, config: Settings, store: ReleaseStore, catalogue: Catalogue) -> None:
        self.config = config
        self.store = store
        self.catalogue = catalogue
        self._minter = Minter(config.base)
        self.descriptions = Descriptions(config, store.get)
        self._lock = threading.Lock()
        self._view: _View | None = None
        self._pool_lock = threading.Lock()
        self._pool: WorkerPool | None = None
        self._ending = threading.Event()
        endpoint = Endpoint.of(config)
        self._follower = Follower(endpoint, config.base, partial(push, config)) if endpoint else None

    @classmethod
    def open(cls, config: Settings, progress: Callable[[str], None] | None = None) -> Self:
        """Open the data folder; builds the first release from the shipped data when there is none."""
        pipeline.ensure(config, progress)
        return cls(config, pipeline.data_folder(config), load(resources.questions()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers and let go of the release, or leave that to the last one who is using it."""
        self.end_foreign_queries()
        with self._lock:
            view, self._view = self._view, None
            if view is not None and view.users == 0:
                view.reader.close()

    def end_foreign_queries(self) -> None:
        """End foreign queries, those that wait and those that run, and take no more: each is told so (Busy)."""
        self._ending.set()
        pool = self._pool  # without the lock: it is held while a pool moves to another release
        if pool is not None:
            pool.close()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Lend the current release; it stays open until the last borrower returns it, also after a switch."""
        with self._lock:
            view = self._refreshed()
            view.users += 1
        try:
            yield view.reader
        finally:
            with self._lock:
                view.users -= 1
                if view.users == 0 and view is not self._view:
                    view.reader.close()

    def _refreshed(self) -> _View:
        """Return the view of the release the pointer names; call with the lock held."""
        current = self.store.current_id()
        if self._view is None or self._view.reader.manifest.id != current:
            opened = _View(self._opened())
            old, self._view = self._view, opened
            if old is not None and old.users == 0:
                old.reader.close()
        return self._view

    def _opened(self) -> Reader:
        """Open the current release. The folder can lose it while we serve: that is our trouble, not the caller's."""
        if self.store.current_id() is None:
            raise errors.Busy("service.no-release", retry_after=_RETRY_SECONDS)
        reader = self.store.reader()
        try:
            pipeline.same_base(reader.manifest, self.config)
        except errors.Environment:
            reader.close()
            raise
        return reader

    def keep_up(self) -> None:
        """Move to the current release if another one is open: nobody holds the old one then, or waits for the new.

        Raises what opening a release raises.
        """
        with self._lock:
            if self._view is not None:
                self._refreshed()
        if self._pool is not None:
            self._workers()

    def follow(self) -> None:
        """From now on bring the engine of the settings, if there is one, to each release that becomes current."""
        if self._follower is not None:
            self._follower.follow()

    def check_engine(self, progress: Callable[[str], None]) -> None:
        """Refuse to start on an engine that cannot be used; one that is only down or slow may come back by itself."""
        if self._follower is None:
            return
        if not self._follower.remote.endpoint.update:
            raise errors.Environment("remote.no-update")
        try:
            self._follower.pointer()
        except (errors.Busy, errors.TimedOut) as fault:
            progress(fault.sentence(self.config.lang))

    def probe(self) -> Manifest:
        """Return the current release's manifest after a query on it has worked, and the remote engine has answered."""
        with self.reader() as reader:
            reader.table("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
            if self._follower is not None:
                self._follower.check(reader.manifest.id)
            return reader.manifest

    def _answered(self, reader: Reader, work: Callable[[QueryEngine], T]) -> T:
        """Return what ``work`` makes of the reader's release: remotely where there is an engine that shows it."""
        if self._follower is None:
            return work(reader.engine)
        return self._follower.run(reader.manifest.id, work, partial(work, reader.engine))

    def released(self, work: Callable[[QueryEngine], T]) -> tuple[Manifest, T]:
        """Return what ``work`` makes of the current release, after the manifest of that release."""
        with self.reader() as reader:
            return reader.manifest, self._answered(reader, work)

    def prepare(self) -> None:
        """Read what pages ask before anybody waits for a page."""
        _page_queries()

    def ask(self, name: str, values: Mapping[str, str], *, lang: str, limit: int, offset: int = 0) -> Result:
        """Answer a named question; raises NotFound for an unknown name, BadParameter for a bad value."""
        return self._asked(self.catalogue.get(name), values, lang=lang, limit=limit, offset=offset)

    def ask_for_page(self, name: str, values: Mapping[str, str], *, lang: str, limit: int, offset: int = 0) -> Result:
        """Answer a query of queries/pages: what a page shows that no question asks. Raises as ``ask`` does."""
        return self._asked(_page_queries().get(name), values, lang=lang, limit=limit, offset=offset)

    def _asked(self, question: Question, values: Mapping[str, str], *, lang: str, limit: int, offset: int) -> Result:
        with self.reader() as reader:

            def work(engine: QueryEngine) -> Result:
                return answer(
                    question,
                    values,
                    engine=engine,
                    minter=self._minter,
                    lang=lang,
                    limit=limit,
                    offset=offset,
                    release=reader.manifest.id,
                    reference_date=reader.manifest.reference_date,
                    search=finder(reader.companion, len(reader.manifest.graphs)),
                    datasets=partial(self.descriptions.offers, reader),
                )

            return self._answered(reader, work)

    def thread(self, node: str, direction: Direction, *, lang: str, depth: int = 12) -> Thread:
        """Return the red thread of a node named by IRI, prefixed name, SDG code or org/edition/code."""
        return self.released_thread(node, direction, lang=lang, depth=depth)[1]

    def released_thread(self, node: str, direction: Direction, *, lang: str, depth: int = 12) -> tuple[str, Thread]:
        """Return the thread as ``thread`` does, after the id of the release it is read from."""

        def work(engine: QueryEngine) -> Thread:
            return red_thread(engine, node, direction, self._minter, lang=lang, depth=depth)

        manifest, found = self.released(work)
        return manifest.id, found

    def threaded(
        self,
        node: str,
        direction: Direction,
        *,
        lang: str,
        depth: int,
        most: int,
        beside: Callable[[QueryEngine, Thread], T],
    ) -> tuple[Manifest, Thread, T]:
        """Return the thread as ``thread`` does, with the release it is read from and what ``beside`` reads there.

        ``most``: nodes besides the root.
        """

        def work(engine: QueryEngine) -> tuple[Thread, T]:
            found = red_thread(engine, node, direction, self._minter, lang=lang, depth=depth, max_nodes=most)
            return found, beside(engine, found)

        manifest, (found, more) = self.released(work)
        return manifest, found, more

    def foreign_query(
        self, query: str, accept: str | None, dataset: Dataset = EVERY_GRAPH, caller: Caller | None = None
    ) -> Answer:
        """Run somebody else's query in a killable worker, within the limits of the settings.

        It ends when ``caller`` leaves. Raises what ``WorkerPool.answer`` raises.
        """
        limits = Limits(self.config.query_seconds, self.config.query_rows, self.config.query_bytes)
        if self._follower is None:
            return self._workers().answer(query, accept, limits, dataset, caller)
        config = self.config
        guard.check(query, max_bytes=config.query_length, max_nesting=config.query_nesting)
        release = self.store.current_id() or ""

        def there(remote: Remote) -> Answer:
            return replace(remote.answer(query, accept, limits, dataset, caller), release=release)

        return self._follower.run(
            release, there, lambda: self._workers().answer(query, accept, limits, dataset, caller)
        )

    def check(self, upload: pipeline.Upload, caller: Caller | None = None) -> pipeline.Checked:
        """Check what somebody sent, in a process of its own that is killed at its limits; nothing is stored.

        It ends when ``caller`` leaves. Raises what ``pipeline.check_apart`` raises, Busy when there is no release to
        check against.
        """
        if not upload.alone and self.store.current_id() is None:
            raise errors.Busy("service.no-release", retry_after=_RETRY_SECONDS)
        return pipeline.check_apart(self.config, upload, caller)

    def write(self, write: Write, grant: Grant, conditions: Conditions, caller: Caller | None = None) -> Written:
        """Carry out a write in a process of its own, which is killed at its limits; see ``pipeline.write_apart``."""
        return pipeline.write_apart(self.config, write, grant, conditions, caller)

    def _workers(self) -> WorkerPool:
        """Return the pool, on the current release; made at the first foreign query. It has a reader of its own."""
        with self._pool_lock:
            if self._ending.is_set():
                raise errors.Busy("engine.closing", retry_after=_RETRY_SECONDS)
            if self._pool is None:
                reader = self._opened()
                name = reader.manifest.id
                self._pool = WorkerPool(reader.path, Options.of(self.config), release=name, left=reader.close)
            elif self._pool.release != self.store.current_id():
                reader = self._opened()
                self._pool.switch(reader.path, release=reader.manifest.id, left=reader.close)
            pool = self._pool
        if self._ending.is_set():  # who ends the queries may have looked before the pool was there
            pool.close()
        return pool


def json_bytes(body: Any) -> bytes:
    """Return JSON for people: indented, Norwegian letters as they are."""
    return indented(body)
