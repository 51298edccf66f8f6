"""Refuses foreign SPARQL that could reach other machines, change data or break the parser."""

import re
from collections.abc import Iterator
from sys import maxunicode
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import Kind
from styringsgraf.engine.tokens import IRI, PREFIXED, SKIP, VARIABLE, Token, every_token, line_column, tokens

_KINDS: Final[dict[str, Kind]] = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "INSERTDATA", "DELETEDATA"}
)
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = frozenset(_OPENING.values())
#: What no query can hold: NUL and half characters.
_NO_CHARACTER: Final = re.compile("[\0\ud800-\udfff]")
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: What follows the word in a federated pattern: its address, and a group. The same letters inside an IRI read as
#: "less than …" can never be followed so, because an IRI holds neither '<' nor '{'.
_AFTER_WORD: Final = re.compile(rf"{SKIP}(?:SILENT{SKIP})?(?:{IRI}|{VARIABLE}|{PREFIXED}){SKIP}\{{", re.IGNORECASE)
_AFTER_NAME: Final = re.compile(rf"{SKIP}\{{")
#: Where FROM could choose a graph: not as a variable's name nor inside a longer word, and with a graph behind it.
_FROM: Final = re.compile(rf"(?<![?$\w])from{SKIP}(?:named(?!\w)|{IRI}|{PREFIXED})", re.IGNORECASE)


def check(text: str, *, max_bytes: int, max_nesting: int) -> Kind | None:
    """Return what kind of answer the query gives, or None when the text is no query (the parser will say why).

    ``max_bytes`` bounds the length in UTF-8, ``max_nesting`` the depth of braces, brackets and parentheses
    together. Raises TooLarge and BadQuery; the sentence names line and column where there is one.
    """
    _length(text, max_bytes)
    _characters(text)
    kind = _form(text)
    _nesting(text, max_nesting)
    _federation(text)
    return kind


def check_update(text: str, *, max_bytes: int, max_nesting: int) -> None:
    """Raise TooLarge or BadQuery for an update too long, too deep or with a federated pattern, in any reading."""
    _length(text, max_bytes)
    _characters(text)
    _nesting(text, max_nesting)
    _federation(text)


def names_graphs(text: str) -> bool:
    """Return whether a query chooses its graphs itself (FROM, FROM NAMED)."""
    if _FROM.search(text) is None:  # every query of ours comes here; most need no taking apart
        return False
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def form(text: str) -> Kind | None:
    """Return what kind of answer a query gives, None for a text that is no query. Raises BadQuery for an update."""
    return _form(text)


def _length(text: str, limit: int) -> None:
    size = len(text.encode("utf-8", "replace"))
    if size > limit:
        raise errors.TooLarge("engine.query-length", size=size, limit=limit)


def _characters(text: str) -> None:
    found = _NO_CHARACTER.search(text)
    if found is not None:
        line, column = line_column(text, found.start())
        raise errors.BadQuery("engine.character", code=f"U+{ord(found.group()):04X}", line=line, column=column)


def _form(text: str) -> Kind | None:
    """Return the kind of the first word after the prologue; refuse it when it begins an update."""
    first = next(_words_after_prologue(text), None)
    if first is None:
        if not any(True for _ in tokens(text)):
            raise errors.BadQuery("engine.empty")
        return None
    word = first.text.upper()
    if word in _UPDATES:
        line, column = line_column(text, first.start)
        raise errors.BadQuery("engine.update", word=word, line=line, column=column)
    return _KINDS.get(word)


def _words_after_prologue(text: str) -> Iterator[Token]:
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() not in {"BASE", "PREFIX", "VERSION"}:
            yield token
        elif token.kind not in {"word", "iri", "prefixed", "string"}:
            return


def _nesting(text: str, limit: int) -> None:
    if sum(map(text.count, _OPENING)) <= limit:
        return  # wherever they stand
    depth = 0
    for token in tokens(text):
        inner = depth
        if token.text in _OPENING:
            inner = depth = depth + 1
        elif token.text in _CLOSING:
            depth = max(depth - 1, 0)
        elif token.kind == "iri":
            # An engine may read "<((…>" as "less than" and parentheses.
            inner = depth + token.text.count("(") + token.text.count("[")
        if inner > limit:
            line, column = line_column(text, token.start)
            raise errors.BadQuery("engine.nesting", limit=limit, line=line, column=column)


def _federation(text: str) -> None:
    found = _service(text)
    if found is not None:
        line, column = line_column(text, found)
        raise errors.BadQuery("engine.service", line=line, column=column)
    plain = _CODEPOINT.sub(_character, text)
    if plain != text:
        # The standard replaces \uXXXX before it parses; escapes may spell the word or end a string.
        found = _service(plain)
        if found is not None:
            line, column = line_column(text, _before_escapes(text, found))
            raise errors.BadQuery("engine.service", line=line, column=column)


def _service(text: str) -> int | None:
    """Return where a federated pattern starts, in any reading, or None.

    Engines do not ask for a space around keywords: ``trueSERVICE<…>{`` and ``SERVICEex:a{`` reach the network
    as well. The price is that a prefix with "service" in its name cannot stand right before a brace.
    """
    if "service" not in text.lower():
        return None
    for token in every_token(text):
        name = token.text.partition(":")[0].lower()
        if "service" not in name:
            continue
        after = {"word": _AFTER_WORD, "prefixed": _AFTER_NAME}.get(token.kind)
        if after is not None and after.match(text, token.end):
            return token.start
    return None


def without_escapes(text: str) -> str:
    """Return the text with code point escapes undone everywhere, as the letter of the standard has it."""
    return _CODEPOINT.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1) or found.group(2), 16)
    return chr(code) if code <= maxunicode and not "\ud800" <= chr(code) <= "\udfff" else found.group()


def _before_escapes(text: str, position: int) -> int:
    """Return where a place of the text without escapes lies in the text as it was written."""
    for escape in _CODEPOINT.finditer(text):
        if escape.start() >= position:
            break
        position += len(escape.group()) - len(_character(escape))
    return position
