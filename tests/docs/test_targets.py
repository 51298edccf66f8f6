"""The two pages on the UN targets give today's figures and say the same."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("targets_page", Path(__file__).parent / "targets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_figures_are_todays(script: ModuleType, lang: str) -> None:
    text = script.PAGES[lang].read_text(encoding="utf-8")
    assert text == script.page(lang), "run make docs"
    assert text.count("\n| ") > 20


def test_both_pages_have_the_same_parts_and_commands(script: ModuleType) -> None:
    nb, en = (script.PAGES[lang].read_text(encoding="utf-8") for lang in ("nb", "en"))
    assert nb.count("\n## ") == en.count("\n## ") == 5
    named = [set(re.findall(r"`(?:styringsgraf ask )?([a-z]+(?:-[a-z]+)+)[ `]", text)) for text in (nb, en)]
    assert named[0] == named[1]
    assert {"segment-coverage", "goals-on-means-only", "strategies-on-ends"} <= named[0]
