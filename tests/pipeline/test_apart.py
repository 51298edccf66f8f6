"""A check in a process of its own: its report, its limits, and what is told of each way in which it can end."""

import json
import os
import signal
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from styringsgraf import errors, pipeline
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.process import Process
from styringsgraf.ingest.syntaxes import by_name
from styringsgraf.pipeline import InputFile, Upload, apart, uploads
from styringsgraf.settings import Settings, settings

PLAN = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"
DAY = date(2026, 6, 30)
UPLOAD = Upload((InputFile(PLAN.name, PLAN.read_bytes()),), "csv", "en", alone=True, reference_date=DAY)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "none")


def started(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """Return a list in which each process is put that is started."""
    found: list[Process] = []

    class Noted(Process):
        def send(self, message: bytes, deadline: float = float("inf")) -> None:
            found.append(self)
            super().send(message, deadline)

    monkeypatch.setattr(apart, "Process", Noted)
    return found


def test_an_upload_travels_whole() -> None:
    upload = Upload(
        (InputFile("a.xlsx", b"\0\xff"), InputFile("æ.ttl", b"", None, by_name("ttl"))),
        "html",
        "nn",
        alone=False,
        reference_date=DAY,
        carried=True,
    )
    bounds = uploads.Bounds(1.5, 256, 7)
    message = uploads.pack_upload(upload, bounds)
    rest = bytearray(message)

    def read(size: int) -> bytes:
        piece = bytes(rest[:size])
        del rest[:size]
        return piece

    assert uploads.unpack_upload(read) == (upload, bounds)
    assert not rest


def test_an_outline_comes_with_the_whole_report_and_what_was_read(config: Settings) -> None:
    found = pipeline.check_apart(config, replace(UPLOAD, form=pipeline.OUTLINE))
    back = Upload((InputFile("report", found.carried),), "csv", "en", carried=True)
    assert pipeline.check_apart(config, back).content == pipeline.check_apart(config, UPLOAD).content
    told = json.loads(found.content)
    listed = pipeline.check_apart(config, replace(back, form="json")).content
    assert sum(told["outline"]["counts"]) == len(json.loads(listed)["findings"])
    (read,) = told["read"]
    assert ["Delmål", 10] in read["sheets"]
    assert ["https://w3id.org/styringsgraf/ns#SubGoal", 10] in read["nodes"]
    assert read["title"]["nn"].startswith("Samfunnsdelen")


@pytest.mark.parametrize("content", [b"", b"no report", b"x\x9c\x03\x00"])
def test_what_is_no_report_is_not_written_in_another_form(config: Settings, content: bytes) -> None:
    with pytest.raises(errors.InputError, match="not the report"):
        pipeline.check_apart(config, Upload((InputFile("report", content),), "csv", carried=True))


def test_the_report_is_that_of_a_check_here(config: Settings) -> None:
    from styringsgraf.quality.exports import Setting, render  # noqa: PLC0415 - for this comparison

    here = pipeline.check(config, UPLOAD.files, alone=True, reference_date=DAY)
    assert pipeline.check_apart(config, UPLOAD).content == render(here, "csv", Setting("en"))


def test_the_process_has_our_settings(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = config.model_copy(update={"import_rows": 100, "lang": "nn"})
    with monkeypatch.context() as own:
        for name, value in limited.as_environment().items():
            own.setenv(name, value)
        settings.cache_clear()
        assert settings() == limited
    settings.cache_clear()
    rows = b"Kode;Tittel\n" + b"".join(b"D%d;navn\n" % number for number in range(300))
    with pytest.raises(errors.TooLarge) as caught:
        pipeline.check_apart(limited, Upload((InputFile("plan.csv", rows),), alone=True))
    assert caught.value.values["limit"] == 100


def test_an_error_comes_back_as_it_is(config: Settings) -> None:
    with pytest.raises(errors.InputError) as caught:
        pipeline.check_apart(config, Upload((InputFile("plan.xlsx", b"%PDF-1.7"),), alone=True))
    assert caught.value.key == "ingest.file_not_table"


def test_a_process_killed_from_outside_is_our_trouble(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = started(monkeypatch)
    killer = threading.Timer(0.2, lambda: os.kill(found[0].pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(errors.Busy) as caught:
        pipeline.check_apart(config, UPLOAD)
    killer.join()
    assert caught.value.key == "pipeline.check-lost"


def test_a_process_that_crashes_was_given_something_bad(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = started(monkeypatch)
    killer = threading.Timer(0.2, lambda: os.kill(found[0].pid, signal.SIGSEGV))
    killer.start()
    with pytest.raises(errors.InputError) as caught:
        pipeline.check_apart(config, UPLOAD)
    killer.join()
    assert caught.value.values["reason"] == "SIGSEGV"


def test_a_fault_of_ours_keeps_its_trace(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "styringsgraf.no_such_module")
    with pytest.raises(RuntimeError, match="no_such_module"):
        pipeline.check_apart(config, UPLOAD)


def test_who_leaves_ends_the_process(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found, caller = started(monkeypatch), Caller()
    leaving = threading.Timer(0.2, caller.leave)
    leaving.start()
    with pytest.raises(errors.Busy):
        pipeline.check_apart(config, UPLOAD, caller)
    leaving.join()
    assert not found[0].running
    with pytest.raises(errors.Busy):
        pipeline.check_apart(config, UPLOAD, caller)
    assert len(found) == 1, "nothing is started for somebody who has left"


def test_a_limit_of_time_leaves_no_process(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = started(monkeypatch)
    with pytest.raises(errors.TimedOut):
        pipeline.check_apart(config.model_copy(update={"check_seconds": 0.1}), UPLOAD)
    assert not any(process.running for process in found)
