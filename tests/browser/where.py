"""Where the browser goes: the table of all pages, and what is a page but no route of its own."""

import runpy
from pathlib import Path
from typing import Any, Final

_TABLE: Final[dict[str, Any]] = runpy.run_path(str(Path(__file__).parents[1] / "web" / "site" / "addresses.py"))
LANGUAGES: Final[tuple[str, ...]] = _TABLE["LANGUAGES"]
#: A page that is not there, a parameter that no page has, a node that nobody knows.
PROBLEMS: Final = {"/{lang}/finnes-ikke": 404, "/{lang}/quality?farge=rød": 400, "/doc/eksempel/finnes-ikke": 404}
#: A page that offers no other form, and so is in no table of those that do.
API: Final = "/api/docs"


def in_language(address: str, lang: str) -> str:
    """Return an address of the tables in one language."""
    made: str = _TABLE["in_language"](address, lang)
    return made


def pages(lang: str) -> dict[str, int]:
    """Return all addresses in one language with the status they answer with."""
    problems = {in_language(address, lang): status for address, status in PROBLEMS.items()}
    return dict.fromkeys((*_TABLE["shown"](lang), in_language(API, lang)), 200) | problems


EVERY: Final = {(lang, address): status for lang in LANGUAGES for address, status in pages(lang).items()}
#: In one language, where what is tested does not depend on words.
ONE: Final = tuple(address for lang, address in EVERY if lang == "nb")
