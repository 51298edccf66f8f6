"""Reads YAML that people wrote: bounded before anything is built, every fault with its line, no key given twice.

A few lines of aliases or merge keys can stand for more values than fit in memory, and some values cannot be built at
all (a month 13). So the text is first read as a stream of events, then as a graph of nodes in which an alias costs
nothing; only what is small when written out is built.
"""

from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

_SIZE: Final = 1_000_000
_DEPTH: Final = 40
_VALUES: Final = 200_000
#: The parser in C where it is installed: the same language, fifty times as fast.
_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE: Final = "tag:yaml.org,2002:merge"
_OPENING: Final = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING: Final = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class YamlFault(ValueError):
    """A text that is no YAML, or none that can be used; ``line`` is 1-based."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Loaded:
    """What a text holds, and its nodes: they know the line of every value."""

    value: Any
    root: yaml.Node | None


def load(content: bytes) -> Loaded:
    """Return what a UTF-8 text holds (None when it is empty); raises ``YamlFault``."""
    if len(content) > _SIZE:
        raise YamlFault(f"> {_SIZE} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise YamlFault("not UTF-8", content.count(b"\n", 0, problem.start) + 1) from problem
    try:
        _check_depth(text)
        root = yaml.compose(text, Loader=_PARSER)
        if root is None:
            return Loaded(None, None)
        _expanded(root, {}, ())
        return Loaded(_Constructor().construct_document(root), root)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        reason = " ".join(str(getattr(problem, "problem", None) or problem).split())
        raise YamlFault(reason, mark.line + 1 if mark is not None else 1) from problem


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_PARSER):
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > _DEPTH:
            mark = event.start_mark
            raise YamlFault(f"more than {_DEPTH} levels", mark.line + 1 if mark is not None else 1)


def _expanded(node: yaml.Node, known: dict[int, int], above: tuple[int, ...]) -> int:
    """Return how many values a node is when every alias is written out; an alias inside what it names is endless."""
    if id(node) in above:
        raise YamlFault("an alias that contains itself", node.start_mark.line + 1)
    if id(node) not in known:
        parts: list[yaml.Node] = []
        if isinstance(node, yaml.SequenceNode):
            parts = node.value
        elif isinstance(node, yaml.MappingNode):
            parts = [part for pair in node.value for part in pair]
        inside = (*above, id(node))
        known[id(node)] = 1 + sum(_expanded(part, known, inside) for part in parts)
        if known[id(node)] > _VALUES:
            raise YamlFault(f"more than {_VALUES} values when its aliases are written out", node.start_mark.line + 1)
    return known[id(node)]


class _Constructor(SafeConstructor):
    """Builds values; refuses a key given twice, which YAML would silently let win, and keys that are no words."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, OverflowError) as problem:
            if isinstance(problem, YamlFault):
                raise
            raise YamlFault(str(problem), node.start_mark.line + 1) from problem

    def mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ConstructorError(None, None, "a key must be a word", key.start_mark)
            if key.value in seen and key.tag != _MERGE:
                raise ConstructorError(None, None, f"'{key.value}' is given twice", key.start_mark)
            seen.add(key.value)
        self.flatten_mapping(node)
        return dict(self.construct_pairs(node, deep=True))


# The published types know loaders only; a constructor alone has the same method.
_Constructor.add_constructor("tag:yaml.org,2002:map", _Constructor.mapping)  # type: ignore[type-var]
