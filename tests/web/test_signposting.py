"""Links in headers: what a page, its data and its files say of each other, and nothing that breaks a header."""

from styringsgraf.web.signposting import Target, content, landing, metadata

IRI = "https://w3id.org/styringsgraf/id/lia"


def test_a_page_says_what_it_is_about_where_the_data_is_and_what_belongs_to_it() -> None:
    header = landing(
        cite_as=IRI,
        described_by=[Target("/doc/lia.ttl", "text/turtle"), Target("/doc/lia.jsonld", "application/ld+json", "https://p.example/")],
        types=["https://schema.org/Dataset"],
        licence="https://creativecommons.org/licenses/by/4.0/",
        authors=["https://w3id.org/styringsgraf/id/lia"],
        collection="https://w3id.org/styringsgraf/dataset/lia",
        items=[Target("/dumps/lia.nq.gz", "application/n-quads")],
    )  # fmt: skip
    assert header.split(", ") == [
        f'<{IRI}>; rel="cite-as"',
        '</doc/lia.ttl>; rel="describedby"; type="text/turtle"',
        '</doc/lia.jsonld>; rel="describedby"; type="application/ld+json"; profile="https://p.example/"',
        '<https://schema.org/AboutPage>; rel="type"',
        '<https://schema.org/Dataset>; rel="type"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{IRI}>; rel="author"',
        '<https://w3id.org/styringsgraf/dataset/lia>; rel="collection"',
        '</dumps/lia.nq.gz>; rel="item"; type="application/n-quads"',
    ]


def test_data_says_what_it_describes_and_a_file_what_it_belongs_to() -> None:
    page = Target("/doc/lia.html", "text/html")
    others = [Target("/doc/lia.nt", "application/n-triples")]
    assert metadata(describes=page, cite_as=IRI, others=others).split(", ") == [
        '</doc/lia.html>; rel="describes"; type="text/html"',
        f'<{IRI}>; rel="cite-as"',
        '</doc/lia.nt>; rel="alternate"; type="application/n-triples"',
    ]
    file = content(collection=page, licence="https://l.example/", types=["https://schema.org/Dataset"])
    assert 'rel="collection"; type="text/html"' in file
    assert file.endswith('<https://l.example/>; rel="license"')


def test_what_would_break_the_header_is_left_out() -> None:
    for hostile in (
        "https://x.example/a b",
        'https://x.example/>; rel="evil',
        "https://x.example/\r\nX-Evil: 1",
        "https://å.example/",
    ):
        assert landing(cite_as=IRI, authors=[hostile]) == landing(cite_as=IRI)


def test_a_header_has_its_limits() -> None:
    many = [Target(f"/f/{number}") for number in range(1_000)]
    assert landing(cite_as=IRI, items=many).count('rel="item"') == 20
