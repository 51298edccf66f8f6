"""pandas reads questions' answers from their addresses, as an analyst would."""

from urllib.parse import urlencode

import pandas as pd
import pytest

#: Question → its parameters, and the columns that must be numbers.
ASKED = {
    "unmeasurable-goals": ({"plan": "asker/handlingsprogram-2016-2019"}, ()),
    "indicator-status": ({}, ("period", "value", "change")),
}


@pytest.mark.parametrize("question", ASKED)
def test_it_reads_csv_and_norwegian_csv_alike(site: str, question: str) -> None:
    parameters, numbers = ASKED[question]
    address = f"{site}/api/v1/questions/{question}?{urlencode(parameters | {'format': ''})}"
    standard = pd.read_csv(f"{address}csv")
    norwegian = pd.read_csv(f"{address}csv-no", sep=";", decimal=",")
    assert standard.shape == norwegian.shape
    assert len(standard) >= 3
    assert norwegian.columns[0] == "Kode"  # and no byte order mark before it
    assert set("æøå") & set("".join(norwegian.columns))
    assert standard["code"].tolist() == norwegian["Kode"].tolist()
    for name in numbers:
        place = standard.columns.get_loc(name)
        assert pd.api.types.is_numeric_dtype(standard[name]), name
        pd.testing.assert_series_equal(standard[name], norwegian.iloc[:, place], check_names=False)


def test_it_sees_decimals(site: str) -> None:
    found = pd.read_csv(f"{site}/api/v1/questions/indicator-status?plan=eksempel/kommuneplan-2023&format=csv")
    first = found[found["code"] == "I1"].set_index("period")["value"]
    assert (first[2021], first[2022]) == (9.8, 9.6)
