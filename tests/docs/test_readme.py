"""The README's outputs are real, links lead somewhere, and the reference page says what the code says."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from styringsgraf.service import Service
from styringsgraf.web.app import create_app

ROOT = Path(__file__).parents[2]


def script(name: str) -> ModuleType:
    """Load a script that lies beside this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tour = script("tour")
reference = script("reference")
STEPS = tour.steps()


def test_the_tour_is_collected() -> None:
    assert len(STEPS) == 9


@pytest.mark.parametrize(("command", "output"), STEPS, ids=[" ".join(step[0].split()[:3]) for step in STEPS])
def test_every_output_in_the_readme_is_real(command: str, output: str, shipped_folder: Path) -> None:
    assert tour.run(command, shipped_folder) == output
    assert output.strip(), "a tour without output shows nothing"


def test_the_commands_for_own_plans_work_in_that_order(tmp_path: Path) -> None:
    section = tour.README.read_text(encoding="utf-8").partition("## Your own plans")[2]
    commands = section.partition("```console\n")[2].partition("```")[0].splitlines()
    assert len(commands) >= 6
    for command in commands:
        own = command.partition("#")[0].replace("my-municipality/plan-2026", "eksempel/kommuneplan-2023")
        own = own.replace("my-municipality", "eksempel")
        program, *arguments = own.split()
        assert program == "styringsgraf"
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        if arguments[0] == "template":  # a plan filled in, instead of us
            shutil.copy(ROOT / "data" / "eksempel" / "kommuneplan-2023.xlsx", tmp_path / "plan.xlsx")


def test_links_lead_somewhere() -> None:
    checked = 0
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
            checked += 1
    assert checked >= 4


def test_the_reference_lists_every_setting_command_route_question_and_rule(service: Service) -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(create_app(service))
