"""Bokmål is bokmål and nynorsk is nynorsk: no text stands under the other form's tag."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from rdflib import Graph, Literal

#: Common words that only one of the two written forms has.
ONLY_BOKMAAL: Final = (
    "ikke hva hvor hvem hvilke hvilken hvilket hvordan hvorfor fra noe noen jeg de man ble gjøre mye flere målene "
    "dokumentene tjeneste tjenester virksomhet virksomheten kommunens enhet enheten forskjell selv sammen også bare "
    "uke uken kalles vises brukes måles settes gjelder følger beskriver begynner sier"
)
ONLY_NYNORSK: Final = (
    "ikkje kva kvar kven kvifor korleis frå noko nokon ein eit ei eg dei blei vere gjere mykje fleire teneste tenester "
    "verksemd verksemda eining eininga skilnad sjølv saman òg berre seier gjeld følgjer beskriv tek vart"
)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def texts(graphs: list[Graph], tag: str) -> Iterator[Literal]:
    for graph in graphs:
        yield from (o for o in set(graph.objects()) if isinstance(o, Literal) and o.language == tag)


@pytest.fixture(scope="module")
def graphs(core: Graph, codes: Graph, alignments: Graph) -> list[Graph]:
    return [core, codes, alignments]


@pytest.mark.parametrize(("tag", "foreign"), [("nb", ONLY_NYNORSK), ("nn", ONLY_BOKMAAL)], ids=["nb", "nn"])
def test_no_word_of_the_other_written_form(graphs: list[Graph], tag: str, foreign: str) -> None:
    found = list(texts(graphs, tag))
    assert len(found) > 550
    wrong = {str(t): hit for t in found if (hit := words(t) & words(foreign))}
    assert wrong == {}


def test_the_check_sees_the_difference() -> None:
    # Negative control: the two word lists tell these sentences apart.
    assert words("Hva som ikke er målt.") & words(ONLY_BOKMAAL) == {"hva", "ikke"}
    assert words("Kva som ikkje er målt.") & words(ONLY_NYNORSK) == {"kva", "ikkje"}
    assert words(ONLY_BOKMAAL) & words(ONLY_NYNORSK) == set()


@pytest.mark.parametrize("tag", ["nb", "nn", "en"])
def test_texts_are_clean(graphs: list[Graph], tag: str) -> None:
    for text in texts(graphs, tag):
        assert str(text) == " ".join(str(text).split()), text


def test_only_the_three_tags_are_used(graphs: list[Graph]) -> None:
    tags = {o.language for g in graphs for o in g.objects() if isinstance(o, Literal) and o.language}
    assert tags == {"nb", "nn", "en"}
