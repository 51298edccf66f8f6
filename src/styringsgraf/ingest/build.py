"""Builds documents from matched sheets: finds the documents, builds every row, settles every link."""

from typing import Final

from styringsgraf.errors import InputError
from styringsgraf.ingest.context import Context, DocumentGraphs, Identity
from styringsgraf.ingest.fields import FieldReader
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.headings import Matched
from styringsgraf.ingest.nodes import NOTATION, code_of, place_name
from styringsgraf.ingest.provenance import Provenance, statements_of
from styringsgraf.ingest.records import records
from styringsgraf.ingest.references import settle
from styringsgraf.ingest.rows import SheetBuilder
from styringsgraf.ingest.schema import Mapping
from styringsgraf.namespaces import RESERVED_EDITIONS, RESERVED_ORGANISATIONS, segment, slug
from styringsgraf.terms import NamedNode, named, subject_iri

_PART_OF: Final = named("org:subOrganizationOf")


def build(matched: tuple[Matched, ...], mapping: Mapping, context: Context, reader: FieldReader, file: str) -> None:
    """Fill the context's documents from all sheets, in the mapping's order."""
    find_documents(matched, mapping, context, reader)
    slugs: dict[str, int] = {}
    for sheet in matched:
        if sheet.spec.identities:
            _identities(sheet, context, reader)
            continue
        name = slug(sheet.sheet.name) or "sheet"
        slugs[name] = slugs.get(name, 0) + 1
        unique = name if slugs[name] == 1 else f"{name}-{slugs[name]}"
        builder = SheetBuilder(sheet, context, Provenance(sheet, file, unique), statements_of(sheet.spec))
        _report_withheld(sheet, context.sink)
        for record in records(sheet, reader):
            builder.build(record)
    settle(context)
    _report_circles(context)
    _report_unused(context)


def find_documents(matched: tuple[Matched, ...], mapping: Mapping, context: Context, reader: FieldReader) -> None:
    """Find which documents the file holds before any row is built; raises ``InputError`` when there is none."""
    silent = FieldReader(Findings(reader.sink.file), reader.lists, reader.sdg)
    for sheet in matched:
        for entity in (e for e in sheet.spec.entities if e.node == "document"):
            names = [name.strip("{}") for name in (entity.organisation or "", *entity.code)]
            for record in records(sheet, silent, names):
                org, edition = record.text(entity.organisation), code_of(entity, record)
                if org and edition:
                    _refuse_reserved(org, edition, record.where(names[-1]), reader.sink.file)
                    document = DocumentGraphs.of(slug(org), slug(edition), context.minter)
                    context.documents.setdefault(document.iri, document)
    if not context.documents:
        _report_unreadable(silent.sink)
        spec = next(s for s in mapping.sheets if any(e.node == "document" for e in s.entities))
        headings = ", ".join(spec.columns[name].headings[0] for name in spec.mandatory)
        seen = ", ".join(f"«{sheet.sheet.name}»" for sheet in matched) or "–"
        raise InputError("ingest.no_document", file=reader.sink.file, sheet=spec.names[0], headings=headings, seen=seen)


def _refuse_reserved(org: str, edition: str, place: Place, file: str) -> None:
    for key, value, taken in (
        ("ingest.organisation_reserved", org, RESERVED_ORGANISATIONS),
        ("ingest.edition_reserved", edition, RESERVED_EDITIONS),
    ):
        if slug(value) in taken:
            raise InputError(key, file=file, sheet=place.sheet, row=place.row, value=value)


def _report_unreadable(sink: Findings) -> None:
    """Refuse the file by the cell that should have named its document, if one was there but could not be read."""
    for finding in sink.found:
        if finding.cell is not None and finding.cell.row is not None:
            cell, value = finding.cell, finding.value or "="
            raise InputError("ingest.document_unreadable", file=cell.file, sheet=cell.sheet, row=cell.row,
                             column=cell.column, value=value)  # fmt: skip


def _identities(sheet: Matched, context: Context, reader: FieldReader) -> None:
    """Remember what a sheet of forerunners says about codes; the rows that have these codes use it."""
    fields = sheet.spec.identities
    table = context.identities.setdefault(sheet.spec.id, {})
    for record in records(sheet, reader):
        code = record.text(fields["code"])
        if code is None:
            continue
        place = record.where(fields.get("forerunner") or fields["code"])
        key, forerunner, note = (record.text(fields.get(part)) for part in ("key", "forerunner", "note"))
        made = Identity(key, forerunner, note, place)
        first = table.setdefault(segment(code), made)
        if first is not made:
            context.sink.add("SG-D06", "code_twice", record.where(fields["code"]), path=NOTATION.value, value=code,
                             words={"first": place_name(first.place), "second": place_name(place)})  # fmt: skip


def _report_circles(context: Context) -> None:
    """Report parts of an organisation that in the end belong to themselves."""
    for document in context.documents.values():
        quads = document.statements.get(document.graph, ())
        links = [quad for quad in quads if quad.predicate == _PART_OF]
        above = {subject_iri(quad): quad.object.value for quad in links if isinstance(quad.object, NamedNode)}
        done: set[str] = set()
        for start in above:
            path: dict[str, None] = {}
            node: str | None = start
            while node is not None and node not in done and node not in path:
                path[node] = None
                node = above.get(node)
            done |= path.keys()
            if node is not None and node in path:
                circle = [*path][[*path].index(node) :]
                names = " → ".join(iri.rsplit("/", 1)[-1] for iri in (*circle, node))
                context.sink.add("SG-I29", "parts_in_circle", context.nodes.get(node, Place()), focus=node,
                                 path=_PART_OF.value, value=names)  # fmt: skip


def _report_unused(context: Context) -> None:
    for table in context.identities.values():
        for code, identity in table.items():
            if not identity.used:
                context.sink.add("SG-E03", "identity_unused", identity.place, path=NOTATION.value, value=code)


def _report_withheld(sheet: Matched, sink: Findings) -> None:
    for bound in sheet.columns:
        if bound.column.personal == "withhold":
            place = Place(sheet.sheet.name, sheet.header, bound.heading, bound.letter)
            sink.add("SG-I14", "column_personal", place, value=bound.heading)
