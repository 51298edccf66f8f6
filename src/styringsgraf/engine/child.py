"""The parent's end of one query process: start it, ask it, time it, kill it, and say what happened when it ended."""

from time import monotonic

from styringsgraf import errors
from styringsgraf.engine import Answer, wire
from styringsgraf.engine.process import Gone, Late, Process
from styringsgraf.engine.wire import Request, Start

__all__ = ["Child", "Gone"]


class Child:
    """One query process. Not for two threads at a time, except ``kill``."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._process = Process("styringsgraf.engine.worker")
        self._usable = True

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """True when the process can take another query."""
        return self._usable and self._process.running

    def begin(self, seconds: float) -> None:
        """Hand over the store and wait until it is open. Raises Environment."""
        try:
            self._send(wire.pack_start(self._start))
            reply = self._process.receive(wire.unpack_reply, monotonic() + seconds)
        except (Gone, EOFError):
            self.kill()
            reason = self._process.last_words() or self._process.reason()
            raise errors.Environment("engine.worker-start", reason=reason) from None
        except Late:
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
            reply = self._process.receive(wire.unpack_reply, deadline)
        except Late:
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
            self._process.receive(wire.unpack_reply, deadline)
        except EOFError:
            self._usable = False
            raise Gone from None

    def kill(self) -> None:
        """End the process, whatever it does, and free what it held. Harmless when it has ended."""
        self._usable = False
        self._process.kill()

    def close(self) -> None:
        """Kill the process and close the pipes; for the thread that holds the child."""
        self._usable = False
        self._process.close()

    def _send(self, message: bytes) -> None:
        try:
            self._process.send(message)
        except Gone:
            self._usable = False
            raise

    def _end(self, request: Request) -> errors.StyringsgrafError:
        """Return the error that says how a process ended in the middle of a query."""
        self._usable = False
        match self._process.end():
            case "time":
                return self._too_slow(request)
            case "memory":
                return errors.TooLarge("engine.memory", limit=self._start.memory_mb)
            case "outside":
                return errors.Busy("engine.lost", retry_after=1)
            case _:
                return errors.BadQuery("engine.stopped", reason=self._process.reason())

    def _too_slow(self, request: Request) -> errors.TimedOut:
        return errors.TimedOut("engine.time-limit", seconds=f"{request.limits.seconds:g}")
