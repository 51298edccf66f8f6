"""What can be compared with what: the three kinds, the choices in their forms, and the pair meant by default."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from styringsgraf.namespaces import Minter
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.web.pages.choices import Choice, Choices
from styringsgraf.web.pages.numbers import day
from styringsgraf.web.pages.words import Words

Kind = Literal["plans", "releases", "organisations"]
KINDS: Final[tuple[Kind, ...]] = ("plans", "releases", "organisations")
_RELEASE: Final = re.compile(r"current|[0-9]{1,6}|[0-9]{6}-[0-9a-f]{8}")
#: Releases in the form; older ones are reached by their address.
_NEWEST: Final = 50


@dataclass(frozen=True)
class Wish:
    """What is to be compared. ``old`` and ``new`` are empty where there is no pair to choose."""

    kind: Kind
    old: str
    new: str
    organisation: str  # whose plans stand in the form, or whose documents of two releases are compared
    only: str = ""
    page: int = 1


@dataclass(frozen=True)
class Offer:
    """What there is to compare.

    ``by_size``: slugs of organisations, the one of which most is known first; ``releases``: ids, oldest first.
    """

    known: Choices
    by_size: Sequence[str]
    releases: Sequence[str]


def by_size(manifest: Manifest, minter: Minter) -> tuple[str, ...]:
    """Return the slugs of a release's organisations, the one with most statements in its documents first."""
    counts: Counter[str] = Counter()
    for graph in manifest.graphs:
        if minter.document_of_graph(graph.name):
            counts[minter.organisation_of_graph(graph.name) or ""] += graph.count
    return tuple(slug for slug, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if slug)


def wish(kind: Kind | None, values: Mapping[str, str], offer: Offer, page: int) -> Wish:
    """Return what is asked, with the usual pair where none is named. Empty fields of a form are nothing asked."""
    old, new = values.get("from", "").strip(), values.get("to", "").strip()
    organisation, known = values.get("organisation", "").strip(), offer.known
    chosen = kind or _kind(old, new, known)
    if chosen == "plans":
        if organisation and not _theirs(organisation, (old, new), known):
            old = new = ""  # the form was sent with another municipality, and the plans of the one before
        organisation = organisation or _owner((old, new), known) or _revising(offer) or known.usual
    if not old and not new:
        old, new = {
            "plans": usual_plans(known.of(organisation)),
            "releases": _last_two(offer.releases[::-1]),
            "organisations": _last_two(offer.by_size)[::-1],
        }[chosen]
    return Wish(chosen, old, new, organisation, values.get("only", ""), page)


def _last_two(newest_first: Sequence[str]) -> tuple[str, str]:
    return (newest_first[1], newest_first[0]) if len(newest_first) > 1 else ("", "")


def _revising(offer: Offer) -> str:
    """Return the organisation with most data among those that have two editions of one plan; '' for none."""
    return next((slug for slug in offer.by_size if all(usual_plans(offer.known.of(slug)))), "")


def _kind(old: str, new: str, known: Choices) -> Kind:
    given = [one for one in (old, new) if one]
    if given and all(_RELEASE.fullmatch(one) for one in given):
        return "releases"
    organisations = {name for one in known.organisations for name in (one.value, one.iri)}
    return "organisations" if given and all(one in organisations for one in given) else "plans"


def _theirs(organisation: str, given: Sequence[str], known: Choices) -> bool:
    """Tell whether any of the two plans can be the organisation's: one that nobody has is its as well as another's."""
    owners = {_owner((one,), known) for one in given if one}
    return bool({organisation, ""} & owners)


def _owner(given: Sequence[str], known: Choices) -> str:
    return next((plan.owner for plan in known.plans for one in given if one and one in (plan.value, plan.iri)), "")


def usual_plans(plans: Sequence[Choice]) -> tuple[str, str]:
    """Return the two newest editions of one plan, the older first: alike but for the years in their names.

    Two empty strings where no plan has two editions. ``plans`` are newest first.
    """
    alike = (pair for pair in combinations(plans, 2) if _stem(pair[0].value) == _stem(pair[1].value))
    newer, older = next(alike, (None, None))
    return (older.value, newer.value) if older and newer else ("", "")


def _stem(edition: str) -> str:
    return re.sub(r"[0-9-]+$", "", edition)


def options(
    asked: Wish, chosen: tuple[str, str], known: Choices, store: ReleaseStore, words: Words
) -> list[tuple[str, str, str]]:
    """Return (value, words, language) of what can be chosen; what is ``chosen`` and compared is always among it."""
    if asked.kind == "releases":
        shown = dict.fromkeys((*store.ids()[: -_NEWEST - 1 : -1], *filter(None, chosen)))
        return [(one, _release(store, one, words), "") for one in shown]
    if asked.kind == "organisations":
        return [_option(one, words) for one in known.organisations]
    aside = [plan for plan in known.plans if plan.value in chosen and plan.owner != asked.organisation]
    return [_option(one, words) for one in (*known.of(asked.organisation), *aside)]


def offered(known: Choices, given: str) -> str:
    """Return how the form names a plan or organisation of this IRI; a release is named by its id everywhere."""
    return next((one.value for one in (*known.plans, *known.organisations) if one.iri == given), given)


def _option(one: Choice, words: Words) -> tuple[str, str, str]:
    lang, name = words.chosen(one.names)
    name = name or one.names.get("", one.value)
    return one.value, name + (f" ({words.t('compare-page.in-force')})" if one.in_force else ""), lang


def _release(store: ReleaseStore, release: str, words: Words) -> str:
    made = store.get(release)
    return words.t("compare-page.release-option", release=made.id, day=day(made.created[:10], words.lang))
