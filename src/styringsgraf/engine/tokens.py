"""SPARQL's terminals: where tokens lie, in the standard's reading and in every reading an engine may take.

Source of the classes: SPARQL 1.1 Query Language, section 19.8 (terminals).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST: Final = f"{_BASE}_"
_NEXT: Final = f"{_FIRST}0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS: Final = rf"{_NEXT}\-"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CODEPOINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

#: Possessive: a heap of "#" can be cut into comments in more ways than there is time to try.
SKIP: Final = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
IRI: Final = rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_CODEPOINT})*>"
VARIABLE: Final = rf"[?$][{_FIRST}0-9][{_NEXT}]*"
_PREFIX: Final = rf"(?:[{_BASE}][{_CHARS}.]*+(?<!\.))?:"
_LOCAL: Final = rf"(?:(?:[{_FIRST}:0-9]|{_ESCAPED})(?:(?:[{_CHARS}.:]|{_ESCAPED})*(?:[{_CHARS}:]|{_ESCAPED}))?)?"
PREFIXED: Final = _PREFIX + _LOCAL

#: What the name of a prefix is made of; only a colon right behind makes one of it.
_RUN: Final = re.compile(rf"[{_CHARS}.]*+")
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
    |(?P<comment>\#[^\r\n]*)
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
              |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri>{IRI})
    |(?P<variable>{VARIABLE})
    |(?P<blank>_:[{_FIRST}0-9](?:[{_CHARS}.]*[{_CHARS}])?)
    |(?P<prefixed>{PREFIXED})
    |(?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[{_FIRST}][{_NEXT}]*)
    |(?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
#: The same where no name of a prefix can begin; the lone colon stays one.
_UNPREFIXED: Final = re.compile(_TOKEN.pattern.replace(PREFIXED, ":" + _LOCAL), re.VERBOSE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group name of the table above), where it starts and ends, and its text."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        """The keyword in capitals, or the sign; '' for names, strings, IRIs and variables."""
        return self.text.upper() if self.kind in {"word", "sign"} else ""

    @property
    def parameter(self) -> str | None:
        """Name of the parameter, when this is a ``$name``."""
        return self.text[1:] if self.kind == "variable" and self.text[0] == "$" else None

    @property
    def significant(self) -> bool:
        """Whether it is neither white space nor a comment."""
        return self.kind not in {"space", "comment"}


class _Scanner:
    """Reads tokens at any place of one text, in time that grows with its length and not with its square.

    ``a-a-a-…`` could begin the name of a prefix at each letter; that no colon ends such a run is looked up once.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._without_prefix = range(0)

    def at(self, position: int) -> Token:
        """Return the token that starts there."""
        text = self._text
        pattern = _UNPREFIXED if position in self._without_prefix else _TOKEN
        found = pattern.match(text, position)
        if found is None or found.lastgroup is None:  # pragma: no cover - the last alternative takes any character
            raise IndexError(position)
        end = found.end()
        if found.lastgroup == "word" and pattern is _TOKEN and text[end : end + 1] in {"-", "."}:
            run = _RUN.match(text, end)
            stop = run.end() if run else end
            # "_a-b:c" holds a prefix, although not from its start.
            if text[stop : stop + 1] != ":" or text[stop - 1] == ".":
                self._without_prefix = range(end, stop)
        return Token(found.lastgroup, found.start(), end, found.group())


def scan(text: str) -> Iterator[Token]:
    """Yield all tokens in the standard's reading (the longest match wins); joined they give the text back."""
    scanner, position = _Scanner(text), 0
    while position < len(text):
        token = scanner.at(position)
        position = token.end
        yield token


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens in the standard's reading, without white space and comments."""
    return (token for token in scan(text) if token.significant)


def every_token(text: str) -> Iterator[Token]:
    """Yield the tokens of all readings, each place once, in no particular order.

    To the standard ``?a<'x>'`` holds the IRI ``<'x>``; engines that parse by context read "less than" and a
    string. What one reading hides in a string the other shows, so a guard has to look at both.
    """
    scanner, waiting, seen = _Scanner(text), [0], set[int]()
    while waiting:
        position = waiting.pop()
        if position in seen or position >= len(text):
            continue
        seen.add(position)
        token = scanner.at(position)
        waiting.append(token.end)
        if token.kind == "iri":
            waiting.append(token.start + 1)
        if token.significant:
            yield token


def line_column(text: str, position: int) -> tuple[int, int]:
    """Return line and column of a place in a text, both counted from 1, in characters."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
