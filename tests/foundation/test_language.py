"""Bokmål is Bokmål, Nynorsk is Nynorsk, and Nynorsk keeps to one set of its optional forms."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, RdfFormat, parse

from styringsgraf import resources
from styringsgraf.texts import areas, catalogue

#: Words that only the other language has.
BOKMAAL = """ikke fra hvis hva hvor hvilke hvilken hvilket hvordan hvem noe noen mer flere gjør være jeg kommer
navn måned enhet øke hjemme selv bare sammen begynner hver hvert uten"""
NYNORSK = """ikkje frå dersom kva kvar kvifor korleis kven noko nokon meir fleire gjer vere eg kjem namn månad eining
auke heime sjølv berre saman byrjar kvart utan ein eit"""
#: Forms that are right, but not ours: we write blir, blei, gi, gir, oppgi, utgiving.
UNUSED = """vert vart vorte gje gjev oppgje oppgjev oppgjeve oppgjeven utgjeving utgjevinga utgjevingar
utgjevingane"""

Said = tuple[str, str, str]


def catalogues() -> Iterable[Said]:
    for area in areas():
        for name, entry in catalogue(area).items():
            yield from ((f"{area}.{name}", lang, text) for lang, text in entry.items())


def turtle() -> Iterable[Said]:
    for folder in (resources.shapes(), resources.ontology()):
        for path in sorted(folder.glob("*.ttl")):
            for triple in parse(path.read_bytes(), format=RdfFormat.TURTLE):
                if isinstance(triple.object, Literal) and triple.object.language in ("nb", "nn"):
                    yield f"{path.name} {triple.subject}", triple.object.language, triple.object.value


def headers() -> Iterable[Said]:
    for path in sorted(resources.questions().iterdir()):
        lines = path.read_text(encoding="utf-8").splitlines()
        own = [line[2:] for line in lines if line.startswith("#+")] if path.suffix == ".rq" else lines
        yield from within(path.name, yaml.safe_load("\n".join(own)))


def within(place: str, value: Any) -> Iterable[Said]:
    """Every text of a YAML document that is given by language."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("nb", "nn") and isinstance(inner, str):
                yield place, key, inner
            else:
                yield from within(place, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from within(place, inner)


@pytest.mark.parametrize(("source", "least"), [(catalogues, 400), (turtle, 1000), (headers, 150)])
def test_no_language_leaks_into_the_other(source: Any, least: int) -> None:
    said = list(source())
    assert len(said) > least
    foreign = {"nb": set(NYNORSK.split()), "nn": {*BOKMAAL.split(), *UNUSED.split()}}
    leaks = [
        (place, lang, word)
        for place, lang, text in said
        if lang in foreign
        for word in re.findall(r"\w+", text.lower())
        if word in foreign[lang]
    ]
    assert leaks == []
