"""What forms offer to choose from: the organisations, plans and units of the current release, read once a release."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.questions import labels
from styringsgraf.questions.binding import bind
from styringsgraf.questions.resolver import short
from styringsgraf.releases import Manifest
from styringsgraf.service import Service
from styringsgraf.terms import NamedNode, lexical
from styringsgraf.texts import Text

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\nPREFIX org: <{PREFIXES['org']}>\n"
_PLANS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?plan ?property ?value WHERE { VALUES ?plan { $plans } ?plan ?property ?value "
    "FILTER (?property IN (sg:inForce, sg:series, sg:validFrom, sg:adoptedOn, sg:documentStatus)) }"
)
_ENDED: Final = _PROLOGUE + (
    "SELECT ?one ?after WHERE { VALUES ?one { $organisations } ?change org:originalOrganization ?one . "
    "OPTIONAL { ?change org:resultingOrganization ?after } }"
)
# Once for every graph that says so: putting them together here takes a tenth of the time of DISTINCT.
_PARTS: Final = _PROLOGUE + (
    "SELECT ?part WHERE { { ?part a sg:ServiceArea } UNION { ?part a sg:Unit } UNION { ?part a sg:Partner } "
    "UNION { ?part a sg:PoliticalBody } }"
)
#: What a plan's status says of one that never came to hold.
_NOT_ADOPTED: Final = ("proposal", "hearing")


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what a caller writes for it, its IRI, its names, and whose it is (a slug)."""

    value: str
    iri: str
    names: Text
    owner: str
    in_force: bool = False  # of a plan
    series: str = ""  # of a plan: what it is an edition of
    since: str = ""  # of a plan: the day from which it holds, else the one it was adopted, ISO
    adopted: bool = True  # of a plan: not one that was only proposed
    ended: bool = False  # of an organisation: another one has taken its place
    inferred: int = 0  # of an organisation: statements that follow from its plans, the more the fuller their thread
    after: tuple[str, ...] = ()  # of an organisation that has ended: the slugs of those that took its place


@dataclass(frozen=True)
class Choices:
    """Everything of one release; organisations in the order of their slugs, plans newest first in each."""

    release: str
    organisations: tuple[Choice, ...]
    plans: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    names: Mapping[str, Text]

    def of(self, slug: str) -> tuple[Choice, ...]:
        """Return the plans of one organisation."""
        return tuple(plan for plan in self.plans if plan.owner == slug)

    @property
    def usual(self) -> str:
        """The organisation meant where none is named: of those that still are, the one with most to show.

        Many plans do not make a thread: what follows from the links between them does. '' where the release has none.
        """
        found = max(self.organisations, key=lambda one: (not one.ended, one.inferred), default=None)
        return found.value if found else ""


def theirs(values: Mapping[str, str], known: Choices) -> tuple[dict[str, str], tuple[Choice, ...]]:
    """Return what is asked without a plan or unit of somebody else than the organisation named, and what those were.

    A form whose organisation was changed still sends what was chosen of the one before.
    """
    named = values.get("organisation", "").strip()
    owner = next((one.value for one in known.organisations if named in (one.value, one.iri)), "")
    left = {}
    for name, among in (("plan", known.plans), ("unit", known.parts)) if owner else ():
        value = values.get(name, "").strip()
        found = next((one for one in among if value and value in (one.value, one.iri) and one.owner != owner), None)
        if found:
            left[name] = found
    return {name: value for name, value in values.items() if name not in left}, tuple(left.values())


def choices(request: Request) -> Choices:
    """Return what there is to choose from in the current release."""
    return of(request.app)


def of(app: FastAPI) -> Choices:
    """Return the same for an application, which keeps it for as long as the release is current."""
    state = app.state
    service: Service = state.service
    kept: Choices | None = getattr(state, "choices", None)
    if kept is not None and kept.release == service.store.current_id():
        return kept
    minter = Minter(service.config.base)
    with service.reader() as reader:
        manifest = reader.manifest
        made = read(reader.engine, manifest, minter)
    state.choices = made
    return made


def read(engine: QueryEngine, manifest: Manifest, minter: Minter) -> Choices:
    """Read a release: its plans from the names of its graphs, and three small queries for the rest."""
    plans = sorted({found for graph in manifest.graphs if (found := minter.document_of_graph(graph.name))})
    owners = sorted({slug for plan in plans if (slug := minter.organisation_of(plan))})
    parts = sorted({lexical(row[0]) for row in engine.table(_PARTS).rows})
    organisations = [minter.organisation(slug) for slug in owners]
    told: dict[str, dict[str, str]] = {}
    for plan, property_, value in _among(engine, _PLANS, plans=plans):
        told.setdefault(plan, {})[property_.removeprefix(SG)] = value
    ended: dict[str, set[str]] = {}
    for before, after in _among(engine, _ENDED, organisations=organisations):
        ended.setdefault(before, set()).update({after} & {*organisations})
    names = labels.fetch(engine, {*plans, *organisations, *parts}, "nb").texts

    inferred = {graph.name: graph.count for graph in manifest.graphs}

    def choice(iri: str, value: str) -> Choice:
        owner = minter.organisation_of(iri) or ""
        links = inferred.get(minter.inferred_graph(owner), 0) if iri in organisations else 0
        next_ones = tuple(sorted(short(minter, one) for one in ended.get(iri, ())))
        return Choice(value, iri, names.get(iri) or {"": value}, owner, ended=iri in ended, inferred=links,
                      after=next_ones, **_of_plan(told.get(iri, {})))  # fmt: skip

    return Choices(
        manifest.id,
        tuple(choice(iri, short(minter, iri)) for iri in organisations),
        tuple(choice(iri, short(minter, iri)) for iri in sorted(plans, key=_newest_first)),
        tuple(choice(iri, value) for iri, value in _written(parts, minter)),
        names,
    )


def _among(engine: QueryEngine, query: str, **values: Iterable[str]) -> list[tuple[str, ...]]:
    """Return what a query finds of some IRIs, '' where it leaves something open."""
    terms = {name: [NamedNode(iri) for iri in iris] for name, iris in values.items()}
    rows = engine.table(bind(query, terms)).rows if all(terms.values()) else ()
    return [tuple(map(lexical, row)) for row in rows]


def _of_plan(told: Mapping[str, str]) -> dict[str, Any]:
    """Return what a plan says of itself, as fields of its choice."""
    return {
        "in_force": told.get("inForce") in ("true", "1"),
        "series": told.get("series", ""),
        "since": told.get("validFrom") or told.get("adoptedOn", ""),
        "adopted": told.get("documentStatus", "").rpartition("/")[2] not in _NOT_ADOPTED,
    }


def _newest_first(iri: str) -> tuple[str, list[int], str]:
    """Order plans by owner, then by the years in their names, the latest first."""
    owner, _, edition = iri.rpartition("/")
    years = [int(part) for part in edition.split("-") if len(part) == 4 and part.isdigit()]  # noqa: PLR2004 - a year
    return owner, [-year for year in years] or [0], edition


def _written(parts: Iterable[str], minter: Minter) -> Iterable[tuple[str, str]]:
    """Yield (IRI, how one writes it): organisation/part, and the IRI where two kinds share that."""
    listed = list(parts)
    brief = {iri: f"{minter.organisation_of(iri)}/{iri.rpartition('/')[2]}" for iri in listed}
    often = Counter(brief.values())
    for iri in listed:
        yield iri, brief[iri] if often[brief[iri]] == 1 else iri
