"""What a replica says of itself: which release it holds, which graphs with which hash; and reading that.

One graph of its own holds it, with one subject, so that no question of ours ever meets it:

::

    GRAPH <urn:styringsgraf:replica> {
      <urn:styringsgraf:replica> <urn:styringsgraf:release> "000003-ab12cd34" ;   the pointer; absent while a push runs
                                 <urn:styringsgraf:turn>    "5f0c…" ;             another one with every push
                                 <urn:styringsgraf:holds>   "<sha256> <graph>" .  one a graph that is whole
    }
"""

from dataclasses import dataclass
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import Limits
from styringsgraf.engine.remote import Remote
from styringsgraf.terms import NamedNode, lexical, sparql, string

GRAPH: Final = "urn:styringsgraf:replica"
SELF: Final = NamedNode(GRAPH)
RELEASE: Final = NamedNode("urn:styringsgraf:release")
TURN: Final = NamedNode("urn:styringsgraf:turn")
HOLDS: Final = NamedNode("urn:styringsgraf:holds")

# What is read through GRAPH must be seen without it too, or questions would see nothing.
_POINTER: Final = f"""SELECT DISTINCT ?turn ?release ?seen WHERE {{
  GRAPH {SELF} {{ {SELF} {TURN} ?turn }}
  OPTIONAL {{ GRAPH {SELF} {{ {SELF} {RELEASE} ?release }} }}
  OPTIONAL {{ {SELF} {TURN} ?seen }}
}}"""
_HELD: Final = f"SELECT DISTINCT ?held WHERE {{ GRAPH {SELF} {{ {SELF} {HOLDS} ?held }} }}"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
#: The pointer is read with every question; an engine that cannot do that in time is no use for the question either.
_BYTES: Final = 100_000


@dataclass(frozen=True)
class Pointer:
    """What the replica shows: ``release`` is '' while a push is under way, both are '' before the first one."""

    release: str = ""
    turn: str = ""


def pointer(remote: Remote, seconds: float | None = None) -> Pointer:
    """Read the pointer.

    Raises Environment when the engine does not show the union of all graphs to a query that names none; what
    ``Remote.table`` raises.
    """
    limits = Limits(seconds or remote.endpoint.seconds, 10, _BYTES)
    rows = remote.table(_POINTER, limits).rows
    if not rows:
        return Pointer()
    if any(seen is None for *_, seen in rows):
        raise errors.Environment("remote.no-union")
    if len(rows) > 1:  # two pushes at once; neither is to be believed
        return Pointer("", "\n".join(sorted(lexical(turn) for turn, *_ in rows)))
    turn, release, _ = rows[0]
    return Pointer(lexical(release), lexical(turn))


def held(remote: Remote) -> dict[str, tuple[str, ...]]:
    """Return the graphs that the books call whole, each with its hash; more than one when a push was cut off."""
    found: dict[str, tuple[str, ...]] = {}
    for (entry,) in remote.table(_HELD).rows:
        digest, _, name = lexical(entry).partition(" ")
        found[name] = (*found.get(name, ()), digest)
    return found


def count(remote: Remote, graph: str) -> int:
    """Return how many statements the replica has in a graph."""
    rows = remote.table(_COUNT.format(graph=NamedNode(graph)), Limits(remote.endpoint.push_seconds, 1, _BYTES)).rows
    return int(lexical(rows[0][0])) if rows else 0


def delete(subject_property: NamedNode) -> str:
    """Return an update that removes all values of one property of the replica."""
    return f"DELETE WHERE {{ GRAPH {SELF} {{ {SELF} {subject_property} ?any }} }}"


def insert(**values: str) -> str:
    """Return an update that states properties of the replica: ``release``, ``turn``."""
    properties = {"release": RELEASE, "turn": TURN}
    said = " ; ".join(f"{properties[name]} {sparql(string(value))}" for name, value in values.items())
    return f"INSERT DATA {{ GRAPH {SELF} {{ {SELF} {said} }} }}"


def holding(digest: str, graph: str) -> str:
    """Return an update that states that a graph is whole."""
    return f"INSERT DATA {{ GRAPH {SELF} {{ {_entry(digest, graph)} }} }}"


def letting_go(digest: str, graph: str) -> str:
    """Return an update that takes that back."""
    return f"DELETE DATA {{ GRAPH {SELF} {{ {_entry(digest, graph)} }} }}"


def _entry(digest: str, graph: str) -> str:
    return f"{SELF} {HOLDS} {sparql(string(f'{digest} {graph}'))}"
