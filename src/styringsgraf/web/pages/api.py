"""What the page of the API lists: the operations of its description, group by group, with their parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: The groups in the order readers want them; one that is not named comes last, under its own name.
ORDER: Final = (
    "questions",
    "search",
    "thread",
    "sparql",
    "quality",
    "changes",
    "releases",
    "dumps",
    "linked data",
    "identifiers",
    "writing",
    "service",
    "health",
)
_METHODS: Final = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, whether it must be given, and what it means, in English."""

    name: str
    required: bool
    about: str


@dataclass(frozen=True)
class Operation:
    """A method at a path, in a line of English; ``plain`` where a link may simply be followed."""

    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    plain: bool


@dataclass(frozen=True)
class Group:
    """The operations of a tag; ``key`` is fit for an address and for the names of texts."""

    key: str
    name: str
    operations: tuple[Operation, ...]


def groups(schema: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the operations of an OpenAPI description by their first tag."""
    found: dict[str, list[Operation]] = {}
    for path, item in schema["paths"].items():
        shared = item.get("parameters", [])
        for method in (one for one in _METHODS if one in item):
            tags = item[method].get("tags") or [""]
            found.setdefault(tags[0], []).append(_operation(method, path, item[method], shared))
    order = sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return tuple(Group(name.replace(" ", "-"), name, tuple(found[name])) for name in order)


def _operation(method: str, path: str, said: Mapping[str, Any], shared: list[dict[str, Any]]) -> Operation:
    parameters = tuple(_parameters([*shared, *said.get("parameters", [])]))
    plain = method == "get" and "{" not in path and not any(one.required for one in parameters)
    return Operation(method.upper(), path, said.get("summary", ""), parameters, plain)


def _parameters(said: list[dict[str, Any]]) -> Iterator[Parameter]:
    for one in said:
        about = one.get("description") or one.get("schema", {}).get("description", "")
        yield Parameter(one["name"], bool(one.get("required")), about)
