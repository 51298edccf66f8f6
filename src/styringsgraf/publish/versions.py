"""Every node as each release left it: versions with IRIs of their own, worked out from the archive.

A version repeats what documents state of the node, with the version as the subject. Two properties would say
something else of a version than of a node and go by their more general names there: what the node is an edition of
(``dct:isVersionOf``) as ``prov:specializationOf``, its forerunner (``prov:wasRevisionOf``) as ``prov:wasDerivedFrom``;
``dct:created`` likewise as ``dct:date``. Statements with blank nodes, which no version can share, are left out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from styringsgraf.compare.archived import content, documents
from styringsgraf.namespaces import PREFIXES
from styringsgraf.publish.kept import Kept
from styringsgraf.publish.steps import Step, Timeline

#: Versions on one page.
PAGE: Final = 250
AS: Final = "https://www.w3.org/ns/activitystreams#"
VERSION_OF, CREATED = PREFIXES["dct"] + "isVersionOf", PREFIXES["dct"] + "created"
REVISION_OF: Final = PREFIXES["prov"] + "wasRevisionOf"
#: A property of a node → how its versions say it.
RENAMED: Final[Mapping[str, str]] = {
    VERSION_OF: PREFIXES["prov"] + "specializationOf",
    REVISION_OF: PREFIXES["prov"] + "wasDerivedFrom",
    CREATED: PREFIXES["dct"] + "date",
}
_RENAMED: Final = {f"<{one}>".encode(): f"<{other}>".encode() for one, other in RENAMED.items()}
_BLANK: Final = b"_:"
_COUNT, _LATEST = "pages.json", "latest.json"

#: Node → what is stated of it, each a predicate and an object as N-Triples write them.
Stated = Mapping[str, frozenset[bytes]]


@dataclass(frozen=True)
class Versions:
    """What became of one organisation's nodes in one release: pages of N-Triples, and the latest version of each node.

    ``made`` is empty where it is read from the file.
    """

    kept: Kept
    made: Mapping[str, bytes]

    def count(self) -> int:
        """Return how many pages there are."""
        return int(self._part(_COUNT) or 0)

    def page(self, number: int) -> bytes:
        """Return a page, counted from 1; b"" for none."""
        return self._part(f"page-{number}.nt")

    def latest(self) -> dict[str, str]:
        """Return node → release of its latest version, up to this release."""
        found: dict[str, str] = json.loads(self._part(_LATEST) or b"{}")
        return found

    def _part(self, name: str) -> bytes:
        return self.made.get(name, b"") if self.made else self.kept.read(name) or b""


def version(node: str, release: str) -> str:
    """Return the IRI of a node as a release left it."""
    return f"{node}/version/{release}"


def stated(line: Timeline, release: str | None, organisation: str) -> Stated:
    """Return what an organisation's documents state of its own nodes in a release."""
    if release is None:
        return {}
    found: dict[str, set[bytes]] = {}
    for record in documents(line.store.get(release), line.minter).get(organisation, {}).values():
        end = f" <{record.name}> .".encode()
        for statement in content(line.store, record).splitlines():
            subject, _, rest = statement.removesuffix(end).partition(b" ")
            if not subject.startswith(_BLANK) and not rest.partition(b" ")[2].startswith(_BLANK):
                found.setdefault(subject[1:-1].decode(), set()).add(rest)
    return {node: frozenset(said) for node, said in found.items() if line.minter.organisation_of(node) == organisation}


def latest(line: Timeline, organisation: str, node: str) -> str | None:
    """Return the release that has a node's newest version; None for a node that no release has had."""
    steps = line.stating(organisation)
    return versions(line, steps[-1], organisation).latest().get(node) if steps else None


def member(line: Timeline, step: Step, organisation: str, node: str) -> dict[str, list[str]]:
    """Return what one version says, property → values as N-Triples write them; nothing for none."""
    start = f"<{version(node, step.id)}> ".encode()
    said: dict[str, list[str]] = {}
    made = versions(line, step, organisation)
    for number in range(1, made.count() + 1):
        for statement in made.page(number).splitlines():
            if statement.startswith(start):
                name, _, value = statement.removeprefix(start).removesuffix(b" .").decode().partition(" ")
                said.setdefault(name[1:-1], []).append(value)
        if said:
            break
    return said


def versions(line: Timeline, step: Step, organisation: str) -> Versions:
    """Return the versions of a step, from its file; made when that is missing, with those before it that are.

    A version names the one before it, so that each file also tells the latest version of every node so far.
    """
    missing: list[Step] = []
    known: dict[str, str] = {}
    for one in reversed([one for one in line.stating(organisation) if one.brief.sequence <= step.brief.sequence]):
        kept = _file(line, one, organisation).json(_LATEST)
        if kept is not None:
            known = kept
            break
        missing.insert(0, one)
    if not missing:
        return Versions(_file(line, step, organisation), {})
    before = stated(line, missing[0].previous.id if missing[0].previous else None, organisation)
    for one in missing:
        after = stated(line, one.id, organisation)
        made = _versions(_file(line, one, organisation), one, before, after, known)
        before = after
    return made


def _file(line: Timeline, step: Step, organisation: str) -> Kept:
    previous = step.previous.id if step.previous else None
    of = {"base": line.minter.base, "previous": previous, "moment": step.moment}
    return Kept.at(line.store.folder, step.id, f"{organisation}.versions", **of)


def _versions(kept: Kept, step: Step, before: Stated, after: Stated, latest: dict[str, str]) -> Versions:
    """Make and keep the versions of one step; ``latest`` is brought up to date."""
    nothing: frozenset[bytes] = frozenset()
    nodes = sorted(node for node in before.keys() | after.keys() if before.get(node) != after.get(node))
    made = []
    for start in range(0, len(nodes), PAGE):
        part = nodes[start : start + PAGE]
        lines = [line for node in part for line in _member(node, step, after.get(node, nothing), latest.get(node))]
        made.append(b"".join(lines))
    latest.update(dict.fromkeys(nodes, step.id))
    parts = {f"page-{number}.nt": content for number, content in enumerate(made, 1)}
    parts |= {_COUNT: b"%d" % len(made), _LATEST: json.dumps(latest).encode()}
    kept.write(parts)
    return Versions(kept, parts)


def _member(node: str, step: Step, said: frozenset[bytes], earlier: str | None) -> Iterator[bytes]:
    """Yield the lines of one version. Of a node that is gone, a version says only that."""
    subject = f"<{version(node, step.id)}>".encode()
    moment = f'"{step.moment}"^^<{PREFIXES["xsd"]}dateTime>'
    own = [f"<{VERSION_OF}> <{node}>", f"<{CREATED}> {moment}"]
    if earlier is not None:
        own.append(f"<{REVISION_OF}> <{version(node, earlier)}>")
    if not said:
        own.append(f"<{PREFIXES['rdf']}type> <{AS}Delete>")
    for text in sorted(own):
        yield subject + b" " + text.encode() + b" .\n"
    for statement in sorted(said):
        predicate, _, value = statement.partition(b" ")
        yield subject + b" " + _RENAMED.get(predicate, predicate) + b" " + value + b" .\n"
