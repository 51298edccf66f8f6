"""Finds the node a caller means: an IRI, a prefixed name, an SDG code, org/edition/code, or what endures of it."""

import re
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import Minter, clean
from styringsgraf.questions.binding import bind
from styringsgraf.questions.header import Parameter
from styringsgraf.questions.resolver import Resolver
from styringsgraf.terms import NamedNode, lexical
from styringsgraf.texts import text
from styringsgraf.thread.said import Said

#: What no address holds.
_UNSAFE: Final = frozenset('<>"{}|^`\\ \t\r\n')
_EDITIONS: Final = """PREFIX sg: <https://w3id.org/styringsgraf/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?edition ?force ?from WHERE {
  ?edition dct:isVersionOf $node ; sg:statedIn ?document .
  OPTIONAL { ?edition sg:inForce ?force } OPTIONAL { ?document sg:validFrom ?from }
}"""


def find(engine: QueryEngine, minter: Minter, given: str, said: Said) -> str:
    """Return the IRI of the node, of which ``said`` then knows. Raises as ``_found`` does."""
    # The address of something a plan states needs no reading: it is there when anything is said of it.
    if given.startswith(f"{minter.base}id/") and not set(given) & _UNSAFE:
        said.fetch([given])
        if said.of(given):
            return given
    found = _found(engine, minter, given)
    said.fetch([found])
    return found


def _found(engine: QueryEngine, minter: Minter, given: str) -> str:
    """Return the IRI of the node. Raises NotFound, or BadParameter where the name fits several."""
    resolver = Resolver(engine, minter)
    code = re.sub(r"^sdg[:\s]*(?=\d)", "", clean(given), flags=re.IGNORECASE).lower()
    official = minter.un(code)
    if official is not None and re.fullmatch(r"\d+(\.\w+(-s\d+)?)?", code):
        return lexical_of(resolver, "target", code)
    try:
        return lexical_of(resolver, "node", official or given)
    except errors.NotFound:
        edition = _edition(engine, given)
        if edition is None:
            raise
        return edition


def lexical_of(resolver: Resolver, kind: str, given: str) -> str:
    """Return what a text means as a parameter of a type."""
    label = dict(text("thread.node"))
    parameter = Parameter.model_validate(
        {"name": "node", "type": kind, "label": label, "required": True, "example": "3.4"}
    )
    return lexical(resolver.resolve("node", parameter, given))


def _edition(engine: QueryEngine, given: str) -> str | None:
    """Return the edition in force of an enduring node, else its newest; None when it has none."""
    try:
        node = NamedNode(given)
    except ValueError:
        return None
    rows = engine.table(bind(_EDITIONS, {"node": node})).rows
    ranked = sorted(
        (lexical(force) in ("true", "1"), lexical(start), lexical(edition)) for edition, force, start in rows
    )
    return ranked[-1][2] if ranked else None
