"""The import arrows of docs/architecture: one direction, and each outside library in its own room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "styringsgraf"

BASE = {"errors", "settings", "resources", "namespaces", "terms", "formats", "texts", "__init__", "tables", "yamlfile",
        "vocabulary", "serialising", "registers"}  # fmt: skip
#: Room → rooms it may import (besides the base rooms and itself).
ALLOWED: dict[str, set[str]] = {
    **{room: set() for room in BASE},
    "engine": set(),
    "access": set(),
    "questions": {"engine"},
    "releases": {"engine"},
    "inference": {"engine", "questions", "releases"},
    "figures": set(),
    "thread": {"engine", "questions", "figures"},
    "search": {"engine", "questions"},
    "resource": {"engine", "questions"},
    "compare": {"engine", "questions", "releases"},
    "quality": {"engine"},
    "sdg": {"quality"},
    "ingest": {"quality", "sdg"},
    "export": {"engine", "questions", "releases", "ingest", "quality", "sdg"},
    "pipeline": {"engine", "questions", "releases", "inference", "quality", "ingest", "search", "sdg", "access"},
    "publish": {"engine", "releases", "questions", "compare", "export"},
    "sending": {"quality"},
    "service": {
        "engine",
        "questions",
        "releases",
        "inference",
        "quality",
        "ingest",
        "pipeline",
        "search",
        "thread",
        "access",
        "publish",
    },
    "web": {
        "engine",
        "questions",
        "releases",
        "quality",
        "ingest",
        "pipeline",
        "thread",
        "service",
        "compare",
        "access",
        "publish",
        "resource",
        "figures",
        "search",
        "sdg",
    },
    "main": {"cli", "web", "service"},
    "__main__": {"main"},
    "cli": {
        "engine",
        "questions",
        "releases",
        "quality",
        "ingest",
        "pipeline",
        "thread",
        "service",
        "export",
        "compare",
        "sdg",
        "access",
        "publish",
        "sending",
    },
}
#: Within the base rooms an order of their own: a room imports only those before it.
BASE_ORDER = [
    "__init__", "registers", "texts", "yamlfile", "errors", "settings", "resources", "namespaces", "terms", "formats",
    "serialising", "tables", "vocabulary",
]  # fmt: skip
#: Outside library → the rooms that may import it.
LIBRARIES = {
    "pyoxigraph": {"engine", "terms"},
    "rdflib": {"quality.engines"},
    "SPARQLWrapper": {"engine.remote"},
    "pyshacl": {"quality.engines"},
    "shifty": {"quality.engines"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "httptools": {"web"},
    "jinja2": {"web"},
    "markupsafe": {"web"},
    "python_calamine": {"ingest"},
    "snowballstemmer": {"search"},
    "sqlite3": {"search"},
    "typer": {"cli", "main"},
    "prometheus_client": {"web"},
}

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            if node.module == "styringsgraf":
                yield from (f"styringsgraf.{alias.name}" for alias in node.names)
            else:
                yield node.module


def room_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def faults(name: str, modules: list[str]) -> list[str]:
    room, found = room_of(name), []
    for module in modules:
        top, _, rest = module.partition(".")
        if top == "styringsgraf":
            target = room_of(rest or "__init__")
            target = "__init__" if target.startswith("__version") else target
            if target == room:
                continue
            if room in BASE_ORDER:
                if target not in BASE_ORDER or BASE_ORDER.index(target) > BASE_ORDER.index(room):
                    found.append(f"{name} → {target}")
            elif target not in BASE and target not in ALLOWED[room]:
                found.append(f"{name} → {target}")
        elif top in LIBRARIES and not any(name == r or name.startswith(f"{r}.") for r in LIBRARIES[top]):
            found.append(f"{name} → {top}")
    return found


def test_every_module_is_collected() -> None:
    assert len(MODULES) > 20
    assert {room_of(name_of(path)) for path in MODULES} <= set(ALLOWED), "a new room needs its row in ALLOWED"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    assert faults(name_of(path), list(imported(path))) == []


def test_wrong_arrows_are_seen() -> None:
    assert faults("web.app", ["styringsgraf.cli"]) == ["web.app → cli"]
    assert faults("questions.answer", ["pyoxigraph"]) == ["questions.answer → pyoxigraph"]
    assert faults("errors", ["styringsgraf.terms"]) == ["errors → terms"]
    assert faults("engine.guard", ["styringsgraf.releases.store"]) == ["engine.guard → releases"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_small_and_say_their_job(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text)), "the first line says the module's one job"
