"""What other processes do in these tests: ``child.py ROLE FOLDER …``, one line in, one line out."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from styringsgraf.errors import StyringsgrafError
from styringsgraf.namespaces import Minter
from styringsgraf.releases import ReleaseStore
from styringsgraf.search import SearchIndex
from styringsgraf.texts import catalogue

DAY = date(2026, 6, 30)
GRAPHS = "https://example.org/graph/"


def say(*words: object) -> None:
    """Write one line in one piece, however many processes share the pipe."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def quads(graph: str, values: list[object]) -> list[Quad]:
    subject, says = NamedNode("https://example.org/plan"), NamedNode("http://purl.org/dc/terms/title")
    return [Quad(subject, says, Literal(str(value)), NamedNode(GRAPHS + graph)) for value in values]


def hold_reader(folder: Path, release: str | None = None) -> None:
    """Keep a release open; each line asked is answered by the number of statements in it."""
    with ReleaseStore(folder).reader(release) as reader:
        say("open", reader.manifest.id)
        for _ in sys.stdin:
            (row,) = reader.table("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
            say(row[0].value if row[0] is not None else "")
    say("closed")


def hold_writer(folder: Path, value: str) -> None:
    """Begin a draft, wait for a line, commit."""
    with ReleaseStore(folder, wait=60.0).draft(reference_date=DAY) as draft:
        say("writing")
        sys.stdin.readline()
        draft.replace(f"{GRAPHS}plan", quads("plan", [value]))
        commit = draft.commit()
    say(commit.manifest.id)


def add_value(folder: Path, value: str) -> None:
    """Add one value to what the current release holds: loses nothing only if writers queue."""
    say("ready")
    sys.stdin.readline()
    with ReleaseStore(folder, wait=60.0).draft(reference_date=DAY) as draft:
        name = f"{GRAPHS}plan"
        draft.replace(name, [*draft.quads(name), *quads("plan", [value])])
        commit = draft.commit()
    say(commit.manifest.id)


def little_space(folder: Path, size: str) -> None:
    """Publish where no file may become larger than ``size`` bytes."""
    store = ReleaseStore(folder)
    limit = int(size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with store.draft(reference_date=DAY) as draft:
            draft.replace(f"{GRAPHS}plan", quads("plan", [f"{n} {'x' * 100}" for n in range(5000)]))
            draft.commit()
    except StyringsgrafError as fault:
        say(type(fault).__name__, fault.key)
    else:
        say("published")


def somebody_else(folder: Path) -> None:
    """Do what each line says as a user without rights to the folder."""
    catalogue("releases")  # that user may not be able to read the program's files
    if os.getuid() == 0:
        os.setuid(65534)
    store = ReleaseStore(folder)

    def publish() -> object:
        with store.draft(reference_date=DAY) as draft:
            return draft.commit(note="never").changed

    def read() -> object:
        with store.reader() as reader:
            return len(reader.table("SELECT ?s WHERE { ?s ?p ?o }").rows)

    acts: dict[str, Callable[[], object]] = {
        "current": lambda: (current := store.current()) and current.note,
        "read": read,
        "recover": store.recover,
        "publish": publish,
        "prune": store.prune,
        "rebuild": store.rebuild,
    }
    for line in sys.stdin:
        try:
            say(acts[line.strip()]())
        except StyringsgrafError as fault:
            say(type(fault).__name__, fault.key, fault)


# The publishes that test_kill.py kills; each has the search index beside it

INDEX = SearchIndex(Minter("https://example.org/"))


def expected(number: int) -> dict[str, list[object]]:
    """What release ``number`` holds: graphs that change a little, wholly, and come and go."""
    graphs: dict[str, list[object]] = {
        "plan": [*range(number, number + 60)],
        "inferred": [f"{number} {n}" for n in range(40)],
    }
    if number % 2:
        graphs["now-and-then"] = [f"odd {number}"]
    return graphs


def publish(store: ReleaseStore, number: int, progress: Callable[[str], None]) -> None:
    with store.draft(reference_date=DAY, progress=progress) as draft:
        graphs = expected(number)
        for name in ("plan", "inferred", "now-and-then"):
            draft.replace(GRAPHS + name, quads(name, graphs.get(name, [])))
        draft.commit(note=str(number))


def publish_until_killed(folder: Path, number: int, stop: str) -> None:
    """Publish release after release. ``stop``: 'PHASE', 'PHASE+N' (before the Nth change to a file after it) or '-'."""
    current = number
    point, _, after = stop.partition("+")
    left = 0

    def halt() -> None:
        say("stopped")
        os.kill(os.getpid(), signal.SIGSTOP)

    def progress(phase: str) -> None:
        nonlocal left
        say("phase", current, phase)
        if phase == point:
            left = int(after or 0)
            if not left:
                halt()

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        changing = event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir"} or (
            event == "open" and isinstance(arguments[1], str) and arguments[1][:1] in "wa"
        )
        changing = changing or event == "sqlite3.connect"
        if changing and left:
            left -= 1
            if not left:
                halt()

    sys.addaudithook(audit)
    store = ReleaseStore(folder, keep_stores=2, companions=(INDEX,))
    while True:
        say("begin", current)
        left = int(after) if point == "begin" else left
        publish(store, current, progress)
        say("done", current)
        current += 1


def nursery(folder: Path) -> None:
    """For each line ``NUMBER STOP`` start a process that publishes, say its id, and say when it is dead.

    Processes are forked from here because starting Python takes longer than a publish; this one opens no store.
    """
    say("ready")
    for line in sys.stdin:
        number, stop = line.split()
        process = os.fork()
        if process == 0:
            publish_until_killed(folder, int(number), stop)
        say("process", process)
        os.waitpid(process, 0)
        say("dead", process)


ROLES = {
    "hold-reader": hold_reader,
    "hold-writer": hold_writer,
    "add-value": add_value,
    "little-space": little_space,
    "somebody-else": somebody_else,
    "nursery": nursery,
}

if __name__ == "__main__":
    ROLES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
