"""The W3C's own suites against a live, writable server: protocol, graph store, service description."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SUITES = HERE.parents[2] / "shared" / "data" / "w3c" / "rdf-tests"
#: Specification → how many tests its suite has.
SPECIFICATIONS = {
    "sparql11-protocol": 34,
    "sparql11-http-rdf-update": 13,
    "sparql11-service-description": 3,
}
#: Name of a test → why the engine, and not we, cannot meet it.
UNMET: dict[str, str] = {}


@pytest.fixture(scope="module")
def runner() -> Path:
    if not SUITES.is_dir():
        pytest.skip("../shared/data/w3c is not at hand: the W3C's suites are not run")
    if shutil.which("node") is None or not (HERE / "node_modules" / "rdf-test-suite").is_dir():
        pytest.skip("node, or the W3C's runner, is not installed: run make test, or npm ci in tests/protocol")
    return HERE / "run.js"


def results(runner: Path, specification: str, writable: Any) -> list[dict[str, Any]]:
    command = ["node", str(runner), str(SUITES), f"http://www.w3.org/TR/{specification}/"]
    endpoints = [writable.sparql, writable.graphs, writable.sparql]
    done = subprocess.run([*command, *endpoints], capture_output=True, check=False, timeout=900, cwd=HERE)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("specification", SPECIFICATIONS)
def test_every_test_of_the_suite_passes(runner: Path, writable: Any, specification: str) -> None:
    found = results(runner, specification, writable)
    assert len({one["uri"] for one in found}) == len(found) == SPECIFICATIONS[specification]
    assert not [one["name"] for one in found if one["skipped"]]
    failed = {one["name"]: one["error"] for one in found if not one["ok"]}
    assert failed.keys() == {one["name"] for one in found} & UNMET.keys(), json.dumps(failed, indent=1)
