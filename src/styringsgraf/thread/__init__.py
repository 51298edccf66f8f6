"""The red thread of a node: upwards what it leads to (why), downwards what leads to it (how)."""

from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import Minter
from styringsgraf.thread import details, root
from styringsgraf.thread.drawing import coloured, draw, plain
from styringsgraf.thread.forms import written
from styringsgraf.thread.model import Basis, Direction, Drop, Link, Measuring, Node, Observed, Thread
from styringsgraf.thread.said import Said
from styringsgraf.thread.telling import Walked, told
from styringsgraf.thread.walk import Walk, Way, walk

__all__ = ["MOST_NODES", "Basis", "Direction", "Drop", "Link", "Measuring", "Node", "Observed", "Thread", "coloured",
           "draw", "plain", "red_thread", "written"]  # fmt: skip

#: Nodes of one thread besides its root. A municipality's thread has some hundreds; a UN goal's over a country more.
MOST_NODES: Final = 500


def red_thread(
    engine: QueryEngine,
    node: str,
    direction: Direction,
    minter: Minter,
    *,
    lang: str,
    depth: int = 12,
    max_nodes: int = MOST_NODES,
) -> Thread:
    """Return the thread of a node named by IRI, prefixed name, SDG code or org/edition/code.

    From something in force, or from the UN's side, it follows what is in force at the release's reference date; from
    a node of another edition, what the documents stated. At most ``depth`` steps each way and ``max_nodes`` nodes
    besides the root (those above before those below). Eight queries or so whatever the size, and below something of
    the UN's one a level. Raises NotFound for a node that is not there.
    """
    said = Said(engine)
    start = root.find(engine, minter, node, said)
    first = details.facts(said, start)
    in_force = first.in_force or first.of_the_un
    above, below = Walk({start: 0}), Walk({start: 0})
    if direction != "down":
        way = Way(up=True, in_force=in_force)
        above = walk(engine, start, way, said, whole=True, depth=depth, most=max_nodes)
    if direction != "up":
        way, room = Way(up=False, in_force=in_force), max_nodes - len(above.distances) + 1
        below = walk(engine, start, way, said, whole=not first.of_the_un, depth=depth, most=room)
    return told(engine, minter, lang, Walked(start, direction, above, below, in_force, said))
