"""A data team changes columns in a file: what it may say is checked when loaded, with file, line and place."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.ingest import schema
from styringsgraf.ingest.describe import describe
from styringsgraf.ingest.mapping import find, load, shipped, shipped_names
from styringsgraf.namespaces import CODE, SG, expand
from styringsgraf.terms import RdfFormat, parse

SMALL = """\
name: own
title: {nb: Egen, nn: Eigen, en: Own}
include: [common]
sheets:
  - use: document
  - id: work
    names: [Arbeid]
    columns:
      code: {headings: [Nr], type: code, required: true}
      title: {headings: [Hva], property: 'dct:title', lang: nb}
      who: {headings: [Hvem gjør det], property: 'sg:justification', lang: nb, personal: publish}
    entities:
      - {id: work, class: Measure, code: ['{code}']}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "egen.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problem_of(folder: Path, text: str) -> dict[str, Any]:
    with pytest.raises(InputError) as problem:
        load(written(folder, text))
    assert problem.value.key == "ingest.mapping_wrong"
    return problem.value.values


def test_the_shipped_mappings_load() -> None:
    assert shipped_names() == ("goal-card", "template")
    assert {m.name for m in shipped()} == {"goal-card", "template"}
    assert find("template").name == "template"


def test_an_own_mapping_needs_no_program(tmp_path: Path, make: Any, load: Any, document: Any) -> None:
    mapping = find(str(written(tmp_path, SMALL)))
    found = load(
        make(Dokument=document, Arbeid=[("Nr", "Hva", "Hvem gjør det"), ("7", "Bygge bro", "Kari")]), mapping=mapping
    )
    assert found.findings == ()
    assert found.values("lia/hp-2026/measure/7", "dct:title") == {"Bygge bro@nb"}
    assert found.values("lia/hp-2026/measure/7", "sg:justification") == {"Kari@nb"}
    assert found.imported.documents[0].mapping == "own"


def test_a_mandatory_sheet_that_is_missing_is_reported(tmp_path: Path, make: Any, load: Any, document: Any) -> None:
    text = SMALL.replace("names: [Arbeid]", "names: [Arbeid]\n    required: true")
    found = load(make(Dokument=document), mapping=find(str(written(tmp_path, text))))
    finding = found.only("SG-I01")
    assert (finding.stops, finding.value) == (True, "Arbeid")


def test_a_column_may_be_withheld(tmp_path: Path, make: Any, load: Any, document: Any) -> None:
    mapping = find(str(written(tmp_path, SMALL.replace("personal: publish", "personal: withhold"))))
    found = load(
        make(Dokument=document, Arbeid=[("Nr", "Hva", "Hvem gjør det"), ("7", "Bygge bro", "Kari")]), mapping=mapping
    )
    assert found.only("SG-I14").value == "Hvem gjør det"
    assert "Kari" not in str(found.imported.documents)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("type: code", "type: kode", 9, "Input should be"),
        ("lang: nb}\n      who", "langs: nb}\n      who", 10, "not permitted"),
        ("'dct:title'", "'dc:title'", 10, "known prefix"),
        ("class: Measure", "class: Mesure", 13, "not a known class"),
        ("['{code}']", "['{kode}']", None, "there is no column 'kode'"),
        ("headings: [Nr], ", "", 9, "headings or a pattern"),
        ("type: code,", "type: choice,", 9, "needs words"),
        ("type: code,", "type: choice, words: farger,", None, "no list 'farger'"),
        ("type: code,", "pattern: '(', ", 9, "not a valid pattern"),
        ("title: {headings", "code: {headings", 10, "given twice"),
        ("use: document", "use: dokument", None, "no included sheet"),
        ("name: own", "name: Own Name", 1, "String should match"),
        ("sheets:", "sheets: [", 5, ""),
        ("class: Measure, ", "class: Measure, node: part, ", 13, "needs part-of"),
    ],
)
def test_a_fault_is_named_with_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int | None, reason: str
) -> None:
    assert old in SMALL
    values = problem_of(tmp_path, SMALL.replace(old, new, 1))
    assert values["file"] == "egen.yaml"
    assert reason in str(values["reason"])
    if line is not None:
        assert values["line"] == line


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "name: a", "\ufeffname: {", "a: &a [*a]", "!!python/object:os.system x"]
)
def test_what_is_no_mapping(tmp_path: Path, text: str) -> None:
    problem_of(tmp_path, text)


def test_a_missing_mapping_lists_those_there_are() -> None:
    with pytest.raises(InputError) as problem:
        find("malen")
    assert "goal-card, template" in problem.value.sentence("nb")


def vocabulary(name: str) -> set[str]:
    triples = parse((resources.ontology() / name).read_bytes(), format=RdfFormat.TURTLE)
    return {t.subject.value for t in triples if hasattr(t.subject, "value")}


def test_every_code_and_term_a_mapping_names_exists() -> None:
    terms = vocabulary("core.ttl") | vocabulary("codes.ttl")
    named = set()
    for mapping in shipped():
        named |= {expand(code) or code for words in mapping.lists.values() for code in words if code != "none"}
        for sheet in describe(mapping):
            named |= {iri for column in sheet.columns for pair in column.means for iri in pair}
    own = {iri for iri in named if iri.startswith((SG, CODE))}
    assert len(own) > 100
    assert own - terms == set()


def test_every_code_of_a_list_can_be_written_in_three_languages() -> None:
    labels: dict[str, set[str]] = {}
    for triple in parse((resources.ontology() / "codes.ttl").read_bytes(), format=RdfFormat.TURTLE):
        if triple.predicate.value.endswith("#prefLabel"):
            labels.setdefault(triple.subject.value, set()).add(triple.object.value)
    lists = find("template").lists
    checked = 0
    for words in lists.values():
        for code, known in words.items():
            iri = expand(code) or code
            if iri.startswith(CODE):
                checked += 1
                assert labels[iri] <= set(known), code
    assert checked > 60


def test_the_description_lists_every_sheet_and_column_in_three_languages() -> None:
    sheets = {sheet.id: sheet for sheet in describe(find("template"))}
    assert len(sheets) == 18
    measure = {column.field: column for column in sheets["measure"].columns}
    assert measure["assignment"].headings == {"nb": "Oppdrag", "nn": "Oppdrag", "en": "Assignment"}
    assert measure["assignment"].means == ((f"{SG}fulfils", f"{SG}Measure"),)
    assert measure["assignment"].required
    assert ("drift", "operations") in [words[:2] for words in measure["activity"].words] or measure["activity"].words
    card = {column.field: column for column in describe(find("goal-card"))[3].columns}
    assert card["area"].labelled_row
    assert card["result"].pattern


def test_headings_of_a_sheet_never_mean_two_columns() -> None:
    for mapping in shipped():
        for spec in mapping.sheets:
            for part in (spec.above, spec.columns):
                headings = [h.lower() for column in part.values() for h in set(column.headings)]
                assert len(headings) == len(set(headings)), f"{mapping.name}/{spec.id}"


def test_the_guide_tells_every_key() -> None:
    guide = (resources.root() / "docs" / "mapping.md").read_text(encoding="utf-8")
    parts = (schema.Mapping, schema.SheetSpec, schema.Column, schema.Entity, schema.Statement)
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    assert len(keys) > 40
    assert {key for key in keys if f"`{key}`" not in guide} == set()


def test_mapping_files_are_plain_yaml() -> None:
    files = sorted(resources.mappings().glob("*.yaml"))
    assert [f.stem for f in files] == ["common", "goal-card", "template"]
    for file in files:
        assert isinstance(yaml.safe_load(file.read_text(encoding="utf-8")), dict)
