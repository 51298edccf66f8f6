"""All that a page or a document needs about one IRI, in at most three queries."""

from styringsgraf.resource.model import Cell, Edition, Finding, Incoming, Resource, Row, Statement
from styringsgraf.resource.read import candidates_known, describe, renamed

__all__ = ["Cell", "Edition", "Finding", "Incoming", "Resource", "Row", "Statement", "candidates_known", "describe",
           "renamed"]  # fmt: skip
