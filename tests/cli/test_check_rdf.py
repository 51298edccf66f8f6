"""RDF on the command line: the same findings as the workbook it came from, and a sentence for what cannot be read."""

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from styringsgraf import cli
from styringsgraf.settings import settings

PLAN = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"
ALONE = ("--against", "none", "--reference-date", "2024-06-30", "--lang", "nb")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STYRINGSGRAF_DATA", str(tmp_path / "none"))
    settings.cache_clear()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_the_statements_of_a_workbook_get_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "import", str(PLAN), "--out", "plan.nq")[0] == 0
    triples = {quad.triple for quad in parse(Path("plan.nq").read_bytes(), RdfFormat.N_QUADS)}
    Path("plan.ttl").write_bytes(serialize(triples, format=RdfFormat.TURTLE) or b"")
    found = []
    for file in (str(PLAN), "plan.nq", "plan.ttl"):
        code, out, _ = said(capsys, "check", file, *ALONE, "--report", "json")
        report = json.loads(out) | {"seconds": 0}
        found.append((code, report))
    assert found[0] == found[1] == found[2]
    assert len(found[0][1]["findings"]) > 10


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.ttl", b"@prefix sg: <https://w3id.org/styringsgraf/ns#> .\nsg:a sg:b", "gyldig Turtle (linje 2)"),
        ("plan.ttl", "<http://x/a> <http://x/b> 'ø' .".encode("latin-1"), "lagret som UTF-8 (linje 1"),
        ("plan.rdf", b"<?xml version='1.0'?><rdf:RDF>", "gyldig RDF/XML"),
        ("plan.nt", b"<http://x/a> <http://x/b> <http://x/c> .", "beskriver ingen plan"),
        ("plan.jsonld", b"{}", "beskriver ingen plan"),
        ("plan.trig", b"\n", "er tom"),
    ],
)
def test_what_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str], name: str, content: bytes, words: str) -> None:
    Path(name).write_bytes(content)
    code, out, err = said(capsys, "check", name, *ALONE)
    assert (code, out) == (3, "")
    assert words in err
    assert name in err


@pytest.mark.parametrize("options", [(), ("--publish",)])
def test_rdf_is_not_imported(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    Path("plan.ttl").write_bytes(b"<http://x/a> <http://x/b> <http://x/c> .")
    code, _, err = said(capsys, "import", "plan.ttl", "--lang", "nb", *options)
    assert code == 3
    assert "Importer arbeidsboken" in err
