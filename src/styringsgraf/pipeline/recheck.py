"""Checks a bundle again after a change: only what the change can reach is judged, the rest is taken over.

The outcome is that of a full check, finding by finding; where that cannot be had for less, a full check is made.
"""

from dataclasses import dataclass
from typing import Final

from styringsgraf.quality.engines import EngineName, Result, findings, run
from styringsgraf.quality.narrow import narrowed
from styringsgraf.quality.reach import reach
from styringsgraf.quality.report import Finding
from styringsgraf.quality.rules import ShapesGraph, load

#: When the statements to be read are more than this share of all, a full check is quicker.
_SHARE: Final = 0.5


@dataclass(frozen=True)
class Checked:
    """A bundle (N-Triples, as ``terms.ntriples`` writes it) with what the rules found in it."""

    bundle: bytes
    results: frozenset[Result]
    shapes: ShapesGraph
    #: How many focus nodes were judged for it, counted once a shape; None: all.
    judged: int | None = None

    def findings(self) -> tuple[Finding, ...]:
        """Return the results as findings, in report order, without plan and cell."""
        return findings(self.results, self.bundle, self.shapes)


def checked(bundle: bytes, engine: EngineName = "fast", shapes: ShapesGraph | None = None) -> Checked:
    """Check all of a bundle; default: against the shipped rules."""
    rules = shapes or load()
    return Checked(bundle, run(bundle, engine, rules), rules)


def rechecked(previous: Checked, bundle: bytes, engine: EngineName = "fast") -> Checked:
    """Check what has become of a bundle, judging only what the difference can reach."""
    rules = previous.shapes
    change = reach(rules.ntriples, previous.bundle, bundle)
    if change is None or len(change.bundle) > _SHARE * len(bundle):
        return checked(bundle, engine, rules)
    results = {one for one in previous.results if not change.is_touched(one.shape, one.focus_node)}
    if change.again:
        narrow = ShapesGraph(narrowed(rules.ntriples, change.again), rules.rules)
        again = run(change.bundle, engine, narrow)
        results |= {one for one in again if change.is_again(one.shape, one.focus_node)}
    return Checked(bundle, frozenset(results), rules, sum(map(len, change.again.values())))
