"""A program of ours in a process of its own, from the parent's end: start, send, receive by a deadline, kill.

What the process gives up – network, memory, outliving its parent – is its own first act (``engine.confine``).
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from time import monotonic
from types import MappingProxyType
from typing import Final, Literal, TypeVar

Message = TypeVar("Message")
#: How a process ended in the middle of its work.
End = Literal["time", "memory", "outside", "crash"]

_CHUNK: Final = 1 << 20
#: From so many seconds on a wait is taken for endless.
_LONG: Final = 1_000_000
#: Signals that people and systems send; every other end is the doing of what the process worked on.
_FROM_OUTSIDE: Final = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT})
#: What the allocators of Rust, Python and C++ say when there is no more; C++ has no room for a thread then.
_NO_MEMORY: Final = ("memory allocation", "MemoryError", "bad_alloc", "system_error")
_NO_ENVIRONMENT: Final[Mapping[str, str]] = MappingProxyType({})


class Gone(Exception):
    """The process had ended before it was asked; nothing was run."""


class Late(Exception):
    """The deadline passed while waiting for the process."""


class Process:
    """One process. Not for two threads at a time, except ``kill``."""

    def __init__(self, module: str, environment: Mapping[str, str] = _NO_ENVIRONMENT) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        # A new program, never a fork: the engines have threads of their own. A session of its own, so that
        # Ctrl-C in a terminal reaches the service alone.
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours, named in our code
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=os.environ | {"RUST_BACKTRACE": "0"} | dict(environment),
            start_new_session=True,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """True as long as it has not ended."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, whatever it does, and free what it held. Harmless when it has ended."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Kill the process and close the pipes; for the thread that holds it."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                stream.close()

    def send(self, message: bytes, deadline: float = float("inf")) -> None:
        """Hand over a message. Raises Gone when the process has ended, Late when it has not taken it in time."""
        target = _number(self._process.stdin)
        poll = select.poll()
        poll.register(target, select.POLLOUT)
        view = memoryview(message)
        try:
            while view:
                left = deadline - monotonic()
                if left <= 0 or not poll.poll(left * 1000 if left < _LONG else None):
                    raise Late
                # So much always goes into a pipe that is ready: more could wait beyond the deadline.
                view = view[os.write(target, view[: select.PIPE_BUF]) :]
        except BrokenPipeError:
            raise Gone from None

    def receive(self, unpack: Callable[[Callable[[int], bytes]], Message], deadline: float) -> Message:
        """Return the next message. Raises EOFError when the process ended, Late when the time did."""
        output = _number(self._process.stdout)
        poll = select.poll()
        poll.register(output, select.POLLIN | select.POLLHUP)

        def read(size: int) -> bytes:
            data = bytearray()
            while len(data) < size:
                left = deadline - monotonic()
                if left <= 0 or not poll.poll(left * 1000):
                    raise Late
                piece = os.read(output, min(_CHUNK, size - len(data)))
                if not piece:
                    raise EOFError
                data += piece
            return bytes(data)

        return unpack(read)

    def end(self) -> End:
        """Return how the process ended; one that has closed its pipe and still runs is killed."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            code = 0
        if code == -signal.SIGALRM:
            return "time"
        if any(words in self.last_words() for words in _NO_MEMORY):
            return "memory"
        return "outside" if -code in _FROM_OUTSIDE else "crash"

    def reason(self) -> str:
        """Return a crash in a word: the signal, or the exit code."""
        code = self._process.returncode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def last_words(self) -> str:
        """Return what the process wrote to standard error, the end of it."""
        self._complaints.seek(0)
        return self._complaints.read()[-_CHUNK:].decode("utf-8", "replace").strip()


def _number(stream: object) -> int:
    if not hasattr(stream, "fileno"):  # pragma: no cover - both pipes are asked for above
        raise TypeError(stream)
    number: int = stream.fileno()
    return number
