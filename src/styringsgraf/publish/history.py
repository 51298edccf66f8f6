"""The history of one node: the releases that changed it, in words, and its editions in other plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, clean
from styringsgraf.publish import versions
from styringsgraf.publish.steps import Step, Timeline
from styringsgraf.publish.told import told
from styringsgraf.questions import labels
from styringsgraf.questions.binding import bind
from styringsgraf.tables import Column, Grid
from styringsgraf.terms import NamedNode, lexical
from styringsgraf.texts import Text, pick, text

_COLUMNS: Final = (
    ("release", "code"), ("moment", "text"), ("event", "code"), ("added", "integer"), ("removed", "integer"),
    ("sentence", "text"), ("version", "iri"), ("wasRevisionOf", "iri"),
)  # fmt: skip
Member = Mapping[str, Sequence[str]]
#: What a version says of itself, not of the node.
_OWN: Final = (versions.VERSION_OF, versions.CREATED, versions.REVISION_OF)
_EDITIONS: Final = """PREFIX sg: <{sg}>
PREFIX dct: <{dct}>
PREFIX prov: <{prov}>
SELECT DISTINCT ?relation ?other ?document WHERE {{
  {{ $node sg:statedIn ?d . $node prov:wasRevisionOf+ ?other BIND("earlier" AS ?relation) }}
  UNION {{ $node sg:statedIn ?d . ?other prov:wasRevisionOf+ $node BIND("later" AS ?relation) }}
  UNION {{ $node dct:isVersionOf ?it . ?other dct:isVersionOf ?it FILTER (?other != $node) BIND("same" AS ?relation) }}
  UNION {{ ?other dct:isVersionOf $node BIND("edition" AS ?relation) }}
  ?other sg:statedIn ?document }} LIMIT 500""".format(sg=SG, dct=PREFIXES["dct"], prov=PREFIXES["prov"])


@dataclass(frozen=True)
class Version:
    """One version: what happened (created, changed, deleted), in words, and how many statements came and went."""

    release: str
    moment: str
    event: str
    iri: str
    earlier: str | None
    added: int
    removed: int
    sentences: tuple[Text, ...]


@dataclass(frozen=True)
class Edition:
    """The same node elsewhere: earlier, later, same (one enduring node) or edition (of the enduring node asked for)."""

    relation: str
    iri: str
    code: str
    title: str
    document: str
    document_title: str


@dataclass(frozen=True)
class History:
    """A page of a node's history, newest first; fits ``tables.Rendered``."""

    node: str
    lang: str
    release: str
    found: tuple[Version, ...]
    editions: tuple[Edition, ...]
    truncated: bool

    @property
    def title(self) -> str:
        """Whose history it is."""
        return pick(text("feed.history", node=self.node), self.lang)

    @property
    def notes(self) -> tuple[str, ...]:
        """The editions, and whether there are older versions."""
        said = [
            pick(text(f"feed.edition-{one.relation}", node=f"{one.code} {one.title}".strip(),
                      document=one.document_title), self.lang)
            for one in self.editions
        ]  # fmt: skip
        return (*said, pick(text("feed.older"), self.lang)) if self.truncated else tuple(said)

    @property
    def grid(self) -> Grid:
        """One row a version."""
        columns = tuple(Column(name, kind, text(f"feed.column-{name}")) for name, kind in _COLUMNS)
        return Grid(
            columns,
            tuple(
                (one.release, one.moment, one.event, one.added, one.removed, self._words(one), one.iri, one.earlier)
                for one in self.found
            ),
        )

    def _words(self, one: Version) -> str:
        return " ".join(pick(sentence, self.lang) for sentence in one.sentences)

    def as_json(self) -> dict[str, Any]:
        """Return ``{"node", "release", "versions": […], "editions": […], "notes", "truncated"}``."""
        return {
            "node": self.node,
            "lang": self.lang,
            "release": self.release,
            "versions": [
                {
                    "version": one.iri,
                    "isVersionOf": self.node,
                    "wasRevisionOf": one.earlier,
                    "release": one.release,
                    "moment": one.moment,
                    "event": one.event,
                    "added": one.added,
                    "removed": one.removed,
                    "sentences": [pick(sentence, self.lang) for sentence in one.sentences],
                }
                for one in self.found
            ],
            "editions": [
                {
                    "relation": one.relation,
                    "node": one.iri,
                    "code": one.code or None,
                    "label": one.title,
                    "document": {"id": one.document, "label": one.document_title},
                }
                for one in self.editions
            ],
            "truncated": self.truncated,
        }


def history(line: Timeline, engine: QueryEngine, given: str, *, lang: str, limit: int, offset: int = 0) -> History:
    """Return the newest versions of a node, given by IRI or as what follows ``{base}id/`` in it.

    ``engine`` answers from the current release. Raises NotFound.
    """
    node = given if "://" in given else f"{line.minter.base}id/{clean(given).strip('/')}"
    organisation = line.minter.organisation_of(node)
    release = versions.latest(line, organisation, node) if organisation else None
    if organisation is None or release is None:
        raise errors.NotFound("feed.no-node", node=given[:200])
    chain = _versions(line, organisation, node, release)
    found = tuple(islice(chain, offset, offset + limit))
    more = next(chain, None) is not None
    return History(node, lang, line.steps[-1].id, found, tuple(_editions(engine, node, lang)), more)


def _versions(line: Timeline, organisation: str, node: str, release: str) -> Iterator[Version]:
    """Yield the versions of a node, newest first, each found by the name of the one after it."""
    step: Step | None = line.step(release)
    here = versions.member(line, line.step(release), organisation, node)
    while step is not None:
        named = _values(here, versions.REVISION_OF)
        earlier = line.step(named[0].rpartition("/")[2]) if named else None
        before = versions.member(line, earlier, organisation, node) if earlier else {}
        sentences = tuple(one.sentence for one in told(line, step, organisation) if node in (one.before, one.after))
        yield _version(step, node, (before, here), sentences)
        here, step = before, earlier


def _version(step: Step, node: str, sides: tuple[Member, Member], sentences: tuple[Text, ...]) -> Version:
    before, after = _statements(sides[0]), _statements(sides[1])
    event = "deleted" if not after else "created" if not before else "changed"
    added, removed = len(after - before), len(before - after)
    if not sentences:
        sentences = (text(f"feed.{event}", added=added, removed=removed),)
    named = _values(sides[1], versions.REVISION_OF)
    iri = versions.version(node, step.id)
    return Version(step.id, step.moment, event, iri, named[0] if named else None, added, removed, sentences)


def _values(member: Member, name: str) -> list[str]:
    return [value.strip("<>") for value in member.get(name, ())]


def _statements(member: Member) -> frozenset[tuple[str, str]]:
    """Return what a version says of its node; nothing when the node is gone."""
    gone = f"<{versions.AS}Delete>"
    return frozenset(
        (name, value) for name, values in member.items() if name not in _OWN for value in values if value != gone
    )


def _editions(engine: QueryEngine, node: str, lang: str) -> Iterator[Edition]:
    """Yield the node's other editions, by document and relation."""
    rows = engine.table(bind(_EDITIONS, {"node": NamedNode(node)})).rows
    named = labels.fetch(engine, {lexical(term) for row in rows for term in row[1:]}, lang)
    for relation, other, document in sorted(tuple(map(lexical, row)) for row in rows):
        yield Edition(relation, other, named.codes.get(other, ""), named.name(other), document, named.name(document))
