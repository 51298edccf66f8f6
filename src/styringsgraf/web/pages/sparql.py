"""The SPARQL page: its examples, and the answer to a query as a table or as Turtle."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from styringsgraf.engine import Answer
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.questions import Catalogue, Question
from styringsgraf.questions.binding import bind
from styringsgraf.questions.parameters import resolve
from styringsgraf.questions.resolver import CURRENT, Resolver
from styringsgraf.service import Service
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.rows import cut
from styringsgraf.web.pages.words import Words

#: Rows, and characters of Turtle, that are shown; a download holds all.
ROWS: Final = 200
CHARACTERS: Final = 20_000
#: What an answer is asked for as: rows as JSON, statements as Turtle.
ACCEPT: Final = "application/sparql-results+json, text/turtle"
#: Prefixes of the short examples, and what an empty editor begins with.
_USED: Final = ("sg", "dct", "skos", "sdg", "sdgo")
#: Text in texts/sparql.yaml → query. They work on any release.
EXAMPLES: Final[Mapping[str, str]] = {
    "plans": """SELECT DISTINCT ?plan ?title ?inForce WHERE {
  ?plan dct:publisher ?organisation ; skos:notation ?edition ; dct:title ?title .
  OPTIONAL { ?plan sg:inForce ?inForce }
}
ORDER BY ?title
LIMIT 100""",
    "measures": """SELECT DISTINCT ?code ?title ?plan WHERE {
  ?measure a sg:Measure ; sg:supports sdg:3.4 ; dct:title ?title ; sg:statedIn ?plan .
  OPTIONAL { ?measure skos:notation ?code }
}
ORDER BY ?plan ?code
LIMIT 100""",
    "counts": """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing a ?kind ; sg:statedIn ?plan
}
GROUP BY ?kind
ORDER BY DESC(?count)""",
    "results": """SELECT ?title ?year ?value WHERE {
  ?indicator a sg:Indicator ; dct:title ?title ; dct:isVersionOf ?series .
  ?observation sg:indicator ?series ; sg:period ?year ; sg:value ?value
}
ORDER BY ?title ?year
LIMIT 100""",
    "graphs": """SELECT ?graph (COUNT(*) AS ?statements) WHERE {
  GRAPH ?graph { ?s ?p ?o }
}
GROUP BY ?graph
ORDER BY DESC(?statements)""",
    "describe": """DESCRIBE ?plan WHERE {
  ?plan a sg:Plan ; sg:inForce true
}
LIMIT 1""",
}


@dataclass(frozen=True)
class Shown:
    """An answer as it is shown: the columns and rows of a table, or a yes or no, or Turtle."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Markup, ...], ...] = ()
    truth: bool | None = None
    turtle: str = ""
    count: int = 0
    more: bool = False


def prologue(base: str) -> str:
    """Return the prefixes a query begins with; ``id:`` is for this service's own things."""
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in _USED]
    return "\n".join([*lines, f"PREFIX id: <{base}id/>"]) + "\n\n"


def examples(base: str) -> Mapping[str, str]:
    """Return the short examples, with their prefixes."""
    return {name: prologue(base) + query + "\n" for name, query in EXAMPLES.items()}


def fitted(query: str, longest: int) -> str:
    """Return a query within the limit of foreign queries (bytes): without its comments, then without its indentation.

    It is '' where even that is too long.
    """
    plain = "".join(line for line in query.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    forms = (query, plain, re.sub(r"(?m)^[ \t]+", "", plain))
    return next((form for form in forms if len(form.encode()) <= longest), "")


def asked_by(service: Service, question: Question) -> str:
    """Return a question's query for what it requires, of one plan; '' where SPARQL cannot say it, or not so briefly."""
    if question.query is None:
        return ""
    given = {one.name: one.example for one in question.parameters if one.required or one.default == CURRENT}
    query = question.query
    with service.reader() as reader:
        day = reader.manifest.reference_date
        bound = resolve(question.header, given, Resolver(reader.engine, Minter(service.config.base)), day)
    if bound.hollow:
        return ""
    return fitted(f"{bind(query, bound.values).strip()}\nLIMIT 100\n", service.config.query_length)


def sayable(catalogue: Catalogue) -> tuple[Question, ...]:
    """Return the questions that SPARQL can say."""
    return tuple(question for question in catalogue.questions if question.query is not None)


def shown(answer: Answer, link: Linker, lang: str) -> Shown:
    """Return an answer as the page shows it."""
    if answer.format.name != "srj":
        text = answer.content.decode("utf-8", "replace")
        return Shown(turtle=text[:CHARACTERS], more=len(text) > CHARACTERS or answer.truncated)
    found: Mapping[str, Any] = json.loads(answer.content)
    if "boolean" in found:
        return Shown(truth=bool(found["boolean"]))
    columns = tuple(found["head"].get("vars", ()))
    bindings = found["results"]["bindings"]
    rows = tuple(tuple(_cells(columns, row, link, Words(lang))) for row in bindings[:ROWS])
    return Shown(columns, rows, count=len(bindings), more=answer.truncated or len(bindings) > ROWS)


def _cells(columns: tuple[str, ...], row: Mapping[str, Any], link: Linker, words: Words) -> Iterator[Markup]:
    for name in columns:
        value = row.get(name)
        if value is None:
            yield Markup()
        elif value["type"] == "uri":
            yield link.ref(value["value"])
        elif value["type"] == "bnode":
            yield Markup("<code>{}</code>").format(f"_:{value['value']}")
        else:
            yield words.tagged(cut(value["value"]), value.get("xml:lang", "")) or escape("")
