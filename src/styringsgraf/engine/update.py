"""Takes a SPARQL update apart: its operations, the graphs each names to change, and a text with one reading only.

The text that the engine gets is ours: comments are gone, and each IRI begins with an escape, so that no engine can
read its '<' as "less than" and find other tokens behind it. Where an operation names no graph, the default graph for
writing is put in; where the request names the dataset, ``USING`` is.
"""

from collections.abc import Iterator
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.operation import Operation, Using, named
from styringsgraf.engine.spelling import spelled
from styringsgraf.engine.storage import Store
from styringsgraf.engine.template import Template, template
from styringsgraf.engine.tokens import Token, line_column, scan
from styringsgraf.terms import NamedNode

__all__ = ["Operation", "Using", "parse"]

_NAMES: Final = frozenset({"iri", "prefixed"})
_SHOWN: Final = 40


def parse(text: str, *, base: str, default_graph: str, using: Using) -> tuple[Operation, ...]:
    """Return the operations of an update. Raises BadQuery, with the place, for what is none or not allowed."""
    return tuple(_Parser(text, base, default_graph, using).operations())


class _Parser:
    """One pass over the tokens."""

    def __init__(self, text: str, base: str, default_graph: str, using: Using) -> None:
        self._text = text
        self._base = base or None
        self._default = default_graph
        self._using = using
        self._tokens = list(scan(text))
        self._at = 0
        self._prologue = ""
        self._names: dict[tuple[str, str], str] = {}
        self._counted, self._lines = 0, 0
        self._skip()

    def operations(self) -> Iterator[Operation]:
        """Yield the operations in order."""
        found = False
        while True:
            self._read_prologue()
            if self._ended():
                break
            found = True
            yield self._operation()
            if self._ended():
                break
            self._expect(";")
        if not found:
            raise errors.BadQuery("engine.empty")

    # -- tokens

    def _ended(self) -> bool:
        return self._at >= len(self._tokens)

    @property
    def _word(self) -> str:
        """The keyword or sign that stands here, '' for anything else and at the end."""
        return "" if self._ended() else self._tokens[self._at].word

    def _skip(self) -> None:
        while not self._ended() and not self._tokens[self._at].significant:
            self._at += 1

    def _next(self) -> Token:
        if self._ended():
            raise self._wrong()
        token = self._tokens[self._at]
        self._at += 1
        self._skip()
        return token

    def _take(self, word: str) -> bool:
        if self._word != word:
            return False
        self._next()
        return True

    def _expect(self, *words: str) -> str:
        if self._word not in words:
            raise self._wrong()
        return self._next().word

    def _wrong(self) -> errors.BadQuery:
        token = None if self._ended() else self._tokens[self._at]
        line, column = line_column(self._text, token.start if token else len(self._text))
        return errors.BadQuery("writing.update-syntax", line=line, column=column,
                               found=token.text[:_SHOWN] if token else "∅")  # fmt: skip

    # -- parts

    def _read_prologue(self) -> None:
        while self._word in {"BASE", "PREFIX", "VERSION"}:
            start, word = self._at, self._next().word
            if word == "PREFIX" and self._next().kind != "prefixed":
                self._at = start
                raise self._wrong()
            self._next()
            self._prologue += " ".join(spelled(self._tokens[start : self._at]).split()) + " "

    def _graph(self) -> str:
        """Read the name of a graph and return it whole."""
        if self._ended() or self._tokens[self._at].kind not in _NAMES:
            raise self._wrong()
        return self.resolved(self._next())

    def resolved(self, token: Token) -> str:
        """Return the IRI that a name stands for: the engine resolves it, as it will when it runs the update."""
        known = self._names.get((self._prologue, token.text))
        if known is not None:
            return known
        query = f"{self._prologue}SELECT ({spelled([token])} AS ?graph) {{}}"
        found = Embedded(Store(), self._base).table(query).rows[0][0]
        if not isinstance(found, NamedNode):
            raise self._wrong()
        self._names[self._prologue, token.text] = found.value
        return found.value

    def _braces(self) -> list[Token]:
        """Read a group and return its tokens without the outer braces."""
        if self._word != "{":
            raise self._wrong()
        start, depth = self._at + 1, 0
        while True:
            word = self._next().word
            depth += {"{": 1, "}": -1}.get(word, 0)
            if depth == 0:
                last = next(i for i in range(self._at - 1, start - 2, -1) if self._tokens[i].text == "}")
                return self._tokens[start:last]

    def _template(self) -> Template:
        return template(self._text, self._braces(), self.resolved)

    def _operation(self) -> Operation:
        start = self._tokens[self._at].start
        self._lines += self._text.count("\n", self._counted, start)
        self._counted = start
        # The engine's words on a fault name the line that the caller wrote.
        lead = self._prologue + "\n" * self._lines
        word = self._expect("INSERT", "DELETE", "WITH", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "LOAD")
        if word == "LOAD":
            raise errors.BadQuery("writing.update-load")
        if word in {"CLEAR", "DROP"}:
            return self._emptying(word)
        if word == "CREATE":
            silent, _ = self._silent(), self._expect("GRAPH")
            graph = self._graph()
            return Operation(f"CREATE {silent} GRAPH {named(graph)}", graphs=frozenset({graph}))
        if word in {"COPY", "MOVE", "ADD"}:
            return self._moving(word)
        if word != "WITH" and self._word in {"DATA", "WHERE"}:
            return self._plain(word, lead)
        return self._modify(word, lead)

    def _silent(self) -> str:
        return "SILENT" if self._take("SILENT") else ""

    def _emptying(self, word: str) -> Operation:
        silent = self._silent()
        if self._take("ALL"):
            return Operation(word, every="all")
        if self._take("NAMED"):
            return Operation(word, every="named")
        if self._take("DEFAULT"):
            # The default graph is always there, with statements or without.
            return Operation(f"{word} SILENT GRAPH {named(self._default)}", graphs=frozenset({self._default}))
        self._expect("GRAPH")
        graph = self._graph()
        return Operation(f"{word} {silent} GRAPH {named(graph)}", graphs=frozenset({graph}))

    def _moving(self, word: str) -> Operation:
        silent, source = self._silent(), self._end()
        self._expect("TO")
        target = self._end()
        if source == self._default:
            silent = "SILENT"
        changed = {source, target} if word == "MOVE" else {target}
        return Operation(f"{word} {silent} GRAPH {named(source)} TO GRAPH {named(target)}", graphs=frozenset(changed))

    def _end(self) -> str:
        if self._take("DEFAULT"):
            return self._default
        self._take("GRAPH")
        return self._graph()

    def _plain(self, word: str, lead: str) -> Operation:
        """Read INSERT DATA, DELETE DATA or DELETE WHERE."""
        second = self._expect("DATA", "WHERE") if word == "DELETE" else self._expect("DATA")
        made = self._template()
        graphs = made.changes(self._default)
        if second == "DATA" and made.variable:
            raise errors.BadQuery("writing.update-variable", word=f"{word} DATA")
        if second == "WHERE" and self._using:
            # Only this form has no room for a dataset.
            head = f"{lead}DELETE {made.text(self._default)} {self._using.text()}"
            return Operation(head, f"WHERE {{ {made.raw} }}", graphs, made.variable)
        return Operation(f"{lead}{word} {second} {made.text(self._default)}", "", graphs, made.variable)

    def _modify(self, word: str, lead: str) -> Operation:
        around = None
        if word == "WITH":
            around = self._graph()
            word = self._expect("INSERT", "DELETE")
        parts = [(word, self._template())]
        if word == "DELETE" and self._take("INSERT"):
            parts.append(("INSERT", self._template()))
        start = self._at
        while self._take("USING"):
            self._take("NAMED")
            self._graph()
        given = spelled(self._tokens[start : self._at])
        if self._using and (given or around):
            raise errors.BadQuery("writing.update-dataset")
        self._expect("WHERE")
        pattern = spelled(self._braces())
        home = around or self._default
        texts = " ".join(f"{name} {made.raw_or(home, around)}" for name, made in parts)
        head = f"{lead}{f'WITH {named(around)} ' if around else ''}{texts} {given or self._using.text()}"
        graphs = frozenset[str]().union(*(made.changes(home) for _, made in parts))
        union = not (given or around or self._using)
        variable = any(made.variable for _, made in parts)
        return Operation(head, f"WHERE {{ {pattern} }}", graphs, variable, union=union)
