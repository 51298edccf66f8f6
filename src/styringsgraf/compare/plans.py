"""Compares two editions of a plan within one release."""

from collections.abc import Iterable, Iterator
from typing import Final

from styringsgraf.compare.model import Comparison, End
from styringsgraf.compare.words import Speaker
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.questions import labels
from styringsgraf.questions.binding import bind
from styringsgraf.questions.changes import Change, between
from styringsgraf.questions.editions import Stated
from styringsgraf.questions.header import Parameter
from styringsgraf.questions.resolver import Resolver
from styringsgraf.releases import Reader
from styringsgraf.terms import NamedNode, Term, lexical
from styringsgraf.texts import pick, text

_FACTS: Final = (
    f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
    "SELECT DISTINCT ?plan ?publisher ?from WHERE { VALUES ?plan { $plans } ?plan dct:publisher ?publisher "
    "OPTIONAL { ?plan sg:validFrom ?from } }"
)


def compare_plans(reader: Reader, minter: Minter, old: str, new: str, *, lang: str) -> Comparison:
    """Compare two plans, each given as organisation/edition, edition or IRI. Raises BadParameter, NotFound."""
    engine = reader.engine
    resolver = Resolver(engine, minter)
    ends = [plan(resolver, name, given) for name, given in (("from", old), ("to", new))]
    changes = between(engine, *ends)
    names = labels.fetch(engine, {*ends, *named(changes)}, lang)
    speaker = Speaker(names, names, lang)
    before, after = (End(iri, names.name(iri), names.codes.get(iri, "")) for iri in ends)
    items = tuple(speaker.item(change, after if change.after else before) for change in changes)
    return Comparison(
        "plans", before, after, lang, items, tuple(_remarks(engine, before, after, lang)), reader.manifest.id
    )


def plan(resolver: Resolver, name: str, given: str) -> str:
    """Return the IRI of the plan a caller means."""
    parameter = Parameter.model_validate(
        {"name": name, "type": "plan", "label": dict(text("compare.plan")), "required": True,
         "example": "asker/handlingsprogram-2016-2019"}
    )  # fmt: skip
    return lexical(resolver.resolve(name, parameter, given))


def named(changes: Iterable[Change]) -> Iterator[str]:
    """Yield every IRI that sentences about these changes name."""
    for change in changes:
        for node in (change.before, change.after):
            if node is not None:
                yield from _named(node)


def _named(node: Stated) -> Iterator[str]:
    yield node.kind
    yield from node.parents
    if "://" in node.unit:
        yield node.unit


def _remarks(engine: QueryEngine, before: End, after: End, lang: str) -> Iterator[str]:
    """Yield what a reader must know: plans of two organisations, or in the wrong order."""
    plans: list[Term] = [NamedNode(before.id), NamedNode(after.id)]
    facts = {
        lexical(iri): (lexical(publisher), lexical(start))
        for iri, publisher, start in engine.table(bind(_FACTS, {"plans": plans})).rows
    }
    (owner, start), (other_owner, other_start) = (facts.get(end.id, ("", "")) for end in (before, after))
    values = {"old": before.label, "new": after.label}
    if owner != other_owner:
        yield pick(text("compare.two-organisations", **values), lang)
    elif start and other_start and other_start < start:
        yield pick(text("compare.backwards", **values), lang)
