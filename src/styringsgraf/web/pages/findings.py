"""Which findings of a release are asked for – of one organisation, narrowed down – and how many there are of each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.quality import rules
from styringsgraf.quality.released import Mark
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.texts import catalogue
from styringsgraf.web.pages.choices import Choice, Choices
from styringsgraf.web.parameters import choice, shortened

#: What narrows the findings of an organisation down, by the name of its parameter.
NARROWING: Final = ("rule", "plan", "unit", "severity", "accepted")
ACCEPTED: Final = ("any", "open", "accepted")
ANY: Final = "any"
_KNOWN: Final = 12  # named where something is not known


@dataclass(frozen=True)
class Asked:
    """Whose findings, and which of them; '' and None narrow nothing down."""

    organisation: Choice
    rule: str = ""
    plan: Choice | None = None
    unit: Choice | None = None
    severity: str = ""
    accepted: str = ANY

    @property
    def narrowed(self) -> bool:
        """Whether anything but the organisation is asked for."""
        return bool(self.rule or self.plan or self.unit or self.severity or self.accepted != ANY)

    def values(self, **other: str) -> dict[str, str]:
        """Return the parameters that ask this, some of them changed; what is empty is left out."""
        own = {
            "organisation": self.organisation.value,
            "rule": self.rule,
            "plan": self.plan.value if self.plan else "",
            "unit": self.unit.value if self.unit else "",
            "severity": self.severity,
            "accepted": "" if self.accepted == ANY else self.accepted,
        }
        return {name: value for name, value in (own | other).items() if value}

    def keeps(self, mark: Mark) -> bool:
        """Tell whether a finding is asked for."""
        return (
            (not self.rule or mark.rule == self.rule)
            and (self.plan is None or mark.plan == self.plan.iri)
            and (self.unit is None or self.unit.iri in mark.who | mark.above)
            and (not self.severity or mark.severity == self.severity)
            and (self.accepted == ANY or mark.accepted == (self.accepted == "accepted"))
        )


def asked(given: Mapping[str, str], known: Choices, *, usual: str = "") -> Asked | None:
    """Return what is asked; None where the release has no organisation at all. Empty values count as not given.

    Whose findings: of the organisation named, else that of the plan or unit named, else ``usual``. Raises NotFound
    for what the release does not have, BadParameter for a plan or unit of somebody else.
    """
    values = {name: value.strip() for name, value in given.items() if value.strip()}
    plan = _found("plan", values.get("plan"), known.plans)
    unit = _found("unit", values.get("unit"), known.parts)
    owner = next((one.owner for one in (plan, unit) if one), usual)
    named = values.get("organisation")
    if named is None and not owner:
        return None
    organisation = _found("organisation", named or owner, known.organisations)
    assert organisation is not None  # noqa: S101 - something was named
    for name, one in (("plan", plan), ("unit", unit)):
        if one is not None and one.owner != organisation.value:
            raise errors.BadParameter("findings.not-theirs", name=name, value=one.value, owner=organisation.value)
    severity = choice("severity", values.get("severity"), "", ("", *SEVERITIES))
    accepted = choice("accepted", values.get("accepted"), ANY, ACCEPTED)
    return Asked(organisation, rule_named(values.get("rule", "")), plan, unit, severity, accepted)


def _found(name: str, value: str | None, among: Sequence[Choice]) -> Choice | None:
    """Return the choice that is written so, by its IRI, or by the end of it where only one ends so."""
    if value is None:
        return None
    exact = [one for one in among if value in (one.value, one.iri)]
    ending = [one for one in among if one.iri.endswith(f"/{value}")]
    for found in (exact, ending):
        if len(found) == 1:
            return found[0]
    offered = ", ".join(one.value for one in among[:_KNOWN]) + (" …" if len(among) > _KNOWN else "")
    raise errors.NotFound("findings.unknown", name=name, value=shortened(value), known=offered or "–")


def rule_named(value: str) -> str:
    """Return a rule's id, also for one written without 'SG-'; '' for none. Raises NotFound for no rule of ours."""
    if not value:
        return ""
    name = value.upper() if value.upper().startswith("SG-") else f"SG-{value.upper()}"
    if name not in rules.load().by_id and name not in catalogue("rules"):
        raise errors.NotFound("findings.no-such-rule", value=shortened(value))
    return name


@dataclass(frozen=True)
class Counts:
    """How many findings there are of each kind; each count leaves out only what narrows down by that kind itself."""

    total: int
    severities: Mapping[str, int]
    rules: Mapping[str, int]
    plans: Mapping[str, int]
    units: Mapping[str, int]
    accepted: int


def counts(marks: Iterable[Mark], wanted: Asked) -> Counts:
    """Count in one reading."""
    every = tuple(marks)

    def without(**changed: object) -> list[Mark]:
        wider = replace(wanted, **changed)  # type: ignore[arg-type]  # names of its own fields
        return [mark for mark in every if wider.keeps(mark)]

    return Counts(
        total=len(without()),
        severities=Counter(mark.severity for mark in without(severity="")),
        rules=Counter(mark.rule for mark in without(rule="")),
        plans=Counter(mark.plan for mark in without(plan=None) if mark.plan),
        units=Counter(unit for mark in without(unit=None) for unit in mark.who | mark.above),
        accepted=sum(mark.accepted for mark in without(accepted=ANY)),
    )


def graph_of(wanted: Asked, base: str) -> str:
    """Return the graph that holds an organisation's findings."""
    return Minter(base).quality_graph(wanted.organisation.value)
