"""The data folder as the product uses it: releases, each with its search index beside it."""

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.releases.store import WAIT
from styringsgraf.search import companions
from styringsgraf.settings import Settings


def data_folder(config: Settings, wait: float = WAIT) -> ReleaseStore:
    """Return the releases below the data folder of the settings. Nothing is created or cleaned up.

    ``wait``: how long a writer waits for another one, seconds.
    """
    return ReleaseStore(config.data, config.keep_stores, wait, companions=companions(Minter(config.base)))


def same_base(release: Manifest | None, config: Settings) -> None:
    """Refuse a release whose addresses have another base than the settings say: nothing would be found in it.

    A plan published on top of it would stand beside the old ones, and questions would see only half.
    """
    own = Minter(config.base).ontology_graph
    names = [graph.name for graph in release.graphs] if release is not None else []
    other = next((name for name in names if name.endswith("/graph/ontology")), None)
    if release is not None and other is not None and own not in names:
        theirs = other.removesuffix("graph/ontology")
        raise errors.Environment("pipeline.other-base", release=release.id, theirs=theirs, ours=config.base)


def require_release(config: Settings) -> None:
    """Refuse a data folder without a release: whoever names one means to use it."""
    if not config.data.is_dir() or data_folder(config).current() is None:
        raise errors.NotFound("pipeline.no-release", folder=config.data)
