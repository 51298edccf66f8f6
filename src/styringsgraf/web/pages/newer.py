"""The way on from a plan no longer in force: the same in the newest edition, that edition, or whose plans came next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from fastapi import Request

from styringsgraf.texts import Text
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import Choice, Choices, choices
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import telling
from styringsgraf.web.state import service_of

#: More than a thing ever becomes: it is split in two or three.
_MOST: Final = 200


@dataclass(frozen=True)
class Link:
    """A place to go to: address, the code that people use, and what it is called."""

    href: str
    code: str
    names: Text


@dataclass(frozen=True)
class Newer:
    """A sentence of texts/newer.yaml, where it leads, and what the thing is there; none where it is not found there."""

    key: str
    place: Link
    same: tuple[Link, ...] = ()
    gone: bool = False


def newer(request: Request, lang: str, iri: str, document: str, at: Callable[[str], str | None]) -> Newer | None:
    """Return the way on from something a plan states, or from the plan itself; None where it is not needed, or none.

    ``document``: the plan, '' for what no plan states; ``at``: the address of the page of something of the same kind.
    Nothing is asked of the release for a plan in force.
    """
    known, places = choices(request), Places(request, lang)
    own = next((plan for plan in known.plans if plan.iri == document), None)
    if own is None or own.in_force:
        return None
    newest = _newest(own, known)
    if iri != document and (found := _carried(request, lang, iri, own, newest, at)):
        return found
    if newest:
        return Newer("edition", Link(places.of(newest.iri) or "", "", newest.names), gone=iri != document)
    page = f"/{lang}/organisation/"
    heirs = [one for one in known.organisations if one.value in _after(own.owner, known) and not one.ended]
    if not heirs or not navigation.exists(request, page + heirs[0].value):
        return None
    return Newer("organisation", Link(navigation.prefix(request) + page + heirs[0].value, "", heirs[0].names))


def _carried(
    request: Request, lang: str, iri: str, own: Choice, newest: Choice | None, at: Callable[[str], str | None]
) -> Newer | None:
    """Return where the same thing stands later: in the newest edition, else in the newest plan that has it."""
    found = service_of(request).ask_for_page("newer", {"former": iri}, lang=lang, limit=_MOST)
    plans = {plan.iri: plan for plan in choices(request).plans if _later(plan, own)}
    pairs = [(row["node"], plans[row["document"]]) for row in found.as_json()["rows"] if row["document"] in plans]
    if not pairs:
        return None
    plan = max((plan for _, plan in pairs), key=lambda one: (one == newest, one.in_force, one.since, one.iri))
    names, codes = (found.names.texts, found.names.codes) if found.names else ({}, {})
    same = tuple(
        Link(at(node) or "", codes.get(node, "") if telling(codes.get(node, "")) else "", names.get(node, {}))
        for node, stated in pairs
        if stated == plan
    )
    place = Link(Places(request, lang).of(plan.iri) or "", "", plan.names)
    return Newer("edition" if plan == newest else "carried", place, same)


def _newest(own: Choice, known: Choices) -> Choice | None:
    """Return the newest edition of a plan, also one that the municipality which came after has made; None if it is."""
    owners = {own.owner, *_after(own.owner, known)}
    editions = [one for one in known.plans if one.owner in owners and one.series == own.series and _later(one, own)]
    return max(editions, key=lambda one: (one.in_force, one.since, one.iri), default=None) if own.series else None


def _later(one: Choice, own: Choice) -> bool:
    return one.adopted and one.since > own.since


def _after(slug: str, known: Choices) -> Iterator[str]:
    """Yield the organisations that came after one, the nearest first."""
    waiting, seen = [slug], {slug}
    by_slug = {one.value: one for one in known.organisations}
    while waiting:
        one = by_slug.get(waiting.pop(0))
        for next_one in one.after if one else ():
            if next_one not in seen:
                seen.add(next_one)
                waiting.append(next_one)
                yield next_one
