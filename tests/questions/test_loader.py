"""What the loader refuses, case by case, and what it lets through."""

from collections.abc import Callable
from pathlib import Path

import pytest

from styringsgraf import errors, resources
from styringsgraf.questions import Catalogue, load
from styringsgraf.questions.catalogue import combinations

W = "{nb: a, nn: b, en: c}"
HEADER = f"""#+ name: sample
#+ title: {W}
#+ description: {W}
#+ parameters:
#+   node: {{type: node, required: true, example: a/b/c, label: {W}}}
#+   year: {{type: year, example: "2015", label: {W}}}
#+   word: {{type: text, default: any, example: any, label: {W}}}
#+   plans: {{type: plan, many: true, default: current, example: a/b, label: {W}}}
#+ columns:
#+   code: {{type: code, label: {W}}}
#+   thing: {{type: iri, label: {W}}}
#+ empty:
#+   - {W}
"""
QUERY = """PREFIX ex: <http://example.org/>
SELECT (SAMPLE(?n) AS ?code) ?thing
WHERE { VALUES ?plan { $plans } ?thing ex:in ?plan ; ex:of $node ; ex:year $year ; ex:n ?n FILTER($word = "any") }
GROUP BY ?thing
ORDER BY ?thing"""

Edit = Callable[[str], str]


def write(folder: Path, text: str, name: str = "sample.rq") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


def test_the_shipped_questions_load() -> None:
    names = [question.name for question in load(resources.questions()).questions]
    assert names == [
        "about", "assignments-without-measure", "band-faults", "data-quality", "datasets", "evidence-chain",
        "focus-area-claims",
        "goals-changed-after-results", "goals-on-means-only", "goals-on-one-measure", "goals-outside-the-master-plan",
        "goals-that-are-strategies", "goals-with-only-activity-indicators", "goals-with-several-sdgs",
        "goals-without-report", "incomplete-indicators", "indicator-status", "links-by-kind", "local-targets",
        "measures-for-target", "missing-results", "my-assignments", "new-meanings", "orphan-measures", "pace",
        "plan-changes", "plan-rhythm", "quantified-targets", "red-two-years", "search", "segment-coverage", "sources",
        "status-by-focus-area", "strategies-on-ends", "strategies-without-assignment", "target-ends-and-means",
        "trade-offs", "uncovered-targets", "unmeasurable-goals", "what-if-dropped",
    ]  # fmt: skip


def test_a_sound_question_loads_and_every_combination_is_read(tmp_path: Path) -> None:
    (question,) = load(write(tmp_path, HEADER + QUERY)).questions
    assert question.query is not None
    found = list(combinations(question.header, question.query))
    assert len(found) == 2  # year is the only one that may be absent
    assert ["$year" in text for text in found] == [False, True]
    assert [column.name for column in question.header.shown()] == ["code", "thing", "thingLabel"]


