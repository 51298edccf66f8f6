"""The built wheel carries everything: it answers a question in an environment without the repository."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = "styringsgraf/web/static/vendor/"
VENDOR = ROOT / "src" / INSIDE


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


@pytest.mark.skipif(not VENDOR.is_dir(), reason="the look of the pages is not installed: make assets")
def test_the_wheel_holds_what_npm_brought(wheel: Path) -> None:
    """Git knows nothing of these files, and the build leaves out what git does not know unless it is told."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix(INSIDE): archive.read(name) for name in archive.namelist() if name.startswith(INSIDE)
        }
    files = {path.relative_to(VENDOR).as_posix(): path.read_bytes() for path in VENDOR.rglob("*") if path.is_file()}
    assert {"designsystemet.css", "inter-latin.woff2", "licences.txt", "yasgui/yasgui.min.js"} <= set(files)
    assert packed == files


def test_the_lock_names_no_address_and_every_file_by_its_hash() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    named = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert locked[""]["dependencies"] == named
    packages = {name: one for name, one in locked.items() if name}
    assert len(packages) > len(named)
    for name, one in packages.items():
        assert "resolved" not in one, name
        assert one["integrity"].startswith("sha512-"), name
    assert all(locked[f"node_modules/{name}"]["version"] == version for name, version in named.items())


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
