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


def test_a_result_is_called_by_its_indicator_its_period_and_its_area() -> None:
    sg, series = "https://w3id.org/styringsgraf/ns#", "http://purl.org/dc/terms/isVersionOf"
    bundle = f"""<https://example.org/o1> <{sg}indicator> <https://example.org/series> .
<https://example.org/o1> <{sg}period> "2025"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://example.org/o1> <{sg}area> <https://example.org/oppvekst> .
<https://example.org/o2> <{sg}indicator> <https://example.org/other> .
<https://example.org/o3> <{sg}indicator> <https://example.org/series> .
<https://example.org/2016/I1> <{series}> <https://example.org/series> .
<https://example.org/2016/I1> <{DCT}> "Fravær"@nb .
<https://example.org/2017/I1> <{series}> <https://example.org/series> .
<https://example.org/2017/I1> <{NOTATION}> "I1" .
<https://example.org/2017/I1> <{DCT}> "Sykefravær"@nb .
<https://example.org/oppvekst> <{NOTATION}> "oppvekst" .
<https://example.org/oppvekst> <{DCT}> "Oppvekst"@nb .
""".encode()
    known = Names(bundle, [f"https://example.org/o{number}" for number in (1, 2, 3)])
    assert known.of("https://example.org/o1", "nb") == "I1 «Sykefravær», 2025, Oppvekst"
    assert known.of("https://example.org/o2", "nb") == "https://example.org/o2"
    assert known.of("https://example.org/o3", "en") == "I1 “Sykefravær”"


def test_values_are_nodes_numbers_or_words() -> None:
    known = names("https://example.org/a", "https://w3id.org/styringsgraf/code/colour/red")
    shown = [
        render(WORDS, "https://example.org/a", value, known)["nb"]
        for value in ("https://w3id.org/styringsgraf/code/colour/red", "-7.6", "nn", None)
    ]
    assert shown == ["S.1 «Vekst» – «rødt»", "S.1 «Vekst» – −7,6", "S.1 «Vekst» – nn", "S.1 «Vekst» – S.1 «Vekst»"]


def test_a_judgement_of_wording_gives_its_words_in_order_and_its_suggestion() -> None:
    sg, goal, note = "https://w3id.org/styringsgraf/ns#", "https://example.org/D1", "https://example.org/D1/wording/nb"
    bundle = f"""<{goal}> <{DCT}> "Utslipp"@nb .
<{goal}> <{sg}statement> "Utslippene skal være halvert."@nb .
<{goal}> <{sg}statement> "Emissions shall be halved"@en .
<{note}> <{sg}annotates> <{goal}> .
<{note}> <{sg}cue> "være" .
<{note}> <{sg}cue> "skal" .
<{note}> <{sg}cue> "Utslippene" .
<{note}> <{sg}suggestion> "Utslippene er halvert."@nb .
""".encode()
    known = Names(bundle, [goal, note])
    template = dict.fromkeys(("nb", "nn", "en"), "{$this}: skal{?cue}. Skriv{?suggestion}.")
    shown = render(template, goal, note, known)
    assert shown["nb"] == ("«Utslipp»: skal («Utslippene», «skal», «være»). Skriv: «Utslippene er halvert».")
    assert shown["en"].endswith("Skriv: “Utslippene er halvert”.")
    assert render(template, goal, None, known)["nb"] == "«Utslipp»: skal. Skriv."


def test_a_finding_on_wording_is_about_the_title_where_there_is_no_full_wording() -> None:
    sg = "https://w3id.org/styringsgraf/ns#"
    bundle = f"""<https://example.org/a> <{DCT}> "Vekst"@nb .
<https://example.org/a> <{sg}statement> "Growth"@en .
<https://example.org/b> <{sg}statement> "Kommunen veks"@nn .
""".encode()
    known = Names(bundle, ["https://example.org/a", "https://example.org/b"])
    assert known.path("https://example.org/a", f"{sg}statement") == DCT
    assert known.path("https://example.org/b", f"{sg}statement") == f"{sg}statement"
    assert known.path("https://example.org/a", f"{sg}measures") == f"{sg}measures"
    assert known.path("https://example.org/a", None) is None


def test_a_title_with_a_placeholder_in_it_is_left_alone() -> None:
    bundle = f'<https://example.org/a> <{DCT}> "Om {{?value}}"@nb .\n'.encode()
    known = Names(bundle, ["https://example.org/a"])
    assert render(WORDS, "https://example.org/a", "1.5", known)["nb"] == "«Om {?value}» – 1,5"


def test_numbers_are_written_as_the_language_does() -> None:
    assert [number("-0.75", lang) for lang in ("nb", "nn", "en")] == ["−0,75", "−0,75", "-0.75"]
    assert number("16.10.2020", "nb") == "16.10.2020"
