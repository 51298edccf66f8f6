"""Every sentence a user may read, in nb, nn and en, kept as data beside the code.

A text is looked up by key (``area.name``) and filled with named values. The catalogues are
``texts/<area>.yaml``: one mapping of name → {nb, nn, en}. A test asserts that every entry has all
three languages and that the three use the same placeholders.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Final

import yaml

Text = Mapping[str, str]
LANGUAGES: Final = ("nb", "nn", "en")
#: The parser in C where it is installed: the same language, fifty times as fast.
_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What to show when a text lacks the reader's language: nn → nb → en, nb → nn → en, en → nb → nn.
FALLBACK: Final[Mapping[str, tuple[str, ...]]] = {
    "nb": ("nb", "nn", "en"),
    "nn": ("nn", "nb", "en"),
    "en": ("en", "nb", "nn"),
}


@cache
def catalogue(area: str) -> Mapping[str, Text]:
    """Return one area's texts: name → language → template."""
    source = files(__name__).joinpath(f"{area}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Text] = yaml.load(source, _PARSER) or {}  # noqa: S506 - both are safe loaders
    return loaded


def areas() -> tuple[str, ...]:
    """Return the names of all catalogues, sorted."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def placeholders(template: str) -> frozenset[str]:
    """Return the names a template expects, ``{name}`` each."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def text(key: str, **values: object) -> Text:
    """Return the text ``area.name`` in every language, filled with ``values``; a value may be a text itself.

    Raises ``KeyError`` for an unknown key: that is a fault in the program, never in the input.
    """
    area, _, name = key.partition(".")
    return {lang: template.format(**_in(lang, values)) for lang, template in catalogue(area)[name].items()}


def said(key: str, lang: str, /, **values: object) -> str:
    """Return what ``pick(text(key, **values), lang)`` returns, without filling the languages nobody reads."""
    area, _, name = key.partition(".")
    templates = catalogue(area)[name]
    code = next((code for code in FALLBACK.get(lang, LANGUAGES) if code in templates), next(iter(templates), ""))
    return templates[code].format(**_in(code, values)) if code else ""


def _in(lang: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: pick(value, lang) if isinstance(value, Mapping) else value for name, value in values.items()}


def pick(candidates: Text, lang: str) -> str:
    """Return the text in the reader's language, or the nearest one there is ('' for none)."""
    for code in FALLBACK.get(lang, LANGUAGES):
        if code in candidates:
            return candidates[code]
    return next(iter(candidates.values()), "")
