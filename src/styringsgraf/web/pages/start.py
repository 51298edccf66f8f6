"""The start page: the map drawn and told, and where it leads."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request

from styringsgraf.figures import Drawing
from styringsgraf.figures import map as picture
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.coverage import Coverage, Support
from styringsgraf.web.pages.words import Words

#: What a person can do here: (text, address); shown where something answers.
TASKS: Final = (
    ("questions", "/{lang}/questions"),
    ("quality", "/{lang}/quality"),
    ("check", "/{lang}/check"),
    ("compare", "/{lang}/compare"),
    ("data", "/{lang}/data"),
)
_BANDS: Final = ("green", "yellow", "red")


class Teller:
    """Says what a map holds, and makes its links. ``asked``: what stays in the addresses of targets."""

    def __init__(self, request: Request, lang: str, asked: Mapping[str, str]) -> None:
        self._before, self.lang, self.words = navigation.prefix(request), lang, Words(lang)
        self._asked = f"?{urlencode(asked)}" if asked else ""
        # Looked up once: the map asks for them at each of 169 targets, twice.
        self._states = {state: self.words.t(f"start.state-{state}") for state in picture.STATES}

    def name(self, one: Support) -> str:
        """Return what a goal or target is called."""
        return self.words.chosen(one.names)[1] or one.code

    def href(self, one: Support) -> str:
        """Return the address of a goal's or target's page."""
        kind = "target" if "." in one.code else "goal"
        return f"{self._before}/{self.lang}/{kind}/{quote(one.code)}{self._asked}"

    def area(self, one: Support) -> str:
        """Return the address of a focus area's page: /area/organisation/edition/code."""
        path = one.iri.partition("/id/")[2].split("/")
        return f"{self._before}/{self.lang}/area/{'/'.join(map(quote, (*path[:2], path[-1])))}" if len(path) > 2 else ""  # noqa: PLR2004 - organisation, edition, code

    def state(self, one: Support) -> str:
        """Return how far the thread reaches, in words."""
        return self._states[one.state]

    def sentence(self, one: Support) -> str:
        """Return all that a cell shows, in words."""
        parts = [f"{one.code} {self.name(one)}: {self.state(one)}"]
        if one.goals or one.measures:
            parts.append(self.words.t("start.counts", goals=one.goals, measures=one.measures))
        if one.band:
            parts.append(self.words.t("start.weakest", colour=self.words.t(f"band-{one.band}")))
        return ". ".join(parts) + "."

    def drawing(self, found: Coverage, title: str, *, linked: bool, narrow: bool = False) -> Drawing:
        """Return the map as a picture; without links for a file, narrow for a small screen."""
        rows = [self._row(found, goal, linked=linked) for goal in found.goals if goal.goal]
        legend = picture.Legend(
            [(state, self.words.t(f"start.state-{state}")) for state in picture.STATES],
            [(band, self.words.t(f"start.result-{band}")) for band in _BANDS],
            self.words.t("start.built"),
        )
        told = {state: found.counts.get(state, 0) for state in picture.STATES}
        description = self.words.t("start.summary", **told)
        return picture.draw(rows, legend, lang=self.lang, title=title, description=description, narrow=narrow)

    def _row(self, found: Coverage, goal: Support, *, linked: bool) -> picture.Row:
        cells = tuple(
            picture.Cell(one.code, one.state, one.band, self.sentence(one), self.href(one) if linked else "")
            for one in found.of(goal)
        )
        name = self.name(goal)
        return picture.Row(
            goal.goal, name, cells, f"{goal.code} {name}", self.href(goal) if linked else "", outlined=bool(goal.areas)
        )


def tasks(request: Request, lang: str) -> list[tuple[str, str]]:
    """Return (text key, address) of what a person can do here."""
    before = navigation.prefix(request)
    found = ((key, path.format(lang=lang)) for key, path in TASKS)
    return [(key, before + path) for key, path in found if navigation.exists(request, path)]
