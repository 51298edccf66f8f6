"""A query process: opens one store read-only and answers queries on its standard streams until it is killed.

Started by ``engine.child`` as ``python -m styringsgraf.engine.worker``; all queries run in the main thread,
because the engine's results must not cross threads.
"""

import os
import signal
from typing import BinaryIO, Final

from styringsgraf import errors
from styringsgraf.engine import confine, guard, storage, wire
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.wire import Reply, Request, Start

#: The parent kills at the limit; so long after it the process ends itself, should the parent be gone or stuck.
GRACE_SECONDS: Final = 2.0


def main() -> None:
    """Serve until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    read, target = streams()

    def reply(message: Reply) -> None:
        target.write(wire.pack_reply(message))
        target.flush()

    try:
        start = wire.unpack_start(read)
        confine.process(start.parent, start.nice)
        try:
            engine = Embedded(storage.open_reader(start.store), start.base)
        except storage.StoreDamaged as fault:
            reply(Reply(error=errors.Environment("engine.worker-start", reason=str(fault)), last=True))
            return
        confine.memory(start.memory_mb)
        reply(Reply())
        while True:
            request = wire.unpack_request(read)
            reply(Reply())  # taken: from here on the parent holds this query to account if the process ends
            message = _run(engine, start, request)
            reply(message)
            if message.last:
                return
    except (EOFError, BrokenPipeError):
        return


def streams() -> tuple[wire.Reader, BinaryIO]:
    """Take standard output for messages alone; what else is written there goes to standard error.

    The reader raises EOFError when the parent has closed the pipe.
    """
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    source = os.fdopen(os.dup(0), "rb")

    def read(size: int) -> bytes:
        data = source.read(size)
        if len(data) < size:
            raise EOFError
        return data

    return read, target


def _run(engine: Embedded, start: Start, request: Request) -> Reply:
    signal.setitimer(signal.ITIMER_REAL, request.limits.seconds + GRACE_SECONDS)
    try:
        # The parent has looked already; a second look costs a millisecond and holds if the parent forgets.
        guard.check(request.query, max_bytes=start.length, max_nesting=start.nesting)
        return Reply(engine.answer(request.query, request.accept, request.limits, request.dataset))
    except errors.StyringsgrafError as error:
        return Reply(error=error)
    except MemoryError:
        return Reply(error=errors.TooLarge("engine.memory", limit=start.memory_mb), last=True)
    except BaseException as fault:  # noqa: BLE001 - a panic of the engine is no Exception; the process ends after it
        return Reply(error=errors.BadQuery("engine.stopped", reason=type(fault).__name__), last=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
