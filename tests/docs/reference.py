"""Writes docs/reference.md from the code itself: settings, commands, routes, questions, rules and import findings.

``python tests/docs/reference.py --write`` after a change; the test beside it fails while the page is out of date.
"""

import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from typer.main import get_command

from styringsgraf import cli, resources
from styringsgraf.ingest.findings import RULES
from styringsgraf.main import app
from styringsgraf.quality import rules
from styringsgraf.questions import load
from styringsgraf.sdg.official import OFFICIAL_RULES
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.texts import catalogue, pick
from styringsgraf.web.app import create_app

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def settings() -> str:
    rows = [
        (f"`STYRINGSGRAF_{name.upper()}`", f"`{field.default}`", field.description)
        for name, field in Settings.model_fields.items()
    ]
    return table(("variable", "default", "what"), rows)


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[str, str]]:
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(inner, (*path, name))
    if path and not getattr(command, "commands", None):
        yield " ".join(path), (command.help or "").splitlines()[0]


def commands() -> str:
    for module in pkgutil.iter_modules(cli.__path__):  # each registers its commands
        importlib.import_module(f"{cli.__name__}.{module.name}")
    rows = [(f"`styringsgraf {name}`", text) for name, text in _commands(get_command(app))]
    return table(("command", "what"), rows)


def routes(api: FastAPI) -> str:
    schema = api.openapi()
    rows = [
        (f"`{method.upper()} {path}`", operation.get("summary", ""))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if "/api/v1/questions/" not in path
    ]
    return table(("route", "what"), sorted(rows))


def questions() -> str:
    rows = [
        (f"`{question.name}`", pick(question.title, "en"), ", ".join(f"`{p.name}`" for p in question.parameters))
        for question in load(resources.questions()).questions
    ]
    return table(("question", "asks", "parameters"), rows)


def quality_rules() -> str:
    rows = [
        (rule.id, pick(rule.label, "en"), ", ".join(rule.severities), "yes" if rule.stops else "")
        for rule in rules.load().rules
    ]
    return table(("rule", "what holds", "severity", "stops a publish"), rows)


def import_rules() -> str:
    shapes, labels = rules.load().by_id, catalogue("rules")
    rows = [
        (
            name,
            pick(shapes[name].label if name in shapes else labels[name], "en"),
            rule.severity,
            "yes" if rule.stops else "",
        )
        for name, rule in sorted(RULES.items())
    ]
    return table(("finding", "what holds", "severity", "stops a publish"), rows)


def official_rules() -> str:
    rows = [
        (name, pick(catalogue("rules")[name], "en"), severity, "yes" if severity == "violation" else "")
        for name, severity in sorted(OFFICIAL_RULES.items())
    ]
    return table(("finding", "what holds", "severity", "stops the import"), rows)


def page(api: FastAPI) -> str:
    """Return the whole page."""
    return "\n".join(
        (
            "# Reference\n",
            "Written from the code by `python tests/docs/reference.py --write`; a test keeps it up to date.\n",
            "## Settings\n",
            settings(),
            "## Commands\n",
            commands(),
            "## Routes\n",
            "Every question has a route `GET /api/v1/questions/{name}` besides the friendly ones here.\n",
            routes(api),
            "## Questions\n",
            questions(),
            "## Quality rules\n",
            quality_rules(),
            "## What the import itself finds\n",
            import_rules(),
            "## What `sdg import` finds in the UN's file\n",
            official_rules(),
        )
    )


def main() -> None:
    """Write the page over a service on the shipped data."""
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder, Service.open(Settings(data=Path(folder) / "data")) as service:
        PAGE.write_text(page(create_app(service)), encoding="utf-8")


if __name__ == "__main__":
    main()
