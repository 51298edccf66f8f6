"""The process that writes: its limits, its ends, and SIGKILL at any stage – the old release or the new one, whole."""

import os
import signal
import threading
from time import monotonic, sleep

import pytest

from styringsgraf import errors, pipeline
from styringsgraf.access import Grant, Tokens
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.process import Process
from styringsgraf.pipeline import write_apart
from styringsgraf.pipeline.writes import Conditions, Order, PutGraph, Update, pack_order, unpack_reply
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.settings import Settings

GRAPH = "http://example.org/g1"
SAY = Update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:a> <a:b> <a:c> }} }}")
#: Never done within a test.
ENDLESS = Update(
    f"INSERT {{ GRAPH <{GRAPH}> {{ <a:a> <a:b> ?n }} }}"
    " WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"
)
NOTHING = Conditions()


def granted(config: Settings) -> Grant:
    tokens = Tokens(config.data)
    return tokens.grant(tokens.create("*", write=True).secret)


def store(config: Settings) -> ReleaseStore:
    return pipeline.data_folder(config)


def current(config: Settings) -> Manifest:
    manifest = store(config).current()
    assert manifest is not None
    return manifest


@pytest.mark.parametrize("stage", ["", "turn", "changed", "committing", "committing+", "committing++", "done"])
def test_a_retry_after_a_kill_writes_once(writable: Settings, stage: str) -> None:
    before, grant, asked = current(writable), granted(writable), Conditions(None, f"key-{stage}")
    process = Process("styringsgraf.pipeline.writer", writable.as_environment())
    process.send(pack_order(Order(SAY, grant, asked, os.getpid())))
    seen = ""
    while stage and seen != stage.rstrip("+"):
        reply = process.receive(unpack_reply, monotonic() + 60)
        seen = reply if isinstance(reply, str) else "done"
    sleep(0.05 * stage.count("+"))
    os.kill(process.pid, signal.SIGKILL)
    process.close()
    after = current(writable)
    assert after.sequence in {before.sequence, before.sequence + 1}
    assert not store(writable).verify().faults
    written = write_apart(writable, SAY, grant, asked)
    assert written.changed
    assert written.replayed == (after.sequence > before.sequence)
    assert current(writable).sequence == before.sequence + 1
    assert current(writable).id == written.release
    assert current(writable).graph(GRAPH) is not None
    assert not store(writable).verify().faults
    assert not list((writable.data / "building").iterdir())


def test_an_update_without_end_is_ended_and_leaves_nothing(writable: Settings) -> None:
    before, hasty = current(writable), writable.model_copy(update={"update_seconds": 4.0})
    with pytest.raises(errors.TimedOut, match="4 s"):
        write_apart(hasty, ENDLESS, granted(writable), NOTHING)
    assert current(writable) == before
    assert write_apart(writable, SAY, granted(writable), NOTHING).changed
    assert not list((writable.data / "building").iterdir())


def test_a_caller_who_leaves_ends_the_write(writable: Settings) -> None:
    before, caller = current(writable), Caller()
    timer = threading.Timer(3, caller.leave)
    timer.start()
    with pytest.raises(errors.Busy):
        write_apart(writable, ENDLESS, granted(writable), NOTHING, caller)
    timer.join()
    assert current(writable) == before


def test_a_writer_that_has_no_turn_is_told(writable: Settings) -> None:
    impatient = writable.model_copy(update={"write_wait": 0.2})
    with store(writable).draft(reference_date=None), pytest.raises(errors.Busy):
        write_apart(impatient, SAY, granted(writable), NOTHING)


def test_a_write_needs_no_more_memory_than_it_may(writable: Settings) -> None:
    small = writable.model_copy(update={"write_memory": 256})
    body = b"".join(b'<a:%d> <a:b> "%s" .\n' % (n, b"x" * 60) for n in range(600_000))
    before = current(writable)
    with pytest.raises(errors.TooLarge):
        write_apart(small, PutGraph(GRAPH, body, "application/n-triples"), granted(writable), NOTHING)
    assert current(writable) == before
