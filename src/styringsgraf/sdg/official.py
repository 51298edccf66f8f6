"""The UN's own texts beside our titles: the UN's file held against our tables, as findings and a graph of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from styringsgraf.namespaces import Minter
from styringsgraf.quality.report import Finding
from styringsgraf.sdg.official_file import OfficialFile, read_official
from styringsgraf.sdg.official_match import Matched, match
from styringsgraf.sdg.official_notes import OFFICIAL_RULES, Notes
from styringsgraf.sdg.official_words import Words, choose, languages
from styringsgraf.terms import (
    A,
    Literal,
    NamedNode,
    Quad,
    Term,
    calendar_date,
    integer,
    named,
    quad,
    string,
    subject_iri,
)

__all__ = ["OFFICIAL_RULES", "Official", "OfficialFile", "Origin", "official", "origin_of", "read_official"]

_DIGEST: Final = "sha256:"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Origin:
    """Where the file came from: name, address ('' for a file on disk), and the day it was first read."""

    name: str
    url: str
    day: date


@dataclass(frozen=True)
class Official:
    """The UN's texts for our codes, and what the comparison found."""

    file: OfficialFile
    matched: Matched
    words: Words
    findings: tuple[Finding, ...]

    def quads(self, minter: Minter, origin: Origin) -> Iterator[Quad]:
        """Yield the statements of the graph: a label for each code and language, and where they are from."""
        graph = minter.sdg_official_graph
        for one in self.matched.matches:
            for lang, words in self.words[one.code].items():
                # As the UN writes it: our segments count its characters.
                yield quad(one.iri, named("skos:prefLabel"), Literal(words, language=lang), graph)
        node = minter.sdg_official_file
        yield quad(graph, named("prov:wasDerivedFrom"), NamedNode(node), graph)
        for name, value in self._about(origin):
            yield quad(node, named(name), value, graph)

    def _about(self, origin: Origin) -> Iterator[tuple[str, Term]]:
        yield "rdf:type", named("prov:Entity")
        yield "sg:fileName", string(origin.name)
        yield "dct:identifier", string(_DIGEST + self.file.sha256)
        yield "dct:date", calendar_date(origin.day)
        yield "void:triples", integer(self.file.statements)
        if origin.url:
            yield "dct:source", NamedNode(origin.url)
        if self.matched.edition:
            yield "sg:frameworkVersion", string(self.matched.edition)
        if found := _DAY.match(self.file.date):
            yield "dct:issued", string(found[0])
        for lang in languages(self.words):
            yield "dct:language", string(lang)


def official(file: OfficialFile) -> Official:
    """Hold the UN's file against our tables. Findings that stop mean: nothing of it may be imported."""
    notes = Notes(file.name)
    matched = match(file, notes)
    words = choose(matched.matches, notes)
    return Official(file, matched, words, notes.all())


def origin_of(quads: Iterable[Quad], minter: Minter, sha256: str) -> Origin | None:
    """Return where a file was first read from, out of the graph made from it; None if the graph is of another file."""
    said = {q.predicate: q.object for q in quads if subject_iri(q) == minter.sdg_official_file and q.predicate != A}
    digest, day = said.get(named("dct:identifier")), said.get(named("dct:date"))
    name, url = said.get(named("sg:fileName")), said.get(named("dct:source"))
    if digest != string(_DIGEST + sha256) or not isinstance(day, Literal) or not isinstance(name, Literal):
        return None
    return Origin(name.value, url.value if isinstance(url, NamedNode) else "", date.fromisoformat(day.value))
