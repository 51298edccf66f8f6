"""What several web processes share: places for foreign queries, and patience with those that end early."""

import subprocess
import sys
from pathlib import Path

from styringsgraf.engine.crew import Options
from styringsgraf.engine.slots import Slots, make
from styringsgraf.settings import Settings
from styringsgraf.web.several import shares
from styringsgraf.web.supervisor import STEADY_SECONDS, pause_after


def test_what_strangers_may_use_is_divided_and_never_nothing() -> None:
    given = Settings(workers=4, query_workers=3, query_queue=16, check_workers=9, check_queue=1)
    each = shares(given)
    assert (each.query_workers, each.query_queue, each.check_workers, each.check_queue) == (1, 4, 3, 1)
    assert (each.workers, given.workers) == (1, 4)
    assert Options.of(each).processes == 1


HOLDER = """
import sys
from pathlib import Path
from styringsgraf.engine.slots import Slots
with Slots(tuple(Path(sys.argv[1]).iterdir())).one(10, lambda: False) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def test_slots_are_shared_between_processes_and_freed_by_death(tmp_path: Path) -> None:
    make(tmp_path, 2)
    slots = Slots(tuple(tmp_path.iterdir()))
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"True\n"
    with slots.one(10, lambda: False) as second:
        assert second
        with slots.one(0.05, lambda: False) as third:
            assert not third
        with slots.one(60, lambda: True) as given_up:
            assert not given_up
        holder.kill()
        holder.communicate()
        with slots.one(10, lambda: False) as freed:
            assert freed
    with Slots().one(0, lambda: False) as unbounded:
        assert unbounded


def test_those_that_end_early_are_replaced_later_and_later() -> None:
    pauses = [pause_after(0.0)]
    for _ in range(12):
        pauses.append(pause_after(1.0, pauses[-1]))
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1] < pauses[-1] == pauses[-2]
    assert pause_after(STEADY_SECONDS, pauses[-1]) == pauses[0]
