"""How long each page's HTML takes, on the shipped data and in a country, and what a first view weighs; prints a table.

    python bench/pages.py [--data DIR] [--country DIR | --municipalities 36] [--rounds 8] [--work DIR]

Times are of whole answers over loopback, milliseconds, from one process that is asked one thing at a time. *Cold*: an
address nobody asked for before – another node, municipality, target or language each time – in a process that has
shown such a page once (in another language or of another thing), so that no template is read then. *Warm*: the same
address again, 30 times. The goals are for cold ones: 50 ms on the shipped data, 150 ms in a country. Since machines
differ, the last column is the cold time as a multiple of the trivial answer of ``/health/live`` in the same run.
*HTML* and *first view* are bytes over the wire, compressed: the page alone, and with its stylesheets, scripts, fonts
and pictures; the goal is 250 000.
"""

import argparse
import gzip
import http.client
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product, zip_longest
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from measure import PATIENCE, served
from nation import country
from styringsgraf import pipeline
from styringsgraf.namespaces import PREFIXES
from styringsgraf.settings import Settings
from tabling import table

GOAL_SHIPPED, GOAL_COUNTRY, GOAL_BYTES = 50.0, 150.0, 250_000
_WARM: Final = 30
_TRIVIAL: Final = "/health/live"
#: Nodes of each plan that are asked about at most.
_EACH: Final = 3
_LANGUAGES: Final = ("en", "nn", "nb")
#: What a page loads before it is shown.
_ASSETS: Final = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
_OF_KIND: Final = "PREFIX sg: <{sg}> SELECT DISTINCT ?node {{ ?node a sg:{kind} ; sg:statedIn ?plan }}"
#: Page → its address: {lang} a language; {node}, {organisation}, {plan}, {path}, {code} of a thing of the kind given.
PAGES: Final = {
    "start": ("/{lang}?organisation={organisation}", "FocusArea"),
    "goal": ("/{lang}/goal/{goal}?organisation={organisation}", "FocusArea"),
    "target": ("/{lang}/target/{target}?organisation={organisation}", "FocusArea"),
    "focus area": ("/{lang}/area/{organisation}/{edition}/{code}", "FocusArea"),
    "organisation": ("/{lang}/organisation/{organisation}", "FocusArea"),
    "thread of a measure": ("/{lang}/thread?node={node}", "Measure"),
    "thread of a main goal": ("/{lang}/thread?node={node}", "MainGoal"),
    "node": ("/doc/{path}?lang={lang}", "SubGoal"),
    "indicator": ("/{lang}/indicator?node={node}", "Indicator"),
    "status": ("/{lang}/status?plan={plan}", "Indicator"),
    "quality": ("/{lang}/quality?organisation={organisation}", "FocusArea"),
    "rule": ("/{lang}/quality/rule/A03", ""),
    "compare editions": ("/{lang}/compare?from={plan}&to={other}", "MainGoal"),
    "questions": ("/{lang}/questions", ""),
    "question: measures":
        ("/{lang}/questions/measures-for-target?target={target}&organisation={organisation}", "FocusArea"),
    "question: status": ("/{lang}/questions/indicator-status?organisation={organisation}", "FocusArea"),
    "search": ("/{lang}/search?q={word}", ""),
    "sparql": ("/{lang}/sparql", ""),
    "check": ("/{lang}/check", ""),
    "data": ("/{lang}/data", ""),
    "releases": ("/{lang}/releases", ""),
    "about": ("/{lang}/about", ""),
    "catalogue": ("/catalogue?lang={lang}", ""),
    "vocabulary": ("/ns?lang={lang}", ""),
}  # fmt: skip
_TARGETS: Final = ("13.2", "3.4", "4.1", "8.5", "9.1", "11.2", "11.6", "12.5", "15.5", "16.7", "17.17", "1.3")
_WORDS: Final = ("skole", "sykkel", "klima", "helse", "barn", "bolig", "omsorg", "frivillig", "energi", "natur")


@dataclass(frozen=True)
class Timed:
    """One page: milliseconds of each cold answer, of a warm one, bytes of the page and of a first view."""

    page: str
    cold: tuple[float, ...]
    warm: float
    html: int
    view: int


