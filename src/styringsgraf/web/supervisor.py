"""Several web processes on one listening socket: starts them, replaces those that end, stops and renews them.

The socket is bound once and inherited: what waits in its line is lost to nobody when a process ends. Each process is
a program of its own and never a fork, because the engine and the query workers have threads. This process answers
nothing and opens no store.
"""

import os
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final

import structlog

log = structlog.get_logger(__name__)

#: How long processes may take to finish what they answer; they give themselves ten.
STOP_SECONDS: Final = 15.0
#: A process that lived for so long is replaced at once, nearly; for others the pause doubles each time.
STEADY_SECONDS: Final = 10.0
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 30.0
_STOPPING: Final = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD: Final = (*_STOPPING, signal.SIGHUP, signal.SIGCHLD)


class Member:
    """One web process; ``ready`` once it takes connections."""

    def __init__(self, listener: socket.socket, environment: Mapping[str, str]) -> None:
        self.ready_pipe, told = os.pipe()
        number = listener.fileno()
        arguments = [str(value) for value in (number, told, os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603 - a module of ours, named in our code
            [sys.executable, "-P", "-m", "styringsgraf.web.member", *arguments],
            pass_fds=(number, told),
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
            # A session of its own: Ctrl-C in a terminal reaches the supervisor, which passes on what it means.
            start_new_session=True,
        )
        os.close(told)
        self.started = monotonic()
        self.ready = False
        self.deadline = float("inf")

    def hear(self) -> None:
        """Take note of what came through the pipe: a byte, or its end."""
        self.ready = self.ready or bool(os.read(self.ready_pipe, 1))
        self.forget_pipe()

    def forget_pipe(self) -> None:
        """Close the pipe, once."""
        if self.ready_pipe >= 0:
            os.close(self.ready_pipe)
            self.ready_pipe = -1

    def stop(self) -> None:
        """Ask it to finish, and remember when the asking is over."""
        if self.deadline == float("inf"):
            self.deadline = monotonic() + STOP_SECONDS
            self.process.send_signal(signal.SIGTERM)


@dataclass
class _Seat:
    """A place for one process: who sits there, who is to take over, and when an empty one is filled."""

    member: Member | None = None
    successor: Member | None = None
    due: float = 0.0
    pause: float = _FIRST_PAUSE


class Supervisor:
    """Keeps ``count`` web processes answering on ``listener`` until it is told to stop."""

    def __init__(self, listener: socket.socket, count: int, environment: Mapping[str, str]) -> None:
        self._listener = listener
        self._environment = environment
        self._seats = [_Seat() for _ in range(count)]
        self._leaving: list[Member] = []
        self._renewing: deque[_Seat] = deque()
        self._stopping = False

    def run(self) -> None:
        """Supervise until SIGTERM or SIGINT, and return when all processes have ended. Main thread only."""
        with _signals() as heard:
            while not self._stopping or self._members():
                self._fill()
                self._wait(heard)
                self._reap()
                self._renew()
                self._lose_patience()

    def _members(self) -> list[Member]:
        seated = (member for seat in self._seats for member in (seat.member, seat.successor) if member)
        return [*seated, *self._leaving]

    def _fill(self) -> None:
        now = monotonic()
        for seat in self._seats:
            if not self._stopping and seat.member is None and seat.due <= now:
                seat.member = self._start()
                seat.due = float("inf")

    def _start(self) -> Member | None:
        return Member(self._listener, self._environment)

    def _wait(self, heard: int) -> None:
        """Sleep until a signal, a word from a process, or the next thing due."""
        pipes = {member.ready_pipe: member for member in self._members() if member.ready_pipe >= 0}
        dues = [seat.due for seat in self._seats if not self._stopping]
        next_due = min([*dues, *(member.deadline for member in self._leaving)], default=float("inf"))
        timeout = None if next_due == float("inf") else max(0.0, next_due - monotonic())
        found, _, _ = select.select([heard, *pipes], [], [], timeout)
        for number in found:
            if number in pipes:
                pipes[number].hear()
        if heard in found:
            self._obey(os.read(heard, 1024))

    def _obey(self, numbers: bytes) -> None:
        for number in numbers:
            if number in _STOPPING and self._stopping:
                for member in self._members():  # asked twice: at once
                    member.process.kill()
            elif number in _STOPPING:
                self._stop()
            elif number == signal.SIGHUP and not self._stopping and not self._renewing:
                self._renewing.extend(self._seats)

    def _stop(self) -> None:
        """Take no more connections, and let the processes finish."""
        self._stopping = True
        self._listener.close()
        for member in self._members():
            member.stop()
        self._leaving, self._seats = self._members(), []
        self._renewing.clear()

    def _reap(self) -> None:
        """Collect what has ended; as the first process of a container also what others have left behind."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            member = next((one for one in self._members() if one.process.pid == pid), None)
            if member is not None:
                member.process.returncode = os.waitstatus_to_exitcode(status)
                member.forget_pipe()
                self._ended(member)

    def _ended(self, member: Member) -> None:
        if member in self._leaving:
            self._leaving.remove(member)
            return
        log.warning("web process ended", process=member.process.pid, code=member.process.returncode)
        for seat in self._seats:
            if seat.successor is member:
                seat.successor = None  # the one it was to replace goes on
            elif seat.member is member:
                seat.pause = pause_after(monotonic() - member.started, seat.pause)
                seat.member, seat.successor = seat.successor, None
                seat.due = monotonic() + seat.pause if seat.member is None else float("inf")

    def _renew(self) -> None:
        """Replace one process after the other: the new one answers before the old one is asked to finish."""
        coming = next((seat for seat in self._seats if seat.successor is not None), None)
        if coming is not None and coming.successor is not None and coming.successor.ready:
            if coming.member is not None:
                coming.member.stop()
                self._leaving.append(coming.member)
            coming.member, coming.successor, coming = coming.successor, None, None
        if coming is None and self._renewing and not self._stopping:
            self._renewing.popleft().successor = self._start()

    def _lose_patience(self) -> None:
        for member in self._leaving:
            if monotonic() >= member.deadline:
                member.process.kill()


def pause_after(lived: float, before: float = 0.0) -> float:
    """Return how long to wait with a successor of a process, seconds; ``before`` is the wait for that one."""
    return _FIRST_PAUSE if lived >= STEADY_SECONDS else min(max(2 * before, _FIRST_PAUSE), _LONGEST_PAUSE)


@contextmanager
def _signals() -> Iterator[int]:
    """Yield the end of a pipe from which the numbers of the signals come that the supervisor obeys."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    previous = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    handlers = {number: signal.signal(number, lambda *_: None) for number in _HEARD}
    try:
        yield reading
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(previous)
        os.close(reading)
        os.close(writing)
