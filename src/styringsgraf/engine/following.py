"""Answers from a replica only while it shows the release asked for, and sees to it that it comes to show it.

A replica has no snapshots: a push changes it while questions run. So what is worked out from it counts only if its
pointer, read afterwards, is what it was before; the pointer goes before anything changes, and each push has a turn of
its own. Otherwise the work is done again, and while the replica is on its way to the release, here.
"""

from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic
from typing import Final, TypeVar

from styringsgraf import errors
from styringsgraf.engine import bookkeeping
from styringsgraf.engine.bookkeeping import Pointer
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.remote import Remote

T = TypeVar("T")

#: How often work is begun anew because the replica changed under it.
ATTEMPTS: Final = 3
#: How long after a push has ended, well or not, the next one may begin, seconds.
PAUSE_SECONDS: Final = 5.0


class Follower:
    """One process's view of a replica; safe to use from any number of threads.

    ``push`` brings the replica to the current release and is called in a thread of its own, after ``follow``.
    """

    def __init__(self, endpoint: Endpoint, base: str, push: Callable[[], object]) -> None:
        self.remote = Remote(endpoint, base)
        self._push = push
        self._lock = Lock()
        self._seen = Pointer()
        self._pushing: Thread | None = None
        self._ended = -PAUSE_SECONDS
        self._following = False
        self._fault: errors.StyringsgrafError | None = None

    def follow(self) -> None:
        """From now on push when the replica shows another release than the one asked for."""
        self._following = True

    def pointer(self) -> Pointer:
        """Ask the replica what it shows. Raises Busy, TimedOut, Environment."""
        self._seen = bookkeeping.pointer(self.remote)
        return self._seen

    def run(self, release: str, there: Callable[[Remote], T], here: Callable[[], T]) -> T:
        """Return what ``there`` makes of the replica, or ``here`` while the replica does not show the release.

        Raises Busy and TimedOut when the replica is down or slow: what cannot be asked is not answered from elsewhere.
        """
        for _ in range(ATTEMPTS):
            before = self._seen
            if before.release != release:
                before = self.pointer()
            if before.release != release:
                self.nudge()
                return here()
            try:
                made = there(self.remote)
            except errors.UsageError:  # perhaps only because the replica was changing
                if self.pointer() == before:
                    raise
                continue
            if self.pointer() == before:
                return made
        return here()

    def check(self, release: str) -> None:
        """Raise what keeps the replica from answering: it is down, slow, or cannot be brought to the release."""
        if self.pointer().release == release:
            self._fault = None
            return
        self.nudge()
        if isinstance(self._fault, errors.Environment | errors.Conflict):
            raise self._fault

    def nudge(self) -> None:
        """Push in the background, unless a push is under way or has just ended."""
        with self._lock:
            if not self._following or self._pushing is not None or monotonic() < self._ended + PAUSE_SECONDS:
                return
            self._pushing = Thread(target=self._bring, name="engine-push", daemon=True)
            self._pushing.start()

    def _bring(self) -> None:
        fault: errors.StyringsgrafError | None = None
        try:
            self._push()
        except errors.StyringsgrafError as found:
            fault = found
        finally:
            with self._lock:
                self._fault, self._pushing, self._ended = fault, None, monotonic()
