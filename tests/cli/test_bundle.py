"""What the rules judged can be written out, and pySHACL's own command finds the same in it."""

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from styringsgraf import cli
from styringsgraf.namespaces import RULES
from styringsgraf.quality import engines
from styringsgraf.settings import settings

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "data" / "asker" / "strategiplan-eiendom-2016-2026.xlsx"
OTHER = ROOT / "data" / "sunndal" / "kommuneplan-2020-2030.xlsx"
ALONE = ("--against", "none", "--reference-date", "2024-06-30", "--lang", "nb")
SH = rdflib.SH


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STYRINGSGRAF_DATA", str(tmp_path / "none"))
    settings.cache_clear()


def pairs(report: Path) -> set[tuple[str, str]]:
    """Return each rule with the focus nodes it is found on."""
    graph = rdflib.Graph().parse(report)
    found = ((graph.value(r, SH.sourceShape), graph.value(r, SH.focusNode)) for r in graph.objects(None, SH.result))
    return {(str(shape).removeprefix(RULES).split("/")[0], str(node)) for shape, node in found}


def test_pyshacl_finds_the_same_by_its_own_command(tmp_path: Path) -> None:
    assert cli.run(["check", str(FAULTY), *ALONE, "--report", "ttl=own.ttl", "--bundle", "bundle.nt"]) == 1
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    assert len(files) >= 9
    Path("shapes.ttl").write_text("\n".join(path.read_text(encoding="utf-8") for path in files), encoding="utf-8")
    command = [sys.executable, "-m", "pyshacl", "-s", "shapes.ttl", "-sf", "turtle", "-df", "nt"]
    done = subprocess.run([*command, "-f", "turtle", "-o", "theirs.ttl", "bundle.nt"], capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    theirs = pairs(Path("theirs.ttl"))
    assert len(theirs) > 60
    judged = engines.validate(Path("bundle.nt").read_bytes())
    assert {(one.rule, str(one.focus_node)) for one in judged} == theirs
    # The report holds besides what the import found in the table: codes that lead nowhere, rows without a link.
    own = pairs(Path("own.ttl"))
    assert theirs <= own
    assert {rule for rule, _ in own - theirs} <= {"SG-E01", "SG-E03"} | {r for r, _ in own if r.startswith("SG-I")}


def test_each_organisation_has_its_bundle(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["check", str(FAULTY), str(OTHER), *ALONE, "--report", "json=own.json", "--bundle", "bundle.nt"])
    err = capsys.readouterr().err
    made = {path.name for path in Path().glob("bundle*.nt")}
    assert made == {"bundle-asker.nt", "bundle-sunndal.nt"}
    assert all(name in err for name in made)


def test_a_bundle_that_cannot_be_written_is_told_before_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", str(FAULTY), *ALONE, "--bundle", "missing/bundle.nt"]) == 2
    assert "missing/bundle.nt" in capsys.readouterr().err
