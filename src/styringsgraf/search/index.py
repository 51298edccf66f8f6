"""Makes the index of a release: from the one before by the set difference, or from nothing."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

from styringsgraf.namespaces import Minter
from styringsgraf.search.extract import Passage, Said, extract
from styringsgraf.search.parts import NAMES, of_part
from styringsgraf.search.schema import TABLES, described, is_damage, reading, writing
from styringsgraf.search.words import JOINT, code_key, common, stem, words
from styringsgraf.terms import Quad

NAME: Final = NAMES[0]
#: Of a title so many letters are kept to see whether it begins with what is looked for.
START: Final = 60
#: Words from this many letters on are also held from their end: 'fravær' finds 'sykefravær'.
COMPOUND: Final = 6

_FICLONE: Final = 0x40049409
_HELD: Final = "SELECT id, iri, kind, document, code, lang, title, body FROM passage WHERE graph = ?"
_WORDS: Final = """INSERT INTO words (rowid, tags, code, title, titlestems, body, bodystems, ends)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_UNWORD: Final = """INSERT INTO words (words, rowid, tags, code, title, titlestems, body, bodystems, ends)
  VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?)"""
#: All an index holds, in an order that does not depend on how it was made.
_ALL: Final = (
    "SELECT key, value FROM about ORDER BY key",
    "SELECT name, sha256 FROM graph ORDER BY name",
    """SELECT g.name, iri, kind, document, code, lang, title, body, codekey, start
      FROM passage p JOIN graph g ON g.id = p.graph ORDER BY 1, 2, 3, 4, 5, 6, 7, 8""",
    "SELECT s.iri, g.name FROM standing s JOIN graph g ON g.id = s.graph ORDER BY 1, 2",
    """SELECT term, col, e.offset, g.name, iri, kind, document, code, lang, title, body FROM temp.entry e
      LEFT JOIN passage p ON p.id = e.doc LEFT JOIN graph g ON g.id = p.graph
      ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11""",
    "SELECT count(*) FROM words",
)


class Quads(Protocol):
    """Reads the statements of one graph, or those with one predicate."""

    def __call__(self, graph: str, predicate: str | None = None) -> Iterable[Quad]: ...  # noqa: D102 - the class says it


class Content(Protocol):
    """What an index is made from: the hash of each graph by name, and a way to read one."""

    @property
    def graphs(self) -> Mapping[str, str]: ...  # noqa: D102 - the class says it
    @property
    def quads(self) -> Quads: ...  # noqa: D102


