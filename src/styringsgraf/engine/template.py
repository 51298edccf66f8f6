"""What an update's braces hold beside patterns: statements, some of them in graphs that are named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.spelling import spelled
from styringsgraf.engine.tokens import Token, line_column
from styringsgraf.terms import NamedNode, sparql

#: The only words that statements hold. Engines ask for no space around words: anything else may hide one.
_WORDS: Final = frozenset({"A", "TRUE", "FALSE"})
_NAMES: Final = frozenset({"iri", "prefixed"})
_SHOWN: Final = 40


@dataclass(frozen=True)
class _Run:
    """Statements in one place: ``name`` is the graph's text, '' outside; ``graph`` its IRI, None for a variable."""

    text: str
    name: str = ""
    graph: str | None = None


@dataclass(frozen=True)
class Template:
    """Statements with the graphs they are in."""

    runs: tuple[_Run, ...]

    @property
    def raw(self) -> str:
        """The text as it was meant: statements outside GRAPH stay outside."""
        return self._text("")

    def text(self, default_graph: str) -> str:
        """Return the text in braces, with statements outside GRAPH in the default graph for writing."""
        return f"{{ {self._text(sparql(NamedNode(default_graph)))} }}"

    def raw_or(self, default_graph: str, around: str | None) -> str:
        """Return the text in braces: as it was meant inside WITH, else with the default graph put in."""
        return f"{{ {self.raw} }}" if around else self.text(default_graph)

    def changes(self, default_graph: str) -> frozenset[str]:
        """Return the graphs named; ``default_graph`` stands for those outside GRAPH."""
        outside = {default_graph for run in self.runs if not run.name}
        return frozenset(outside | {run.graph for run in self.runs if run.graph is not None})

    @property
    def variable(self) -> bool:
        """Whether a variable names one of the graphs."""
        return any(run.name and run.graph is None for run in self.runs)

    def _text(self, default: str) -> str:
        return " ".join(
            f"GRAPH {run.name or default} {{ {run.text} }}" if run.name or default else run.text for run in self.runs
        )


def template(text: str, tokens: Sequence[Token], resolved: Callable[[Token], str]) -> Template:
    """Take the inside of braces apart; ``resolved`` gives the IRI of a name. Raises BadQuery with the place."""
    return Template(tuple(_runs(text, tokens, resolved)))


def _runs(text: str, tokens: Sequence[Token], resolved: Callable[[Token], str]) -> Iterator[_Run]:
    waiting: list[Token] = []
    rest = iter(tokens)
    for token in rest:
        if token.word != "GRAPH":
            waiting.append(_statement(text, token))
            continue
        if (run := _outside(waiting)) is not None:
            yield _Run(spelled(run))
        waiting = []
        name = _significant(text, rest, token)
        if name.kind not in {*_NAMES, "variable"}:
            raise _wrong(text, name)
        graph = resolved(name) if name.kind in _NAMES else None
        opening = _significant(text, rest, name)
        if opening.text != "{":
            raise _wrong(text, opening)
        inside = []
        for inner in rest:
            if inner.text == "}":
                break
            inside.append(_statement(text, inner))
        yield _Run(spelled(inside), spelled([name]), graph)
    if (run := _outside(waiting)) is not None:
        yield _Run(spelled(run))


def _outside(tokens: list[Token]) -> list[Token] | None:
    """Return statements between two named graphs without the dot that may follow the first; None where none are."""
    start = next((i for i, token in enumerate(tokens) if token.significant and token.text != "."), None)
    return None if start is None else tokens[start:]


def _statement(text: str, token: Token) -> Token:
    if token.text in {"{", "}"}:
        raise _wrong(text, token)
    if token.kind == "word" and token.word not in _WORDS:
        raise _wrong(text, token)
    return token


def _significant(text: str, rest: Iterator[Token], before: Token) -> Token:
    found = next((token for token in rest if token.significant), None)
    if found is None:
        raise _wrong(text, before)
    return found


def _wrong(text: str, token: Token) -> errors.BadQuery:
    line, column = line_column(text, token.start)
    return errors.BadQuery("writing.update-syntax", line=line, column=column, found=token.text[:_SHOWN])
