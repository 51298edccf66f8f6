"""What a mapping file may say: sheets, columns, word lists and what each row becomes. Checked when loaded.

A mapping is YAML that a data team changes without Python. This module is its schema; ``mapping`` reads the files.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from styringsgraf.namespaces import KINDS, expand

ColumnType = Literal[
    "text", "code", "coded", "slug", "source", "number", "share", "integer", "year", "date", "yes-no", "choice",
    "references", "band", "result", "municipality-number", "organisation-number", "ignore",
]  # fmt: skip
Node = Literal["document", "organisation", "edition", "item", "enduring", "part", "observation", "contribution"]
Lang = Literal["nb", "nn", "en"]
TARGETS = frozenset(KINDS) | {"sdg", "document", "organisation"}
#: Classes of other vocabularies whose nodes are activities (PROV): no row or column is what they are derived from.
ACTIVITIES = frozenset({"org:ChangeEvent"})
#: Classes of other vocabularies whose nodes are like any other.
OTHERS = frozenset({"adms:Identifier"})
DOCUMENTS = frozenset({
    "SteeringDocument", "Plan", "MasterPlan", "ThematicPlan", "ActionProgramme", "OperationalPlan", "PlanningStrategy",
    "AssignmentLetter", "Report", "PolicySignal",
})  # fmt: skip


def _prefixed(name: str) -> str:
    if expand(name) is None or not re.fullmatch(r"[^:\s]+:[\w./-]+", name):
        raise ValueError(f"'{name}' is not a name with a known prefix")
    return name


def _stated(name: str) -> str:
    return name if name == "none" else _prefixed(name)


def _word(written: str) -> str:
    if written.startswith("/"):
        _pattern(written.strip("/"))
    return written


def _pattern(source: str) -> str:
    try:
        re.compile(source)
    except re.error as problem:
        raise ValueError(f"'{source}' is not a valid pattern: {problem}") from problem
    return source


def _target(name: str) -> str:
    if name not in TARGETS:
        raise ValueError(f"'{name}' is not a class that can be linked to; known: {', '.join(sorted(TARGETS))}")
    return name


def _class(name: str) -> str:
    if not name.startswith("$") and name not in TARGETS | DOCUMENTS | ACTIVITIES | OTHERS | {"Municipality"}:
        raise ValueError(f"'{name}' is not a known class")
    return name


Property = Annotated[str, AfterValidator(_prefixed)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Target = Annotated[str, AfterValidator(_target)]
ClassName = Annotated[str, AfterValidator(_class)]
Words = tuple[str, ...]
Listed = Annotated[str, AfterValidator(_stated)]
Word = Annotated[str, AfterValidator(_word)]
#: Sheets for people, in every workbook that the template writer makes: never read, never reported.
_ASIDE: Final[dict[Literal["read-me", "lists"], Words]] = {
    "read-me": ("Les meg", "Read me"),
    "lists": ("Ordlister", "Word lists"),
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(_Part):
    """One column, or one labelled row above a table: how it is found, what it holds, what it states."""

    headings: Words = ()
    pattern: Pattern | None = None
    type: ColumnType = "text"
    words: str | None = None
    required: bool = False
    instead: Words = ()
    fill_down: bool = Field(default=False, alias="fill-down")
    property: Property | None = None
    lang: Lang | None = None
    of: str | None = None
    to: tuple[Target, ...] = ()
    create: Target | None = None
    code_optional: bool = Field(default=False, alias="code-optional")
    whole_year: Literal["first", "last"] | None = Field(None, alias="whole-year")
    personal: Literal["withhold", "publish"] | None = None
    between: tuple[int, int] | None = None
    lines: bool = False
    example: Words = ()
    note: dict[Lang, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> "Column":
        if not self.headings and self.pattern is None:
            raise ValueError("a column needs headings or a pattern")
        if self.type in ("choice", "result") and self.words is None:
            raise ValueError(f"type {self.type} needs words: the name of a list under lists")
        if self.type == "references" and not self.to:
            raise ValueError("type references needs to: what the codes may stand for")
        return self


class Statement(_Part):
    """One property of an entity: its value comes from a field, another entity of the row, or is fixed."""

    property: Property
    field: str | None = Field(None, alias="from")
    node: str | None = None
    value: str | None = None
    lang: Lang | None = None
    unless: str | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> "Statement":
        if sum(origin is not None for origin in (self.field, self.node, self.value)) != 1:
            raise ValueError("a statement needs exactly one of from, node and value")
        return self


class Entity(_Part):
    """One kind of node that a row gives. Which keys matter depends on ``node``."""

    id: str
    class_: ClassName = Field(alias="class")
    node: Node = "edition"
    code: Words = ()
    key: str | None = None
    forerunner: str | None = None
    identity: str | None = None
    each: str | None = None
    when: str | None = None
    repeats: Literal["never", "same"] = "never"
    part_of: str | None = Field(None, alias="part-of")
    link: Property | None = None
    path: str | None = None
    indicator: str | None = None
    period: str | None = None
    area: Words = ()
    start: str | None = None
    end: str | None = None
    kind: str | None = None
    organisation: str | None = None
    create: Target | None = None
    bands: dict[Literal["green", "yellow", "red"], str] = Field(default_factory=dict)
    decimals: str | None = None
    statements: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "Entity":
        needs = {
            "edition": ("code",), "item": ("code",), "enduring": ("code",), "part": ("part_of", "path", "link"),
            "observation": ("indicator", "period"), "contribution": ("start", "end"),
        }  # fmt: skip
        for name in needs.get(self.node, ()):
            if not getattr(self, name):
                raise ValueError(f"an entity with node: {self.node} needs {name.replace('_', '-')}")
        return self


class SheetSpec(_Part):
    """One kind of sheet."""

    id: str
    names: Annotated[Words, Field(min_length=1)]
    required: bool = False
    many: bool = False
    hidden: Literal["skip", "read"] = "skip"
    above: dict[str, Column] = Field(default_factory=dict)
    columns: Annotated[dict[str, Column], Field(min_length=1)]
    entities: tuple[Entity, ...] = ()
    identities: dict[Literal["code", "key", "forerunner", "note"], str] = Field(default_factory=dict)
    note: dict[Lang, str] = Field(default_factory=dict)

    def fields(self) -> Iterator[tuple[str, Column]]:
        """Yield every column and every labelled row above, with its field name."""
        yield from self.above.items()
        yield from self.columns.items()

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The fields whose column must be there."""
        return tuple(name for name, column in self.columns.items() if column.required)


