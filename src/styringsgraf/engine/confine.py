"""What a query process gives up before it sees its first query: network, memory, priority, outliving its parent."""

import ctypes
import os
import resource
import signal
import sys
from typing import Final

# From <linux/prctl.h> and <linux/sched.h>.
_PR_SET_PDEATHSIG: Final = 1
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
#: The parser recurses; a deep query needs more than the usual 8 MB. More than 128 MB is not left below the stack.
_STACK: Final = 96 << 20


def end_with(parent: int, number: int) -> None:
    """Be sent signal ``number`` when the *thread* that started this process ends; leave when it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        # The parent ended before we asked to be told.
        os._exit(0)


def process(parent: int, niceness: int) -> None:
    """Give up network and priority, leave no core files, end with ``parent``. Call before any thread starts."""
    os.nice(niceness)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_STACK, _STACK)
    if sys.platform == "linux":
        without_network(ctypes.CDLL(None, use_errno=True))
    end_with(parent, signal.SIGKILL)


def memory(megabytes: int) -> None:
    """Bound what the process may allocate. Call after the store is open: the limit is for queries.

    RLIMIT_DATA counts what is really asked for; RLIMIT_AS would also count the engine's reserved addresses.
    """
    _lower(resource.RLIMIT_DATA, megabytes << 20)


def without_network(libc: ctypes.CDLL) -> bool:
    """Move into an empty network name space where the system lets us; the guard is what holds everywhere.

    A user name space of its own is taken only by ordinary users: root would lose the right to read other
    users' files in it.
    """
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    return os.geteuid() != 0 and libc.unshare(_CLONE_NEWNET | _CLONE_NEWUSER) == 0


def _lower(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (soft, hard))
