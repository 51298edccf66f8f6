"""The vocabulary's own words and definitions, for people who fill in or read a workbook made from a mapping."""

from functools import cache
from typing import Final

from styringsgraf.ingest.schema import Mapping
from styringsgraf.ingest.words import WordList
from styringsgraf.namespaces import PREFIXES, Minter, expand
from styringsgraf.terms import Literal
from styringsgraf.texts import LANGUAGES, Text, pick
from styringsgraf.vocabulary import vocabulary_quads

_LABELS: Final = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label")
_DEFINITION: Final = (PREFIXES["skos"] + "definition",)
_NOTHING: Final = "none"


@cache
def _texts() -> dict[tuple[str, str], dict[str, str]]:
    """Return (term, property) → language → text, for labels and definitions."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    wanted = (*_LABELS, *_DEFINITION)
    for quad in vocabulary_quads(Minter("urn:vocabulary:")):
        value = quad.object
        if quad.predicate.value in wanted and isinstance(value, Literal) and value.language:
            found.setdefault((str(quad.subject).strip("<>"), quad.predicate.value), {})[value.language] = value.value
    return found


def _of(iri: str, properties: tuple[str, ...]) -> Text:
    return next((_texts()[iri, name] for name in properties if (iri, name) in _texts()), {})


def definition(prefixed: str, lang: str) -> str:
    """Return what a class or property of the vocabulary means ('' when it is not ours)."""
    return pick(_of(expand(prefixed) or prefixed, _DEFINITION), lang)


def words(mapping: Mapping, name: str, lang: str) -> dict[str, str]:
    """Return a word list as it is offered in one language: code → the word, which the import understands.

    The vocabulary's label where the list has it, else the list's own word; a list's first words are nb, nn and en.
    """
    entries = mapping.lists[name]
    known = WordList.of(name, entries)
    offered = {}
    for code, forms in entries.items():
        label = pick(_of(expand(code) or code, _LABELS), lang)
        plain = [form for form in forms if not form.startswith("/")]
        # A list that can also say "nothing" answers yes or no; the label would not.
        if _NOTHING not in entries and label and (found := known.find(label)) is not None and found[0] == code:
            offered[code] = label
        elif plain:
            offered[code] = plain[min(LANGUAGES.index(lang), len(plain) - 1)]
    return offered
