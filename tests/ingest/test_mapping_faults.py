"""Mapping files made by people in a hurry, and by people with bad intentions: always file, line and reason."""

from pathlib import Path

import pytest

from styringsgraf.errors import InputError
from styringsgraf.ingest import mapping
from styringsgraf.ingest.mapping import find, load

HEAD = "name: own\ntitle: {nb: Egen}\n"
WORK = "sheets:\n- use: document\n- {id: work, names: [Arbeid], columns: {code: {headings: [Nr], type: code}}}\n"
BOMB = "".join(f".{chr(98 + i)}: &{chr(98 + i)} {{<<: [{', '.join([f'*{chr(97 + i)}'] * 9)}]}}\n" for i in range(10))

FAULTS = [
    ("include: 5", WORK, "include must be a list"),
    ("include: common", WORK, "include must be a list"),
    ("include: [common]\nlists: [a]", WORK, "lists must be a mapping"),
    ("include: [common]\nlists: {x: {'sg:A': ['/(/']}}", WORK, "not a valid pattern"),
    ("include: [common]\nlists: {x: {nothing: [a]}}", WORK, "known prefix"),
    ("include: [common]", WORK.replace("type: code", "property: 'sg:a b'"), "known prefix"),
    ("include: [common]", WORK.replace("type: code", "property: 'sg:<a>'"), "known prefix"),
    ("include: [common]", WORK.replace("[Arbeid]", "[]"), "at least 1"),
    ("include: [common]", WORK.replace("{code: {headings: [Nr], type: code}}", "{}"), "at least 1"),
    ("include: [common]", WORK.replace("- use: document\n", ""), "node: document"),
    ("include: [common]", "sheets: []", "node: document"),
    ("include: [common]", "sheets: [{use: [1]}]", "no included sheet"),
    ("when: 2020-13-45", WORK, "month must be in 1..12"),
    (".a: &a {x: 1}\n" + BOMB, WORK, "aliases"),
]


@pytest.mark.parametrize(("middle", "rest", "reason"), FAULTS, ids=[row[0][:40] + row[2] for row in FAULTS])
def test_a_fault_is_a_sentence(tmp_path: Path, middle: str, rest: str, reason: str) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(f"{HEAD}{middle}\n{rest}", encoding="utf-8")
    with pytest.raises(InputError) as problem:
        load(path)
    assert problem.value.key == "ingest.mapping_wrong"
    assert problem.value.values["file"] == "egen.yaml"
    assert reason in str(problem.value.values["reason"])


def test_a_mapping_may_include_itself_without_harm(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(f"{HEAD}include: [common, egen]\n{WORK}", encoding="utf-8")
    assert load(path).name == "own"


def test_text_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_bytes(f"{HEAD}# Målekart\n".encode("cp1252"))
    with pytest.raises(InputError) as problem:
        load(path)
    assert problem.value.values["line"] == 3


def test_shipped_mappings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    find("template")
    monkeypatch.setattr(mapping, "_read", lambda path: pytest.fail(f"read again: {path}"))
    assert find("template") is find("template")
    assert find("goal-card").name == "goal-card"
