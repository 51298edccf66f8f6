"""What the pages of quality offer to choose from, each with how many findings it has, and where they lead on."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from styringsgraf.quality.report import SEVERITIES
from styringsgraf.texts import Text
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import Choice, Choices
from styringsgraf.web.pages.findings import ACCEPTED, Asked
from styringsgraf.web.pages.numbers import day, number
from styringsgraf.web.pages.quality import View, label_of
from styringsgraf.web.pages.words import Words

#: (value, words, language of the words), as ``ui.select`` takes it.
Option = tuple[str, str, str]


def telling(lang: str) -> dict[str, Any]:
    """Return how numbers, dates and names are written in sentences."""
    words = Words(lang)
    return {
        "number": lambda value: number(value, None, lang),
        "date": lambda value: day(value, lang),
        "word": lambda text: words.chosen(text)[1],
    }


def organisations(known: Choices, lang: str) -> list[Option]:
    """Return the organisations of the release."""
    return [_option(one.value, one.names, lang) for one in known.organisations]


def forms(wanted: Asked, view: View, known: Choices, lang: str) -> dict[str, list[Option]]:
    """Return the options of each field of the form."""
    words = Words(lang)
    every: Option = ("", words.t("assessed.all"), lang)
    parts = [part for part in known.parts if part.owner == wanted.organisation.value]
    levels = [(level, _counted(words.t(f"assessed.{level}"), view.counts.severities[level], lang), lang)
              for level in SEVERITIES]  # fmt: skip
    found = [_rule(row.id, row.count, lang) for row in sorted(view.rules, key=lambda row: row.id)]
    if wanted.rule and wanted.rule not in view.counts.rules:
        found.append(_rule(wanted.rule, 0, lang))
    return {
        "severity_choices": [every, *levels],
        "rule_choices": [every, *found],
        "plan_choices": [every, *_with(known.of(wanted.organisation.value), view.counts.plans, wanted.plan, lang)],
        "unit_choices": [every, *_with(parts, view.counts.units, wanted.unit, lang)],
        "accepted_choices": [(one, words.t(f"assessed.accepted-{one}"), lang) for one in ACCEPTED],
    }


def _with(rows: Iterable[Choice], found: Mapping[str, int], chosen: Choice | None, lang: str) -> list[Option]:
    """Return what has findings, and what is chosen."""
    return [_option(one.value, one.names, lang, found.get(one.iri, 0)) for one in rows
            if found.get(one.iri) or one == chosen]  # fmt: skip


def _rule(rule: str, count: int, lang: str) -> Option:
    code, words = Words(lang).chosen(label_of(rule))
    return rule, _counted(f"{rule} {words}".strip(), count, lang), code or lang


def _option(value: str, names: Text, lang: str, count: int | None = None) -> Option:
    code, words = Words(lang).chosen(names)
    return value, words if count is None else _counted(words, count, lang), code or lang


def _counted(words: str, count: int, lang: str) -> str:
    return Words(lang).t("assessed.option", words=words, count=number(count, None, lang))


def related(request: Request, lang: str, wanted: Asked) -> list[tuple[str, str]]:
    """Return questions that tell more about what the rules find, asked of the same organisation, plan and unit."""
    words, start = Words(lang), f"{navigation.prefix(request)}/{lang}"
    whose = {"organisation": wanted.organisation.value, "plan": wanted.plan.value if wanted.plan else ""}
    unit = {"unit": wanted.unit.value if wanted.unit else ""}
    rows = (
        ("questions/unmeasurable-goals", "ask-unmeasurable", whose | unit),
        ("questions/incomplete-indicators", "ask-incomplete", whose),
        ("questions/orphan-measures", "ask-orphans", whose),
        ("questions/goals-that-are-strategies", "ask-strategies", whose),
        ("status", "ask-status", whose),
    )
    made = []
    for path, key, values in rows:
        query = urlencode({name: value for name, value in values.items() if value}, safe="/")
        made.append((f"{start}/{path}?{query}", words.t(f"assessed.{key}")))
    return made
