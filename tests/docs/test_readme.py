"""The README's outputs are real, its links lead somewhere, and it lists every command and setting."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("tour", Path(__file__).parent / "tour.py")
assert _SPEC is not None
assert _SPEC.loader is not None
tour = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tour)
STEPS = tour.steps()


def test_the_tour_is_collected() -> None:
    assert len(STEPS) == 8


@pytest.mark.parametrize(("command", "output"), STEPS, ids=[" ".join(step[0].split()[:3]) for step in STEPS])
def test_every_output_in_the_readme_is_real(command: str, output: str, shipped_folder: Path) -> None:
    assert tour.run(command, shipped_folder) == output
    assert output.strip(), "a tour without output shows nothing"


def test_links_lead_somewhere() -> None:
    checked = 0
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
            checked += 1
    assert checked >= 4
