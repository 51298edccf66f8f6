"""The RDF syntaxes that are read, by the names, suffixes and media types people give them."""

from dataclasses import dataclass
from typing import Final

from styringsgraf.formats import FORMATS
from styringsgraf.terms import RdfFormat


@dataclass(frozen=True)
class Syntax:
    """One RDF syntax: its name in the table of formats, what people call it, and its suffixes."""

    name: str
    label: str
    parser: RdfFormat
    suffixes: tuple[str, ...]
    #: Media types besides the format's own that can mean nothing else here.
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        """All media types it comes under, its own first."""
        return (FORMATS[self.name].media_type, *self.aliases)


SYNTAXES: Final = (
    Syntax("ttl", "Turtle", RdfFormat.TURTLE, (".ttl", ".turtle"), ("application/x-turtle",)),
    Syntax("jsonld", "JSON-LD", RdfFormat.JSON_LD, (".jsonld", ".json"), ("application/json",)),
    Syntax("nt", "N-Triples", RdfFormat.N_TRIPLES, (".nt",)),
    Syntax("nq", "N-Quads", RdfFormat.N_QUADS, (".nq",)),
    Syntax("trig", "TriG", RdfFormat.TRIG, (".trig",), ("application/x-trig",)),
    Syntax("rdf", "RDF/XML", RdfFormat.RDF_XML, (".rdf", ".owl", ".xml"), ("application/xml", "text/xml")),
)


def by_file_name(name: str) -> Syntax | None:
    """Return the syntax a file's name promises, None for any other file."""
    lower = name.lower()
    return next((syntax for syntax in SYNTAXES if lower.endswith(syntax.suffixes)), None)


def by_media_type(media_type: str) -> Syntax | None:
    """Return the syntax of a media type (without parameters), None for any other."""
    wanted = media_type.strip().lower()
    return next((syntax for syntax in SYNTAXES if wanted in syntax.media_types), None)


def by_name(name: str) -> Syntax | None:
    """Return the syntax of that name in the table of formats."""
    return next((syntax for syntax in SYNTAXES if syntax.name == name), None)
