"""What descriptions say of the values of others' lists: what they are and, where a reader needs it, what they mean.

A harvester that has not loaded the EU's lists can read and check a description that says this itself.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from styringsgraf.publish.saying import PREFIXES, kinds, links, words
from styringsgraf.terms import NamedNode, Quad
from styringsgraf.texts import Text, text

EU: Final = "http://publications.europa.eu/resource/authority/"
LANGUAGES: Final = tuple(f"{EU}language/{code}" for code in ("NOB", "NNO", "ENG"))
PUBLIC: Final = f"{EU}access-right/PUBLIC"
IRREGULAR: Final = f"{EU}frequency/IRREG"
AVAILABLE: Final = f"{EU}planned-availability/AVAILABLE"
COMPLETED: Final = f"{EU}distribution-status/COMPLETED"
NORWAY: Final = f"{EU}country/NOR"
GOVERNMENT: Final = f"{EU}data-theme/GOVE"
THEMES: Final = f"{EU}data-theme"
DEMOCRACY: Final = "https://psi.norge.no/los/tema/demokrati-og-innbyggerrettigheter"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_ADMS: Final = "http://purl.org/adms/"
#: Property → class of its values.
_CLASSES: Final = {
    PREFIXES[name.partition(":")[0]] + name.partition(":")[2]: kind
    for name, kind in {
        "dct:language": "dct:LinguisticSystem",
        "dct:license": "dct:LicenseDocument",
        "dct:accessRights": "dct:RightsStatement",
        "dct:accrualPeriodicity": "dct:Frequency",
        "dct:format": "dct:MediaTypeOrExtent",
        "dcat:mediaType": "dct:MediaType",
        "dcat:compressFormat": "dct:MediaType",
        "dcat:packageFormat": "dct:MediaType",
        "dct:spatial": "dct:Location",
        "dcat:theme": "skos:Concept",
        "dcatap:availability": "skos:Concept",
        "adms:status": "skos:Concept",
        "dcat:themeTaxonomy": "skos:ConceptScheme",
        "dct:type": "skos:Concept",
    }.items()
}
#: Concepts get their name. Last part of the IRI → key in texts/catalogue.yaml.
_NAMED: Final = {
    GOVERNMENT: "theme-government",
    DEMOCRACY: "theme-democracy",
    AVAILABLE: "availability-available",
    COMPLETED: "status-completed",
    "http://purl.org/adms/licencetype/Attribution": "licence-attribution",
    "http://purl.org/adms/publishertype/LocalAuthority": "publisher-local",
    "http://purl.org/adms/publishertype/RegionalAuthority": "publisher-regional",
    "http://purl.org/adms/publishertype/NationalAuthority": "publisher-national",
    "http://purl.org/adms/publishertype/Company": "publisher-company",
    "http://purl.org/adms/publishertype/NonGovernmentalOrganisation": "publisher-ngo",
}
#: Lists of concepts, by their own names.
_SCHEMES: Final = {
    THEMES: "Data theme",
    f"{EU}distribution-status": "Distribution status",
    f"{EU}planned-availability": "Planned availability",
    f"{_ADMS}licencetype/1.0": "Licence type",
    f"{_ADMS}publishertype/1.0": "Publisher type",
}
_ATTRIBUTION: Final = "http://purl.org/adms/licencetype/Attribution"


def about_values(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what must be said of the values that statements use, in the order of their IRIs."""
    used: dict[str, str] = {}
    for quad in quads:
        kind = _CLASSES.get(quad.predicate.value)
        if kind is not None and isinstance(quad.object, NamedNode):
            used[quad.object.value] = kind
    licences = [iri for iri, kind in used.items() if kind == "dct:LicenseDocument"]
    if any("/CC_BY" in iri for iri in licences):
        used[_ATTRIBUTION] = "skos:Concept"
    for iri in sorted(used):
        yield from _value(iri, used[iri])
        if iri in licences and "/CC_BY" in iri:
            yield from links(iri, "dct:type", _ATTRIBUTION)


def _value(iri: str, kind: str) -> Iterator[Quad]:
    yield from kinds(iri, kind)
    scheme = _scheme(iri)
    yield from links(iri, "skos:inScheme", scheme)
    if kind == "skos:Concept":
        yield from words(iri, "skos:prefLabel", _named(iri))
        if scheme in _SCHEMES:
            yield from kinds(scheme, "skos:ConceptScheme")
            yield from words(scheme, "dct:title", {"en": _SCHEMES[scheme]})
    if kind == "skos:ConceptScheme":
        yield from words(iri, "dct:title", {"en": _SCHEMES[iri]})


def _scheme(iri: str) -> str:
    """Return the list a value is of, '' where that is not in its IRI."""
    above = iri.rpartition("/")[0]
    if iri.startswith(_ADMS):
        return f"{above}/1.0"
    return above if iri.startswith(EU) and iri not in _SCHEMES else ""


def _named(iri: str) -> Text:
    key = _NAMED.get(iri)
    return {"en": iri.rpartition("/")[2]} if key is None else text(f"catalogue.{key}")
