"""The data folder as the product uses it: releases, each with its search index beside it."""

from styringsgraf.namespaces import Minter
from styringsgraf.releases import ReleaseStore
from styringsgraf.search import SearchIndex
from styringsgraf.settings import Settings


def data_folder(config: Settings) -> ReleaseStore:
    """Return the releases below the data folder of the settings. Nothing is created or cleaned up."""
    return ReleaseStore(config.data, config.keep_stores, companions=(SearchIndex(Minter(config.base)),))
