"""The page on the template lists what the mapping has."""

import importlib.util
from pathlib import Path

from styringsgraf.ingest.describe import by_language
from styringsgraf.ingest.mapping import find


def test_the_page_lists_every_sheet_and_column() -> None:
    spec = importlib.util.spec_from_file_location("template_page", Path(__file__).parent / "template.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = module.PAGE.read_text(encoding="utf-8")
    assert written == module.page()
    for sheet in find("template").sheets:
        for names in (sheet.names, *(column.headings for column in sheet.columns.values())):
            assert all(name in written for name in by_language(names).values())
