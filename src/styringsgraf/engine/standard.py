"""Refuses in foreign SPARQL what only some engines know: pragmas, functions of their own, words of their own.

The engine in process reads nothing but the standard; a remote one may read more: Virtuoso's ``DEFINE get:soft``
fetches from the network, and its ``bif:`` and ``sql:`` functions reach the database below. So only the words of
SPARQL 1.1 pass, only declared prefixes, and no IRI of those schemes.
Source of the words: SPARQL 1.1 Query Language, section 19.8 (keywords and built-in calls).
"""

import re
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.guard import without_escapes
from styringsgraf.engine.tokens import Token, every_token, line_column, tokens

_WORDS: Final = frozenset(
    [
        "A",
        "ABS",
        "ADD",
        "ALL",
        "AS",
        "ASC",
        "ASK",
        "AVG",
        "BASE",
        "BIND",
        "BNODE",
        "BOUND",
        "BY",
        "CEIL",
        "COALESCE",
        "CONCAT",
        "CONSTRUCT",
        "CONTAINS",
        "COUNT",
        "DATATYPE",
        "DAY",
        "DESC",
        "DESCRIBE",
        "DISTINCT",
        "ENCODE_FOR_URI",
        "EXISTS",
        "FALSE",
        "FILTER",
        "FLOOR",
        "FROM",
        "GRAPH",
        "GROUP",
        "GROUP_CONCAT",
        "HAVING",
        "HOURS",
        "IF",
        "IN",
        "IRI",
        "ISBLANK",
        "ISIRI",
        "ISLITERAL",
        "ISNUMERIC",
        "ISURI",
        "LANG",
        "LANGMATCHES",
        "LCASE",
        "LIMIT",
        "MAX",
        "MD5",
        "MIN",
        "MINUS",
        "MINUTES",
        "MONTH",
        "NAMED",
        "NOT",
        "NOW",
        "OFFSET",
        "OPTIONAL",
        "ORDER",
        "PREFIX",
        "RAND",
        "REDUCED",
        "REGEX",
        "REPLACE",
        "ROUND",
        "SAMETERM",
        "SAMPLE",
        "SECONDS",
        "SELECT",
        "SEPARATOR",
        "SHA1",
        "SHA256",
        "SHA384",
        "SHA512",
        "STR",
        "STRAFTER",
        "STRBEFORE",
        "STRDT",
        "STRENDS",
        "STRLANG",
        "STRLEN",
        "STRSTARTS",
        "STRUUID",
        "SUBSTR",
        "SUM",
        "TIMEZONE",
        "TRUE",
        "TZ",
        "UCASE",
        "UNDEF",
        "UNION",
        "URI",
        "UUID",
        "VALUES",
        "WHERE",
        "YEAR",
    ]
)
_SIGNS: Final = frozenset("{}()[].,;=!<>+-*/|&^?")
#: Schemes that are functions of an engine, not addresses of things.
_REFUSED: Final = re.compile(r"<\s*(?:bif|sql)\s*:", re.IGNORECASE)
_SCHEMES: Final = frozenset({"bif", "sql"})
_ESCAPE: Final = re.compile(r"\\[uU][0-9A-Fa-f]{4}")


def check(text: str) -> None:
    """Raise BadQuery, with the place, for anything that the standard does not know, however the text is read."""
    _words(text)
    plain = without_escapes(text)
    if plain != text:  # engines that undo escapes before they parse read another text
        _words(plain)
    for token in every_token(plain):
        scheme = token.text.partition(":")[0].lower() if token.kind == "prefixed" else ""
        if scheme in _SCHEMES or token.word == "DEFINE" or (token.kind == "iri" and _REFUSED.match(token.text)):
            raise _placed("remote.not-standard", plain, token, word=token.text[:40])


def _words(text: str) -> None:
    declared, previous = set[str](), ""
    for token in tokens(text):
        if token.kind == "prefixed":
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                raise _placed("engine.undeclared-prefix", text, token, prefix=f"{prefix}:")
        elif _foreign(token):
            raise _placed("remote.not-standard", text, token, word=token.text[:40])
        previous = token.word


def _foreign(token: Token) -> bool:
    match token.kind:
        case "word":
            return token.word not in _WORDS
        case "sign":
            return token.text not in _SIGNS
        case "iri":  # an escape could spell the scheme
            return bool(_REFUSED.match(token.text) or _ESCAPE.search(token.text))
        case _:
            return False


def _placed(key: str, text: str, token: Token, **values: str) -> errors.BadQuery:
    line, column = line_column(text, token.start)
    return errors.BadQuery(key, line=line, column=column, **values)
