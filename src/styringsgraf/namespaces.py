"""Prefixes, and minting and parsing our own IRIs. URLs of our things are built here and nowhere else."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SG: Final = "https://w3id.org/styringsgraf/ns#"
CODE: Final = "https://w3id.org/styringsgraf/code/"
RULES: Final = "https://w3id.org/styringsgraf/rules/"
SDG: Final = "http://metadata.un.org/sdg/"
SDGO: Final = "http://metadata.un.org/sdg/ontology#"

PREFIXES: Final[Mapping[str, str]] = {
    "sg": SG,
    "sgc": CODE,
    "sdg": SDG,
    "sdgo": SDGO,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "adms": "http://www.w3.org/ns/adms#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
}

#: Class (local name in sg:) → the kind used in IRIs. One row per class whose nodes users name by code.
KINDS: Final[Mapping[str, str]] = {
    "Vision": "vision",
    "MainGoal": "main-goal",
    "SubGoal": "sub-goal",
    "Strategy": "strategy",
    "Assignment": "assignment",
    "Measure": "measure",
    "Pilot": "measure",
    "FocusArea": "focus-area",
    "Challenge": "challenge",
    "KnowledgeBase": "knowledge-base",
    "ParticipationProcess": "participation",
    "Indicator": "indicator",
    "ValueBand": "band",
    "TargetValue": "target-value",
    "Observation": "observation",
    "GoalAssessment": "assessment",
    "StatusReport": "status",
    "Decision": "decision",
    "Allocation": "allocation",
    "Portfolio": "portfolio",
    "Programme": "programme",
    "Project": "project",
    "Benefit": "benefit",
    "Risk": "risk",
    "Contribution": "contribution",
    "ServiceArea": "service-area",
    "Unit": "unit",
    "Partner": "partner",
    "PoliticalBody": "political-body",
}

#: Editions nobody can have: where they would stand in IRIs and graph names, something else stands.
RESERVED_EDITIONS: Final = frozenset({"inferred", "quality", "change", "number", *KINDS.values()})
#: Organisations nobody can have: data sets and dumps of these names hold something else.
RESERVED_ORGANISATIONS: Final = frozenset({"sdg", "alt"})
#: Graphs of an organisation that are no document's.
_WHOLE: Final = frozenset({"inferred", "quality"})

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_UNSAFE: Final = re.compile(r"[^\w.~-]+")
_PREFIXED: Final = re.compile(r"^([A-Za-z][\w-]*):(.*)$")
_SEGMENT_CODE: Final = re.compile(r"(?:[1-9]|1[0-7])\.(?:[1-9]\d?|[a-z])-s[1-9]\d?")


def clean(raw: str) -> str:
    """Return text in NFC without soft hyphens and zero-width marks, inner whitespace as one space."""
    if not raw.isascii():  # most cells are; a workbook of 20 000 rows comes here 320 000 times
        raw = unicodedata.normalize("NFC", raw).translate(_INVISIBLE)
    return " ".join(raw.split())


def segment(code: str) -> str:
    """Return a code as one IRI path segment: case, dots and å kept, everything else as hyphens.

    It is '' when there is no letter or digit: '—', '👍', and '..', which in an address means another place.
    """
    made = _UNSAFE.sub("-", clean(code)).strip("-")
    return made if re.search(r"[^\W_]", made) else ""


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return a name as a lower-case path segment: 'Helse og omsorg' → 'helse-og-omsorg'."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w-]+", "-", clean(name).lower())).strip("-_")


def expand(name: str) -> str | None:
    """Return the IRI of a prefixed name, or None when the prefix is unknown."""
    match = _PREFIXED.match(name)
    if match is None or match[1] not in PREFIXES:
        return None
    return PREFIXES[match[1]] + match[2]


def compact(iri: str) -> str:
    """Return the prefixed name of an IRI under the longest known prefix, else the IRI itself."""
    best = max((item for item in PREFIXES.items() if iri.startswith(item[1])), key=lambda i: len(i[1]), default=None)
    if best is None:
        return iri
    local = iri[len(best[1]) :]
    return f"{best[0]}:{local}" if re.fullmatch(r"[\w.-]*", local) else iri


@dataclass(frozen=True)
class Minter:
    """Builds and takes apart our own IRIs under ``base`` (which ends in a slash)."""

    base: str

    @property
    def ontology_graph(self) -> str:
        """The graph of vocabulary, code lists and alignments."""
        return f"{self.base}graph/ontology"

    @property
    def sdg_graph(self) -> str:
        """The graph of the UN side."""
        return f"{self.base}graph/sdg"

    @property
    def sdg_official_graph(self) -> str:
        """The graph of the UN's own texts, read from the UN's file; no publish replaces it."""
        return f"{self.base}graph/sdg-official"

    @property
    def default_graph(self) -> str:
        """The graph that is written where a writer names none: the default graph of updates and the graph store."""
        return f"{self.base}graph/default"

    @property
    def sdg_official_file(self) -> str:
        """IRI of the UN's file that was read last."""
        return f"{self.base}id/sdg/official"

    def segment(self, code: str) -> str:
        """IRI of a part of a UN target: ``{base}id/sdg/segment/3.4-s1``."""
        return f"{self.base}id/sdg/segment/{code}"

    def un(self, code: str) -> str | None:
        """IRI of anything on the UN side by its code ('3', '3.4', '3.4.1', '3.4-s1'), by form only."""
        text = clean(code)
        return self.segment(text) if _SEGMENT_CODE.fullmatch(text) else sdg_iri(text)

    def is_un(self, iri: str) -> bool:
        """Tell whether an IRI names something on the UN side: the UN's own, or a part of one of its targets."""
        return iri.startswith((SDG, self.segment("")))

    def organisation(self, org: str) -> str:
        """IRI of an organisation: ``{base}id/asker``."""
        return f"{self.base}id/{slug(org)}"

    def document(self, org: str, edition: str) -> str:
        """IRI of one edition of one document: ``{base}id/asker/handlingsprogram-2016-2019``."""
        return f"{self.base}id/{slug(org)}/{slug(edition)}"

    def edition(self, org: str, edition: str, kind: str, code: str) -> str:
        """IRI of what one edition of one document states under a code."""
        return f"{self.base}id/{slug(org)}/{slug(edition)}/{kind}/{segment(code)}"

    def wording(self, node: str, lang: str) -> str:
        """IRI of what is said of how a node is worded in one language: ``…/sub-goal/1.1/wording/nb``."""
        return f"{node}/wording/{lang}"

    def enduring(self, org: str, kind: str, key: str) -> str:
        """IRI of a node that lives through editions: organisation parts, series, projects."""
        return f"{self.base}id/{slug(org)}/{kind}/{segment(key)}"

    def graph(self, org: str, edition: str, part: str = "") -> str:
        """Graph of a document; ``part`` is '', 'wording', 'claims' or 'provenance'."""
        name = f"{self.base}graph/{slug(org)}/{slug(edition)}"
        return f"{name}/{part}" if part else name

    def inferred_graph(self, org: str) -> str:
        """Return the one graph of inferred statements of an organisation."""
        return f"{self.base}graph/{slug(org)}/inferred"

    def quality_graph(self, org: str) -> str:
        """Return the one graph of what the last check of an organisation found."""
        return f"{self.base}graph/{slug(org)}/quality"

    def finding(self, org: str, digest: str) -> str:
        """IRI of a finding on an organisation's plans: ``{base}id/asker/quality/1f…``."""
        return f"{self.base}id/{slug(org)}/quality/{digest}"

    def organisation_of_graph(self, graph: str) -> str | None:
        """Return the organisation's slug of a document's, inferred or quality graph, else None."""
        match = re.match(rf"{re.escape(self.base)}graph/([^/]+)/[^/]+", graph)
        return match[1] if match else None

    def document_of_graph(self, graph: str) -> str | None:
        """Return the document IRI whose statements a graph holds (any part), else None."""
        match = re.match(rf"{re.escape(self.base)}graph/([^/]+)/([^/]+)(/(wording|claims|provenance))?$", graph)
        if match is None or match[2] in _WHOLE:
            return None
        return f"{self.base}id/{match[1]}/{match[2]}"

    def organisation_of(self, iri: str) -> str | None:
        """Return the organisation's slug of one of our identifiers, else None: parts of UN targets are nobody's."""
        match = None if self.is_un(iri) else re.match(rf"{re.escape(self.base)}id/([^/]+)", iri)
        return match[1] if match else None


def sdg_iri(code: str) -> str | None:
    """Return the official IRI for a goal ('3'), target ('3.4', '9.a') or indicator code ('3.4.1'), by form only."""
    text = clean(code)
    if re.fullmatch(r"(?:[1-9]|1[0-7])(?:\.(?:[1-9]\d?|[a-z]))?", text):
        return SDG + text
    match = re.fullmatch(r"([1-9]|1[0-7])\.([1-9]\d?|[a-z])\.([1-9]\d?)", text)
    if match is None:
        return None
    middle = f"{int(match[2]):02d}" if match[2].isdigit() else f"0{match[2]}"
    return f"{SDG}C{int(match[1]):02d}{middle}{int(match[3]):02d}"


def sdg_code_of(iri: str) -> str:
    """Return the code of an IRI on the UN side: the inverse of ``Minter.un`` ('…/C030401' → '3.4.1')."""
    local = iri.removeprefix(SDG).rpartition("/id/sdg/segment/")[2]
    match = re.fullmatch(r"C(\d{2})(\d{2}|0[a-z])(\d{2})", local)
    return ".".join(part.lstrip("0") for part in match.groups()) if match else local
