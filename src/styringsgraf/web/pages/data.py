"""What the data team's page shows: every way to the data, and examples that can be copied as they stand."""

from dataclasses import dataclass
from typing import Final

from styringsgraf.publish.forms import EVERYTHING, FORMS, dump_path
from styringsgraf.texts import Text, text


@dataclass(frozen=True)
class Way:
    """One way to the data. ``path`` may hold {lang}; ``api`` is its address for programs where that is another one."""

    name: str
    path: str
    api: str = ""

    @property
    def title(self) -> Text:
        """What people call it."""
        return text(f"data.way-{self.name}")

    @property
    def about(self) -> Text:
        """What it is for, in a sentence."""
        return text(f"data.way-{self.name}-about")


@dataclass(frozen=True)
class Group:
    """Ways with the same use."""

    name: str
    ways: tuple[Way, ...]

    @property
    def title(self) -> Text:
        """The heading."""
        return text(f"data.group-{self.name}")


#: From what needs no program to what describes the data for machines.
GROUPS: Final = (
    Group("read", (
        Way("questions", "/{lang}/questions", "/api/v1/questions"),
        Way("catalogue", "/catalogue", "/catalogue.ttl"),
        Way("dumps", "/dumps", "/dumps?format=json"),
        Way("releases", "/{lang}/releases", "/api/v1/releases"),
    )),
    Group("ask", (
        Way("api", "/api/docs", "/api/openapi.json"),
        Way("sparql", "/{lang}/sparql", "/sparql"),
        Way("doc", "/doc/sdg/segment/3.4-s1"),
    )),
    Group("follow", (
        Way("feed", "/feed.atom"),
        Way("ldes", "/ldes"),
        Way("changes", "/{lang}/changes"),
    )),
    Group("understand", (
        Way("vocabulary", "/{lang}/vocabulary", "/ns/begreper.ttl"),
        Way("ns", "/ns", "/ns.ttl"),
        Way("code", "/code", "/code.ttl"),
        Way("shapes", "/shapes", "/shapes.ttl"),
        Way("void", "/.well-known/void"),
        Way("cube", "/cube"),
    )),
)  # fmt: skip

#: A question that can be asked of every graph: its target is the UN's.
_TABLE: Final = "api/v1/questions/measures-for-target?target=13.2&lang={lang}&format={form}"
_DUMP: Final = dump_path(EVERYTHING, FORMS[0])
_QUERY: Final = """PREFIX sg: <https://w3id.org/styringsgraf/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?plan ?title WHERE { ?plan a sg:Plan ; dct:title ?title } LIMIT 20"""


@dataclass(frozen=True)
class Example:
    """An example to copy: for which tool, what it does, and its text. ``asks`` are the addresses it asks."""

    tool: str
    code: str
    asks: tuple[str, ...]

    @property
    def title(self) -> Text:
        """The heading."""
        return text(f"data.example-{self.tool}")

    @property
    def about(self) -> Text:
        """What it does."""
        return text(f"data.example-{self.tool}-about")


def examples(service: str, lang: str) -> tuple[Example, ...]:
    """Return the examples for a service reached at an address that ends in a slash."""
    table = service + _TABLE.format(lang=lang, form="csv")
    sheet = service + _TABLE.format(lang=lang, form="xlsx")
    dump = service + _DUMP
    return (
        Example("excel", sheet, (sheet,)),
        Example("power-query", _power_query(table), (table,)),
        Example("python", _python(table), (table,)),
        Example("r", _r(table), (table,)),
        Example("curl", _curl(dump), (dump, f"{dump}.sha256")),
        Example("sparql", _sparql(f"{service}sparql"), (f"{service}sparql",)),
    )


def _power_query(address: str) -> str:
    return f"""let
    Source = Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = 65001]),
    Table = Table.PromoteHeaders(Source)
in
    Table"""


def _python(address: str) -> str:
    return f"""import csv
from io import TextIOWrapper
from urllib.request import urlopen

with urlopen("{address}") as answer:
    rows = list(csv.DictReader(TextIOWrapper(answer, "utf-8")))
for row in rows[:5]:
    print(row)"""


def _r(address: str) -> str:
    return f"""rows <- read.csv("{address}")
head(rows)"""


def _curl(address: str) -> str:
    return f"""curl --location --remote-name {address}
curl --location {address}.sha256 | sha256sum --check"""


def _sparql(address: str) -> str:
    return f"""curl --get {address} --header "Accept: text/csv" --data-urlencode "query=
{_QUERY}" """.rstrip()