class SearchIndex:
    """A companion of a release that finds its nodes by words (fits ``releases.Companion``): one file of the index."""

    def __init__(self, minter: Minter, number: int = 0) -> None:
        self._minter = minter
        self._number = number
        self.name = NAMES[number]

    def build(self, target: Path, content: Content, previous: Path | None) -> None:
        """Make the file ``target``; only graphs that differ from those of ``previous`` are read. ``OSError``."""
        wanted = self._mine(content.graphs)
        before = None if previous is None else _graphs(previous)
        if previous is not None and before == wanted:
            _link(previous, target)
            return
        # Taking most of a file out again takes longer than making it.
        if previous is not None and before is not None and len(before.keys() & wanted.keys()) * 2 >= len(before):
            try:
                _copy(previous, target)
                self._update(target, wanted, content.quads)
            except sqlite3.DatabaseError as fault:
                if not is_damage(fault):
                    raise
                target.unlink(missing_ok=True)
            else:
                return
        with writing(target) as connection:
            connection.executescript(TABLES)
            connection.executemany("INSERT INTO about VALUES (?, ?)", described().items())
        self._update(target, wanted, content.quads, whole=True)

    def fits(self, path: Path, graphs: Mapping[str, str]) -> bool:
        """Return whether the file is there and was made from these graphs in today's way."""
        return _graphs(path) == self._mine(graphs)

    def _mine(self, graphs: Mapping[str, str]) -> Mapping[str, str]:
        return of_part(graphs, self._number, f"{self._minter.base}graph/")

    def whole(self, path: Path, content: Content) -> bool:
        """Return whether an index holds exactly what one made now would."""
        with TemporaryDirectory() as folder:
            made = Path(folder) / NAME
            self.build(made, content, None)
            try:
                with reading(path) as found, reading(made) as expected:
                    sound = [row[0] for row in found.execute("PRAGMA integrity_check")] == ["ok"]
                    return sound and all(a == b for a, b in zip_longest(held(found), held(expected)))
            except sqlite3.DatabaseError:
                return False

    def _update(self, target: Path, graphs: Mapping[str, str], quads: Quads, *, whole: bool = False) -> None:
        with writing(target) as connection:
            connection.execute("BEGIN")
            known = {name: (number, digest) for number, name, digest in connection.execute("SELECT * FROM graph")}
            for name in sorted(known.keys() - graphs.keys()):
                self._replace(connection, known[name][0], name, lambda _: ())
                connection.execute("DELETE FROM graph WHERE id = ?", (known[name][0],))
            for name, digest in sorted(graphs.items()):
                number, before = known.get(name, (None, ""))
                if digest != before:
                    connection.execute(
                        "INSERT INTO graph VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256",
                        (number, name, digest),
                    )
                    (found,) = connection.execute("SELECT id FROM graph WHERE name = ?", (name,)).fetchone()
                    self._replace(connection, found, name, partial(quads, name))
            if whole:
                connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection.execute("COMMIT")

    def _replace(self, connection: sqlite3.Connection, graph: int, name: str, said: Said) -> None:
        """Make the index hold exactly what a graph says, by taking out and putting in only what differs."""
        wanted = extract(said)
        known = {Passage(*row[1:]): row[0] for row in connection.execute(_HELD, (graph,))}
        for passage in sorted(known.keys() - wanted.passages):
            connection.execute(_UNWORD, (known[passage], *self._entry(passage, name)))
            connection.execute("DELETE FROM passage WHERE id = ?", (known[passage],))
        for passage in sorted(wanted.passages - known.keys()):
            row = (graph, passage.iri, passage.kind, passage.document, passage.code, passage.lang, passage.title,
                   passage.body, code_key(passage.code), beginning(passage.title))  # fmt: skip
            added = connection.execute("INSERT INTO passage VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", row)
            connection.execute(_WORDS, (added.lastrowid, *self._entry(passage, name)))
        standing = {iri for (iri,) in connection.execute("SELECT iri FROM standing WHERE graph = ?", (graph,))}
        connection.executemany(
            "DELETE FROM standing WHERE iri = ? AND graph = ?", [(i, graph) for i in standing - wanted.in_force]
        )
        connection.executemany(
            "INSERT INTO standing VALUES (?, ?)", [(i, graph) for i in sorted(wanted.in_force - standing)]
        )

    def _entry(self, passage: Passage, graph: str) -> tuple[str, ...]:
        """Return what the words table holds of a passage, column by column; the same whenever it is asked."""
        org = self._minter.organisation_of(passage.iri) or self._minter.organisation_of_graph(graph)
        tags = [tag(kind, value) for kind, value in (("org", org), ("kind", passage.group)) if value]
        title = [word.text for word in words(passage.title)]
        body = [word.text for word in words(passage.body)]
        stems = [[stem(word, passage.lang) for word in text] for text in (title, body)]
        ends = sorted({found[::-1] for found in (*stems[0], *stems[1]) if len(found) >= COMPOUND})
        columns = (tags, [code_key(passage.code)], title, stems[0], body, stems[1], ends)
        return tuple(" ".join(column) for column in columns)


def tag(kind: str, value: str) -> str:
    """Return the word by which the index knows what belongs to an organisation or is of a kind."""
    return JOINT.join((kind, code_key(value)))


def beginning(title: str) -> str:
    """Return how a title begins, in words both Norwegian languages are read as."""
    return " ".join(common(word.text) for word in words(title))[:START]


def held(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield all an index holds, word by word, however it was made."""
    connection.execute("CREATE VIRTUAL TABLE temp.entry USING fts5vocab (main, words, instance)")
    for statement in _ALL:
        yield from connection.execute(statement)


def _graphs(path: Path) -> dict[str, str] | None:
    """Return the graphs a file was made from, name → hash; None when it is missing, damaged, or of another way."""
    try:
        with reading(path) as connection:
            if dict(connection.execute("SELECT key, value FROM about")) != described():
                return None
            return dict(connection.execute("SELECT name, sha256 FROM graph"))
    except sqlite3.DatabaseError:
        return None


def _link(source: Path, target: Path) -> None:
    """Give a file that never changes a second name, or a copy where the file system cannot."""
    try:
        target.hardlink_to(source)
    except OSError:
        target.unlink(missing_ok=True)
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    """Copy a file; where the file system can, the two share their blocks until one of them changes."""
    with source.open("rb") as old, target.open("wb") as new, suppress(OSError):
        fcntl.ioctl(new, _FICLONE, old.fileno())
        return
    shutil.copyfile(source, target)
