"""Finds ontology/, shapes/, queries/ and data/: inside the installed package, or in the repository."""

from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_BUNDLED: Final = _PACKAGE / "bundled"
_REPOSITORY: Final = _PACKAGE.parent.parent


@cache
def root() -> Path:
    """Return the folder that holds the four resource folders (an editable install has no bundle)."""
    return _BUNDLED if _BUNDLED.is_dir() else _REPOSITORY


def ontology() -> Path:
    """Folder of the vocabulary: core, codes, alignments, prefixes, JSON-LD context."""
    return root() / "ontology"


def shapes() -> Path:
    """Folder of the SHACL rules."""
    return root() / "shapes"


def questions() -> Path:
    """Folder of the public queries."""
    return root() / "queries" / "questions"


def pages() -> Path:
    """Folder of the queries that only pages ask; their headers are those of questions."""
    return root() / "queries" / "pages"


def rules() -> Path:
    """Folder of the CONSTRUCT queries that infer statements."""
    return root() / "queries" / "rules"


def data() -> Path:
    """Folder of the shipped plans, UN codes and mappings."""
    return root() / "data"


def mappings() -> Path:
    """Folder of the shipped mapping files."""
    return data() / "mappings"
