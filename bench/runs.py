"""The runs on one server: rows of a sample, cold, warm, and answers that have not changed."""

import itertools
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from asking import COLD, SPARQL_JSON, WARM, Asked, Question, Rows, rows, zipf
from contestants import Running, fetch
from load import Load, load
from nation import Country
from recording import lines, recorded

#: How many answers are compared, and how many requests wake a server up before it is measured.
SAMPLE: Final = 25
#: How long the nodes of a warm run may be asked for beforehand, seconds: a slow machine gets on with those it has.
WAKING: Final = 60
#: Cold requests prepared for a second of the run: more than any of the servers answers.
_RATE: Final = 5_000


@dataclass(frozen=True)
class Plan:
    """What all servers of one country are asked: a question, its cold list, its warm list, the sample.

    ``whole``: the queries behind some of our answers, for each answer one after the other.
    """

    question: Question
    cold: list[Asked]
    warm: list[Asked]
    sample: list[Asked]
    whole: list[list[str]]


@dataclass
class Outcome:
    """What one server did with one question: loads by kind of run, rows of the sample, the machine's load.

    ``cost``: milliseconds on a core a request, by kind of run; what else the machine does hardly touches it.
    """

    loads: dict[str, Load] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)
    rows: list[Rows] = field(default_factory=list)
    busy: float = 0.0
    note: str = ""


def plan(question: Question, country: Country, seconds: int) -> Plan:
    """Choose the requests; the sample comes from behind the cold list, so that no cold request was asked before."""
    count = min(COLD, seconds * _RATE)
    found = list(itertools.islice(question.requests(country.municipalities), count + SAMPLE))
    cold, sample = found[:-SAMPLE], found[-SAMPLE:]
    # A question that is SPARQL for everybody is one query for everybody.
    whole = recorded(country.data, cold) if question.kept else []
    return Plan(question, cold, zipf(cold), sample, whole)


def run(server: Running, planned: Plan, seconds: int, cores: Sequence[int]) -> Outcome:
    """Put one question to one server."""
    made, question = Outcome(), planned.question
    ours = server.name == "ours"
    accept = question.accept if ours else SPARQL_JSON
    busy = [os.getloadavg()[0]]
    for asked in planned.sample:
        status, _, body = fetch(server.port, address(server, asked), accept)
        made.rows.append(rows(question, body, ours=ours) if status == 200 else frozenset({(str(status),)}))  # noqa: PLR2004

    def put(kind: str, lines: Sequence[str], *, once: bool = False) -> None:
        before = server.worked()
        found = load(server.port, lines, seconds=seconds, accept=accept, cores=cores, once=once)
        made.loads[kind] = found
        made.cost[kind] = (server.worked() - before) / max(found.requests, 1) * 1e3

    put("cold", [address(server, asked) for asked in planned.cold], once=True)
    if planned.whole and not ours:
        each = len(planned.whole) / sum(map(len, planned.whole))
        # Posted: with all their values in place, many are longer than a server takes in an address.
        put("whole", [f"{server.sparql}\t\tquery={quote(query)}" for query in lines(planned.whole)], once=True)
        made.loads["whole"] = _in_answers(made.loads["whole"], each)
        made.cost["whole"] /= each
    warm = {asked: address(server, asked) for asked in planned.cold[:WARM]}
    tags = _woken(server, warm, accept) if ours and question.kept else {}
    if not ours or question.kept:
        put("warm", [warm[asked] for asked in planned.warm if asked in tags or not tags])
    if tags:
        put("304", [f"{warm[asked]}\t{tags[asked]}" for asked in planned.warm if asked in tags])
    made.busy = max(*busy, os.getloadavg()[0])
    return made


def _in_answers(found: Load, each: float) -> Load:
    """Return a load of queries as one of answers; ``each`` is how much of an answer a query is."""
    return replace(found, requests=round(found.requests * each), p50=found.p50 / each, p99=found.p99 / each)


def address(server: Running, asked: Asked) -> str:
    """Return what a server is asked under."""
    return asked.path if server.name == "ours" else f"{server.sparql}?query={quote(asked.sparql)}"


def _woken(server: Running, warm: Mapping[Asked, str], accept: str) -> dict[Asked, str]:
    """Ask for each node of the warm run once, the most asked for first, and return the entity tags."""
    tags: dict[Asked, str] = {}
    ending = time.monotonic() + WAKING
    for asked, line in warm.items():
        _, headers, _ = fetch(server.port, line, accept)
        if "etag" not in headers or time.monotonic() > ending:
            break
        tags[asked] = headers["etag"]
    return tags


def differing(mine: Outcome, other: Outcome) -> int:
    """Return how many answers of the sample differ."""
    return sum(a != b for a, b in zip(mine.rows, other.rows, strict=True))
