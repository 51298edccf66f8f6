"""Shapes that judge some nodes only: their targets are replaced by these nodes, and nothing else is changed.

An engine's own way to name focus nodes is no way: pySHACL then passes over nested shapes and says that all is well.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Final

from styringsgraf.quality.lines import split, term
from styringsgraf.quality.profile import SH, TARGETS

_TARGETS: Final = frozenset(term(SH + name) for name in TARGETS)
_PROPERTY: Final = term(SH + "property")
_TARGET_NODE: Final = term(SH + "targetNode")


def narrowed(shapes: bytes, nodes: Mapping[str, Set[bytes]]) -> bytes:
    """Return a shapes graph (N-Triples) whose reporting shapes (by IRI) judge these nodes and no others.

    A property shape is judged with the node shape that holds it, so its sisters may judge its nodes as well.
    """
    return b"".join((*_untargeted(shapes), *_targeted(shapes, nodes)))


def _untargeted(shapes: bytes) -> Iterator[bytes]:
    return (line for line in shapes.splitlines(keepends=True) if split(line)[1] not in _TARGETS)


def _targeted(shapes: bytes, nodes: Mapping[str, Set[bytes]]) -> Iterator[bytes]:
    owners: dict[bytes, set[bytes]] = defaultdict(set)
    judged: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, predicate, value in map(split, shapes.splitlines()):
        if predicate in _TARGETS:
            owners[subject].add(subject)
        elif predicate == _PROPERTY:
            owners[value].add(subject)
    targeted = {owner for owner, selves in owners.items() if owner in selves}
    for shape, chosen in nodes.items():
        for owner in owners[term(shape)] & targeted:
            judged[owner] |= chosen
    return (b"%s %s %s .\n" % (owner, _TARGET_NODE, node) for owner, found in judged.items() for node in found)
