"""Says where each ``$name`` of a SPARQL text stands. Text in strings, IRIs and comments is no token.

The scanner takes the longest match, as the grammar demands; so
``?a<?b`` without spaces could be read as an IRI by one engine and as a comparison by another, which is why a
template with ``$`` inside angle brackets is refused instead of guessed at.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.tokens import Token, scan

#: What may stand alone; any other single character starts no token (an unclosed string, a stray backslash).
_SIGNS: Final = frozenset("{}()[].,;=<>!+-*/|^?&~")


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

    Raises BadQuery with the line for a character no token starts with.
    """
    found = tuple(scan(text))
    for token in found:
        if token.kind == "sign" and token.text not in _SIGNS:
            line = line_of(text, token.start)
            raise errors.BadQuery("questions.unreadable-character", character=token.text, line=line)
    return found


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
    return tuple(token for token in tokens if token.significant)
