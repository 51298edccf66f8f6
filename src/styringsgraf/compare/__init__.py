"""What changed, in words: between two editions of a plan, or between two releases."""

import re
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Final

from styringsgraf import errors
from styringsgraf.compare.archived import changed, documents
from styringsgraf.compare.model import Comparison, End, Item
from styringsgraf.compare.plans import compare_plans
from styringsgraf.compare.releases import compare_releases
from styringsgraf.compare.writing import written
from styringsgraf.engine.memo import Memo, remembered
from styringsgraf.namespaces import Minter
from styringsgraf.releases import Manifest, Reader, ReleaseStore

__all__ = ["Comparison", "End", "Item", "compare", "compare_plans", "compare_releases", "differing", "written"]

_RELEASE: Final = re.compile(r"current|[0-9]{1,6}|[0-9]{6}-[0-9a-f]{8}")
#: Comparisons remembered while a release is open, for those who turn their pages.
_KEPT: Final = 3
#: Changes of the largest that is remembered: about a kilobyte each.
_LARGEST: Final = 20_000


def compare(
    store: ReleaseStore,
    reader: Reader,
    minter: Minter,
    old: str,
    new: str,
    *,
    lang: str,
    organisation: str | None = None,
) -> Comparison:
    """Compare two releases (by id, number or the word ``current``), or two plans (org/edition, edition or IRI).

    ``reader`` is the current release, in which plans are looked up; releases are compared as the archive has them,
    whether they have a store or not, by their documents or those of one ``organisation`` (its name in IRIs). What
    differs is worked out once for all the pages it is read in. Raises
    BadParameter for nothing, or for a release against a plan; NotFound for what is not there; TooLarge for two releases
    that differ in more than can be read at once.
    """
    for name, given in (("from", old), ("to", new)):
        if not given.strip():
            raise errors.BadParameter("compare.missing", name=name)
    releases = [given for given in (old, new) if _RELEASE.fullmatch(given.strip())]
    if len(releases) == 1:
        plan = new if releases[0] == old else old
        raise errors.BadParameter("compare.mixed", name="to", release=releases[0], plan=plan[:200])
    if not releases:
        if organisation is not None:
            raise errors.BadParameter("compare.organisation-of-plans", name="organisation")
        made = partial(compare_plans, reader, minter, old, new, lang=lang)
        return _once(reader, (old.strip(), new.strip(), lang), made)
    ends = [store.get(reader.manifest.id if given.strip() == "current" else given.strip()) for given in (old, new)]
    if organisation is not None:
        _known(organisation, ends, minter)
    made = partial(compare_releases, store, ends[0], ends[1], minter, lang=lang, organisation=organisation)
    return _once(reader, (ends[0].id, ends[1].id, organisation, lang), made)


def _once(reader: Reader, key: Hashable, make: Callable[[], Comparison]) -> Comparison:
    """Return a comparison from the memory of the release that is open, unless it is too large to lie there."""
    kept = remembered(reader.engine, "comparisons", partial(Memo, _KEPT, _small))
    return kept.get(key, make)


def _small(comparison: Comparison) -> bool:
    return len(comparison.items) <= _LARGEST


def differing(store: ReleaseStore, minter: Minter, old: str, new: str) -> dict[str, int]:
    """Return organisation → statements of its documents that differ between two releases; from the manifests alone.

    Raises NotFound for a release that is not there.
    """
    parts = changed(store.get(old), store.get(new), minter)
    return {name: sum(one.count for one in (*before.values(), *after.values())) for name, before, after in parts}


def _known(organisation: str, releases: Sequence[Manifest], minter: Minter) -> None:
    """Raise NotFound for an organisation without documents in any of the releases."""
    known = {name for release in releases for name in documents(release, minter)}
    if organisation not in known:
        raise errors.NotFound(
            "compare.no-organisation", organisation=organisation[:200], known=", ".join(sorted(known)[:20])
        )
