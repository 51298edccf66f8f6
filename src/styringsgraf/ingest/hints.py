"""What the template tells about a column or a sheet: what goes in, in which form, and whether it must be filled."""

from collections.abc import Mapping as Dictionary
from typing import Final

from styringsgraf.ingest import labels
from styringsgraf.ingest.describe import by_language
from styringsgraf.ingest.provenance import uses
from styringsgraf.ingest.schema import Column, Lang, Mapping, SheetSpec
from styringsgraf.namespaces import KINDS, PREFIXES, expand
from styringsgraf.texts import pick, text

_TITLE: Final = PREFIXES["dct"] + "title"
_SHARED: Final = {
    PREFIXES["skos"] + "note": "states-note",
    PREFIXES["dct"] + "source": "states-source",
    PREFIXES["skos"] + "notation": "states-code",
}
_LISTED: Final = 12  # a longer list of words is looked up in the list itself


def of_column(spec: SheetSpec, name: str, column: Column, mapping: Mapping, lang: str) -> str:
    """Return the note beside a heading: the mapping's own, or what the vocabulary says the column states; its form."""
    lines = [told(column.note, lang) or _meaning(spec, name, column, lang), _form(column, mapping, lang)]
    if column.required:
        lines.append(_say("mandatory-link" if column.type == "references" else "mandatory", lang))
    return "\n".join(line for line in lines if line)


def of_sheet(spec: SheetSpec, lang: str) -> str:
    """Return what a row of a sheet is."""
    if spec.note:
        return told(spec.note, lang)
    if not spec.entities or spec.entities[0].class_.startswith("$"):
        return ""
    name = spec.entities[0].class_
    return labels.definition(name if ":" in name else f"sg:{name}", lang)


def sheet_names(column: Column, mapping: Mapping, lang: str) -> tuple[str, ...]:
    """Return the names of the sheets whose codes a column may refer to, and the UN codes where it may."""
    names = [by_language(spec.names)[lang] for spec, _ in sources(column, mapping)]
    return tuple(dict.fromkeys(names + ([_say("sdg", lang)] if "sdg" in column.to else [])))


def sources(column: Column, mapping: Mapping) -> tuple[tuple[SheetSpec, str], ...]:
    """Return the sheets and their columns of codes that a column may refer to, in the order they are tried."""
    found: dict[tuple[str, str], tuple[SheetSpec, str]] = {}
    for target in column.to:
        for spec in mapping.sheets:
            name = _codes_of(spec, target, mapping)
            if name is not None and name in spec.columns:
                found.setdefault((spec.id, name), (spec, name))
    return tuple(found.values())


def _codes_of(spec: SheetSpec, target: str, mapping: Mapping) -> str | None:
    """Return the column of a sheet that holds the codes of a target; None when the sheet has none of its kind."""
    for entity in spec.entities:
        code = entity.code[0].strip("{}") if entity.code else None
        if target in ("document", "organisation") and entity.node == "document":
            return code if target == "document" else entity.organisation
        if target in KINDS and target in _classes(entity.class_, spec, mapping):
            return code
    return None


def _classes(name: str, spec: SheetSpec, mapping: Mapping) -> tuple[str, ...]:
    if not name.startswith("$"):
        return (name,)
    column = dict(spec.fields())[name[1:]]
    return tuple(code.removeprefix("sg:") for code in mapping.lists[column.words or ""])


def _meaning(spec: SheetSpec, name: str, column: Column, lang: str) -> str:
    stated = [column.property] if column.property else sorted(prop for prop, _ in uses(spec).get(name, ()))
    own = next((found for prop in stated if (found := labels.definition(prop, lang))), "")
    return own or next((_say(key, lang) for prop in stated if (key := _shared(prop, column.lang)) is not None), "")


def _shared(prop: str, lang: str | None) -> str | None:
    """Return the text for a property of another vocabulary, which says nothing about our use of it."""
    iri = expand(prop) or prop
    if iri == _TITLE:
        return f"states-title-{lang}" if lang else None
    return _SHARED.get(iri)


def _form(column: Column, mapping: Mapping, lang: str) -> str:
    words = list(labels.words(mapping, column.words, lang).values()) if column.words else []
    shown = ", ".join(words[:_LISTED]) + (" …" if len(words) > _LISTED else "")
    targets = ", ".join(sheet_names(column, mapping, lang))
    return _say(f"type-{column.type}", lang, words=shown, targets=targets)


def told(texts: Dictionary[Lang, str], lang: str) -> str:
    """Return a mapping's own text in one language."""
    return pick({str(language): words for language, words in texts.items()}, lang)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"template.{key}", **values), lang)
