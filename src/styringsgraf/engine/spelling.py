"""Writes tokens so that they have one reading: without comments, and with no '<' of an IRI that could be a sign."""

from collections.abc import Iterable
from typing import Final

from styringsgraf.engine.tokens import Token

_SHORT: Final = 0xFFFF


def spelled(tokens: Iterable[Token]) -> str:
    """Return tokens as text. Each IRI begins with an escape: only an IRI can go on so after its '<'."""
    return "".join(_spelled(token) for token in tokens)


def _spelled(token: Token) -> str:
    if token.kind == "comment":
        return ""
    if token.kind != "iri" or len(token.text) <= len("<>") or token.text[1] == "\\":
        return token.text
    code = ord(token.text[1])
    escape = f"\\u{code:04X}" if code <= _SHORT else f"\\U{code:08X}"
    return f"<{escape}{token.text[2:]}"
