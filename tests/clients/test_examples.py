"""The examples of the data page run as they stand, against a running service."""

import html
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest


@pytest.fixture(scope="module")
def examples(site: str) -> dict[str, str]:
    """The text of each example, by tool, as the page shows it."""
    with urlopen(f"{site}/en/data") as answer:  # noqa: S310 - our own service
        page = answer.read().decode()
    found = re.findall(r'aria-labelledby="example-([a-z-]+)"[^>]*><code>(.*?)</code>', page, re.DOTALL)
    return {tool: html.unescape(text) for tool, text in found}


def test_all_are_there_and_name_the_service_one_has_come_to(site: str, examples: dict[str, str]) -> None:
    assert set(examples) == {"excel", "power-query", "python", "r", "curl", "sparql"}
    assert all(f"{site}/" in text for text in examples.values())


def test_python_reads_the_rows(examples: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", examples["python"]], capture_output=True, check=True, timeout=120)
    rows = done.stdout.decode().splitlines()
    assert 1 <= len(rows) <= 5
    assert all(row.startswith("{") for row in rows)


@pytest.mark.parametrize(("tool", "expected"), [("curl", "alt.nq.gz: OK"), ("sparql", "plan,title")])
def test_the_shell_commands_work(examples: dict[str, str], tmp_path: Path, tool: str, expected: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", examples[tool]], capture_output=True, check=False, timeout=300, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr.decode()
    assert expected in done.stdout.decode()