CASES: list[tuple[str, Edit, str]] = [
    ("another name", swap("name: sample", "name: other"), "the name in the header is other"),
    ("a missing language", swap("title: {nb: a, nn: b, en: c}", "title: {nb: a, en: c}"), "title"),
    ("an empty language", swap("title: {nb: a, nn: b, en: c}", 'title: {nb: a, nn: " ", en: c}'), "title"),
    ("an unknown key", swap("#+ empty:", "#+ colour: red\n#+ empty:"), "colour"),
    ("an unknown type", swap("type: year", "type: date"), "year"),
    ("no example", swap('example: "2015", ', ""), "year"),
    ("no reason for an empty answer", swap(f"#+ empty:\n#+   - {W}\n", ""), "empty"),
    ("a header that is no YAML", swap("#+ columns:", "#+ columns: ["), "not valid YAML"),
    ("no header", swap(HEADER, ""), "name"),
    ("a path with an unknown parameter", swap("#+ empty:", "#+ path: /api/v1/x/{who}\n#+ empty:"), "who"),
    ("a path outside the API", swap("#+ empty:", "#+ path: /x/{node}\n#+ empty:"), "path"),
    ("a parameter every question has", swap("year: {type", "lang: {type"), "takes a parameter lang already"),
    ("required with a default", swap("required: true", "required: true, default: x"), "node"),
    ("a choice without choices", swap("type: text", "type: choice"), "word"),
    ("a code without a list", swap("type: text", "type: code"), "word"),
    ("an unknown function", swap("code: {type: code,", "code: {type: code, computed: magic,"), "magic"),
    ("a computed question with a query", swap("#+ empty:", "#+ computed: what-falls-away\n#+ empty:"), "computed"),
    ("an undeclared parameter", swap("ex:year $year", "ex:year $jahr"), "jahr"),
    ("a parameter never used", swap("ex:year $year ;", ""), "year"),
    ("a parameter in SELECT", swap("?thing\nWHERE", "$node\nWHERE"), "SELECT"),
    ("a parameter in GROUP BY", swap("GROUP BY ?thing", "GROUP BY $node"), "GROUP BY"),
    ("a parameter in ORDER BY", swap("ORDER BY ?thing", "ORDER BY $node"), "ORDER BY"),
    ("a parameter after AS", swap("AS ?code", "AS $node"), "AS"),
    ("a parameter in a VALUES header", swap("VALUES ?plan { $plans }", "VALUES $node { $plans }"), "VALUES"),
    ("a parameter in a sub-select's list", swap("?thing ex:in", "{ SELECT $node { ?a ?b 1 } } ?thing ex:in"), "SELECT"),
    ("a parameter in BOUND", swap('$word = "any"', "BOUND($node)"), "BOUND"),
    ("a parameter in FROM", swap("WHERE {", "FROM $node WHERE {"), "FROM"),
    ("a parameter in LIMIT", swap("ORDER BY ?thing", "ORDER BY ?thing LIMIT $node"), "LIMIT"),
    ("a parameter in OFFSET", swap("ORDER BY ?thing", "ORDER BY ?thing OFFSET $node"), "LIMIT"),
    ("both marks for one name", swap("ex:n ?n", "ex:n ?n ; ex:m ?node"), "?node"),
    ("optional in an expression", swap('$word = "any"', '$word = "any" && ?n = $year'), "year"),
    ("optional in VALUES", swap("ex:year $year", "ex:year ?y . VALUES ?y { $year } ?thing ex:a 1"), "year"),
    ("a list outside VALUES", swap("ex:of $node", "ex:of $node ; ex:in $plans"), "plans"),
    ("a literal as predicate", swap("ex:n ?n", "$word ?n"), "does not parse"),
    ("a literal as graph", swap("?thing ex:in", "GRAPH $word { ?x ex:y 1 } ?thing ex:in"), "does not parse"),
    ("paging of its own", swap("ORDER BY ?thing", "ORDER BY ?thing LIMIT 5"), "paging"),
    ("an offset of its own", swap("ORDER BY ?thing", "ORDER BY ?thing OFFSET 5"), "paging"),
    ("VALUES at the end", swap("ORDER BY ?thing", "ORDER BY ?thing VALUES ?thing { ex:a }"), "paging"),
    ("no order", swap("\nORDER BY ?thing", ""), "ORDER BY"),
    ("columns in another order", swap("(SAMPLE(?n) AS ?code) ?thing", "?thing (SAMPLE(?n) AS ?code)"), "thing, code"),
    ("a star", swap("(SAMPLE(?n) AS ?code) ?thing", "*"), "selects *"),
    ("not a SELECT", swap("SELECT (SAMPLE(?n) AS ?code) ?thing", "ASK"), "ASK"),
    ("CONSTRUCT", swap("SELECT (SAMPLE(?n) AS ?code) ?thing", "CONSTRUCT { ?a ?b ?c }"), "CONSTRUCT"),
    ("an update", swap("SELECT (SAMPLE(?n) AS ?code) ?thing", "DELETE"), "DELETE"),
    ("a service", swap("FILTER(", "SERVICE <http://e.x/> { ?a ?b ?c } FILTER("), "SERVICE"),
    ("the clock", swap('"any")', '"any" && NOW() > 1)'), "NOW"),
    ("chance", swap('"any")', '"any" && rand() > 1)'), "rand"),
    ("SPARQL 1.2", swap("ex:n ?n", "ex:n << ex:a ex:b ex:c >>"), "<<"),
    ("LATERAL", swap("FILTER(", "LATERAL { ?a ?b ?c } FILTER("), "LATERAL"),
    ("what does not parse", swap("ex:n ?n", "ex:n"), "does not parse"),
    ("an unclosed string", swap('"any"', '"any'), "not closed"),
    ("a dollar in an IRI", swap("ex:n ?n", "<http://e.x/$node> ?n"), "inside an IRI"),
]  # fmt: skip


def test_the_table_is_whole() -> None:
    assert len(CASES) == 52
    assert len({name for name, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("name", "edit", "says"), CASES, ids=[case[0] for case in CASES])
def test_refused(name: str, edit: Edit, says: str, tmp_path: Path) -> None:
    with pytest.raises(errors.InputError) as caught:
        load(write(tmp_path, edit(HEADER + QUERY)))
    assert "sample.rq" in caught.value.sentence("en")
    assert says in caught.value.sentence("en")


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(errors.InputError) as caught:
        load(tmp_path)
    assert str(tmp_path) in caught.value.sentence("nb")


def test_an_unknown_name_gets_its_neighbours(catalogue: Catalogue) -> None:
    with pytest.raises(errors.NotFound) as caught:
        catalogue.get("orphan-mesures")
    assert "orphan-measures" in caught.value.sentence("en")
    with pytest.raises(errors.NotFound) as far:
        catalogue.get("zzzz")
    assert "what-if-dropped" in far.value.sentence("en")


def test_descriptions_are_whole(catalogue: Catalogue) -> None:
    for question in catalogue.questions:
        body = question.describe()
        assert set(body) == {"name", "title", "description", "path", "parameters", "columns"}
        assert set(body["title"]) == set(body["description"]) == {"nb", "nn", "en"}
        for parameter in body["parameters"]:
            assert parameter["example"]
            assert set(parameter["label"]) == {"nb", "nn", "en"}
        assert all(set(column["label"]) == {"nb", "nn", "en"} for column in body["columns"])
