"""The shape of the functions behind computed columns and computed questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import Minter
from styringsgraf.questions.hits import Search
from styringsgraf.questions.offers import Offers
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Raw
from styringsgraf.terms import Term


@dataclass(frozen=True)
class Context:
    """What a function may use of a release: engine, minter of its IRIs, the day it is seen from, search, datasets.

    ``lang`` is the reader's language, for choosing between texts that say the same.
    """

    engine: QueryEngine
    minter: Minter
    reference_date: date
    lang: str = "nb"
    search: Search | None = None
    datasets: Offers | None = None


Rows = Sequence[Mapping[str, Term | None]]
ColumnFunction = Callable[[Context, Bound, Rows], Sequence[Mapping[str, Raw]]]
QuestionFunction = Callable[[Context, Bound], Sequence[Mapping[str, Raw]]]
