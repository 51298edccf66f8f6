"""A dataset in one row: what it is called, under which licence, how new, and in which forms."""

from dataclasses import dataclass

from styringsgraf.publish import dataset as dcat
from styringsgraf.publish.doors import DOORS
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.forms import forms_of
from styringsgraf.texts import Text


@dataclass(frozen=True)
class Offer:
    """One dataset as it is offered. Dates are ISO, '' for none; ``formats`` are names of forms and doors."""

    name: str
    iri: str
    title: Text
    organisation: str
    documents: int
    statements: int
    start: str
    end: str
    licence: str
    version: str
    issued: str
    modified: str
    formats: tuple[str, ...]


def offer(one: Dataset, licence: str) -> Offer:
    """Return the row of a dataset."""
    cube = ("cube",) if one.observations else ()
    return Offer(
        name=one.name,
        iri=one.iri,
        title=dcat.title(one),
        organisation=one.organisation.iri if one.organisation else "",
        documents=one.documents,
        statements=one.statements,
        start=one.start,
        end=one.end,
        licence=licence,
        version=one.age.release,
        issued=one.age.issued,
        modified=one.age.modified,
        formats=(*(form.name for form in forms_of(one.name)), *cube, *(door.name for door in DOORS)),
    )
