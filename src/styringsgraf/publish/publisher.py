"""Who publishes, whom to ask, under which licence and at which address: from the settings, for every description."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from styringsgraf.namespaces import Minter
from styringsgraf.publish.saying import kinds, links, plain, words
from styringsgraf.settings import Settings
from styringsgraf.terms import Quad
from styringsgraf.texts import Text, text

#: An organisation of the register of legal entities, as the national catalogue names it.
ORGANISATIONS: Final = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/"
_TYPES: Final = "http://purl.org/adms/publishertype/"


@dataclass(frozen=True)
class Publisher:
    """The operator of a service, as descriptions name them."""

    base: str  # of IRIs, with a slash last
    address: str  # where the service is reached, with a slash last
    name: Text
    number: str
    kind: str
    contact: Text
    email: str
    page: str
    licence: str

    @classmethod
    def of(cls, config: Settings) -> Self:
        """Return what the settings say; where nobody has set a name, the name says so."""
        address = config.address or config.base
        name = _named(config)
        return cls(
            base=config.base,
            address=address,
            name=name,
            number=config.publisher_number,
            kind=config.publisher_type,
            contact={"nb": config.contact_name} if config.contact_name else name,
            email=config.contact_email,
            page=config.contact_url or ("" if config.contact_email else address),
            licence=config.licence,
        )

    @property
    def minter(self) -> Minter:
        """The minter of the service's IRIs."""
        return Minter(self.base)

    @property
    def iri(self) -> str:
        """IRI of the publisher: by organisation number where it is set, else one of our own."""
        return ORGANISATIONS + self.number if self.number else f"{self.base}catalogue#publisher"

    @property
    def contact_point(self) -> str:
        """IRI of the contact point."""
        return f"{self.base}catalogue#contact"

    def statements(self) -> Iterator[Quad]:
        """Yield what is said of publisher and contact point."""
        yield from agent(self.iri, self.name, self.number, self.kind)
        yield from kinds(self.contact_point, "vcard:Organization", "vcard:Kind")
        yield from words(self.contact_point, "vcard:fn", self.contact)
        yield from links(self.contact_point, "vcard:hasEmail", f"mailto:{self.email}" if self.email else "")
        yield from links(self.contact_point, "vcard:hasURL", self.page)


def agent(iri: str, name: Text, number: str, kind: str = "") -> Iterator[Quad]:
    """Yield what is said of an organisation; ``kind`` is a publisher type of ADMS, such as 'LocalAuthority'."""
    yield from kinds(iri, "foaf:Agent")
    yield from words(iri, "foaf:name", name)
    yield from plain(iri, "dct:identifier", number)
    yield from links(iri, "dct:type", _TYPES + kind if kind else "")


def _named(config: Settings) -> Text:
    if not config.publisher_name:
        return text("catalogue.no-publisher")
    others = {"nn": config.publisher_name_nn, "en": config.publisher_name_en}
    return {"nb": config.publisher_name, **{lang: name for lang, name in others.items() if name}}
