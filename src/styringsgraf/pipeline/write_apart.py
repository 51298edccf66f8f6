"""The service's end of a write: starts the process, watches each stage by its own clock, and says how it ended."""

import os
from time import monotonic
from typing import Final

from styringsgraf import errors
from styringsgraf.access import Grant
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.process import Gone, Late, Process
from styringsgraf.pipeline.writes import Conditions, Order, Stage, Update, Write, Written, pack_order, unpack_reply
from styringsgraf.settings import Settings

_PROGRAM: Final = "styringsgraf.pipeline.writer"


def write_apart(
    config: Settings, write: Write, grant: Grant, conditions: Conditions, caller: Caller | None = None
) -> Written:
    """Carry out a write in a process of its own, which may be killed up to the moment when it commits.

    The thread that calls this waits, and starts the process: it dies with the thread. Raises what ``writing.perform``
    raises, TimedOut and TooLarge at the limits, and Busy when it was stopped from outside or the ``caller`` has left.
    """
    asking = caller or Caller()
    asking.refuse_when_gone()
    return _Writing(config, Order(write, grant, conditions, os.getpid()), asking).run()


class _Writing:
    """One process and the stage it is in."""

    def __init__(self, config: Settings, order: Order, asking: Caller) -> None:
        self._config, self._order, self._asking = config, order, asking
        self._stage: Stage | None = None
        self._process = Process(_PROGRAM, config.as_environment())

    def run(self) -> Written:
        """Wait for the answer; whatever happens, the process has ended afterwards."""
        try:
            with self._asking.ending(self._leave):
                return self._answer()
        except Late:
            raise self._too_slow() from None
        except (Gone, EOFError):
            self._asking.refuse_when_gone()
            raise self._ended() from None
        finally:
            self._process.close()

    def _answer(self) -> Written:
        self._process.send(pack_order(self._order), monotonic() + self._seconds)
        while True:
            reply = self._process.receive(unpack_reply, monotonic() + self._seconds)
            if isinstance(reply, Written):
                return reply
            if isinstance(reply, errors.StyringsgrafError):
                raise reply
            self._stage = reply

    @property
    def _seconds(self) -> float:
        """How long the stage that has begun may last."""
        if self._stage is None:
            return self._config.write_wait + self._config.update_seconds
        if self._stage == "turn" and isinstance(self._order.write, Update):
            return self._config.update_seconds
        return self._config.write_seconds

    def _leave(self) -> None:
        # What commits already is let finish: the caller who comes back with the same key is told what it came to.
        if self._stage != "committing":
            self._process.kill()

    def _ended(self) -> errors.StyringsgrafError:
        match self._process.end():
            case "time":
                return self._too_slow()
            case "memory":
                return errors.TooLarge("writing.memory", limit=self._config.write_memory)
            case "outside":
                return errors.Busy("writing.lost", retry_after=1)
            case _:
                words, reason = self._process.last_words(), self._process.reason()
                if not reason.startswith("SIG") and "PanicException" not in words:
                    # An exception nobody foresaw is our fault, not the file's; whoever runs the service gets the trace.
                    raise RuntimeError(words)
                return errors.Unprocessable("writing.stopped", reason=reason)

    def _too_slow(self) -> errors.StyringsgrafError:
        if self._stage is None:
            return errors.Busy("writing.waited", seconds=f"{self._config.write_wait:g}", retry_after=5)
        return errors.TimedOut("writing.time", seconds=f"{self._seconds:g}")
