"""Everything a service says of itself and its data, for one release at a time; what is dear to make is remembered."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import SDG
from styringsgraf.publish import catalogue, cube, void
from styringsgraf.publish.counts import Counter, Counts
from styringsgraf.publish.documents import Document
from styringsgraf.publish.facts import Dataset, Release, datasets
from styringsgraf.publish.lineage import WHOLE, Age, Lineage
from styringsgraf.publish.offer import Offer, offer
from styringsgraf.publish.publisher import Publisher
from styringsgraf.releases import Manifest
from styringsgraf.settings import Settings

_REMEMBERED: Final = 8
_NAMED: Final = 10  # datasets named in a sentence


class Descriptions:
    """Describes releases of one data folder by the settings of its operator."""

    def __init__(self, config: Settings, get: Callable[[str], Manifest]) -> None:
        self.publisher = Publisher.of(config)
        self._minter = self.publisher.minter
        self._lineage = Lineage(get, self._minter)
        self._counter = Counter(SDG)
        self._kept: OrderedDict[tuple[str, str], Document] = OrderedDict()
        self._datasets: tuple[str, tuple[Dataset, ...]] = ("", ())
        self._lock = Lock()

    def datasets(self, release: Release) -> tuple[Dataset, ...]:
        """Return the datasets of a release: organisations by name, the UN side last."""
        known, found = self._datasets
        if known != release.manifest.id:
            before = {one.age.digest: one for one in found}
            found = datasets(release, self._lineage.ages(release.manifest), self._minter, before)
            self._datasets = release.manifest.id, found
        return found

    def dataset(self, release: Release, name: str) -> Dataset:
        """Return one dataset. Raises NotFound, which names those there are."""
        found = self.datasets(release)
        one = next((one for one in found if one.name == name), None)
        if one is None:
            known = ", ".join(one.name for one in found[-_NAMED:]) + (" …" if len(found) > _NAMED else "")
            raise errors.NotFound("catalogue.no-dataset", name=name, known=known or "–")
        return one

    def offers(self, release: Release) -> tuple[Offer, ...]:
        """Return the datasets, a row each."""
        return tuple(offer(one, self.publisher.licence) for one in self.datasets(release))

    def age(self, release: Release) -> Age:
        """Return the age of all datasets together."""
        return self._lineage.ages(release.manifest)[WHOLE]

    def catalogue(self, release: Release) -> Document:
        """Return the catalogue by DCAT-AP-NO."""
        return self._made(
            release, "", lambda: catalogue.catalogue(self.datasets(release), self.age(release), self.publisher)
        )

    def described(self, release: Release, name: str) -> Document:
        """Return the description of one dataset. Raises NotFound."""
        one = self.dataset(release, name)
        return self._made(release, f"dataset/{name}", lambda: catalogue.one_dataset(one, self.publisher))

    def void(self, release: Release) -> Document:
        """Return the VoID description."""

        def make() -> Document:
            counts, age = self.counts(release), self.age(release)
            return void.void(self.datasets(release), counts, release.manifest.statements, age, self.publisher)

        return self._made(release, "void", make)

    def counts(self, release: Release) -> Mapping[str, Counts]:
        """Return what there is of each class and property, by dataset."""
        return {one.name: self._counter.counts(release, one) for one in self.datasets(release)}

    def structure(self) -> Document:
        """Return the structure of all cubes."""
        return cube.structure(self.publisher)

    def cube(self, release: Release, name: str) -> Document:
        """Return the observations of a dataset as a Data Cube. Raises NotFound where there are none."""
        one = self.dataset(release, name)
        if not one.observations:
            raise errors.NotFound("catalogue.no-observations", name=name)
        return self._made(release, f"cube/{name}", lambda: cube.cube(release, one, self.publisher))

    def _made(self, release: Release, what: str, make: Callable[[], Document]) -> Document:
        key = (release.manifest.id, what)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > _REMEMBERED:
                    self._kept.popitem(last=False)
        return found
