"""Tables on a small screen: where rows stand as blocks, each cell says what its column is."""

import re
import runpy
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from styringsgraf.web.pages import assets

_ADDRESSES: Final[dict[str, Any]] = runpy.run_path(str(Path(__file__).with_name("addresses.py")), run_name="addresses")
#: Pages of which every table is one of blocks.
STACKED: Final = {
    "/dumps": 4, "/dumps/1": 4, "/{lang}/data": 1, "/{lang}/releases": 1, "/{lang}/releases/1": 1,
    "/{lang}/releases/1?organisation=asker": 2, "/{lang}/method": 1,
}  # fmt: skip


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", STACKED)
def test_each_cell_says_what_its_column_is(site: TestClient, address: str, lang: str) -> None:
    answer = site.get(_ADDRESSES["in_language"](address, lang), headers={"Accept": "text/html"})
    tables = re.findall(r"<table([^>]*)>(.*?)</table>", answer.text, re.DOTALL)
    assert len(tables) >= STACKED[address]
    for attributes, table in tables:
        assert re.search(r'class="[^"]*\bstacks\b', attributes)
        heads = [words(one) for one in re.findall(r"<th[^>]*scope=\"col\"[^>]*>(.*?)</th>", table, re.DOTALL)]
        for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</th>(.*?)</tr>", table, re.DOTALL):
            for head, (cell, _) in zip(heads[1:], re.findall(r"<td([^>]*)>(.*?)</td>", row, re.DOTALL), strict=False):
                label = re.search(r'data-label="([^"]*)"', cell)
                assert "colspan" in cell or (label and label[1] == head), (head, cell)


def test_downloads_are_headed_by_names(site: TestClient) -> None:
    html = site.get("/dumps?lang=nb", headers={"Accept": "text/html"}).text
    heads = [words(one) for one in re.findall(r"<h2>(.*?)</h2>", html, re.DOTALL)]
    assert "Asker kommune (til og med 2019)" in heads
    assert {"asker", "sunndal"}.isdisjoint(heads)


def test_hashes_break_where_rows_are_blocks() -> None:
    sheet = (assets.FOLDER / "theme.css").read_text(encoding="utf-8")
    small = sheet[sheet.index("@media screen and (max-width: 40rem)") :].partition("\n  }\n")[0]
    assert "table.stacks code { overflow-wrap: anywhere; }" in small
