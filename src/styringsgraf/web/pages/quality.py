"""What the pages of quality show: findings by rule with place and remedy, counts to narrow down by, releases before."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final
from urllib.parse import unquote, urlencode

from fastapi import Request

from styringsgraf.engine import QueryEngine
from styringsgraf.formats import FORMATS
from styringsgraf.quality import rules
from styringsgraf.quality.released import Mark, Released, marks, whole
from styringsgraf.quality.report import SEVERITIES, Cell, identity
from styringsgraf.quality.rules import Rule
from styringsgraf.quality.tally import Tally, tally
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.texts import Text, catalogue
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import Choices
from styringsgraf.web.pages.findings import Asked, Counts, counts
from styringsgraf.web.pages.places import Places

SIZE: Final = 50
#: How many releases the development is told for; each has a manifest and perhaps a graph to read.
_RELEASES: Final = 8
_TALLIES: Final = 256
#: Organisations whose findings are kept in short: some 200 bytes a finding.
_ORGANISATIONS: Final = 32
_FORMS: Final = (("csv", "CSV"), ("xlsx", "XLSX"), ("sarif", "SARIF"), ("junit", "JUnit"), ("json", "JSON"))
#: A message longer than this is cut on the page; the downloads have all of it.
_LONGEST: Final = 600
_GAP: Final = re.compile(r"\{[$?]\w+\}")
_LEVELS: Final[tuple[str, ...]] = SEVERITIES


@dataclass(frozen=True)
class Shown:
    """One finding on a page."""

    message: Text = field(hash=False)
    node: str  # '' for none
    href: str | None
    code: str
    plan: Text = field(hash=False)
    units: tuple[Text, ...]
    cell: Cell | None
    accepted: bool
    reason: str
    expires: date | None


@dataclass(frozen=True)
class Group:
    """Findings of one rule on a page."""

    id: str
    severity: str
    label: Text = field(hash=False)
    help: Text = field(hash=False)
    count: int
    findings: tuple[Shown, ...]


@dataclass(frozen=True)
class Row:
    """A rule in the overview: how often it finds something."""

    id: str
    severity: str
    label: Text = field(hash=False)
    count: int


@dataclass(frozen=True)
class View:
    """A page of findings and what is counted beside it."""

    counts: Counts
    groups: tuple[Group, ...]
    rules: tuple[Row, ...]


def view(
    engine: QueryEngine, graph: str, wanted: Asked, page: int, known: Choices, manifest: Manifest, places: Places
) -> View:
    """Read a page of findings, counted from 1: one query for all in short, one for those on the page."""
    every = marks_of(engine, manifest.id, graph)
    kept = [mark for mark in every if wanted.keeps(mark)]
    here = kept[(page - 1) * SIZE : page * SIZE]
    found = whole(engine, graph, [mark.iri for mark in here])
    expiry = {identity(one): one.expires for one in manifest.accepted}
    told = counts(every, wanted)
    groups = []
    for (severity, name), own in groupby(here, key=lambda mark: (mark.severity, mark.rule)):
        some = tuple(_shown(found[one.iri], one, known, expiry, places) for one in own if one.iri in found)
        count = sum(one.rule == name and one.severity == severity for one in kept)
        groups.append(Group(name, severity, label_of(name), help_of(name), count, some))
    return View(told, tuple(groups), overview(every, told))


#: (release, graph) → all its findings in short. A release never changes, and people turn pages and narrow down.
_KEPT: Final[OrderedDict[tuple[str, str], tuple[Mark, ...]]] = OrderedDict()


def marks_of(engine: QueryEngine, release: str, graph: str) -> tuple[Mark, ...]:
    """Return all findings of a graph in short; those of the organisations last looked at are kept."""
    key = (release, graph)
    found = _KEPT.get(key)
    if found is None:
        found = _KEPT[key] = marks(engine, graph)
        while len(_KEPT) > _ORGANISATIONS:
            _KEPT.popitem(last=False)
    return found


def _shown(
    one: Released, mark: Mark, known: Choices, expiry: Mapping[tuple[str, str, str, str], date | None], places: Places
) -> Shown:
    message = {code: _cut(words) for code, words in one.finding.message.items()}
    return Shown(
        message=message,
        node=mark.node,
        href=places.of(mark.node) if mark.node else None,
        code=unquote(mark.node.rpartition("/")[2]),
        plan=known.names.get(mark.plan) or {"": mark.plan.rpartition("/")[2]},
        units=tuple(known.names.get(unit) or {"": unit.rpartition("/")[2]} for unit in sorted(mark.who)),
        cell=one.finding.cell,
        accepted=one.accepted,
        reason=one.reason,
        expires=expiry.get(one.finding.identity) if one.accepted else None,
    )


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def overview(every: Iterable[Mark], told: Counts) -> tuple[Row, ...]:
    """Return the rules that find something, the gravest and most frequent first."""
    gravest: dict[str, str] = {}
    for mark in every:  # in order of gravity
        gravest.setdefault(mark.rule, mark.severity)
    rows = (Row(name, gravest[name], label_of(name), count) for name, count in told.rules.items())
    return tuple(sorted(rows, key=lambda row: (_LEVELS.index(row.severity), -row.count, row.id)))


def label_of(rule: str) -> Text:
    """Return what a rule says, as a title; {} for one that nobody describes."""
    own = rules.load().by_id.get(rule)
    return own.label if own else catalogue("rules").get(rule, {})


def help_of(rule: str) -> Text:
    """Return why a rule is there and what to do; {} for rules of the import, whose findings say it themselves."""
    own = rules.load().by_id.get(rule)
    return own.help if own else {}


def remedies(rule: str) -> tuple[tuple[str, Text], ...]:
    """Return what findings of a rule say: (severity, words), with three dots for what each finding fills in."""
    own = rules.load().by_id.get(rule)
    shapes = own.shapes if own else ()
    said = ((one.severity, {lang: _GAP.sub("…", words) for lang, words in one.message.items()}) for one in shapes)
    return tuple({(level, tuple(words.items())): (level, words) for level, words in said}.values())


def known_rule(rule: str) -> Rule | None:
    """Return a rule of shapes/; None for a rule of the import."""
    return rules.load().by_id.get(rule)


@dataclass(frozen=True)
class Step:
    """A release and what its check found in one organisation's plans."""

    release: str
    created: str
    found: Tally


