"""The figures as Markdown tables."""

from collections.abc import Iterable, Iterator, Sequence

from figures import Place, ratio, verdicts
from runs import differing

_SERVERS = ("ours", "oxigraph", "rdflib")


def facts_table(places: Sequence[Place]) -> str:
    """Return size, disk, load, start and memory by country and server."""
    rows = []
    for place in places:
        made = place.country
        for name, server in place.servers.items():
            loaded, memory = server.loaded, server.memory
            rows.append((
                str(place.size), f"{made.statements:,}".replace(",", " "), str(made.graphs), name,
                f"{loaded.megabytes:.0f}" if loaded else "–", f"{loaded.seconds:.1f}" if loaded else "–",
                f"{server.start:.2f}" if server.start else "–",
                f"{memory[0]:.0f} ({memory[1]:.0f})" if memory else "–", server.note or "",
            ))  # fmt: skip
    head = ("municipalities", "statements", "graphs", "server", "disk MB", "load s", "start s", "memory MB (most)", "")
    built = ", ".join(f"{place.size} in {place.country.seconds:.0f} s" for place in places)
    return f"{table(head, rows)}\n\nCountries made: {built} (first time; kept afterwards)."


def runs_table(places: Sequence[Place]) -> str:
    """Return requests a second and latencies by country, question, run and server."""
    head = ("municipalities", "question", "run", *(
        cell for name in _SERVERS for cell in (f"{name} req/s", "p50 ms", "p99 ms", "core ms")
    ), "ours ÷ oxigraph", "ours ÷ rdflib", "load")  # fmt: skip
    return table(head, [row for place in places for row in _runs(place)]) + "\n\n" + _compared(places)


def _runs(place: Place) -> Iterator[tuple[str, ...]]:
    questions = dict.fromkeys(name for server in place.servers.values() for name in server.outcomes)
    for question in questions:
        for kind in ("cold", "whole", "warm", "304"):
            theirs = "warm" if kind == "304" else kind
            if all(place.load(name, question, kind) is None for name in _SERVERS):
                continue
            cells = [cell for name in _SERVERS for cell in _load(place, name, question, kind)]
            mine = "cold" if kind == "whole" else kind
            times = [ratio(place, question, mine, name, theirs) for name in _SERVERS[1:]]
            busy = max(server.outcomes[question].busy for server in place.servers.values() if server.outcomes)
            yield (str(place.size), question, kind, *cells, *(f"{t:.2f}×" if t else "–" for t in times), f"{busy:.1f}")


def _load(place: Place, server: str, question: str, kind: str) -> tuple[str, str, str, str]:
    found = place.load(server, question, kind)
    if found is None:
        return "–", "–", "–", "–"
    bad = f" ({found.refused + found.broken} failed)" if found.refused + found.broken else ""
    cost = place.servers[server].outcomes[question].cost[kind]
    return f"{found.rate:.0f}{bad}", f"{found.p50:.2f}", f"{found.p99:.2f}", f"{cost:.2f}"


def _compared(places: Sequence[Place]) -> str:
    """Return how many answers of the samples differ from ours."""
    said = []
    for place in places:
        mine = place.servers.get("ours")
        for name, server in place.servers.items() if mine else ():
            pairs = [(mine.outcomes[q], o) for q, o in server.outcomes.items() if mine and q in mine.outcomes]
            if name != "ours" and pairs:
                wrong, count = sum(differing(*pair) for pair in pairs), sum(len(other.rows) for _, other in pairs)
                said.append(f"{place.size}, {name}: {wrong} of {count} differ")
    return "Rows of sampled answers compared with ours: " + ("; ".join(said) or "none") + "."


def publish_table(places: Sequence[Place]) -> str:
    """Return the time of publishing one changed plan by country."""
    first = next((place.published for place in places if place.published), None)
    rows = [
        (str(place.size), f"{p.first:.2f}", f"{p.median:.2f}", f"{p.cpu:.2f}", f"{p.median / first.median:.2f}×",
         f"{p.megabytes:.1f}", f"{p.busy:.1f}")
        for place in places if (p := place.published) and first
    ]  # fmt: skip
    head = ("municipalities", "first publish s", "publish s (median)", "of it on a core s",
            f"÷ {places[0].size}", "MB a release", "load")  # fmt: skip
    return table(head, rows)


def goals_table(places: Sequence[Place]) -> str:
    """Return every goal with what was found."""
    rows = [
        (v.what, f"{v.found:.2f}{v.unit}", f"{'≥' if v.more_is_better else '≤'} {v.wanted:g}{v.unit}", v.said)
        for v in verdicts(places)
    ]
    return table(("goal", "found", "wanted", ""), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
