"""The one table of what a release can be downloaded as. Dumps write these forms, descriptions list them."""

from dataclasses import dataclass
from typing import Final, Literal

from styringsgraf.texts import Text, text

#: What a dump holds: one organisation, the UN side, or everything.
Scope = Literal["organisation", "un", "all"]
#: Name of the dump of everything, and of the one of the UN side, where others have the organisation's.
EVERYTHING: Final = "alt"
UN: Final = "sdg"
#: Stands for the release that is current where its id would stand in an address.
CURRENT: Final = "current"

_GZIP: Final = "application/gzip"
_ZIP: Final = "application/zip"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ORGANISATION: Final[tuple[Scope, ...]] = ("organisation",)
_ANY: Final[tuple[Scope, ...]] = ("organisation", "un", "all")


@dataclass(frozen=True)
class Form:
    """One form of a dump.

    ``media_type`` is what one gets after unpacking, ``file_type`` the EU's code of that; ``compressed`` and
    ``packaged`` are the media type of what is around it, '' for nothing.
    """

    name: str
    suffix: str
    media_type: str
    file_type: str
    compressed: str = ""
    packaged: str = ""
    scopes: tuple[Scope, ...] = _ANY
    standard: str = ""  # key in ``standards.STANDARDS`` of what it keeps to

    @property
    def title(self) -> Text:
        """What people call it."""
        return text(f"catalogue.form-{self.name}")

    @property
    def content_type(self) -> str:
        """The Content-Type of the file as it is downloaded."""
        return self.packaged or self.compressed or self.media_type

    def file_name(self, what: str) -> str:
        """Return the file's name: 'asker.nq.gz'."""
        return f"{what}.{self.suffix}"


FORMS: Final = (
    Form("nquads", "nq.gz", "application/n-quads", "RDF_N_QUADS", compressed=_GZIP, standard="nquads"),
    Form("turtle", "ttl.gz", "text/turtle", "RDF_TURTLE", compressed=_GZIP, standard="turtle"),
    Form("jsonld", "jsonld.gz", "application/ld+json", "JSON_LD", compressed=_GZIP, standard="jsonld"),
    Form("csv", "csv.zip", "text/csv", "CSV", packaged=_ZIP, standard="csvw"),
    Form("xlsx", "xlsx", _SHEET, "XLSX", scopes=_ORGANISATION),
    Form("open-sdg", "open-sdg.zip", "text/csv", "CSV", packaged=_ZIP, scopes=_ORGANISATION, standard="open-sdg"),
    Form("stratml", "stratml.zip", "application/xml", "XML", packaged=_ZIP, scopes=_ORGANISATION, standard="stratml"),
)


def scope_of(what: str) -> Scope:
    """Return what a dump of that name holds."""
    return "all" if what == EVERYTHING else "un" if what == UN else "organisation"


def forms_of(what: str) -> tuple[Form, ...]:
    """Return the forms there are of the organisation, the UN side, or everything."""
    scope = scope_of(what)
    return tuple(form for form in FORMS if scope in form.scopes)


def by_suffix(suffix: str) -> Form | None:
    """Return the form a file name ends with, None for none."""
    return next((form for form in FORMS if form.suffix == suffix), None)


def dump_path(what: str, form: Form, release: str = CURRENT) -> str:
    """Return where a dump is, below the service's address and without a slash first: 'dumps/current/asker.nq.gz'."""
    return f"dumps/{release}/{form.file_name(what)}"
