"""Messages call things what people call them, in each language."""

from styringsgraf.quality.messages import Names, number, render

DCT = "http://purl.org/dc/terms/title"
NOTATION = "http://www.w3.org/2004/02/skos/core#notation"
BUNDLE = f"""<https://example.org/a> <{NOTATION}> "S.1" .
<https://example.org/a> <{DCT}> "Vekst"@nb .
<https://example.org/a> <{DCT}> "Growth"@en .
<https://example.org/b> <{DCT}> "Bare tittel"@nn .
<https://example.org/c> <{NOTATION}> "C" .
<https://w3id.org/styringsgraf/code/colour/red> <http://www.w3.org/2004/02/skos/core#prefLabel> "rødt"@nb .
""".encode()
WORDS = dict.fromkeys(("nb", "nn", "en"), "{$this} – {?value}")


def names(*nodes: str) -> Names:
    return Names(BUNDLE, nodes)


def test_code_and_title_with_the_nearest_language() -> None:
    known = names("https://example.org/a", "https://example.org/b", "https://example.org/c")
    assert [known.of("https://example.org/a", lang) for lang in ("nb", "nn", "en")] == [
        "S.1 «Vekst»",
        "S.1 «Vekst»",
        "S.1 “Growth”",
    ]
    assert known.of("https://example.org/b", "nb") == "«Bare tittel»"
    assert known.of("https://example.org/c", "en") == "C"


def test_nodes_nobody_describes_keep_a_short_name() -> None:
    known = names("http://metadata.un.org/sdg/3.10")
    assert known.of("http://metadata.un.org/sdg/3.10", "nb") == "3.10"
    assert known.of("https://w3id.org/styringsgraf/ns#Goal", "nb") == "sg:Goal"
    assert known.of("https://example.org/x/y", "nb") == "https://example.org/x/y"


def test_values_are_nodes_numbers_or_words() -> None:
    known = names("https://example.org/a", "https://w3id.org/styringsgraf/code/colour/red")
    shown = [
        render(WORDS, "https://example.org/a", value, known)["nb"]
        for value in ("https://w3id.org/styringsgraf/code/colour/red", "-7.6", "nn", None)
    ]
    assert shown == ["S.1 «Vekst» – «rødt»", "S.1 «Vekst» – −7,6", "S.1 «Vekst» – nn", "S.1 «Vekst» – S.1 «Vekst»"]


def test_a_title_with_a_placeholder_in_it_is_left_alone() -> None:
    bundle = f'<https://example.org/a> <{DCT}> "Om {{?value}}"@nb .\n'.encode()
    known = Names(bundle, ["https://example.org/a"])
    assert render(WORDS, "https://example.org/a", "1.5", known)["nb"] == "«Om {?value}» – 1,5"


def test_numbers_are_written_as_the_language_does() -> None:
    assert [number("-0.75", lang) for lang in ("nb", "nn", "en")] == ["−0,75", "−0,75", "-0.75"]
    assert number("16.10.2020", "nb") == "16.10.2020"
