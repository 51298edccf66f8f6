"""A process that makes one file to download and ends, so that nobody waits behind it and its memory goes with it.

Started by ``publish.dumping`` as ``python -m styringsgraf.publish.dumper``, with the service's settings.
"""

import signal
from dataclasses import asdict
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.engine import confine, wire
from styringsgraf.engine.worker import streams
from styringsgraf.namespaces import Minter
from styringsgraf.publish import dumping
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import settings

#: Below the service's own work and above nothing.
NICE: Final = 10
#: The parent kills at the limit; so long after it the process ends itself, should the parent be gone or stuck.
GRACE_SECONDS: Final = 2.0


def main() -> None:
    """Make what the parent asks for, answer, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    read, target = streams()
    try:
        asked, _ = wire.unpack(read)
        seconds, memory, parent = asked["bounds"]
        confine.process(parent, NICE)
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
        confine.memory(memory)
        target.write(wire.pack(_made(asked["release"], asked["file"], seconds, memory)))
        target.flush()
    except (EOFError, BrokenPipeError):
        return


def _made(release: str, file: str, seconds: float, memory: int) -> dict[str, Any]:
    config = settings()
    store = ReleaseStore(config.data)
    try:
        asked = dumping.wanted(store.get(release), file, Minter(config.base))
        return {"dump": asdict(dumping.make(config, store, asked, dumping.folder(config), seconds))}
    except errors.StyringsgrafError as error:
        return {"error": wire.pack_error(error)}
    except MemoryError:
        return {"error": wire.pack_error(errors.TooLarge("dumps.memory", file=file, limit=memory))}


if __name__ == "__main__":
    main()
