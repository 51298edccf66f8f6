"""Judgements as statements: one annotation a node and language, for the graph ``…/{document}/wording``."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Final

from styringsgraf.namespaces import CODE, Minter
from styringsgraf.quality.wording.judgement import ANALYSER, Judgement
from styringsgraf.quality.wording.judging import judge
from styringsgraf.quality.wording.words import LANGUAGES
from styringsgraf.terms import A, Literal, NamedNode, Quad, decimal, lang_string, named, sg, string, subject_iri

#: What the wording rules are about: ends, means and indicators, as a document states them.
JUDGED: Final = frozenset(
    sg(name) for name in ("MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Pilot", "Indicator")
)
_STATEMENT: Final = sg("statement")
_TITLE: Final = named("dct:title")
#: Made once: a plan of 20 000 rows has 100 000 such statements.
_ANNOTATION: Final = sg("WordingAnnotation")
_ANNOTATES, _CLASS, _CONFIDENCE, _TEXT, _ANALYSER, _CUE, _TRAIT, _ACTOR, _SUGGESTION = (
    sg(name)
    for name in ("annotates", "wordingClass", "confidence", "analysedText", "analyser", "cue", "wordingTrait",
                 "wordingActor", "suggestion")
)  # fmt: skip
_BY: Final = string(ANALYSER)


def text_hash(text: str) -> str:
    """Return SHA-256 of a text in UTF-8, in hex: what SPARQL's ``SHA256(STR(?text))`` gives, for shapes to compare."""
    return sha256(text.encode()).hexdigest()


def annotations(statements: Iterable[Quad], minter: Minter, graph: str) -> Iterator[Quad]:
    """Yield the annotations of one document's statements, for the named graph ``graph``; same input, same order.

    A node with an ``sg:statement`` in any language is judged by its statements, another by its ``dct:title``.
    """
    judged: set[str] = set()
    wordings: dict[NamedNode, dict[str, list[Literal]]] = {_STATEMENT: {}, _TITLE: {}}
    for found in statements:
        if found.predicate == A and found.object in JUDGED:
            judged.add(subject_iri(found))
        elif found.predicate in wordings and isinstance(found.object, Literal) and found.object.language in LANGUAGES:
            wordings[found.predicate].setdefault(subject_iri(found), []).append(found.object)
    for node in sorted(judged):
        texts = wordings[_STATEMENT].get(node) or wordings[_TITLE].get(node, [])
        by_language = {literal.language: literal.value for literal in sorted(texts, key=lambda one: one.value)}
        for lang in LANGUAGES:
            if lang in by_language:
                yield from annotation(minter.wording(node, lang), node, by_language[lang], lang, graph)


def annotation(iri: str, node: str, text: str, lang: str, graph: str) -> Iterator[Quad]:
    """Yield the statements of one annotation."""
    made: Judgement = judge(text, lang)
    subject, where = NamedNode(iri), NamedNode(graph)
    yield Quad(subject, A, _ANNOTATION, where)
    yield Quad(subject, _ANNOTATES, NamedNode(node), where)
    yield Quad(subject, _CLASS, _code("wording-class", made.wording_class), where)
    yield Quad(subject, _CONFIDENCE, decimal(Decimal(str(made.confidence))), where)
    yield Quad(subject, _TEXT, string(text_hash(text)), where)
    yield Quad(subject, _ANALYSER, _BY, where)
    for cue in dict.fromkeys(cue.text for cue in made.cues):
        yield Quad(subject, _CUE, string(cue), where)
    for flag in made.flags:
        yield Quad(subject, _TRAIT, _code("wording-trait", flag.replace("_", "-")), where)
    if made.actor:
        yield Quad(subject, _ACTOR, _code("wording-actor", made.actor), where)
    if made.suggestion:
        yield Quad(subject, _SUGGESTION, lang_string(made.suggestion, lang), where)


@cache
def _code(scheme: str, notation: str) -> NamedNode:
    return NamedNode(f"{CODE}{scheme}/{notation}")
