"""Lists every sheet and column of a mapping: what the template writer and the documentation are made from."""

from collections.abc import Iterator
from dataclasses import dataclass

from styringsgraf.ingest.provenance import uses
from styringsgraf.ingest.schema import Column, Mapping, SheetSpec

_LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class ColumnDescription:
    """One column of a template: headings in nb, nn and en, what it holds, and what it states.

    ``words`` are the allowed words of a list, one per code, in the language asked for; ``means`` are pairs of property
    and class IRIs; ``labelled_row`` tells that it stands in a row above the table, not in a column.
    """

    field: str
    headings: dict[str, str]
    type: str
    required: bool
    fill_down: bool
    links_to: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    means: tuple[tuple[str, str], ...]
    labelled_row: bool = False
    pattern: str | None = None


@dataclass(frozen=True)
class SheetDescription:
    """One sheet of a template: names in nb, nn and en, and its columns in order."""

    id: str
    names: dict[str, str]
    required: bool
    many: bool
    columns: tuple[ColumnDescription, ...]


def describe(mapping: Mapping) -> tuple[SheetDescription, ...]:
    """Return every sheet of a mapping with its columns, in the mapping's order."""
    return tuple(
        SheetDescription(spec.id, by_language(spec.names), spec.required, spec.many, tuple(_columns(spec, mapping)))
        for spec in mapping.sheets
    )


def _columns(spec: SheetSpec, mapping: Mapping) -> Iterator[ColumnDescription]:
    meaning = uses(spec)
    for name, column in spec.fields():
        yield ColumnDescription(
            field=name,
            headings=by_language(column.headings),
            type=column.type,
            required=column.required,
            fill_down=column.fill_down,
            links_to=column.to,
            words=_words(column, mapping),
            means=tuple(sorted(meaning.get(name, ()))),
            labelled_row=name in spec.above,
            pattern=column.pattern,
        )


def _words(column: Column, mapping: Mapping) -> tuple[tuple[str, ...], ...]:
    if column.words is None:
        return ()
    entries = mapping.lists[column.words].values()
    return tuple(tuple(word for word in words if not word.startswith("/")) for words in entries)


def by_language(names: tuple[str, ...]) -> dict[str, str]:
    """Return names in nb, nn and en: they stand in that order, a missing one is the same as the one before.

    Of two names the second is English, as Bokmål and Nynorsk often agree.
    """
    if not names:
        return {}
    picked = (names[0], names[0], names[1]) if len(names) == 2 else (names[0], names[min(1, len(names) - 1)], names[-1])  # noqa: PLR2004
    return dict(zip(_LANGUAGES, picked, strict=True))
