"""Puts values into a query: every ``$name`` token becomes a typed term, escaped by the RDF library.

Nothing is ever pasted as text, so no value can change what a query means (fuzzed in the tests), and because the
result is plain SPARQL it works inside sub-selects and on every engine.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from styringsgraf import errors
from styringsgraf.engine.tokens import Token
from styringsgraf.questions.tokens import ALLOWED, Position, Use, line_of, tokenise, uses
from styringsgraf.terms import BlankNode, NamedNode, Term, sparql

#: What one parameter can be bound to; None leaves an optional parameter an unbound variable.
Value: TypeAlias = Term | Sequence[Term] | None

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20]*")


@dataclass(frozen=True)
class Template:
    """A query text taken apart once: its tokens and the places where parameters stand."""

    tokens: tuple[Token, ...]
    uses: tuple[Use, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters the text asks for."""
        return frozenset(use.name for use in self.uses)


@lru_cache(maxsize=256)
def template(text: str) -> Template:
    """Take a query text apart and check it against the parameter convention.

    Raises BadQuery naming line and parameter: a position where engines disagree or injection would be possible,
    ``?x`` and ``$x`` of one name, a ``$`` inside an IRI, a code point escape (it is undone before parsing).
    """
    tokens = tokenise(text)
    found = Template(tokens, uses(tokens))
    for token in tokens:
        if token.kind == "iri" and "$" in token.text:
            raise errors.BadQuery("questions.dollar-in-iri", iri=token.text, line=line_of(text, token.start))
        if token.kind in ("string", "comment") and re.search(r"\\[uU]", token.text):
            raise errors.BadQuery("questions.codepoint-escape", line=line_of(text, token.start))
        if token.kind == "variable" and token.text[0] == "?" and token.text[1:] in found.names:
            raise errors.BadQuery("questions.both-marks", name=token.text[1:], line=line_of(text, token.start))
    for use in found.uses:
        if use.position not in ALLOWED:
            raise errors.BadQuery(
                f"questions.refused-{use.position.value}", name=use.name, line=line_of(text, use.start)
            )
    return found


def bind(text: str, values: Mapping[str, Value]) -> str:
    """Return the query with every ``$name`` replaced by its value; a list only fits the body of VALUES.

    ``values`` must name every parameter of the text (None = leave it an unbound variable); names the text does not
    use are ignored. Raises BadQuery for a text that breaks the convention, BadParameter for a value that cannot
    stand where it is asked for (a list outside VALUES, an empty list, a blank node), KeyError for a missing name.
    """
    taken = template(text)
    places = {use.start: use.position for use in taken.uses}
    return "".join(
        token.text if token.parameter is None else _replace(token, places[token.start], values[token.parameter])
        for token in taken.tokens
    )


def _replace(token: Token, position: Position, value: Value) -> str:
    name = token.text[1:]
    if value is None:
        if position is not Position.PATTERN:
            raise errors.BadParameter("questions.missing", name=name)
        return token.text
    if isinstance(value, Sequence):
        if position is not Position.VALUES:
            raise errors.BadParameter("questions.single", name=name)
        if not value:
            raise errors.BadParameter("questions.empty-list", name=name)
        return f" {' '.join(_text(name, term) for term in value)} "
    return f" {_text(name, value)} "


def _text(name: str, term: Term) -> str:
    # A blank node would become a variable, and an IRI read leniently could hold a bracket.
    if isinstance(term, BlankNode) or (isinstance(term, NamedNode) and not _IRI.fullmatch(term.value)):
        raise errors.BadParameter("questions.not-a-term", name=name, value=str(term))
    return _ESCAPE.sub(_unmistakable, sparql(term))


_ESCAPE: Final = re.compile(r"\\\\(?P<letter>[uU])|\\u(?P<code>[0-9A-Fa-f]{4})|\\.", re.DOTALL)


def _unmistakable(escape: re.Match[str]) -> str:
    r"""Write an escape so that every engine reads the same value.

    An engine that follows the letter of SPARQL (section 19.2) undoes code point escapes before it parses, even
    behind an escaped backslash: the value ``\\u0022`` would end its own string there. So a letter u after an
    escaped backslash becomes a code point itself, always in the form of eight digits (rdflib reads four or eight).
    """
    if escape["letter"]:
        return "\\\\\\U" + f"{ord(escape['letter']):08X}"
    return f"\\U0000{escape['code']}" if escape["code"] else escape[0]
