"""What identifies a node, backwards: its code, its enduring key, its forerunner, the indicator of a result."""

import re
from typing import Final

from styringsgraf.export.naming import Namer
from styringsgraf.export.stated import NOTATION, Stated
from styringsgraf.ingest.context import VERSION_OF
from styringsgraf.ingest.nodes import EDITION_KINDS, INDICATORS, REVISION_OF
from styringsgraf.ingest.schema import Column, Entity
from styringsgraf.ingest.template import Cell
from styringsgraf.namespaces import KINDS, segment, slug
from styringsgraf.terms import A, sg

_ONE_FIELD: Final = re.compile(r"\{([^{}.]+)\}")


def codes(
    entity: Entity, node: str, document: Stated, columns: dict[str, Column], found: dict[str, list[Cell]]
) -> None:
    """Fill the field that a node's notation came from: the first code template that gives it back."""
    notation = document.edition if entity.node == "document" else document.text(node, NOTATION)
    if notation is None:
        return
    for template in entity.code:
        field = _ONE_FIELD.fullmatch(template)
        if field is None or field[1] not in columns:
            continue
        if [str(value) for value in found.get(field[1], ())] == [notation]:
            return
        # A slug column would change a notation that is a name: then the name itself is the code.
        kind = columns[field[1]].type
        if field[1] not in found and (kind == "code" or (kind == "slug" and slug(notation) == notation)):
            found[field[1]] = [notation]
            return


def keys(entity: Entity, node: str, document: Stated, namer: Namer) -> tuple[str | None, str | None]:
    """Return what to write as enduring key and as forerunner of a node; nothing where the import finds it itself."""
    code = segment(document.text(node, NOTATION) or "")
    last = node.rsplit("/", 1)[-1]
    if entity.node == "enduring":
        return (last if entity.key and last not in (code, slug(code)) else None), None
    kinds = [kind for kind in KINDS if sg(kind) in document.values(node, A)]
    before = document.values(node, REVISION_OF)
    forerunner = None
    for kind in kinds:
        targets = tuple(dict.fromkeys((kind, *EDITION_KINDS)))
        forerunner = forerunner or next((namer.name(b.value, targets, document) for b in before), None)
    endures = document.text(node, VERSION_OF)
    kind_of = node.rsplit("/", 2)[-2]
    own = namer.minter.enduring(document.organisation, kind_of, f"{document.edition}-{code}")
    if endures is None or (endures == own and forerunner is None):
        return None, forerunner
    key = endures.rsplit("/", 1)[-1]
    writable = endures == namer.minter.enduring(document.organisation, kind_of, key)
    return (key if writable else None), forerunner


def steps_back(node: str, document: Stated) -> int:
    """Return how many forerunners in this very document a node has: the import looks for them among earlier rows."""
    seen = [node]
    while (before := document.text(seen[-1], REVISION_OF)) is not None and before not in seen:
        if before not in document.facts:
            break
        seen.append(before)
    return len(seen) - 1


def indicator(observation: str, document: Stated, namer: Namer) -> str | None:
    """Return the code of an indicator whose enduring node a result hangs on: of this document, else of another."""
    endures = document.text(observation, sg("indicator"))
    if endures is None:
        return None
    own = [node for node, enduring in document.links(VERSION_OF) if enduring == endures]
    for candidate in (*own, *namer.lookup.editions_of(endures)):
        name = namer.name(candidate, INDICATORS, document)
        if name is not None:
            return name
    return None