class Site:
    """One connection to a running service; answers are asked for as browsers do, compressed."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, address: str) -> tuple[float, bytes, int]:
        """Return milliseconds, the content, and its bytes over the wire; raises on anything but 200."""
        headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip", "Accept-Language": "nb"}
        started = time.perf_counter()
        self._connection.request("GET", address, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - started) * 1e3
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status} for {address}: {body[:200]!r}")
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return took, gzip.decompress(body) if packed else body, len(body)

    def nodes(self, kind: str) -> list[dict[str, str]]:
        """Return what stands for nodes of a class in addresses, with one of each plan first."""
        query = _OF_KIND.format(sg=PREFIXES["sg"], kind=kind)
        _, body, _ = self.get(f"/sparql?{urlencode({'query': query, 'format': 'json'})}")
        found = sorted(one["node"]["value"] for one in json.loads(body)["results"]["bindings"])
        plans: dict[str, list[str]] = {}
        for node in found:
            plans.setdefault("/".join(node.split("/")[:-2]), []).append(node)
        # One node of each plan, then the second of each, and so on.
        return [
            _standing(node, plan, [one for one in plans if one.rpartition("/")[0] == plan.rpartition("/")[0]])
            for row in islice(zip_longest(*plans.values()), _EACH)
            for node, plan in zip(row, plans, strict=True)
            if node is not None
        ]


def _standing(node: str, plan: str, editions: list[str]) -> dict[str, str]:
    path = node.partition("/id/")[2]
    organisation, edition, _, code = path.split("/")
    return {
        "node": quote(node, safe=""),
        "path": path,
        "code": code,
        "edition": edition,
        "organisation": organisation,
        "plan": f"{organisation}/{edition}",
        "other": editions[editions.index(plan) - 1].partition("/id/")[2],
    }


def addresses(template: str, nodes: list[dict[str, str]]) -> Iterator[str]:
    """Yield different addresses of a page: things first, then words and targets, then languages."""
    seen = set()
    for lang, (at, node) in product(_LANGUAGES, enumerate(nodes or [{}])):
        for step in range(len(_WORDS)) if "{word}" in template else (0,):
            values = {"target": _TARGETS[(at + step) % 12], "goal": 1 + at % 17, "word": _WORDS[step]}
            address = template.format(lang=lang, **values, **node)
            if address not in seen:
                seen.add(address)
                yield address


def timed(site: Site, page: str, template: str, nodes: list[dict[str, str]], rounds: int) -> Timed:
    """Ask for a page: once to have its code at hand, cold, and warm."""
    asked = list(islice(addresses(template, nodes), rounds + 1))
    site.get(asked[0])
    cold = tuple(site.get(address)[0] for address in asked[1:])
    warm = statistics.median(site.get(asked[-1])[0] for _ in range(_WARM))
    _, body, html = site.get(asked[-1])
    own = body.partition(b"</header>")[0] + body[body.find(b"<main") :]
    view = html + sum(site.get(found.decode())[2] for found in sorted(set(_ASSETS.findall(own))))
    return Timed(page, cold, warm, html, view)


def measured(data: Path, rounds: int) -> tuple[float, list[Timed]]:
    """Serve a data folder and time every page; also milliseconds of the trivial answer."""
    with served(data) as (port, _, _):
        site = Site(port)
        kinds = {kind: site.nodes(kind) if kind else [] for _, kind in PAGES.values()}
        found = [timed(site, page, template, kinds[kind], rounds) for page, (template, kind) in PAGES.items()]
        return statistics.median(site.get(_TRIVIAL)[0] for _ in range(200)), found


def show(title: str, trivial: float, found: list[Timed], goal: float) -> str:
    """Return the table of one data folder."""
    rows = []
    for one in found:
        middle, worst = statistics.median(one.cold), max(one.cold)
        kept = "yes" if middle <= goal and one.view <= GOAL_BYTES else "no"
        rows.append((
            one.page, str(len(one.cold)), f"{middle:.1f}", f"{worst:.1f}", f"{one.warm:.2f}", f"{one.html / 1e3:.1f}",
            f"{one.view / 1e3:.0f}", kept, f"{middle / trivial:.0f}×",
        ))  # fmt: skip
    head = ("page", "asked", "cold ms", "worst", "warm ms", "HTML kB", "first view kB", f"≤ {goal:.0f} ms", "÷ trivial")
    return f"\n{title}; trivial answer {trivial:.2f} ms\n\n{table(head, rows)}"


def main() -> None:
    """Measure both, print the tables."""
    options = _options(sys.argv[1:])
    options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shipped = options.data or Path(folder) / "data"
        if options.data is None:
            pipeline.initialise(Settings(data=shipped))
        print(show("Shipped data", *measured(shipped, options.rounds), GOAL_SHIPPED), flush=True)
    large = options.country or country(options.work, options.municipalities).data
    print(show(f"Country: {large.name}", *measured(large, options.rounds), GOAL_COUNTRY), flush=True)


def _options(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="a folder with the shipped data; made where none is named")
    parser.add_argument("--country", type=Path, help="a folder with a generated country; made where none is named")
    parser.add_argument("--municipalities", type=int, default=36, help="of a country that is made")
    parser.add_argument("--rounds", type=int, default=8, help="cold answers of a page, where there are so many")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "styringsgraf-bench")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
