"""A process that carries out one write and ends: killed at any moment, it leaves the old release or the new one whole.

Started by ``pipeline.write_apart`` as ``python -m styringsgraf.pipeline.writer``, with the service's settings in its
environment.
"""

import signal
from collections.abc import Callable
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import confine
from styringsgraf.engine.worker import GRACE_SECONDS, streams
from styringsgraf.pipeline import writes
from styringsgraf.pipeline.writes import Order, Reply, Stage
from styringsgraf.pipeline.writing import perform
from styringsgraf.settings import Settings, settings

#: Writers hold up other writers, so they stand above checks and foreign queries, and below what is asked.
NICE: Final = 5


def main() -> None:
    """Do what the parent hands over, answer, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    read, target = streams()
    config = settings()

    def say(reply: Reply) -> None:
        target.write(writes.pack_reply(reply))
        target.flush()

    try:
        order = writes.unpack_order(read)
        confine.process(order.parent, NICE)
        signal.setitimer(signal.ITIMER_REAL, longest(config) + GRACE_SECONDS)
        confine.memory(config.write_memory)
        say(_done(config, order, say))
    except (EOFError, BrokenPipeError):
        return


def longest(config: Settings) -> float:
    """Return how long a process may live, seconds: it waits, runs an update, makes a release, and commits it."""
    return config.write_wait + 2 * config.update_seconds + 2 * config.write_seconds


def _done(config: Settings, order: Order, say: Callable[[Stage], None]) -> Reply:
    try:
        return perform(config, order, say)
    except errors.StyringsgrafError as error:
        return error
    except MemoryError:
        return errors.TooLarge("writing.memory", limit=config.write_memory)


if __name__ == "__main__":
    main()
