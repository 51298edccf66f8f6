import ast
import re
from pathlib import Path

import pytest

from styringsgraf import texts
from styringsgraf.texts import LANGUAGES, areas, catalogue, pick, placeholders, said, text

SOURCE = Path(texts.__file__).parents[1]
KEYS = [f"{area}.{name}" for area in areas() for name in catalogue(area)]


def test_there_are_texts() -> None:
    assert len(KEYS) > 50


@pytest.mark.parametrize("key", KEYS)
def test_every_text_has_three_languages_and_equal_placeholders(key: str) -> None:
    area, _, name = key.partition(".")
    entry = catalogue(area)[name]
    assert tuple(entry) == LANGUAGES
    assert all(value.strip() for value in entry.values())
    assert len({placeholders(value) for value in entry.values()}) == 1


def literal_keys() -> set[str]:
    """Return every text key written as a literal in the source."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in KEYS:
                found.add(node.value)
    return found


def test_errors_raised_in_the_source_have_their_text() -> None:
    pattern = re.compile(r"raise (?:errors\.)?[A-Z]\w+\(\s*\"([a-z-]+\.[a-z-]+)\"")
    raised = {(path.name, key) for path in SOURCE.rglob("*.py") for key in pattern.findall(path.read_text("utf-8"))}
    missing = sorted(pair for pair in raised if pair[1] not in KEYS)
    assert missing == []


def test_text_is_filled_and_unknown_keys_are_faults() -> None:
    filled = text("errors.internal", kind="X", id="7")
    assert "X" in filled["nb"]
    assert "7" in filled["nn"]
    with pytest.raises(KeyError):
        text("errors.no-such-text")


@pytest.mark.parametrize(
    ("there", "lang", "expected"),
    [
        ({"nb": "b", "en": "e"}, "nn", "b"),
        ({"nn": "n", "en": "e"}, "nb", "n"),
        ({"en": "e"}, "nb", "e"),
        ({"nn": "n"}, "en", "n"),
        ({}, "nb", ""),
    ],
)
def test_the_nearest_language_is_picked(there: dict[str, str], lang: str, expected: str) -> None:
    assert pick(there, lang) == expected


@pytest.mark.parametrize("lang", [*LANGUAGES, "de"])
def test_one_language_alone_says_what_it_says_among_all(lang: str) -> None:
    for area in areas():
        for name, words in catalogue(area).items():
            values = {place: {code: f"{place}-{code}" for code in LANGUAGES} for place in placeholders(words["nb"])}
            assert said(f"{area}.{name}", lang, **values) == pick(text(f"{area}.{name}", **values), lang)
    with pytest.raises(KeyError):
        said("web.no-such-text", lang)
