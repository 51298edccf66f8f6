"""The index file: its tables, how it is opened, and what its errors mean."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from styringsgraf.search.words import method

#: Changes whenever the tables or what goes into them change; an index of another format is made anew.
FORMAT: Final = "1"

TABLES: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE graph (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL);
CREATE TABLE passage (
  id INTEGER PRIMARY KEY, graph INTEGER NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL,
  code TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
  codekey TEXT NOT NULL, start TEXT NOT NULL);
CREATE INDEX passage_graph ON passage (graph);
CREATE TABLE standing (iri TEXT NOT NULL, graph INTEGER NOT NULL, PRIMARY KEY (iri, graph)) WITHOUT ROWID;
CREATE INDEX standing_graph ON standing (graph);
CREATE VIRTUAL TABLE words USING fts5 (
  tags, code, title, titlestems, body, bodystems, ends, content = '', tokenize = 'ascii');
"""
# Contentless: passages hold the texts; what the words table holds of one is worked out from it again to take it out.
# With all positions (the default): without them bm25 would have to read the texts again, and would count nothing.
# The tokeniser leaves alone every letter that is not ASCII, so words stay as words.py makes them.


def described() -> dict[str, str]:
    """Return what an index says of how it was made."""
    return {"format": FORMAT, "words": method()}


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an index for building where nobody else sees it; ``OSError`` when the disk does not take it.

    Without a journal: a build that breaks off is thrown away, and the finished file is fsynced by who asked for it.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
                connection.execute(f"PRAGMA {setting}")
            yield connection
    except sqlite3.OperationalError as fault:
        if is_damage(fault):
            raise
        number = errno.ENOSPC if fault.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, str(fault), str(path)) from fault


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a finished index. Nothing is locked or written: a finished index never changes, it is only replaced."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection


def is_damage(fault: sqlite3.Error) -> bool:
    """Return whether an error means that the file is missing, cut off, or not an index."""
    if not isinstance(fault, sqlite3.DatabaseError):
        return False
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    missing = code == sqlite3.SQLITE_ERROR and "no such table" in str(fault)
    return missing or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN,
                               sqlite3.SQLITE_IOERR)  # fmt: skip
