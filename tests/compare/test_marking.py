"""Word-level marks: joined, the pieces are the wordings; only what differs is marked; unlike texts are not marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.compare.marking import Piece, marked

WORDS = st.lists(
    st.sampled_from(["barn", "unge", "har", "en", "venn", ",", "skolen", "får", "hjelp", "."]), max_size=25
)


def test_what_is_gone_and_new_is_marked_and_the_rest_is_not() -> None:
    found = marked("Alle barn har en venn på skolen", "Alle barn og unge har en venn")
    assert found.alike
    assert found.before == (Piece("same", "Alle barn har en venn"), Piece("gone", " på skolen"))
    assert found.after == (Piece("same", "Alle barn"), Piece("new", " og unge"), Piece("same", " har en venn"))


def test_a_run_of_words_is_one_mark() -> None:
    found = marked("Rett hjelp i tide til alle barn", "Rett støtte straks til alle barn")
    assert [one.words for one in found.before if one.mark == "gone"] == ["hjelp i tide"]
    assert [one.words for one in found.after if one.mark == "new"] == ["støtte straks"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("Vekst", "Noe helt annet her"), ("", "Ny"), ("a " * 1_500, "a " * 1_500 + "b"), ("x", "")],
    ids=["unlike", "empty before", "long", "empty after"],
)
def test_texts_with_little_in_common_and_long_ones_are_left_whole(before: str, after: str) -> None:
    found = marked(before, after)
    assert not found.alike
    assert (found.before, found.after) == ((Piece("gone", before),), (Piece("new", after),))


@given(WORDS, WORDS)
def test_the_pieces_are_the_wordings(one: list[str], other: list[str]) -> None:
    before, after = " ".join(one), " ".join(other)
    found = marked(before, after)
    assert "".join(piece.words for piece in found.before) == before
    assert "".join(piece.words for piece in found.after) == after
    if before == after and before:
        assert {piece.mark for piece in found.before + found.after} == {"same"}
    if found.alike:
        assert {piece.mark for piece in found.before} <= {"same", "gone"}
        assert {piece.mark for piece in found.after} <= {"same", "new"}
