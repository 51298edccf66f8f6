"""Two editions in words: Asker's programmes of 2016 and 2017, labels shared with the question, three languages."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from styringsgraf import resources
from styringsgraf.compare import Comparison, compare, written
from styringsgraf.compare.model import ALL_CHANGES, label
from styringsgraf.namespaces import Minter
from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES

OLD, NEW = "asker/handlingsprogram-2016-2019", "asker/handlingsprogram-2017-2020"


def compared(service: Service, old: str = OLD, new: str = NEW, lang: str = "nb") -> Comparison:
    with service.reader() as reader:
        return compare(service.store, reader, Minter(service.config.base), old, new, lang=lang)


def said(comparison: Comparison, change: str) -> list[str]:
    return [item.sentence for item in comparison.items if item.change == change]


def test_asker_gave_codes_new_meanings_and_new_codes_to_old_meanings(service: Service) -> None:
    found = compared(service)
    meanings = said(found, "new-meaning")
    assert len(meanings) == 9
    assert (
        "Koden MA.1.1 (indikator) har fått ny betydning: før «Medarbeidernes tilfredshet», nå «Sykefravær i prosent»."
        in meanings
    )
    assert said(found, "recoded") == [
        "Indikator «Sykefravær i prosent» har ny kode: MA.1.1 (før MA.1.2).",
        "Indikator «Andel virksomheter som har nådd sitt eget mål for sykefravær» har ny kode: MA.1.2 (før MA.1.3).",
    ]
    assert (
        "Indikator MA.1.1 «Sykefravær i prosent» måler nå MA.1 «Lavere sykefravær» (før MA.1 «Godt arbeidsmiljø»)."
        in said(found, "moved")
    )
    assert (
        "Indikator MA.1.1 «Sykefravær i prosent» har nye terskler: grønn <7,3 (før <7,6); gul 7,3–7,6 (før 7,7–7,8); "
        "rød >7,6 (før >7,9)." in said(found, "bands-changed")
    )
    assert found.remarks == ()


def test_it_says_what_the_question_says(service: Service) -> None:
    rows = service.ask("plan-changes", {"from": OLD, "to": NEW}, lang="nb", limit=5000).as_json()["rows"]
    found = compared(service)
    assert len(rows) == len(found.items) > 40
    assert [(row["change"], row["before"], row["after"]) for row in rows] == [
        (i.change, i.before.id if i.before else None, i.after.id if i.after else None) for i in found.items
    ]


def test_the_question_and_the_comparison_use_the_same_words() -> None:
    header = yaml.safe_load((resources.questions() / "plan-changes.yaml").read_text(encoding="utf-8"))
    values: Mapping[str, Any] = header["columns"]["change"]["values"]
    assert len(values) == 10
    for change, words in values.items():
        assert words == dict(label(change))
    assert set(values) < set(ALL_CHANGES)


@pytest.mark.parametrize(("lang", "note"), [("nb", "baklengs"), ("nn", "baklengs"), ("en", "backwards")])
def test_the_wrong_order_is_pointed_out(service: Service, lang: str, note: str) -> None:
    found = compared(service, NEW, OLD, lang)
    assert note in found.remarks[0]
    assert note in written(found, "text").decode()
    assert note in str(found.as_json()["notes"])


def test_two_municipalities_share_nothing_and_it_says_so(service: Service) -> None:
    found = compared(service, OLD, "eksempel/kommuneplan-2023")
    assert {item.change for item in found.items} <= {"added", "dropped", "new-meaning", "unlinked"}
    assert "ulike organisasjoner" in found.remarks[0]


def test_a_plan_and_itself_have_no_changes(service: Service) -> None:
    found = compared(service, OLD, OLD)
    assert (found.items, found.remarks) == ((), ())
    assert written(found, "text").decode().endswith(": ingen endringer\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_in_every_language(service: Service, lang: str) -> None:
    found = compared(service, lang=lang)
    text = written(found, "text").decode()
    assert "compare." not in text
    assert "None" not in text
    assert max(map(len, text.splitlines()[1:])) <= 100
    assert text.count("\n  ") >= len(found.items)
    for form in ("json", "csv", "csv-no", "xlsx", "table"):
        assert len(written(found, form)) > 1_000
