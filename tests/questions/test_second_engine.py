"""The shipped queries mean the same to an independent engine: rdflib gives the rows that ours gives."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

from styringsgraf import errors
from styringsgraf.engine import Limits, Table
from styringsgraf.engine.embedded import Embedded
from styringsgraf.namespaces import Minter
from styringsgraf.questions import Catalogue, answer
from styringsgraf.questions.offers import Offers
from styringsgraf.search import Finder
from styringsgraf.terms import lexical

REFERENCE_DATE = date(2026, 1, 1)

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(path for path in GOLDEN.glob("*/*.yaml") if path.parent.name != "shipped")
#: What lists are made of, whose order SPARQL leaves open: IRIs, UN codes, years with a value, our own codes.
LISTED = re.compile(
    r"https?:|[0-9]+\.[0-9a-z]|[0-9]{4}:|(green|yellow|red|input|activity|wording|bands|target-value|target-dropped)$"
)


def canonical(value: str) -> str:
    """Return a number in one form (engines write 15 and 15.0), a list of IRIs or codes in one order."""
    if " " in value and all(LISTED.match(part) for part in value.split()):
        return " ".join(sorted(value.split()))
    try:
        return str(Decimal(value).normalize())
    except ArithmeticError:
        return value


class Both:
    """Answers like ours, after checking that rdflib's engine gives the same rows."""

    def __init__(self, ours: Embedded, theirs: Dataset) -> None:
        self.ours, self.theirs, self.compared = ours, theirs, 0

    def table(self, query: str, limits: Limits | None = None) -> Table:
        table = self.ours.table(query, limits)
        rows = [tuple("" if cell is None else canonical(str(cell)) for cell in row) for row in self.theirs.query(query)]
        mine: list[Any] = [tuple(canonical(lexical(cell)) for cell in row) for row in table.rows]
        # Grouping nothing gives no group; rdflib gives one without a single value.
        assert sorted(mine) == sorted(row for row in rows if any(row)), query
        self.compared += 1
        return table

    answer: Any = None


@pytest.fixture(scope="module")
def both(golden_store: Store, engine: Embedded) -> Both:
    theirs = Dataset(default_union=True)
    theirs.parse(data=golden_store.dump(format=RdfFormat.N_QUADS).decode(), format="nquads")
    return Both(engine, theirs)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_engines_agree(path: Path, both: Both, catalogue: Catalogue, search: Finder, offers: Offers) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    before = both.compared
    try:
        answer(
            catalogue.get(path.parent.name), case["given"], engine=both, minter=Minter("https://w3id.org/styringsgraf/"),
            release="r", reference_date=REFERENCE_DATE, lang="nb", limit=1000,
            search=search, datasets=offers,
        )  # fmt: skip
    except (errors.BadParameter, errors.NotFound):
        assert "error" in case
    assert both.compared > before
