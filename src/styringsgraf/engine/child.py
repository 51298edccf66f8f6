"""The parent's end of one query process: start it, ask it, time it, kill it, and say what happened when it ended."""

import os
import select
import signal
import subprocess
import sys
import tempfile
from time import monotonic
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import Answer, wire
from styringsgraf.engine.wire import Reply, Request, Start

_CHUNK: Final = 1 << 20
#: Signals that people and systems send; every other end is the query's doing.
_FROM_OUTSIDE: Final = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT})


class Gone(Exception):
    """The process had ended before it was asked; nothing was run, ask another one."""


class _Late(Exception):
    """The deadline passed while waiting for the process."""


class Child:
    """One query process. Not for two threads at a time, except ``kill``."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in kill()
        # A new program, never a fork: the engine has threads of its own. A session of its own, so that
        # Ctrl-C in a terminal reaches the service alone.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "styringsgraf.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=os.environ | {"RUST_BACKTRACE": "0"},
            start_new_session=True,
            bufsize=0,
        )
        self._usable = True

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """True when the process can take another query."""
        return self._usable and self._process.poll() is None

    def begin(self, seconds: float) -> None:
        """Hand over the store and wait until it is open. Raises Environment."""
        try:
            self._send(wire.pack_start(self._start))
            reply = self._receive(monotonic() + seconds)
        except (Gone, EOFError):
            self.kill()
            reason = self._last_words() or f"exit code {self._process.returncode}"
            raise errors.Environment("engine.worker-start", reason=reason) from None
        except _Late:
            self.kill()
            raise errors.Environment("engine.worker-start", reason=f"{seconds:g} s") from None
        if reply.error is not None:
            self.kill()
            raise reply.error

    def ask(self, request: Request) -> Answer:
        """Run a query within its limits. Raises Gone, and what ``QueryEngine.answer`` raises."""
        deadline = monotonic() + request.limits.seconds
        self._send(wire.pack_request(request))
        try:
            self._taken(deadline)
            reply = self._receive(deadline)
        except _Late:
            self.kill()
            raise self._too_slow(request) from None
        except EOFError:
            raise self._end(request) from None
        self._usable = not reply.last
        if reply.error is not None:
            raise reply.error
        if reply.answer is None:
            raise self._end(request)
        return reply.answer

    def _taken(self, deadline: float) -> None:
        """Wait until the process has taken the query; one that ended before that has run nothing."""
        try:
            self._receive(deadline)
        except EOFError:
            self._usable = False
            raise Gone from None

    def kill(self) -> None:
        """End the process, whatever it does, and free what it held. Harmless when it has ended."""
        self._usable = False
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Kill the process and close the pipes; for the thread that holds the child."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                stream.close()

    def _send(self, message: bytes) -> None:
        view = memoryview(message)
        try:
            while view:
                view = view[os.write(_number(self._process.stdin), view) :]
        except BrokenPipeError:
            self._usable = False
            raise Gone from None

    def _receive(self, deadline: float) -> Reply:
        """Return the reply. Raises EOFError when the process ended, _Late when the time did."""
        output = _number(self._process.stdout)
        poll = select.poll()
        poll.register(output, select.POLLIN | select.POLLHUP)

        def read(size: int) -> bytes:
            data = bytearray()
            while len(data) < size:
                left = deadline - monotonic()
                if left <= 0 or not poll.poll(left * 1000):
                    raise _Late
                piece = os.read(output, min(_CHUNK, size - len(data)))
                if not piece:
                    raise EOFError
                data += piece
            return bytes(data)

        return wire.unpack_reply(read)

    def _end(self, request: Request) -> errors.StyringsgrafError:
        """Return the error that says how a process ended in the middle of a query."""
        self._usable = False
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            code = 0
        if code == -signal.SIGALRM:
            return self._too_slow(request)
        if "memory allocation" in self._last_words():
            return errors.TooLarge("engine.memory", limit=self._start.memory_mb)
        if -code in _FROM_OUTSIDE:
            return errors.Busy("engine.lost", retry_after=1)
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return errors.BadQuery("engine.stopped", reason=reason)

    def _too_slow(self, request: Request) -> errors.TimedOut:
        return errors.TimedOut("engine.time-limit", seconds=f"{request.limits.seconds:g}")

    def _last_words(self) -> str:
        """Return the last line the process wrote to standard error."""
        self._complaints.seek(0)
        return self._complaints.read()[-_CHUNK:].decode("utf-8", "replace").strip()


def _number(stream: object) -> int:
    if not hasattr(stream, "fileno"):  # pragma: no cover - both pipes are asked for above
        raise TypeError(stream)
    number: int = stream.fileno()
    return number