def development(store: ReleaseStore, graph: str) -> tuple[Step, ...]:
    """Return the last releases that hold findings of an organisation, newest first, counted in the archive.

    No store of an old release is opened; a graph that several releases share is read once.
    """
    steps = []
    for release in reversed(store.ids()[-_RELEASES:]):
        manifest = store.get(release)
        record = manifest.graph(graph)
        if record is not None and (found := _tally(store, graph, record.sha256)) is not None:
            steps.append(Step(manifest.id, manifest.created, found))
    return tuple(steps)


@lru_cache(_TALLIES)
def _tally(store: ReleaseStore, graph: str, sha256: str) -> Tally | None:
    """Count once what never changes: a graph is named by the hash of its content."""
    lines = store.archived(graph, sha256)
    return None if lines is None else tally(lines)


def downloads(request: Request, wanted: Asked, lang: str) -> list[tuple[str, str, str]]:
    """Return the same findings as files: (address, name, media type)."""
    start = f"{navigation.prefix(request)}/api/v1/findings"
    return [
        (f"{start}?{urlencode(wanted.values(format=name, lang=lang))}", words, FORMATS[name].media_type)
        for name, words in _FORMS
    ]


def address(request: Request, lang: str, wanted: Asked, **other: str) -> str:
    """Return the address of the page with some of what is asked changed."""
    return f"{navigation.prefix(request)}/{lang}/quality?{urlencode(wanted.values(**other))}"
