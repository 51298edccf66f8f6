"""One web process of several: ``python -m styringsgraf.web.member SOCKET READY PARENT``, started by the supervisor.

SOCKET and READY are inherited file numbers: the listening socket, and a pipe for one byte once connections are taken.
"""

import os
import signal
import sys

from styringsgraf import errors
from styringsgraf.engine import confine
from styringsgraf.service import Service
from styringsgraf.settings import settings
from styringsgraf.web.serve import SharedListener, log_to_stderr, serve


def main() -> int:
    """Serve until told to stop; return the exit code."""
    number, told, parent = map(int, sys.argv[1:])
    confine.end_with(parent, signal.SIGTERM)
    log_to_stderr()

    def ready() -> None:
        os.write(told, b"+")
        os.close(told)

    try:
        service = Service.open(settings())
        serve(service, SharedListener(fileno=number), ready)
    except errors.StyringsgrafError as fault:
        sys.stderr.write(fault.sentence(settings().lang) + "\n")
        return fault.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
