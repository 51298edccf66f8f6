"""The built wheel carries everything: it answers a question in an environment without the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_resources_and_no_build_scripts(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "ontology/core.ttl",
        "shapes/thread.ttl",
        "queries/questions/measures-for-target.rq",
        "data/sdg/targets.csv",
    ):
        assert f"styringsgraf/bundled/{part}" in names
    assert "styringsgraf/texts/errors.yaml" in names
    assert "styringsgraf/web/templates/base.html" in names
    assert "styringsgraf/web/static/base.css" in names
    assert "styringsgraf/py.typed" in names
    assert not [name for name in names if "/build/" in name or name.startswith(("tests", "bench"))]


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies come from this environment; the package itself must be the unpacked wheel's.
    environment = os.environ | {"PYTHONPATH": str(site), "STYRINGSGRAF_DATA": str(tmp_path / "data")}
    where = subprocess.run(
        [sys.executable, "-c", "import styringsgraf; print(styringsgraf.__file__)"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(site))
    done = subprocess.run(
        [sys.executable, "-m", "styringsgraf", "ask", "measures-for-target", "target=3.4", "--format", "csv"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 4
