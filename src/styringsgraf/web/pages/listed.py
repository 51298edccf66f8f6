"""Which pages there are that are no thing's own: for lists that search engines read. No query is run."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fastapi import Request

from styringsgraf.questions import Catalogue
from styringsgraf.sdg.framework import sdg_codes
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.pages import navigation

_FIXED: Final = (
    "/{lang}", "/{lang}/questions", "/{lang}/quality", "/{lang}/status", "/{lang}/check", "/{lang}/compare",
    "/{lang}/sparql", "/{lang}/data", "/{lang}/releases", "/{lang}/vocabulary", "/{lang}/about", "/{lang}/method",
    "/{lang}/accessibility", "/catalogue", "/dumps", "/ns", "/ns/begreper", "/code", "/shapes", "/api/docs",
)  # fmt: skip
_GOAL: Final = re.compile(r"[0-9]+")
_TARGET: Final = re.compile(r"[0-9]+\.[0-9a-z]+")


def paths(request: Request, organisations: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    """Yield the paths of all fixed pages in each language, then those of UN goals, organisations and questions."""
    for template in _FIXED:
        yield from _shown(request, template, [""])
    codes = sdg_codes()
    yield from _shown(request, "/{lang}/goal/{one}", sorted(filter(_GOAL.fullmatch, codes), key=int))
    yield from _shown(request, "/{lang}/target/{one}", sorted(filter(_TARGET.fullmatch, codes)))
    yield from _shown(request, "/{lang}/organisation/{one}", sorted(organisations))
    yield from _shown(request, "/{lang}/questions/{one}", [question.name for question in catalogue.questions])


def _shown(request: Request, template: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of pages of one kind, in each language; none where nothing answers such an address."""
    for lang in LANGUAGES if "{lang}" in template else ("",):
        for position, name in enumerate(names):
            path = template.format(lang=lang, one=name)
            # What answers the first answers them all: looking for each would take longer than listing them.
            if position == 0 and not navigation.exists(request, path):
                return
            yield path
