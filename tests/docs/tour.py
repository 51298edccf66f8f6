"""Runs the README's tour: every command in a ``console tour`` block, with the output it gives now.

``python tests/docs/tour.py --write`` puts today's outputs into the README; the test beside it only compares.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console tour\n\$ (?P<command>.+)\n(?P<output>(?:(?!```).*\n)*)```$", re.MULTILINE)
#: What differs from run to run: times in a report.
_VARIES = ((re.compile(r"\d+,\d+ s\b"), "0,00 s"),)


def steps() -> list[tuple[str, str]]:
    """Return the tour's commands with the output the README shows."""
    return [(match["command"], match["output"]) for match in _BLOCK.finditer(README.read_text(encoding="utf-8"))]


def run(command: str, data: Path) -> str:
    """Return the standard output of one command of the tour, run in the repository's folder."""
    environment = os.environ | {"STYRINGSGRAF_DATA": str(data), "COLUMNS": "100", "NO_COLOR": "1"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if "Traceback" in done.stderr:
        raise RuntimeError(done.stderr)
    lines = (line.rstrip() for line in done.stdout.splitlines())
    output = "\n".join(lines).strip("\n") + "\n"
    for pattern, constant in _VARIES:
        output = pattern.sub(constant, output)
    return output


def write() -> None:
    """Put today's outputs into the README."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"

        def shown(match: re.Match[str]) -> str:
            return f"```console tour\n$ {match['command']}\n{run(match['command'], data)}```"

        README.write_text(_BLOCK.sub(shown, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
