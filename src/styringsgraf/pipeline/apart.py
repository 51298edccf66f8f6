"""Checks what strangers send in a process of its own: killed at its limits, and when nobody waits for it any more."""

import os
from time import monotonic
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.process import Gone, Late, Process
from styringsgraf.pipeline.uploads import Bounds, Checked, Upload, pack_upload, unpack_reply
from styringsgraf.settings import Settings

_PROGRAM: Final = "styringsgraf.pipeline.checker"


def processes(config: Settings) -> int:
    """Return how many checks may run at once: so many that one core is left for everything else."""
    return config.check_workers or max(1, (os.cpu_count() or 1) - 1)


def check_apart(config: Settings, upload: Upload, caller: Caller | None = None) -> Checked:
    """Check an upload and return the report in the form it asks for; nothing is stored.

    The thread that calls this waits, and starts the process: it dies with the thread. Raises what ``check`` raises,
    TimedOut and TooLarge at the limits, InputError when the files made the process stop, and Busy when it was stopped
    from outside or the ``caller`` has left.
    """
    bounds = Bounds(config.check_seconds, config.check_memory, os.getpid())
    deadline = monotonic() + bounds.seconds
    asking = caller or Caller()
    asking.refuse_when_gone()
    process = Process(_PROGRAM, config.as_environment())
    try:
        with asking.ending(process.kill):
            process.send(pack_upload(upload, bounds), deadline)
            reply = process.receive(unpack_reply, deadline)
    except Late:
        raise _too_slow(bounds) from None
    except (Gone, EOFError):
        asking.refuse_when_gone()
        raise _ended(process, bounds) from None
    finally:
        process.close()
    if isinstance(reply, errors.StyringsgrafError):
        raise reply
    return reply


def _ended(process: Process, bounds: Bounds) -> errors.StyringsgrafError:
    """Return the error that says how a process ended in the middle of a check; raises RuntimeError for our own."""
    match process.end():
        case "time":
            return _too_slow(bounds)
        case "memory":
            return errors.TooLarge("pipeline.check-memory", limit=bounds.memory_mb)
        case "outside":
            return errors.Busy("pipeline.check-lost", retry_after=1)
        case _:
            words, reason = process.last_words(), process.reason()
            if not reason.startswith("SIG") and "PanicException" not in words:
                # An exception nobody foresaw is our fault, not the file's; whoever runs the service gets the trace.
                raise RuntimeError(words)
            return errors.InputError("pipeline.check-stopped", reason=reason)


def _too_slow(bounds: Bounds) -> errors.TimedOut:
    return errors.TimedOut("pipeline.check-time", seconds=f"{bounds.seconds:g}")
