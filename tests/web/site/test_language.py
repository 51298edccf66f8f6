"""Every page in three languages: in its own words, numbers as its readers write them, and a title of its own."""

import re
import runpy
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.texts import areas
from styringsgraf.web.app import create_app

HERE = Path(__file__).parent
table: Any = runpy.run_path(str(HERE / "addresses.py"))
prose: Any = runpy.run_path(str(HERE / "prose.py"))["prose"]
LANGUAGES = table["LANGUAGES"]


def words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Words that are everyday in one language and none in the other. Left out is what both have: 'by' is a town in
#: Norwegian, 'at' means that, 'for', 'be', 'to', 'all', 'on', 'her' and 'are' are words or names there, too.
ENGLISH = words(
    "the and of is with this that which from not has have been when where there was were you your these those their "
    "goal goals measure measures strategy release releases target targets search page download missing unknown none "
    "true false row sheet error warning value name label year unit"
)
#: Bokmål that nynorsk writes otherwise, and the other way round. Forms that both have are left out: 'fram', 'også'.
BOKMAAL = words(
    "ikke hva hvor hvilke hvilken hvem hvordan hvorfor noen noe fra være mer gjøre uten flere utgivelse utgivelser "
    "virksomhet virksomheter tjeneste tjenester en et jeg hver hvert mye hovedmål røde grønn begreper eksempler "
    "følger finnes kommunens planene målene tiltakene spørsmålene"
)
NYNORSK = words(
    "ikkje kva kor kven korleis kvifor nokon noko frå vere meir gjere utan fleire utgiving utgivingar verksemd "
    "verksemder teneste tenester ein eit dei eg kvar kvart mykje hovudmål raude omgrep døme finst planane"
)
NORWEGIAN = words("ikke ikkje hva kva og som med til av på eller etter ved når være vere blir skal kan har")
LEAKS = {"nb": ENGLISH | NYNORSK, "nn": ENGLISH | BOKMAAL, "en": NORWEGIAN}
#: Addresses, identifiers and names of settings, which are the same in all languages.
_NAME = re.compile(r"\S+://\S+|\S+/\S+/\S+|\b[A-Z]+(?:_[A-Z]+)+\b|\S+\.(?:xlsx|csv|ttl)\b(?: › [^›]+)?")
#: What is quoted within a sentence: titles, which are names.
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_KEY = re.compile(rf"\b(?:{'|'.join(areas())})\.[a-z-]+\b|\{{[a-z_]+\}}|\bNone\b|\bMarkup\(|\bundefined\b", re.ASCII)
#: A number with decimals: before a unit, or alone in a cell for numbers. Codes, such as 3.4, stand elsewhere.
_POINT = re.compile(r"\d\.\d+(?=\s?(?:%|prosent|kr|kB|MB|GB|tonn|år\b))")
_COMMA = re.compile(r"\d,\d{1,2}(?=\s?(?:%|per cent|kr|kB|MB|GB))")
_NUMBERS = {"number", "count-number"}


def own(said: str) -> str:
    """Return what is said in the page's own words: without addresses, and without what is quoted."""
    return _QUOTED.sub(" ", _NAME.sub(" ", said))


def leaking(said: str, lang: str, names: frozenset[str]) -> set[str]:
    """Return words of another language. A name within a sentence is no fault; one that stands alone can be marked."""
    leaks = {word.lower() for word in _WORD.findall(own(said))} & LEAKS[lang]
    if leaks and said not in names:
        for name in sorted(names, key=len, reverse=True):
            said = said.replace(name, " ")
        leaks = {word.lower() for word in _WORD.findall(own(said))} & LEAKS[lang]
    return leaks


@pytest.fixture(scope="module")
def names(service: Service) -> frozenset[str]:
    """What things are called in the data."""
    with service.reader() as reader:
        table = reader.table("SELECT DISTINCT ?name WHERE { ?thing <http://purl.org/dc/terms/title> ?name }")
    return frozenset(row[0].value for row in table.rows)


@pytest.fixture(scope="module")
def organisations(service: Service) -> frozenset[str]:
    """The organisations' names, which are the same in all languages."""
    with service.reader() as reader:
        found = service.descriptions.datasets(reader)
    return frozenset(name for one in found if one.organisation for name in one.organisation.name.values())


@pytest.fixture(scope="module")
def read(service: Service) -> Any:
    """Return all pages of a language, by address; each language is read once."""
    client = TestClient(create_app(service), raise_server_exceptions=False)

    @cache
    def of(lang: str) -> dict[str, tuple[int, Any]]:
        found = {}
        for address in table["every"](lang):
            answer = client.get(address, headers={"Accept": table["BROWSER"]})
            found[str(answer.url.copy_with(scheme="", netloc=b""))] = (answer.status_code, prose(answer.text))
        return found

    return of


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_answers_in_its_language(read: Any, lang: str) -> None:
    pages = read(lang)
    assert len(pages) > 100
    assert {address: status for address, (status, _) in pages.items() if status != 200} == {}
    assert {address for address, (_, page) in pages.items() if page.lang != lang} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_language_leaks_in(read: Any, names: frozenset[str], organisations: frozenset[str], lang: str) -> None:
    found: dict[str, Any] = {}
    for address, (_, page) in read(lang).items():
        for piece in page.pieces:
            if piece.lang == lang and piece.words not in organisations:
                leaks = leaking(piece.words, lang, names | organisations)
                if leaks:
                    found.setdefault(piece.words[:160], (address, sorted(leaks)))
    assert found == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_and_no_empty_place_is_shown(read: Any, lang: str) -> None:
    found = {
        (address, match[0], piece.words[:120])
        for address, (_, page) in read(lang).items()
        for piece in page.pieces
        if (match := _KEY.search(piece.words)) and (lang, match[0]) != ("en", "None")
    }
    assert found == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_are_written_as_the_language_does(read: Any, lang: str) -> None:
    wrong, cell = (_COMMA, r"\d,\d{1,2}$") if lang == "en" else (_POINT, r"\d\.\d")
    found, numbers = set(), 0
    for address, (_, page) in read(lang).items():
        for piece in page.pieces:
            alone = bool(piece.classes & _NUMBERS)
            numbers += alone
            if wrong.search(piece.words) or (alone and re.search(cell, piece.words)):
                found.add((address, piece.words[:80]))
    assert numbers > 20
    assert found == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_a_title_of_its_own_and_says_what_it_is(read: Any, lang: str) -> None:
    pages = read(lang)
    # The same page asked for in two ways may have the same title; another path may not.
    titles = {address.partition("?")[0]: page.title for address, (_, page) in pages.items()}
    twice = {title for title, count in Counter(titles.values()).items() if count > 1}
    assert {path: title for path, title in titles.items() if title in twice} == {}
    assert {path for path, title in titles.items() if not title.strip(" –")} == set()
    bare = {address for address, (_, page) in pages.items() if address.startswith(f"/{lang}") and not page.description}
    assert bare == set()
