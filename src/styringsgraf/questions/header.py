"""Reads the header of a question: the ``#+`` lines of a query file, which are YAML and leave the file valid SPARQL."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from styringsgraf import errors
from styringsgraf.tables import Column
from styringsgraf.texts import LANGUAGES

MARK: Final = "#+"
#: Parameters every question takes over HTTP besides its own.
TAKEN: Final = ("lang", "format", "limit", "offset")

ParameterType = Literal[
    "target", "organisation", "plan", "node", "year", "integer", "number", "text", "code", "choice", "boolean"
]
ColumnType = Literal["iri", "label", "number", "integer", "year", "text", "boolean", "code", "path", "paths"]


def _complete(text: dict[str, str]) -> dict[str, str]:
    missing = [lang for lang in LANGUAGES if not text.get(lang, "").strip()]
    if missing or len(text) > len(LANGUAGES):
        raise ValueError(f"needs exactly nb, nn and en; missing: {', '.join(missing) or 'none'}")
    return text


Words = Annotated[dict[str, str], AfterValidator(_complete)]


def _own(name: str) -> str:
    if name in TAKEN:
        raise ValueError(f"every question takes a parameter {name} already; choose another name")
    return name


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parameter(_Strict):
    """One parameter: what it names, whether it may be absent, and how to speak of it.

    ``default`` is text as a caller would give it; for a plan the word ``current`` stands for the plans in force, or,
    where an organisation has none in force, the newest edition of each of its series; for a year ``last-finished``
    stands for the last year that had ended at the release's reference date. ``scheme`` names the code list
    of a ``code``; ``choices`` the values of a ``choice``.
    """

    name: Annotated[str, AfterValidator(_own)]
    type: ParameterType
    label: Words
    help: Words | None = None
    example: str
    required: bool = False
    many: bool = False
    default: str | None = None
    scheme: str | None = None
    choices: dict[str, Words] = Field(default_factory=dict)

    @property
    def resource(self) -> bool:
        """Whether its value is an IRI."""
        return self.type in ("target", "organisation", "plan", "node", "code")


class ColumnHeader(_Strict):
    """One column: ``values`` names the labels of a coded text; ``computed`` the function that fills it.

    ``many`` splits the IRIs (or, with ``values``, the codes) of a GROUP_CONCAT; ``decimals`` names the column whose
    number is the printed precision. ``hidden`` columns feed functions and never reach the reader; ``detail`` columns
    give way where room is short.
    """

    type: ColumnType
    label: Words
    many: bool = False
    hidden: bool = False
    detail: bool = False
    computed: str | None = None
    decimals: str | None = None
    values: dict[str, Words] = Field(default_factory=dict)


class Reason(_Strict):
    """Why an answer may be empty; with ``when`` (a graph pattern) only if the pattern matches."""

    nb: str
    nn: str
    en: str
    when: str | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """The sentence in its three languages."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}


class Header(_Strict):
    """Everything a question says about itself."""

    name: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    title: Words
    description: Words
    path: str | None = Field(None, pattern=r"^/api/v1/[a-z{}/-]+$")
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    columns: dict[str, ColumnHeader] = Field(min_length=1)
    empty: list[Reason] = Field(min_length=1)
    computed: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, raw: Any) -> Any:
        """Tell each parameter its name, which in the header is its key."""
        if isinstance(raw, dict) and isinstance(raw.get("parameters"), dict):
            named = {k: {**v, "name": k} if isinstance(v, dict) else v for k, v in raw["parameters"].items()}
            return {**raw, "parameters": named}
        return raw

    def shown(self) -> tuple[Column, ...]:
        """Return the columns a reader sees; a column of IRIs is followed by one with their labels."""
        found: list[Column] = []
        for name, column in self.columns.items():
            if column.hidden:
                continue
            found.append(Column(name, column.type, column.label, column.values, column.detail))
            if column.type == "iri":
                found.append(Column(label_of(name), "label", column.label, detail=column.detail))
        return tuple(found)


def label_of(column: str) -> str:
    """Return the name of the column that holds the labels of a column of IRIs."""
    return f"{column}Label"


def without(text: str) -> str:
    """Return a query without its header, which every ask would carry to the engine."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MARK))


def read(text: str, file: str) -> Header:
    """Return the header of a query file (its ``#+`` lines), or of a YAML file (all of it).

    Raises InputError that names the file, the key and what is wrong with it.
    """
    lines = text.splitlines()
    marked = [line.removeprefix(MARK).removeprefix(" ") for line in lines if line.startswith(MARK)]
    source = "\n".join(marked) if file.endswith(".rq") else text
    try:
        loaded: Any = yaml.safe_load(source)
    except yaml.YAMLError as fault:
        raise errors.InputError("questions.header-yaml", file=file, reason=" ".join(str(fault).split())) from fault
    try:
        return Header.model_validate(loaded if loaded is not None else {})
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "name"
        raise errors.InputError("questions.header-key", file=file, place=where, reason=first["msg"]) from fault
