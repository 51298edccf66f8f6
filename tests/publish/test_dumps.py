"""Every form of everything in the shipped release, read back: the same statements, and so the same hash."""

import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import csvw as csvw_reader
import pytest
import rdflib
import yaml
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from styringsgraf.export import csvw, stratml
from styringsgraf.namespaces import SDG, Minter
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import Dump, DumpFolder
from styringsgraf.publish.forms import FORMS
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.settings import Settings

ORGANISATIONS = ("asker", "eksempel", "nye-asker", "sunndal")
EVERY = ("alt", "sdg", *ORGANISATIONS)
XSD = "http://www.w3.org/2001/XMLSchema#"
Shelf = tuple[Settings, ReleaseStore, Manifest, DumpFolder]


@pytest.fixture(scope="module")
def shelf(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    config, store = Settings(data=shipped_folder), ReleaseStore(shipped_folder)
    manifest = store.current()
    assert manifest is not None
    return config, store, manifest, DumpFolder(tmp_path_factory.mktemp("dumps"), 10**9)


def made(shelf: Shelf, file: str) -> tuple[Dump, Path]:
    config, store, manifest, folder = shelf
    asked = dumping.wanted(manifest, file, Minter(config.base))
    return dumping.make(config, store, asked, folder, 60), folder.path(*asked.key)


def canonical(quads: Any) -> str:
    """The hash by the library's own RDFC-1.0, which our shortcut for graphs without blank nodes must agree with."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(dataset, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return sha256(b"".join(sorted(lines))).hexdigest()


def dataset_hash(quads: Any) -> str:
    """The hash over graph names and hashes, worked out from nothing but what was read."""
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    return sha256("".join(f"{name} {canonical(graphs[name])}\n" for name in sorted(graphs)).encode()).hexdigest()


@pytest.mark.parametrize("what", EVERY)
def test_nquads_read_back_have_the_same_hash(shelf: Shelf, what: str) -> None:
    dump, path = made(shelf, f"{what}.nq.gz")
    quads = list(parse(gzip.decompress(path.read_bytes()), format=RdfFormat.N_QUADS))
    assert dump.of == "dataset"
    assert len(set(quads)) == dump.statements == len(quads) > 100
    assert dataset_hash(quads) == dump.canonical


@pytest.mark.parametrize("what", EVERY)
def test_jsonld_read_back_has_the_same_hash(shelf: Shelf, what: str) -> None:
    dump, path = made(shelf, f"{what}.jsonld.gz")
    quads = list(parse(gzip.decompress(path.read_bytes()), format=RdfFormat.JSON_LD))
    assert len(quads) == dump.statements
    assert dataset_hash(quads) == dump.canonical
    assert dump.canonical == made(shelf, f"{what}.nq.gz")[0].canonical


@pytest.mark.parametrize("what", EVERY)
def test_turtle_read_back_has_the_same_hash(shelf: Shelf, what: str) -> None:
    dump, path = made(shelf, f"{what}.ttl.gz")
    triples = list(parse(gzip.decompress(path.read_bytes()), format=RdfFormat.TURTLE))
    assert dump.of == "triples"
    assert len(triples) == dump.statements > 100
    assert canonical(triples) == dump.canonical


def test_another_library_reads_the_same(shelf: Shelf) -> None:
    graph = rdflib.Graph().parse(gzip.decompress(made(shelf, "sunndal.ttl.gz")[1].read_bytes()), format="turtle")
    assert len(graph) == made(shelf, "sunndal.ttl.gz")[0].statements
    content = gzip.decompress(made(shelf, "sunndal.jsonld.gz")[1].read_bytes())
    dataset = rdflib.Dataset().parse(content, format="json-ld")
    assert len(list(dataset.quads())) == made(shelf, "sunndal.jsonld.gz")[0].statements


def test_the_hash_of_everything_is_the_one_in_the_release_id(shelf: Shelf) -> None:
    assert made(shelf, "alt.nq.gz")[0].canonical[:8] == shelf[2].id.partition("-")[2]


def test_turtle_holds_what_is_stated_and_no_conclusion(shelf: Shelf) -> None:
    content = gzip.decompress(made(shelf, "eksempel.ttl.gz")[1].read_bytes()).decode()
    assert "sg:refines" in content
    assert "sg:justification" in content  # claims
    assert not re.search(r"sg:supports|sg:inForce|wasDerivedFrom|WordingAnnotation|ValidationResult", content)


def rebuilt(folder: Path) -> Iterator[Quad]:
    """Read a CSV package with the csvw library, and every cell back into its statements, by the metadata alone."""
    group = csvw_reader.TableGroup.from_file(folder / csvw.METADATA)
    for table in group.tables:
        rows = list(table.iterdicts(strict=True))
        assert rows
        for row in rows:
            subject = iri(row["id"])
            for column in table.tableSchema.columns[1:]:
                value = row[column.name]
                for one in value if isinstance(value, list) else [] if value is None else [value]:
                    yield Quad(subject, NamedNode(str(column.propertyUrl)), term(one, column))


def iri(value: Any) -> NamedNode:
    """The library makes URIs of IRIs: æ, ø and å come percent-encoded, and are decoded here."""
    text = value.unsplit() if hasattr(value, "unsplit") else str(value)
    return NamedNode(re.sub(r"(?:%[89A-F][0-9A-F])+", lambda found: unquote(found[0]), text))


def term(value: Any, column: Any) -> NamedNode | Literal:
    base = column.datatype.base
    text = value
    if base == "anyURI":
        return iri(value)
    if column.lang != "und":
        return Literal(csvw.plain(text), language=column.lang)
    if base == "boolean":
        return Literal("true" if text else "false", datatype=NamedNode(XSD + base))
    if base == "string":
        return Literal(csvw.plain(text))
    if base == "date":
        text = text.date().isoformat()
    return Literal(str(text), datatype=NamedNode(XSD + base))


@pytest.mark.parametrize("what", EVERY)
def test_csv_read_back_by_its_metadata_has_the_same_hash(shelf: Shelf, what: str, tmp_path: Path) -> None:
    dump, path = made(shelf, f"{what}.csv.zip")
    zipfile.ZipFile(path).extractall(tmp_path)
    assert canonical(rebuilt(tmp_path)) == dump.canonical == made(shelf, f"{what}.ttl.gz")[0].canonical


def test_csv_has_a_table_a_class_and_only_described_files(shelf: Shelf) -> None:
    names = zipfile.ZipFile(made(shelf, "eksempel.csv.zip")[1]).namelist()
    assert {"measure.csv", "sub-goal.csv", "observation.csv", "value-band.csv"} <= set(names)
    metadata = json.loads(zipfile.ZipFile(made(shelf, "eksempel.csv.zip")[1]).read(csvw.METADATA))
    assert {table["url"] for table in metadata["tables"]} == {name for name in names if name.endswith(".csv")}
    assert metadata["dc:license"]["@id"].endswith("/CC_BY_4_0")


@pytest.mark.parametrize("cell", ["=1+1", "-2", "'=x", "''+", "@a", "plain", "", "'", "\tx", "a=b"])
def test_no_cell_is_a_formula_and_each_comes_back(cell: str) -> None:
    assert not csvw.guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert csvw.plain(csvw.guarded(cell)) == cell


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_workbook_promises_the_hash_of_what_is_stated(shelf: Shelf, organisation: str) -> None:
    dump, path = made(shelf, f"{organisation}.xlsx")
    assert dump.of == "dataset"  # it was read again when it was made, and all came back
    assert zipfile.ZipFile(path).testzip() is None
    quads = parse(gzip.decompress(made(shelf, f"{organisation}.nq.gz")[1].read_bytes()), format=RdfFormat.N_QUADS)
    about = ("/provenance", "/wording", "/inferred", "/quality")
    stated = [quad for quad in quads if not quad.graph_name.value.endswith(about)]  # type: ignore[union-attr]
    assert dataset_hash(stated) == dump.canonical
    assert dump.statements == len(stated)


#: Children in the order of the standard's schema: (name, at least, at most).
MANY = 10**6
ORDER: dict[str, list[tuple[str, int, int]]] = {
    "StrategicPlan": [("Name", 1, 1), ("Description", 0, 1), ("OtherInformation", 0, 1), ("StrategicPlanCore", 1, 1),
                      ("AdministrativeInformation", 0, 1)],
    "StrategicPlanCore": [("Organization", 0, MANY), ("Vision", 0, 1), ("Mission", 0, 1), ("Value", 0, MANY),
                          ("Goal", 1, MANY)],
    "Organization": [("Name", 0, 1), ("Acronym", 0, 1), ("Identifier", 0, 1), ("Description", 0, 1),
                     ("Stakeholder", 0, MANY)],
    "Vision": [("Description", 0, 1), ("Identifier", 0, 1)],
    "Goal": [("Name", 1, 1), ("Description", 1, 1), ("Identifier", 0, 1), ("SequenceIndicator", 0, 1),
             ("Stakeholder", 0, MANY), ("OtherInformation", 0, 1), ("Objective", 0, MANY)],
    "Objective": [("Name", 0, 1), ("Description", 0, 1), ("Identifier", 0, 1), ("SequenceIndicator", 0, 1),
                  ("Stakeholder", 0, MANY), ("OtherInformation", 0, 1)],
    "Stakeholder": [("Name", 1, 1), ("Description", 0, 1)],
    "AdministrativeInformation": [("StartDate", 0, 1), ("EndDate", 0, 1), ("PublicationDate", 0, 1), ("Source", 0, 1),
                                  ("Submitter", 0, 1)],
}  # fmt: skip


def faults(element: ET.Element) -> Iterator[str]:
    """What the schema would say of an element and all below it."""
    space, _, name = element.tag[1:].partition("}")
    if space != stratml.NAMESPACE:
        yield f"{element.tag}: namespace"
    names = [child.tag.partition("}")[2] for child in element]
    if name not in ORDER:
        yield from (f"{name}: {child}" for child in names)
        if not (element.text or "").strip():
            yield f"{name} is empty"
        return
    pattern = "".join(f"(?:{child} ){{{low},{high if high < MANY else ''}}}" for child, low, high in ORDER[name])
    if not re.fullmatch(pattern, "".join(f"{child} " for child in names)):
        yield f"{name}: {names}"
    for child in element:
        yield from faults(child)


def plans(shelf: Shelf, organisation: str) -> dict[str, ET.Element]:
    archive = zipfile.ZipFile(made(shelf, f"{organisation}.stratml.zip")[1])
    return {
        name: ET.fromstring(archive.read(name))  # noqa: S314 - our own
        for name in archive.namelist()
        if name.endswith(".xml")
    }


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_stratml_is_built_as_the_standard_says(shelf: Shelf, organisation: str) -> None:
    found = plans(shelf, organisation)
    assert found
    for name, plan in found.items():
        assert list(faults(plan)) == [], name
        identifiers = [one.text for one in plan.iter(f"{{{stratml.NAMESPACE}}}Identifier")]
        assert len(identifiers) == len(set(identifiers))  # xsd:ID
        assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one or "") for one in identifiers)


def test_stratml_says_what_the_plan_says(shelf: Shelf) -> None:
    plan = plans(shelf, "eksempel")["kommuneplan-2023.stratml.xml"]
    core = f"{{{stratml.NAMESPACE}}}"
    goals = plan.findall(f".//{core}Goal")
    assert [goal.findtext(f"{core}SequenceIndicator") for goal in goals] == ["H1", "H2", "H3", "H4"]
    objectives = [one.findtext(f"{core}SequenceIndicator") for one in goals[0].findall(f"{core}Objective")]
    assert objectives[:4] == ["D1.1", "D1.2", "D1.3", "D1.4"]
    assert "S4" in objectives
    assert sum(len(goal.findall(f"{core}Objective")) for goal in goals) == 20  # 10 sub-goals and 10 strategies
    assert plan.findtext(f".//{core}StartDate") == "2023-01-01"


def parts(shelf: Shelf, organisation: str) -> dict[str, bytes]:
    archive = zipfile.ZipFile(made(shelf, f"{organisation}.open-sdg.zip")[1])
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_open_sdg_has_three_files_an_indicator_and_accounts_for_the_rest(shelf: Shelf, organisation: str) -> None:
    found = parts(shelf, organisation)
    names = [name.removeprefix("data/indicator_").removesuffix(".csv") for name in found if name.startswith("data/")]
    rows = 0
    for name in names:
        head, *lines = found[f"data/indicator_{name}.csv"].decode().splitlines()
        assert head == "Year,Units,Area,Value"
        assert all(re.fullmatch(r"\d{4},.*,(-?\d+(\.\d+)?)?", line) for line in lines)
        rows += len(lines)
        goal, target, _ = name.split("-", 2)
        said = yaml.safe_load(found[f"indicator-config/{name}.yml"])
        assert said["indicator_number"].startswith(f"{goal}.{target}.")
        assert said["reporting_status"] in ("complete", "notstarted")
        assert yaml.safe_load(found[f"meta/{name}.yml"])["sdg_goal"] == goal
    graph = rdflib.Graph().parse(
        gzip.decompress(made(shelf, f"{organisation}.ttl.gz")[1].read_bytes()), format="turtle"
    )
    own = "PREFIX sg: <https://w3id.org/styringsgraf/ns#> PREFIX dct: <http://purl.org/dc/terms/> "
    enduring = graph.query(own + "SELECT DISTINCT ?e { ?i a sg:Indicator ; dct:isVersionOf ?e }")
    assert len(names) + len(found["left-out.csv"].decode().splitlines()) - 1 == len(list(enduring))


def test_open_sdg_numbers_are_the_observations(shelf: Shelf) -> None:
    found = parts(shelf, "eksempel")
    assert len([name for name in found if name.startswith("data/")]) == 13
    assert "2023,per 1000 innbyggere,,6.6" in found["data/indicator_16-1-anmeldt-vold.csv"].decode()
    assert SDG not in found["meta/16-1-anmeldt-vold.yml"].decode()


def test_the_same_release_gives_the_same_bytes_in_another_process(shelf: Shelf, tmp_path: Path) -> None:
    config, _, manifest, _ = shelf
    code = "import sys; from styringsgraf.main import main; main()"
    command = ["releases", "dump", manifest.id, str(tmp_path), "--organisation", "sunndal", "--data", str(config.data)]
    environment = {"PYTHONHASHSEED": "7", "PATH": "", "LANG": "C.UTF-8"}
    subprocess.run([sys.executable, "-c", code, *command], check=True, env=environment, capture_output=True)
    for form in FORMS:
        ours = made(shelf, form.file_name("sunndal"))[1]
        assert (tmp_path / manifest.id / ours.name).read_bytes() == ours.read_bytes(), ours.name
    command = ["sha256sum", "--check", "--quiet", "checksums.txt"]
    assert subprocess.run(command, check=False, cwd=tmp_path / manifest.id).returncode == 0


def test_packed_files_carry_no_time(shelf: Shelf) -> None:
    assert made(shelf, "sunndal.nq.gz")[1].read_bytes()[4:8] == b"\0\0\0\0"
    archive = zipfile.ZipFile(io.BytesIO(made(shelf, "sunndal.csv.zip")[1].read_bytes()))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_form_is_tested_here() -> None:
    assert {form.name for form in FORMS} == {"nquads", "turtle", "jsonld", "csv", "xlsx", "open-sdg", "stratml"}
