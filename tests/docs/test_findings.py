"""The queries of docs/findings.md run on the first release and find something."""

import re
from pathlib import Path

from styringsgraf.service import Service

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_query_of_the_page_has_an_answer(service: Service) -> None:
    assert len(QUERIES) == 2
    with service.reader() as reader:
        for query in QUERIES:
            assert len(reader.table(query).rows) > 3, query