class Mapping(_Part):
    """A whole mapping file, included parts resolved. Sheets are read in the order they stand here."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: dict[Lang, str]
    lists: dict[str, dict[Listed, tuple[Word, ...]]] = Field(default_factory=dict)
    aside: dict[Literal["read-me", "lists"], Words] = Field(default_factory=lambda: dict(_ASIDE))
    sheets: tuple[SheetSpec, ...]

    @model_validator(mode="after")
    def _references_resolve(self) -> "Mapping":
        for sheet in self.sheets:
            _check_sheet(sheet, self)
        if not any(entity.node == "document" for sheet in self.sheets for entity in sheet.entities):
            raise ValueError("no sheet has an entity with node: document; add 'use: document'")
        return self


def _check_sheet(sheet: SheetSpec, mapping: Mapping) -> None:
    fields = dict(sheet.fields())
    entities = [entity.id for entity in sheet.entities]
    for name, column in fields.items():
        if column.words is not None and column.words not in mapping.lists:
            raise ValueError(f"sheet {sheet.id}, column {name}: there is no list '{column.words}'")
        if column.of is not None and column.of not in entities:
            raise ValueError(f"sheet {sheet.id}, column {name}: there is no entity '{column.of}'")
    for entity in sheet.entities:
        for field in _fields_of(entity):
            if field.split(".")[0] not in fields:
                raise ValueError(f"sheet {sheet.id}, entity {entity.id}: there is no column '{field}'")
        for other in (s.node for s in entity.statements if s.node):
            if other not in entities:
                raise ValueError(f"sheet {sheet.id}, entity {entity.id}: there is no entity '{other}'")


def _fields_of(entity: Entity) -> Iterator[str]:
    """Yield every field an entity names ('observation of an entity' and 'part of an entity' name entities instead)."""
    for template in (*entity.code, entity.path or ""):
        yield from re.findall(r"\{([^{}]+)\}", template)
    single = (entity.key, entity.forerunner, entity.each, entity.when, entity.period, entity.start, entity.end,
              entity.kind, entity.decimals, entity.organisation)  # fmt: skip
    yield from (name for name in single if name is not None)
    yield from (*entity.area, *entity.bands.values())
    for statement in entity.statements:
        yield from (name for name in (statement.field, statement.unless) if name is not None)
