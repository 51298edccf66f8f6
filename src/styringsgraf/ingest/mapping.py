"""Loads mapping files: YAML with includes, checked, every fault reported with file and line."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.ingest.schema import Mapping

__all__ = ["Mapping", "find", "load", "shipped", "shipped_names"]

_SIZE: Final = 1_000_000


class _Loader(yaml.SafeLoader):
    """Refuses a key given twice, which YAML would silently let win."""


def _unique(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
            raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' is given twice", key.start_mark)
        seen.add(key.value)
    loader.flatten_mapping(node)
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _unique)


def load(path: Path) -> Mapping:
    """Return the mapping in a file; raises ``InputError`` that names file, line and fault."""
    if not path.is_file():
        raise InputError("ingest.mapping_missing", file=path.name, known=", ".join(shipped_names()))
    raw, root = _read(path)
    try:
        return Mapping.model_validate(_resolved(raw, path))
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = _where(first["loc"])
        reason = str(first["msg"]).removeprefix("Value error, ")
        line = _line(root, first["loc"])
        raise InputError("ingest.mapping_wrong", file=path.name, line=line, place=where, reason=reason) from problem


@cache
def shipped() -> tuple[Mapping, ...]:
    """Return the mappings that come with the product, by name."""
    return tuple(load(path) for path in _shipped_files())


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped mappings."""
    return tuple(path.stem for path in _shipped_files())


def find(name: str) -> Mapping:
    """Return a shipped mapping by name, or the mapping in a file by path; raises ``InputError``."""
    for path in _shipped_files():
        if path.stem == name:
            return load(path)
    return load(Path(name))


def _shipped_files() -> list[Path]:
    # A file without sheets of its own name is a part that others include.
    return [path for path in sorted(resources.mappings().glob("*.yaml")) if not path.stem.startswith("common")]


def _read(path: Path) -> tuple[dict[str, Any], yaml.Node | None]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if len(text) > _SIZE:
            raise InputError("ingest.mapping_wrong", file=path.name, line=1, place="", reason=f"> {_SIZE} bytes")
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader underneath
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        reason = getattr(problem, "problem", None) or str(problem)
        raise InputError("ingest.mapping_wrong", file=path.name, line=line, place="", reason=reason) from problem
    except (UnicodeDecodeError, RecursionError) as problem:
        raise InputError("ingest.mapping_wrong", file=path.name, line=1, place="", reason="not UTF-8 YAML") from problem
    if not isinstance(loaded, dict):
        raise InputError("ingest.mapping_wrong", file=path.name, line=1, place="", reason="not a YAML mapping")
    return loaded, root


def _resolved(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the mapping with its included lists and sheets put in."""
    # Keys that start with a point only hold parts that YAML anchors repeat elsewhere in the file.
    merged = {key: value for key, value in raw.items() if key != "include" and not str(key).startswith(".")}
    lists: dict[str, Any] = {}
    library: dict[str, Any] = {}
    for name in raw.get("include", ()):
        part = _included(str(name), path)
        lists |= part.get("lists", {})
        library |= {sheet["id"]: sheet for sheet in part.get("sheets", ()) if "id" in sheet}
    merged["lists"] = lists | (raw.get("lists") or {})
    sheets = raw.get("sheets")
    if isinstance(sheets, list):
        merged["sheets"] = [_used(sheet, library, path) for sheet in sheets]
    return merged


def _used(sheet: Any, library: dict[str, Any], path: Path) -> Any:
    if not isinstance(sheet, dict) or "use" not in sheet:
        return sheet
    if sheet["use"] not in library:
        raise InputError("ingest.mapping_wrong", file=path.name, line=1, place="use",
                         reason=f"no included sheet '{sheet['use']}'; known: {', '.join(library)}")  # fmt: skip
    return library[sheet["use"]] | {key: value for key, value in sheet.items() if key != "use"}


def _included(name: str, path: Path) -> dict[str, Any]:
    for folder in (path.parent, resources.mappings()):
        candidate = folder / f"{Path(name).name}.yaml"
        if candidate.is_file():
            return _read(candidate)[0]
    raise InputError("ingest.mapping_missing", file=f"{name}.yaml", known=", ".join(shipped_names()))


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _line(root: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """Return the line of a place in the file, as near as the file itself goes (included parts have no line here)."""
    node, line = root, 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if part not in pairs:
                return line
            key, node = pairs[str(part)]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
