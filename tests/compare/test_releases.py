"""Two releases: documents that came, went or changed, and in those that changed, node by node and in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.compare import Comparison, compare, compare_releases, written
from styringsgraf.inference import infer
from styringsgraf.releases import ReleaseStore
from styringsgraf.texts import LANGUAGES
from styringsgraf.vocabulary import vocabulary_quads

DAY = date(2024, 6, 1)
Compare = Callable[..., Comparison]


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path / "data", keep_stores=5, wait=0.5)


@pytest.fixture
def publish(store: ReleaseStore, plans: SimpleNamespace) -> Callable[..., str]:
    """Publish editions (name → things), on top of nothing: what is not named is gone."""

    def act(day: date = DAY, **editions: list[Any]) -> str:
        with store.draft(reference_date=day) as draft:
            draft.replace(plans.minter.ontology_graph, vocabulary_quads(plans.minter))
            wanted = {plans.minter.graph(plans.org, edition.replace("_", "-")) for edition in editions}
            for graph in list(draft.graphs()):
                if plans.minter.document_of_graph(graph) and graph not in wanted:
                    draft.drop(graph)
            for year, (edition, things) in enumerate(editions.items(), start=2023):
                name = edition.replace("_", "-")
                quads = [*plans.document(name, year), *plans.statements(name, things)]
                draft.replace(plans.minter.graph(plans.org, name), quads)
            infer(draft, plans.org, day, plans.minter)
            return draft.commit().manifest.id

    return act


@pytest.fixture
def compared(store: ReleaseStore, plans: SimpleNamespace) -> Compare:
    def act(old: str, new: str, lang: str = "nb") -> Comparison:
        with store.reader() as reader:
            return compare(store, reader, plans.minter, old, new, lang=lang)

    return act


def found(comparison: Comparison) -> set[tuple[str, str | None, str | None]]:
    return {
        (i.change, i.before.code if i.before else None, i.after.code if i.after else None) for i in comparison.items
    }


@pytest.fixture
def corrected(plans: SimpleNamespace, publish: Callable[..., str]) -> tuple[str, str]:
    """A plan, and the same plan published again after corrections."""
    thing, iri = plans.Thing, lambda kind, code: plans.minter.edition(plans.org, "hp", kind, code)
    old = [
        thing("MainGoal", "H1", "God helse"),
        thing("MainGoal", "H2", "God skole"),
        thing("Strategy", "S1", "Tidlig innsats", iri("main-goal", "H1"), key="tidlig"),
        thing("Strategy", "S2", "Samarbeid", iri("main-goal", "H1")),
        thing("Strategy", "S3", "Borte snart", iri("main-goal", "H2")),
        thing("Indicator", "I1", "Trivsel", iri("main-goal", "H1"), unit="percent", green="80"),
        thing("Strategy", "S4", "Uendret", iri("main-goal", "H2")),
    ]
    new = [
        *old[:2],
        replace(old[2], code="S10"),
        replace(old[3], title="Godt samarbeid", parent=iri("main-goal", "H2")),
        replace(old[5], unit="years", green="85.5"),
        old[6],
        thing("Challenge", "U1", "Flere eldre"),
    ]
    return publish(hp=old), publish(hp=new)


def test_a_corrected_plan_is_told_node_by_node(corrected: tuple[str, str], compared: Compare) -> None:
    assert found(compared(*corrected)) == {
        ("document-changed", "hp", "hp"), ("recoded", "S1", "S10"), ("reworded", "S2", "S2"), ("moved", "S2", "S2"),
        ("unit-changed", "I1", "I1"), ("bands-changed", "I1", "I1"), ("dropped", "S3", None), ("added", None, "U1"),
    }  # fmt: skip


def test_its_sentences_say_what_was_and_what_is(corrected: tuple[str, str], compared: Compare) -> None:
    said = {item.change: item.sentence for item in compared(*corrected).items}
    assert said["recoded"] == "Strategi «Tidlig innsats» har ny kode: S10 (før S1)."
    assert said["reworded"] == "Strategi S2 er omformulert: før «Samarbeid», nå «Godt samarbeid»."
    assert said["moved"] == "Strategi S2 «Godt samarbeid» er flyttet til H2 «God skole» (før under H1 «God helse»)."
    assert said["unit-changed"].startswith("Indikator I1 «Trivsel» har ny enhet: år (før prosent).")
    assert said["bands-changed"] == "Indikator I1 «Trivsel» har nye terskler: grønn ≥85,5 (før ≥80)."
    assert said["added"] == "Nytt: utfordring U1 «Flere eldre»."
    assert said["dropped"] == "Tatt ut: strategi S3 «Borte snart»."
    english = {item.change: item.sentence for item in compared(*corrected, lang="en").items}
    assert english["moved"] == "Strategy S2 “Godt samarbeid” has moved to H2 “God skole” (under H1 “God helse” before)."
    nynorsk = {item.change: item.sentence for item in compared(*corrected, lang="nn").items}
    assert nynorsk["reworded"] == "Strategi S2 er omformulert: før «Samarbeid», no «Godt samarbeid»."


def test_a_change_in_another_language_says_in_which(
    plans: SimpleNamespace, publish: Callable[..., str], compared: Compare
) -> None:
    thing = plans.Thing("MainGoal", "H1", "God helse", more={"nb": "Alle har god helse.", "nn": "Alle har god helse."})
    old = publish(hp=[thing])
    new = publish(hp=[replace(thing, more={**thing.more, "nn": "Alle har svært god helse."})])
    (item,) = [item for item in compared(old, new).items if item.change == "reworded"]
    assert item.sentence.endswith("har ny ordlyd: før «Alle har god helse.», nå «Alle har svært god helse.». (nynorsk)")
    assert item.details["words"] == [
        {"text": "wording", "lang": "nn", "before": "Alle har god helse.", "after": "Alle har svært god helse."}
    ]


def test_every_statement_is_accounted_for(corrected: tuple[str, str], compared: Compare, store: ReleaseStore) -> None:
    (item,) = [item for item in compared(*corrected).items if item.change == "document-changed"]
    (graph,) = [d for d in store.diff(*corrected, 0) if d.graph.endswith("/hp")]
    assert item.details == {"added": graph.added, "removed": graph.removed}
    assert str(graph.added) in item.sentence


def test_a_plan_that_came_is_one_line_and_all_its_nodes_are_rows(
    plans: SimpleNamespace, publish: Callable[..., str], compared: Compare
) -> None:
    things = [plans.Thing("MainGoal", f"H{n}", f"Mål {n}") for n in range(3)]
    old, new = publish(hp=things), publish(hp=things, temaplan=things)
    there = compared(old, new)
    assert [item.change for item in there.items] == ["document-added", *["added"] * 3]
    text = written(there, "text").decode()
    assert "Ny plan: «Plan temaplan», med 3 ledd." in text
    assert "Mål 1" not in text
    back = compared(new, old)
    assert dict(back.counts) == {"document-dropped": 1, "dropped": 3}


def test_a_plan_that_takes_force_with_time_says_so(
    plans: SimpleNamespace, publish: Callable[..., str], compared: Compare
) -> None:
    things = [plans.Thing("MainGoal", "H1", "Mål")]
    old, new = publish(hp_2023=things, hp_2024=things, day=date(2023, 6, 1)), publish(hp_2023=things, hp_2024=things)
    assert found(compared(old, new)) == {
        ("in-force", "hp-2024", "hp-2024"), ("not-in-force", "hp-2023", "hp-2023")
    }  # fmt: skip


def test_releases_are_named_by_id_number_or_current(corrected: tuple[str, str], compared: Compare) -> None:
    whole = compared(*corrected)
    assert compared("1", "2") == compared("1", "current") == whole
    assert whole.what == "releases"
    assert whole.release == corrected[1]
    assert compared("2", "2").items == ()
    assert "ingen endringer" in compared("2", "current").title


@pytest.mark.parametrize(
    ("old", "new", "error", "names"),
    [
        ("1", "lillevik/hp", errors.BadParameter, "lillevik/hp"),
        ("lillevik/hp", "current", errors.BadParameter, "current"),
        ("", "1", errors.BadParameter, "from"),
        ("1", " ", errors.BadParameter, "to"),
        ("1", "77", errors.NotFound, "77"),
        ("lillevik/hp", "lillevik/nope", errors.NotFound, "nope"),
        ("lillevik/hp", "x" * 10_000, errors.UsageError, "to"),
        ("<>", "lillevik/hp", errors.UsageError, "from"),
    ],
)
def test_what_cannot_be_compared_is_named(
    corrected: tuple[str, str], compared: Compare, old: str, new: str, error: type[errors.StyringsgrafError], names: str
) -> None:
    with pytest.raises(error) as caught:
        compared(old, new)
    for lang in LANGUAGES:
        assert names in caught.value.sentence(lang)
        assert len(caught.value.sentence(lang)) < 1_000


def test_pages_keep_the_counts_of_the_whole(corrected: tuple[str, str], compared: Compare) -> None:
    whole = compared(*corrected)
    pages = [whole.page(3, offset) for offset in range(0, len(whole.items), 3)]
    assert tuple(item for page in pages for item in page.items) == whole.items
    assert all(page.counts == whole.counts and page.title == whole.title for page in pages)
    assert pages[0].truncated
    assert not whole.page(100).truncated
    assert str(len(whole.items)) in pages[0].notes[-1]


def test_all_pages_of_a_comparison_are_worked_out_once(
    corrected: tuple[str, str], store: ReleaseStore, plans: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, str]] = []

    def counted(_store: object, old: Any, new: Any, *args: Any, **rest: Any) -> Comparison:
        made.append((old.id, rest["lang"]))
        return compare_releases(store, old, new, *args, **rest)

    monkeypatch.setattr("styringsgraf.compare.compare_releases", counted)
    old, new = corrected
    with store.reader() as reader:

        def ask(first: str, second: str, lang: str = "nb", organisation: str | None = None) -> Comparison:
            return compare(store, reader, plans.minter, first, second, lang=lang, organisation=organisation)

        assert ask(old, new) is ask("1", "current") is ask(old, new)
        assert ask(old, new, "en").lang == "en"
        assert ask(old, new, organisation=plans.org).items
        assert [lang for _, lang in made] == ["nb", "en", "nb"]
        monkeypatch.setattr("styringsgraf.compare._LARGEST", 0)
        for _ in range(2):
            ask(new, old)
        assert len(made) == 5
    with store.reader() as reader:  # another opening, with a memory of its own
        ask(old, new)
    assert len(made) == 6


def test_json_csv_and_only(corrected: tuple[str, str], compared: Compare) -> None:
    whole = compared(*corrected, lang="nn")
    body = json.loads(written(whole, "json"))
    assert body["counts"] == dict(whole.counts)
    assert [change["sentence"] for change in body["changes"]] == [item.sentence for item in whole.items]
    moved = next(change for change in body["changes"] if change["change"] == "moved")
    assert moved["before"]["code"] == moved["after"]["code"] == "S2"
    assert [len(moved["details"]["under"][side]) for side in ("before", "after")] == [1, 1]
    assert written(whole, "csv").decode().count("\r\n") == len(whole.items) + 1
    assert {item.change for item in whole.only(["moved"]).items} == {"moved"}
