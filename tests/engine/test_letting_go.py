"""Errors that end a query half read: the engine's rows stay with the thread that read them."""

import gc
import sys
import threading
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from styringsgraf import errors
from styringsgraf.engine import EVERY_GRAPH, Limits
from styringsgraf.engine.embedded import Embedded

STORE = Store()
STORE.extend(Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(number)) for number in range(50))
LATE = Limits(seconds=-1, rows=10, bytes=1_000)
SMALL = Limits(seconds=10, rows=100, bytes=20)
SELECT, CONSTRUCT = "SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

CASES: dict[str, tuple[Callable[[Embedded], object], type[errors.StyringsgrafError]]] = {
    "too late": (lambda engine: engine.table(SELECT, LATE), errors.TimedOut),
    "not rows": (lambda engine: engine.table(CONSTRUCT), errors.BadQuery),
    "not a graph": (lambda engine: engine.construct(SELECT, "a:g"), errors.BadQuery),
    "too large": (lambda engine: engine.answer(SELECT, "text/csv", SMALL, EVERY_GRAPH), errors.TooLarge),
    "too large a graph": (lambda engine: engine.answer(CONSTRUCT, "text/turtle", SMALL, EVERY_GRAPH), errors.TooLarge),
    "not to be had": (lambda engine: engine.answer(SELECT, "text/turtle", SMALL, EVERY_GRAPH), errors.NotAcceptable),
}


@pytest.mark.parametrize("name", CASES)
def test_an_error_may_be_forgotten_in_any_thread(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, kind = CASES[name]
    complaints: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: complaints.append(str(told.exc_value)))
    held: list[BaseException] = []
    try:
        ask(Embedded(STORE))
    except kind as fault:
        held.append(fault)
    assert len(held) == 1
    forgetting = threading.Thread(target=lambda: (held.clear(), gc.collect()))
    forgetting.start()
    forgetting.join()
    assert complaints == []
