"""What changed, in words: between two editions of a plan, or between two releases."""

import re
from typing import Final

from styringsgraf import errors
from styringsgraf.compare.model import Comparison, End, Item
from styringsgraf.compare.plans import compare_plans
from styringsgraf.compare.releases import compare_releases
from styringsgraf.compare.writing import written
from styringsgraf.namespaces import Minter
from styringsgraf.releases import Reader, ReleaseStore

__all__ = ["Comparison", "End", "Item", "compare", "compare_plans", "compare_releases", "written"]

_RELEASE: Final = re.compile(r"current|[0-9]{1,6}|[0-9]{6}-[0-9a-f]{8}")


def compare(store: ReleaseStore, reader: Reader, minter: Minter, old: str, new: str, *, lang: str) -> Comparison:
    """Compare two releases (by id, number or the word ``current``), or two plans (org/edition, edition or IRI).

    ``reader`` is the current release, in which plans are looked up. Raises BadParameter for nothing, or for a release
    against a plan; NotFound for what is not there.
    """
    for name, given in (("from", old), ("to", new)):
        if not given.strip():
            raise errors.BadParameter("compare.missing", name=name)
    releases = [given for given in (old, new) if _RELEASE.fullmatch(given.strip())]
    if len(releases) == 1:
        plan = new if releases[0] == old else old
        raise errors.BadParameter("compare.mixed", name="to", release=releases[0], plan=plan[:200])
    if not releases:
        return compare_plans(reader, minter, old, new, lang=lang)
    ids = [reader.manifest.id if given.strip() == "current" else given.strip() for given in (old, new)]
    with store.reader(store.get(ids[0]).id) as before, store.reader(store.get(ids[1]).id) as after:
        return compare_releases(store, before, after, minter, lang=lang)
