"""Turns the engine's parse error into a sentence that names the place and, where it can, the remedy."""

import re
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.tokens import Token, line_column, tokens

_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
#: The engine lists what could have stood there; only entries that are sentences help a reader.
_SENTENCE: Final = re.compile(r"(?:^|, )((?:The |Duplicated |IRI |SELECT \* is )[A-Za-z*' -]+)")
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_SHOWN: Final = 30


def explain(text: str, message: str) -> errors.BadQuery:
    """Return the error to raise for a text the engine could not parse; ``message`` is what the engine said."""
    return _prefix(text) or _bracket(text) or _engine(text, message)


def _prefix(text: str) -> errors.BadQuery | None:
    """Name a prefix that is used and not declared: the fault newcomers make, which the engine words badly."""
    declared, previous = set[str](), ""
    for token in tokens(text):
        if token.kind == "prefixed":
            prefix = token.text.partition(":")[0] + ":"
            if previous == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared and not text.startswith("//", token.end):
                return _placed("engine.undeclared-prefix", text, token, prefix=prefix)
        previous = token.text.upper()
    return None


def _bracket(text: str) -> errors.BadQuery | None:
    opened: list[Token] = []
    for token in tokens(text):
        if token.text in _CLOSING.values():
            opened.append(token)
        elif token.text in _CLOSING:
            if not opened:
                return _placed("engine.unopened", text, token, bracket=token.text)
            last = opened.pop()
            if last.text != _CLOSING[token.text]:
                return _placed("engine.unclosed", text, last, bracket=last.text)
    return _placed("engine.unclosed", text, opened[-1], bracket=opened[-1].text) if opened else None


def _placed(key: str, text: str, token: Token, **values: str) -> errors.BadQuery:
    line, column = line_column(text, token.start)
    return errors.BadQuery(key, line=line, column=column, **values)


def _engine(text: str, message: str) -> errors.BadQuery:
    found = _PLACE.match(message)
    if found is None:
        return errors.BadQuery("engine.evaluation", detail=message.rstrip("."))
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]) if line <= len(lines) else text
    near = " ".join(before[-_SHOWN:].split())
    details = _SENTENCE.findall(found[3])
    if details:
        return errors.BadQuery("engine.syntax-detail", line=line, column=column, near=near, detail="; ".join(details))
    return errors.BadQuery("engine.syntax", line=line, column=column, near=near)
