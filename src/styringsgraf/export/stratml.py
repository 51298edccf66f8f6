"""A plan as StratML Part 1 (ISO 17469-1): organisation, vision, goals and their objectives.

A main goal is a Goal; sub-goals that refine it and strategies that lead to either are its Objectives, which is what
the standard calls both. A sub-goal whose main goal another plan states is a Goal of its own. Measures, indicators and
results belong to Part 2 and are not here. Element order and what may be missing follow the schema of the standard's
2014 edition, which is not part of this project.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from styringsgraf.export.facts import NOTATION, STATEMENT, TITLE, Facts
from styringsgraf.namespaces import compact
from styringsgraf.terms import named, sg
from styringsgraf.texts import pick, text

NAMESPACE: Final = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERS: Final = re.compile(r"(\d+)")
_STATED_IN: Final = sg("statedIn")
_ANSWERING: Final = (sg("responsible"), sg("assignedTo"), sg("partner"))
_ALIGNED: Final = (sg("alignsWith"), sg("fulfils"))
_ENDS: Final = ("MainGoal", "SubGoal")


def plan(facts: Facts, document: str, organisation: str, lang: str) -> bytes | None:
    """Return one document as a strategic plan; None when it states no goal, and so cannot be one.

    ``facts`` must say what the organisation's documents state; ``lang`` is the language texts are taken in first.
    """
    goals = list(_Goals(facts, document).groups())
    if not goals:
        return None
    writer = _Writer(facts, document, lang)
    root = Element(f"{{{NAMESPACE}}}StrategicPlan")
    writer.put(root, "Name", facts.words(document, TITLE, lang) or document)
    writer.put(root, "Description", facts.words(document, STATEMENT, lang))
    writer.put(root, "OtherInformation", document)
    core = writer.put(root, "StrategicPlanCore")
    writer.organisation(core, organisation)
    writer.vision(core)
    for goal, objectives in goals:
        writer.goal(core, goal, objectives)
    writer.administration(root)
    register_namespace("", NAMESPACE)
    indent(root, " ")
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    buffer = BytesIO()
    ElementTree(root).write(buffer, encoding="utf-8", xml_declaration=True)
    return buffer.getvalue() + b"\n"


class _Goals:
    """Which of a document's nodes are goals, and which are objectives of which goal."""

    def __init__(self, facts: Facts, document: str) -> None:
        self._facts = facts
        self._own = {node for node in facts.nodes if document in facts.links(node, _STATED_IN)}

    def _of(self, *classes: str) -> list[str]:
        return sorted((node for node in self._facts.of_class(*classes) if node in self._own), key=self._place)

    def _place(self, node: str) -> tuple[object, ...]:
        pieces = _NUMBERS.split(self._facts.text(node, NOTATION))
        return tuple((0, int(one), "") if one.isdigit() else (1, 0, one) for one in pieces), node

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each goal with its objectives, each of them once: under the first goal it belongs to."""
        facts, subs = self._facts, self._of("SubGoal")
        main = self._of("MainGoal")
        above = {sub: next((m for m in main if m in facts.links(sub, sg("refines"))), None) for sub in subs}
        tops = [*main, *(sub for sub in subs if above[sub] is None)]
        told: set[str] = set()
        for top in tops:
            below = [sub for sub in subs if above[sub] == top]
            ends = {top, *below}
            ways = [one for one in self._of("Strategy") if one not in told and ends & set(self._leads(one))]
            told.update(ways)
            yield top, below + ways

    def _leads(self, strategy: str) -> tuple[str, ...]:
        return self._facts.links(strategy, sg("leadsTo"), sg("contributesTo"))


class _Writer:
    """Writes the elements of one plan."""

    def __init__(self, facts: Facts, document: str, lang: str) -> None:
        self._facts = facts
        self._document = document
        self._lang = lang

    def put(self, parent: Element, name: str, words: str | None = None) -> Element:
        """Add an element; one with empty words is left out."""
        if words == "":
            return parent
        made = SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if words is not None:
            made.text = _NOT_XML.sub(" ", words)
        return made

    def organisation(self, core: Element, organisation: str) -> None:
        """Add whose plan it is."""
        made = self.put(core, "Organization")
        self.put(made, "Name", self._facts.words(organisation, TITLE, self._lang) or organisation)
        self.put(made, "Identifier", identifier(organisation))
        self.put(made, "Description", organisation)

    def vision(self, core: Element) -> None:
        """Add the document's vision, when it states one: the standard has room for one."""
        own = [v for v in self._facts.of_class("Vision") if self._document in self._facts.links(v, _STATED_IN)]
        for node in own[:1]:
            made = self.put(core, "Vision")
            self.put(made, "Description", self._wording(node))
            self.put(made, "Identifier", identifier(node))

    def goal(self, core: Element, node: str, objectives: list[str]) -> None:
        """Add a goal with its objectives."""
        made = self._described(core, "Goal", node)
        for objective in objectives:
            self._described(made, "Objective", objective)

    def _described(self, parent: Element, name: str, node: str) -> Element:
        facts, made = self._facts, self.put(parent, name)
        self.put(made, "Name", facts.words(node, TITLE, self._lang) or facts.text(node, NOTATION) or node)
        # A goal must have a description; what has none of its own is described by its title.
        self.put(made, "Description", self._wording(node))
        self.put(made, "Identifier", identifier(node))
        self.put(made, "SequenceIndicator", facts.text(node, NOTATION))
        for holder in facts.links(node, *_ANSWERING):
            stakeholder = self.put(made, "Stakeholder")
            stakeholder.set("StakeholderTypeType", "Organization")
            self.put(stakeholder, "Name", facts.words(holder, TITLE, self._lang) or holder)
            self.put(stakeholder, "Description", holder)
        self.put(made, "OtherInformation", self._besides(node))
        return made

    def _wording(self, node: str) -> str:
        facts = self._facts
        return facts.words(node, STATEMENT, self._lang) or facts.words(node, TITLE, self._lang) or node

    def _besides(self, node: str) -> str:
        """Return the node's address, what kind it is, the UN codes it names, and its page."""
        facts = self._facts
        kinds = [name for name in (*_ENDS, "Strategy") if node in facts.of_class(name)]
        said = [node, *(pick(text(f"dumps.kind-{kind}"), self._lang) for kind in kinds)]
        said += [compact(one) for one in facts.links(node, *_ALIGNED) if compact(one).startswith("sdg:")]
        page = facts.text(node, sg("page"))
        return "; ".join([*said, *([pick(text("dumps.page", page=page), self._lang)] if page else [])])

    def administration(self, root: Element) -> None:
        """Add when the plan holds and where it is."""
        facts, document = self._facts, self._document
        made = self.put(root, "AdministrativeInformation")
        for name, prop in (("StartDate", "validFrom"), ("EndDate", "validTo"), ("PublicationDate", "adoptedOn")):
            self.put(made, name, facts.text(document, sg(prop)))
        self.put(made, "Source", document)


def identifier(iri: str) -> str:
    """Return an identifier as XML wants it, the same for the same IRI: a UUID after an underscore."""
    return f"_{uuid5(NAMESPACE_URL, iri)}"


def documents(facts: Facts) -> Iterator[str]:
    """Yield the documents among the nodes: whatever others are stated in."""
    found = {document for node in facts.nodes for document in facts.links(node, _STATED_IN)}
    published = {node for node in facts.nodes if facts.links(node, named("dct:publisher"))}
    return iter(sorted(found | published))
