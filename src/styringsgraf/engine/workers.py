"""Foreign queries in killable processes: bounds time, memory, answers and waiting, and moves between releases.

One thread, the keeper, starts all processes: a child that asked to die with its parent dies with the *thread*
that started it, and a server's request threads come and go.
"""

from collections import deque
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from math import ceil
from pathlib import Path
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import EVERY_GRAPH, Answer, Dataset, Limits, guard
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.child import Child, Gone
from styringsgraf.engine.crew import DEFAULTS, Crew, Options, nothing
from styringsgraf.engine.slots import Slots
from styringsgraf.engine.wire import Request

__all__ = ["Options", "WorkerPool"]

#: How long a process may take to open its store, and how long to wait after a failed start.
START_SECONDS: Final = 30.0
PAUSE_SECONDS: Final = 5.0
#: How many processes may be found ended, one after the other, before a query gives up.
ATTEMPTS: Final = 5


class WorkerPool:
    """Answers foreign queries over the store at ``store_path``; safe to call from any number of threads.

    ``release`` is the name put on its answers. ``left`` is called once when no process reads that store any more
    (after ``switch`` or ``close``), so that its owner can let go of the release.
    """

    def __init__(
        self,
        store_path: Path,
        options: Options = DEFAULTS,
        *,
        release: str = "",
        left: Callable[[], None] = nothing,
    ) -> None:
        self._options = options
        self._slots = Slots.of_environment()
        self._changed = Condition()
        self._switching = Lock()
        self._crew = Crew(Path(store_path), release, left)
        self._coming: Crew | None = None
        self._line: deque[object] = deque()
        self._closed = False
        self._keeper = Thread(target=self._keep, name="query-workers", daemon=True)
        self._keeper.start()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def release(self) -> str:
        """The release that the next query runs on."""
        with self._changed:
            return self._crew.release

    def answer(
        self,
        query: str,
        accept: str | None,
        limits: Limits,
        dataset: Dataset = EVERY_GRAPH,
        caller: Caller | None = None,
    ) -> Answer:
        """Run any query form and return bytes in the representation ``accept`` likes best.

        The time limit counts from when a process takes the query; the wait for one is bounded as well. When the
        ``caller`` leaves, the query ends at once, and raises what nobody will read.
        Raises BadQuery, NotAcceptable, TimedOut, TooLarge, Busy (``values["retry_after"]``, seconds), Environment.
        """
        guard.check(query, max_bytes=self._options.length, max_nesting=self._options.nesting)
        request, asking = Request(query, accept, limits, dataset), caller or Caller()
        patience = max(limits.seconds, PAUSE_SECONDS)
        for _ in range(ATTEMPTS):
            with asking.ending(self._wake):
                crew, child = self._take(patience, asking)
            try:
                with self._slots.one(patience, lambda: asking.gone or self._closed) as free:
                    if not free:
                        self._refuse_when_closed()
                        raise self._too_many(len(self._line), patience)
                    with asking.ending(child.kill):
                        return replace(child.ask(request), release=crew.release)
            except Gone:
                continue
            except errors.Busy:
                self._refuse_when_closed()
                raise
            finally:
                self._give_back(crew, child)
        raise errors.Busy("engine.lost", retry_after=1)

    def switch(self, store_path: Path, *, release: str = "", left: Callable[[], None] = nothing) -> None:
        """Move to another store: once this returns, no query begins on the old one; none fails in between.

        Raises Environment when the new store cannot be opened; the pool then stays where it was, and ``left``
        is called for the new one.
        """
        crew = Crew(Path(store_path), release, left)
        with self._switching:
            with self._changed:
                closed = self._closed
                self._coming = None if closed else crew
                self._changed.notify_all()
            if closed:
                left()
                self._refuse_when_closed()
            crew.settled.wait()
        if crew.fault is not None:
            raise crew.fault

    def close(self) -> None:
        """End all processes; queries under way are told that the service is stopping."""
        with self._changed:
            self._closed = True
            busy = [child for crew in (self._crew, self._coming) if crew for child in crew.members]
            self._changed.notify_all()
        for child in busy:
            child.kill()
        self._keeper.join()
        self._retire(self._crew)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise errors.Busy("engine.closing", retry_after=ceil(PAUSE_SECONDS))

    # Taking a process and giving it back: first come, first served.

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _take(self, patience: float, caller: Caller) -> tuple[Crew, Child]:
        place = object()
        with self._changed:
            self._refuse_when_closed()
            waiting = len(self._line)
            if waiting >= self._options.queue and not self._crew.idle:
                raise self._too_many(waiting, patience)
            self._line.append(place)
            try:
                while True:
                    if not self._changed.wait_for(lambda: caller.gone or self._my_turn(place), patience):
                        raise self._too_many(waiting, patience)
                    self._refuse_when_closed()
                    caller.refuse_when_gone()
                    if self._hopeless():
                        raise copy(self._crew.fault or self._too_many(waiting, patience))
                    child = self._crew.idle.popleft()
                    if child.usable:
                        return self._crew, child
                    self._dismiss(self._crew, child)
            finally:
                self._line.remove(place)
                self._changed.notify_all()

    def _my_turn(self, place: object) -> bool:
        if self._closed or self._hopeless():
            return True
        return bool(self._crew.idle) and self._line[0] is place

    def _hopeless(self) -> bool:
        """Return whether no process is left and none could be started."""
        return self._crew.fault is not None and not self._crew.members

    def _too_many(self, waiting: int, patience: float) -> errors.Busy:
        return errors.Busy("engine.queue", waiting=waiting, retry_after=max(1, ceil(patience)))

    def _give_back(self, crew: Crew, child: Child) -> None:
        with self._changed:
            keep = child.usable and crew is self._crew and not self._closed
            if keep:
                crew.idle.append(child)
            else:
                self._dismiss(crew, child)
            empty = crew.retired and not crew.members
            self._changed.notify_all()
        if empty and not keep:
            crew.left()

    def _dismiss(self, crew: Crew, child: Child) -> None:
        child.close()
        crew.members.discard(child)

    def _retire(self, crew: Crew) -> None:
        """End a crew's idle processes; the busy ones end when they come back, and the last one says goodbye."""
        with self._changed:
            if crew.retired:
                return
            crew.retired = True
            while crew.idle:
                self._dismiss(crew, crew.idle.popleft())
            empty = not crew.members
        if empty:
            crew.left()

    # The keeper.

    def _keep(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._coming is not None or self._short(self._crew))
                coming, crew, closed = self._coming, self._crew, self._closed
            if closed:
                self._turn_away(coming, errors.Busy("engine.closing", retry_after=ceil(PAUSE_SECONDS)))
                return
            if coming is not None:
                self._raise_crew(coming)
            elif not self._hire(crew):
                with self._changed:
                    self._changed.wait_for(lambda: self._closed or self._coming is not None, PAUSE_SECONDS)

    def _short(self, crew: Crew) -> bool:
        return len(crew.members) < self._options.processes

    def _raise_crew(self, coming: Crew) -> None:
        """Start a whole crew on the new store, then let it take over from the old one at once."""
        while self._short(coming) and coming.fault is None and not self._closed:
            self._hire(coming)
        if coming.fault is not None or self._closed:
            self._turn_away(coming, coming.fault or errors.Busy("engine.closing", retry_after=ceil(PAUSE_SECONDS)))
            return
        with self._changed:
            old, self._crew, self._coming = self._crew, coming, None
            self._changed.notify_all()
        coming.settled.set()
        self._retire(old)

    def _turn_away(self, coming: Crew | None, fault: errors.StyringsgrafError) -> None:
        if coming is None:
            return
        with self._changed:
            self._coming = None
        coming.fault = fault
        self._retire(coming)
        coming.settled.set()

    def _hire(self, crew: Crew) -> bool:
        """Start one process for a crew and put it among the idle; on failure the crew's fault says why."""
        child: Child | None = None
        fault: errors.StyringsgrafError | None = None
        try:
            child = Child(self._options.start(crew.path))
            with self._changed:
                crew.members.add(child)
            child.begin(START_SECONDS)
        except errors.Environment as error:
            fault = error
        except OSError as error:
            fault = errors.Environment("engine.worker-start", reason=str(error))
        with self._changed:
            crew.fault = fault
            if child is not None and fault is None and not self._closed:
                crew.idle.append(child)
            elif child is not None:
                self._dismiss(crew, child)
            self._changed.notify_all()
        return fault is None
