"""Cuts SPARQL text into tokens and says where each ``$name`` stands. Text in strings, IRIs and comments is no token.

The scanner follows the terminals of the SPARQL 1.1 grammar and takes the longest match, as the grammar demands; so
``?a<?b`` without spaces could be read as an IRI by one engine and as a comparison by another, which is why a
template with ``$`` inside angle brackets is refused instead of guessed at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from styringsgraf import errors

_LETTER: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME: Final = rf"[{_LETTER}_0-9][{_LETTER}_0-9\u00B7\u0300-\u036F\u203F-\u2040]*"
_LOCAL: Final = r"(?:[\w:.\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"

_TERMINALS: Final = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("space", r"[ \t\r\n]+"),
            ("comment", r"#[^\n\r]*"),
            (
                "string",
                (
                    r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\""
                    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\""
                ),
            ),
            ("iri", r"<[^<>\"{}|^`\\\x00-\x20]*>"),
            ("variable", rf"[?$]{_NAME}"),
            ("tag", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
            ("prefixed", rf"(?:[^\W\d_][\w.\-]*|_)?:{_LOCAL}"),
            ("number", r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
            ("word", r"[A-Za-z][A-Za-z0-9_]*"),
            ("sign", r"\^\^|&&|\|\||!=|<=|>=|<<|>>|[{}()\[\].,;=<>!+\-*/|^?&~]"),
        )
    ),
    re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One token: its kind (name of the terminal), its text, and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals, or the sign; '' for names, strings, IRIs and variables."""
        return self.text.upper() if self.kind in ("word", "sign") else ""

    @property
    def parameter(self) -> str | None:
        """Name of the parameter, when this is a ``$name``."""
        return self.text[1:] if self.kind == "variable" and self.text[0] == "$" else None


class Position(Enum):
    """Where a parameter stands. All but the first three are refused."""

    PATTERN = "pattern"
    EXPRESSION = "expression"
    VALUES = "values"
    SELECT = "select"
    GROUP = "group"
    ORDER = "order"
    AS = "as"
    VALUES_HEADER = "values-header"
    BOUND = "bound"
    FROM = "from"
    LIMIT = "limit"
    SERVICE = "service"
    DESCRIBE = "describe"


ALLOWED: Final = frozenset({Position.PATTERN, Position.EXPRESSION, Position.VALUES})


@dataclass(frozen=True)
class Use:
    """One ``$name`` in a text: the name, where it starts, what kind of place it is."""

    name: str
    start: int
    position: Position


def tokenise(text: str) -> tuple[Token, ...]:
    """Return every token of a SPARQL text, white space and comments included, so that joining them gives it back.

    Raises BadQuery with the line for a character no token starts with (an unclosed string, a stray backslash).
    """
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TERMINALS.match(text, at)
        if match is None or match.lastgroup is None:
            raise errors.BadQuery("questions.unreadable-character", character=text[at], line=line_of(text, at))
        yield Token(match.lastgroup, match[0], at)
        at = match.end()


def line_of(text: str, at: int) -> int:
    """Return the 1-based line of a position."""
    return text.count("\n", 0, at) + 1


@dataclass
class _Frame:
    """One open bracket: what kind of place it is inside, and the clause that stands open there."""

    closing: str
    position: Position
    clause: str = ""
    waiting: Position | None = None  # what the next bracket opens, after FILTER, BIND, VALUES …


@dataclass
class _Walker:
    """Walks the tokens with a stack of brackets. Mutable, lives for one call."""

    stack: list[_Frame] = field(default_factory=lambda: [_Frame("", Position.PATTERN)])
    before: tuple[str, str] = ("", "")

    @property
    def top(self) -> _Frame:
        return self.stack[-1]

    def position(self) -> Position:
        """Where a parameter that stands here stands."""
        if self.before[1] == "AS":
            return Position.AS
        if self.before == ("BOUND", "("):
            return Position.BOUND
        if self.before[1] == "SERVICE" or self.before == ("SERVICE", "SILENT"):
            return Position.SERVICE
        return _CLAUSES.get(self.top.clause, self.top.position)

    def step(self, token: Token) -> None:
        word = token.word
        if word in ("(", "{", "["):
            self._open(word)
        elif word in (")", "}", "]"):
            self._close(word)
        elif word in _CLAUSE_WORDS:
            self._clause(word)
        self.before = (self.before[1], word)

    def _open(self, bracket: str) -> None:
        frame, closing = self.top, {"(": ")", "{": "}", "[": "]"}[bracket]
        inside = _CLAUSES.get(frame.clause, frame.position)
        if frame.clause == "VALUES":
            # The header's parenthesis keeps the clause open; the brace ends it and opens the body.
            inside = Position.VALUES_HEADER if bracket == "(" else Position.VALUES
            frame.clause = frame.clause if bracket == "(" else ""
        elif bracket == "{":
            inside, frame.clause, frame.waiting = Position.PATTERN, "", None
        elif bracket == "(" and frame.waiting is not None:
            inside, frame.waiting = frame.waiting, None
        self.stack.append(_Frame(closing, inside))

    def _close(self, bracket: str) -> None:
        if len(self.stack) > 1 and self.top.closing == bracket:
            self.stack.pop()

    def _clause(self, word: str) -> None:
        frame = self.top
        if word in ("FILTER", "BIND"):
            frame.waiting = Position.EXPRESSION
        elif word == "BY":
            frame.clause = self.before[1]
        elif word in ("GROUP", "ORDER"):
            frame.clause = ""
        else:
            frame.clause = "" if word == "WHERE" else word


#: Clauses that stay open until the next one, and what a parameter in them is.
_CLAUSES: Final = {
    "SELECT": Position.SELECT,
    "DESCRIBE": Position.DESCRIBE,
    "GROUP": Position.GROUP,
    "ORDER": Position.ORDER,
    "HAVING": Position.EXPRESSION,
    "LIMIT": Position.LIMIT,
    "OFFSET": Position.LIMIT,
    "FROM": Position.FROM,
    "VALUES": Position.VALUES_HEADER,
}
_CLAUSE_WORDS: Final = frozenset({*_CLAUSES, "WHERE", "BY", "FILTER", "BIND"})


def uses(tokens: tuple[Token, ...]) -> tuple[Use, ...]:
    """Return every ``$name`` with its position, in the order of the text."""
    walker, found = _Walker(), []
    for token in significant(tokens):
        if token.parameter is not None:
            found.append(Use(token.parameter, token.start, walker.position()))
        walker.step(token)
    return tuple(found)


def significant(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without white space and comments."""
    return tuple(token for token in tokens if token.kind not in ("space", "comment"))
