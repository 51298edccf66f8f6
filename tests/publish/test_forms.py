"""The tables of forms and doors: every row has its texts, its names are unique, and the question knows them all."""

import yaml

from styringsgraf import resources
from styringsgraf.publish.doors import DOORS
from styringsgraf.publish.forms import EVERYTHING, FORMS, UN, by_suffix, dump_path, forms_of
from styringsgraf.publish.standards import STANDARDS
from styringsgraf.texts import LANGUAGES, text


def test_the_question_knows_every_form_and_door() -> None:
    header = yaml.safe_load((resources.questions() / "datasets.yaml").read_text(encoding="utf-8"))
    names = {form.name for form in FORMS} | {door.name for door in DOORS} | {"cube"}
    assert set(header["columns"]["formats"]["values"]) == names
    assert set(header["parameters"]["form"]["choices"]) == names | {"any"}


def test_every_row_has_its_texts_and_standard() -> None:
    for form in FORMS:
        assert set(form.title) == set(text(f"catalogue.form-{form.name}-about")) == set(LANGUAGES)
        assert form.standard in {"", *STANDARDS}
        assert not (form.compressed and form.packaged)
    for door in DOORS:
        assert set(door.title) == set(door.about) == set(LANGUAGES)
        assert door.standard in STANDARDS


def test_names_and_suffixes_are_unique_and_no_suffix_ends_another() -> None:
    suffixes = [form.suffix for form in FORMS]
    assert len({form.name for form in FORMS}) == len(set(suffixes)) == len(FORMS) == 7
    assert not [(one, other) for one in suffixes for other in suffixes if one != other and one.endswith(f".{other}")]
    assert by_suffix("nq.gz") is FORMS[0]
    assert by_suffix("pdf") is None


def test_paths() -> None:
    assert dump_path("asker", FORMS[0]) == "dumps/current/asker.nq.gz"
    assert dump_path(EVERYTHING, FORMS[1], "000001-16bcd143") == "dumps/000001-16bcd143/alt.ttl.gz"
    assert {form.name for form in forms_of(UN)} < {form.name for form in forms_of("asker")}
