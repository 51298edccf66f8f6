"""The GitHub action, the pre-commit hook and their page: scripts are run, options exist, nothing can be injected."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from styringsgraf import cli
from styringsgraf.quality.exports import EXPORTS

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CLEAN = ROOT / "data" / "eksempel" / "kommuneplan-2023.xlsx"
FAULTY = ROOT / "data" / "asker" / "strategiplan-eiendom-2016-2026.xlsx"
LOCK = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==\S+(?: ;[^\\\n]*)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def script(step: dict[str, Any], values: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does: inputs as environment, bash -e, in the workspace."""
    defaults = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
    inputs = defaults | values
    filled = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "RUNNER_TEMP": str(folder / "temp"),
                   "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_ACTION_PATH": str(ROOT)}  # fmt: skip
    (folder / "work").mkdir(exist_ok=True)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, env=environment | filled, cwd=folder / "work", capture_output=True, text=True, check=False
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A runner's folders with our own command where the action installs it, and a plan with a space in its name."""
    (tmp_path / "temp" / "styringsgraf" / "bin").mkdir(parents=True)
    command = tmp_path / "temp" / "styringsgraf" / "bin" / "styringsgraf"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m styringsgraf "$@"\n')
    command.chmod(0o755)
    plans = tmp_path / "work" / "planer" / "2023"
    plans.mkdir(parents=True)
    (plans / "min plan.xlsx").write_bytes(CLEAN.read_bytes())
    (tmp_path / "work" / "eiendom.xlsx").write_bytes(FAULTY.read_bytes())
    return tmp_path


def test_the_action_is_composite_and_complete() -> None:
    assert {"name", "description", "inputs", "outputs", "runs", "author", "branding"} == set(ACTION)
    assert ACTION["runs"]["using"] == "composite"
    assert len(STEPS) == 2
    assert [name for name, given in ACTION["inputs"].items() if given.get("required")] == ["files"]
    assert all(
        given["description"] and ("default" in given or given.get("required")) for given in ACTION["inputs"].values()
    )
    used = {name for step in STEPS for value in step["env"].values() for name in re.findall(r"inputs\.([\w-]+)", value)}
    assert used == set(ACTION["inputs"])
    assert {given["value"] for given in ACTION["outputs"].values()} == {
        "${{ steps.check.outputs.sarif }}", "${{ steps.check.outputs.html }}",
    }  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["name"])
def test_the_scripts_are_bash_and_take_inputs_as_environment_only(step: dict[str, Any]) -> None:
    assert step["shell"] == "bash"
    done = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "${{" not in step["run"], "an input written into a script is run as a part of it"


def test_the_install_uses_the_hashed_lock_and_nothing_else(tmp_path: Path) -> None:
    log, python = tmp_path / "log", tmp_path / "python"
    made = f'mkdir -p "$3/bin"; printf \'#!/bin/sh\\necho "$@" >>"{log}"\\n\' >"$3/bin/pip"; chmod +x "$3/bin/pip"'
    python.write_text(f'#!/bin/sh\ncase "$2" in venv) {made};; esac\n')
    python.chmod(0o755)
    done = script(STEPS[0], {"python": str(python)}, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = log.read_text().splitlines()
    assert first.endswith(f"--require-hashes -r {ROOT}/requirements.lock")
    assert second.endswith(f"--no-deps --no-build-isolation {ROOT}")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = [found["name"] for found in LOCK.finditer(lock)]
    assert len(pinned) == len(re.findall(r"^\S.*==", lock, re.MULTILINE)) > 20
    assert "hatchling" in pinned, "without build isolation the build tool must be among what is installed"


def test_an_old_python_is_said(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    done = script(STEPS[0], {"python": str(python)}, tmp_path)
    assert done.returncode == 4
    assert done.stdout.startswith("::error title=styringsgraf::styringsgraf needs Python 3.11")


def test_the_check_runs_and_leaves_its_reports(workspace: Path) -> None:
    values = {"files": "planer/**/*.xlsx\n  eiendom.xlsx  \n\n", "reference-date": "2024-06-30", "lang": "nn"}
    done = script(STEPS[1], values, workspace)
    assert (done.returncode, done.stdout[:8]) == (1, "::error "), done.stderr
    assert "::error file=eiendom.xlsx,line=" in done.stdout
    assert "\n■ " in done.stdout
    outputs = dict(line.split("=", 1) for line in (workspace / "output").read_text().splitlines())
    assert outputs == {
        "sarif": "styringsgraf-reports/styringsgraf.sarif", "html": "styringsgraf-reports/styringsgraf.html",
    }  # fmt: skip
    results = json.loads((workspace / "work" / outputs["sarif"]).read_bytes())["runs"][0]["results"]
    assert len(results) == done.stdout.count("\n::") + 1
    assert b'<html lang="nn">' in (workspace / "work" / outputs["html"]).read_bytes()


def test_the_check_is_green_where_nothing_is_wrong_or_all_is_accepted(workspace: Path) -> None:
    day = {"reference-date": "2024-06-30"}
    assert script(STEPS[1], day | {"files": "planer/2023/min plan.xlsx"}, workspace).returncode == 0
    made = ["check", str(FAULTY), "--against", "none", "--reference-date", "2024-06-30", "--report", "json=/dev/null"]
    listed = workspace / "work" / "a.yaml"
    assert cli.run([*made, "--write-baseline", str(listed), "--reason", "x"]) == 0
    assert script(STEPS[1], day | {"files": "eiendom.xlsx", "accepted": "a.yaml"}, workspace).returncode == 0


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ({"files": " \n"}, 2, "names no file"),
        ({"files": "none/*.xlsx"}, 3, "none/*.xlsx"),
        ({"files": "eiendom.xlsx", "fail-on": "$(touch injected)"}, 2, "$(touch injected)"),
        ({"files": "$(touch injected)"}, 3, "$(touch injected)"),
        ({"files": "eiendom.xlsx", "mapping": "no-such"}, 3, "no-such"),
    ],
)
def test_wrong_inputs_are_said(workspace: Path, values: dict[str, str], code: int, words: str) -> None:
    done = script(STEPS[1], values, workspace)
    assert done.returncode == code
    assert words in done.stdout + done.stderr
    assert not (workspace / "work" / "injected").exists()


def test_the_hook_runs_a_command_that_exists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [hook] = HOOKS
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert hook["language"] == "python"
    program, *arguments = hook["entry"].split()
    assert program == "styringsgraf"
    monkeypatch.chdir(tmp_path)
    assert cli.run([*arguments, str(CLEAN)]) == 0
    assert cli.run([*arguments, str(FAULTY)]) == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    ("path", "checked"), [("planer/plan.xlsx", True), ("a.csv", True), ("planer/~$plan.xlsx", False), ("a.md", False)]
)
def test_the_hook_takes_plans_and_leaves_lock_files(path: str, checked: bool) -> None:
    [hook] = HOOKS
    assert bool(re.search(hook["files"], path) and not re.search(hook["exclude"], path)) is checked


def test_the_page_names_every_format_and_only_options_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["check", "--help"])
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert len(named) >= 7
    assert named <= offered
    table = PAGE.partition("| format |")[2].partition("\n\n")[0]
    rows = "".join(line.split("|")[1] for line in table.splitlines()[2:])
    assert set(re.findall(r"`([\w-]+)`", rows)) == set(EXPORTS)
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    used = [yaml.safe_load(block) for block in blocks]
    assert len(used) == 2
    assert set(used[0]["steps"][1]["with"]) <= set(ACTION["inputs"])
    assert used[1]["repos"][0]["hooks"][0]["id"] == HOOKS[0]["id"]
