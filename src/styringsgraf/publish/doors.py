"""The one table of doors: the data services of a release, and the distributions of a dataset that are not files."""

from dataclasses import dataclass
from typing import Final

from styringsgraf.texts import Text, text


@dataclass(frozen=True)
class Door:
    """A way in that answers questions. Paths are below the service's address, without a slash first."""

    name: str
    path: str
    description: str  # path of what describes it to programs
    page: str  # path of what describes it to people
    standard: str  # key in ``standards.STANDARDS``
    formats: tuple[str, ...]  # of the EU's list of file types
    media_type: str  # of its usual answer

    @property
    def title(self) -> Text:
        """What people call it."""
        return text(f"catalogue.door-{self.name}")

    @property
    def about(self) -> Text:
        """What it is for."""
        return text(f"catalogue.door-{self.name}-about")

    @property
    def format(self) -> str:
        """The file type of its usual answer."""
        return self.formats[0]


_DESCRIBED: Final = "api/openapi.json"
DOORS: Final = (
    Door(
        "sparql",
        "sparql",
        "sparql",
        "sparql",
        "sparql",
        ("JSON", "XML", "CSV", "TSV", "RDF_TURTLE", "RDF_N_TRIPLES", "JSON_LD", "RDF_XML"),
        "application/sparql-results+json",
    ),
    Door("rest", "api/v1", _DESCRIBED, "api/docs", "openapi", ("JSON", "CSV", "XLSX"), "application/json"),
    Door(
        "graphs",
        "graphs",
        _DESCRIBED,
        "api/docs",
        "graph-store",
        ("RDF_TURTLE", "RDF_N_TRIPLES", "RDF_XML", "JSON_LD", "RDF_TRIG", "RDF_N_QUADS"),
        "text/turtle",
    ),
)
#: Where a dataset is asked for through a door, below the service's address; the door itself where none is named.
FIRST_QUESTION: Final = {"rest": "api/v1/questions"}


def access_path(door: Door) -> str:
    """Return the path a reader of a dataset begins at."""
    return FIRST_QUESTION.get(door.name, door.path)
