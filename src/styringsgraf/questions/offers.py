"""What a dataset is to questions: who describes datasets, and what of them a row shows."""

from collections.abc import Callable, Sequence
from typing import Protocol

from styringsgraf.texts import Text


class Offer(Protocol):
    """One dataset as it is offered. Dates are ISO, '' for none; ``formats`` are names of forms and doors."""

    @property
    def name(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def iri(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> Text: ...  # noqa: D102
    @property
    def organisation(self) -> str: ...  # noqa: D102
    @property
    def documents(self) -> int: ...  # noqa: D102
    @property
    def statements(self) -> int: ...  # noqa: D102
    @property
    def start(self) -> str: ...  # noqa: D102
    @property
    def end(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def issued(self) -> str: ...  # noqa: D102
    @property
    def modified(self) -> str: ...  # noqa: D102
    @property
    def formats(self) -> Sequence[str]: ...  # noqa: D102


#: Describes the datasets of the release that is asked.
Offers = Callable[[], Sequence[Offer]]
