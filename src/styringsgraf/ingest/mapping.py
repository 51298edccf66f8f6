"""Loads mapping files: YAML with includes, checked, every fault reported with file and line."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from styringsgraf import resources, yamlfile
from styringsgraf.errors import InputError
from styringsgraf.ingest.schema import Mapping

__all__ = ["Mapping", "find", "load", "shipped", "shipped_names"]


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
        raise _wrong(path, reason, where, line) from problem


@cache
def shipped() -> tuple[Mapping, ...]:
    """Return the mappings that come with the product, by name."""
    return tuple(load(path) for path in _shipped_files())


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped mappings."""
    return tuple(path.stem for path in _shipped_files())


def find(name: str) -> Mapping:
    """Return a shipped mapping by name, or the mapping in a file by path; raises ``InputError``."""
    return next((mapping for mapping in shipped() if mapping.name == name), None) or load(Path(name))


def _shipped_files() -> list[Path]:
    # A file without sheets of its own name is a part that others include.
    return [path for path in sorted(resources.mappings().glob("*.yaml")) if not path.stem.startswith("common")]


def _read(path: Path) -> tuple[dict[str, Any], yaml.Node | None]:
    try:
        loaded = yamlfile.load(path.read_bytes())
    except yamlfile.YamlFault as problem:
        raise _wrong(path, problem.reason, line=problem.line) from problem
    except OSError as problem:
        raise _wrong(path, problem.strerror or str(problem)) from problem
    if not isinstance(loaded.value, dict):
        raise _wrong(path, "not a YAML mapping")
    return loaded.value, loaded.root


def _wrong(path: Path, reason: str, place: str = "–", line: int = 1) -> InputError:
    return InputError("ingest.mapping_wrong", file=path.name, line=line, place=place, reason=reason)


def _resolved(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the mapping with its included lists and sheets put in."""
    # Keys that start with a point only hold parts that YAML anchors repeat elsewhere in the file.
    merged = {key: value for key, value in raw.items() if key != "include" and not str(key).startswith(".")}
    lists: dict[str, Any] = {}
    library: dict[str, Any] = {}
    for name in _part(raw, "include", list, path):
        part, where = _included(str(name), path)
        lists |= _part(part, "lists", dict, where)
        library |= {sheet["id"]: sheet for sheet in _part(part, "sheets", list, where) if _has(sheet, "id")}
    merged["lists"] = lists | _part(raw, "lists", dict, path)
    sheets = raw.get("sheets")
    if isinstance(sheets, list):
        merged["sheets"] = [_used(sheet, library, path) for sheet in sheets]
    return merged


def _part(raw: dict[str, Any], key: str, kind: type, path: Path) -> Any:
    """Return one key's list or mapping, empty when it is not given."""
    value = raw.get(key)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise _wrong(path, f"{key} must be a {'list' if kind is list else 'mapping'}", key)
    return value


def _has(sheet: Any, key: str) -> bool:
    return isinstance(sheet, dict) and isinstance(sheet.get(key), str)


def _used(sheet: Any, library: dict[str, Any], path: Path) -> Any:
    if not isinstance(sheet, dict) or "use" not in sheet:
        return sheet
    if not _has(sheet, "use") or sheet["use"] not in library:
        raise _wrong(path, f"no included sheet '{sheet['use']}'; known: {', '.join(library)}", "use")
    return library[sheet["use"]] | {key: value for key, value in sheet.items() if key != "use"}


def _included(name: str, path: Path) -> tuple[dict[str, Any], Path]:
    for folder in (path.parent, resources.mappings()):
        candidate = folder / f"{Path(name).name}.yaml"
        if candidate.is_file():
            return _read(candidate)[0], candidate
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
