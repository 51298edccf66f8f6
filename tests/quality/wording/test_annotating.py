"""Judgements as statements: which text of which node, what is said of it, and the same every time."""

from collections import defaultdict
from hashlib import sha256

from styringsgraf.namespaces import CODE, Minter
from styringsgraf.quality.wording import ANALYSER, annotations
from styringsgraf.terms import A, Quad, RdfFormat, lang_string, lexical, named, nquads, parse, quad, sg, subject_iri

MINTER = Minter("https://example.org/")
PLAN = MINTER.graph("eksempel", "kommuneplan-2023")
GRAPH = MINTER.graph("eksempel", "kommuneplan-2023", "wording")


def node(kind: str, code: str) -> str:
    return MINTER.edition("eksempel", "kommuneplan-2023", kind, code)


GOAL, STRATEGY, AREA = node("sub-goal", "1.1"), node("strategy", "S1"), node("focus-area", "A")
STATED = [
    quad(GOAL, A, sg("SubGoal"), PLAN),
    quad(GOAL, named("dct:title"), lang_string("Tidlig hjelp", "nb"), PLAN),
    quad(GOAL, sg("statement"), lang_string("Barn får hjelp gjennom tverrfaglige team.", "nb"), PLAN),
    quad(GOAL, sg("statement"), lang_string("Barn får hjelp tidleg.", "nn"), PLAN),
    quad(GOAL, sg("statement"), lang_string("Children get help early.", "en"), PLAN),
    quad(STRATEGY, A, sg("Strategy"), PLAN),
    quad(STRATEGY, named("dct:title"), lang_string("Styrke og utvikle hjelpetjenestene", "nb"), PLAN),
    quad(AREA, A, sg("FocusArea"), PLAN),
    quad(AREA, named("dct:title"), lang_string("Oppvekst", "nb"), PLAN),
]


def described(quads: list[Quad]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in quads:
        found[subject_iri(one)][one.predicate.value.rpartition("#")[2]].append(lexical(one.object))  # type: ignore[arg-type]
    return found


def test_statements_are_judged_and_titles_where_there_is_none() -> None:
    found = described(list(annotations(STATED, MINTER, GRAPH)))
    assert set(found) == {f"{GOAL}/wording/nb", f"{GOAL}/wording/nn", f"{STRATEGY}/wording/nb"}
    told = found[f"{GOAL}/wording/nb"]
    text = "Barn får hjelp gjennom tverrfaglige team."
    assert told["annotates"] == [GOAL]
    assert told["wordingClass"] == [f"{CODE}wording-class/goal"]
    assert told["analysedText"] == [sha256(text.encode()).hexdigest()]
    assert told["analyser"] == [ANALYSER]
    assert told["cue"] == ["Barn", "får", "gjennom"]
    assert told["wordingTrait"] == [f"{CODE}wording-trait/carries-means"]
    assert told["wordingActor"] == [f"{CODE}wording-actor/people"]
    assert told["suggestion"] == ["Barn får hjelp."]
    assert 0 < float(told["confidence"][0]) <= 1
    strategy = found[f"{STRATEGY}/wording/nb"]
    assert strategy["wordingClass"] == [f"{CODE}wording-class/strategy"]
    assert f"{CODE}wording-trait/two-strategies" in strategy["wordingTrait"]


def test_all_stand_in_the_wording_graph_and_their_addresses_lead_back() -> None:
    made = list(annotations(STATED, MINTER, GRAPH))
    assert {str(one.graph_name.value) for one in made} == {GRAPH}  # type: ignore[union-attr]
    assert {MINTER.organisation_of(subject_iri(one)) for one in made} == {"eksempel"}


def test_the_same_statements_in_any_order_give_the_same_annotations() -> None:
    made = list(annotations(STATED, MINTER, GRAPH))
    assert made == list(annotations(reversed(STATED), MINTER, GRAPH))
    assert list(parse(nquads(made), format=RdfFormat.N_QUADS)) == made


def test_only_names_of_the_vocabulary_and_codes_are_used() -> None:
    vocabulary = resource("core.ttl")
    codes = resource("codes.ttl")
    used = list(annotations(STATED, MINTER, GRAPH))
    names = {one.predicate.value for one in used if one.predicate != A} | {sg("WordingAnnotation").value}
    assert {name for name in names if f"sg:{name.rpartition('#')[2]} a owl:" not in vocabulary} == set()
    values = {lexical(one.object).removeprefix(CODE) for one in used if lexical(one.object).startswith(CODE)}  # type: ignore[arg-type]
    assert len(values) >= 5
    assert {value for value in values if f"<{value}> a skos:Concept" not in codes} == set()


def test_every_flag_and_actor_has_its_code() -> None:
    from styringsgraf.quality.wording.judgement import CLASSES, FLAGS  # noqa: PLC0415

    codes = resource("codes.ttl")
    names = [f"wording-trait/{flag.replace('_', '-')}" for flag in FLAGS]
    names += [f"wording-actor/{actor}" for actor in ("municipality", "service", "unit", "people", "other")]
    names += [f"wording-class/{name}" for name in CLASSES]
    assert len(names) == 21
    assert [name for name in names if f"<{name}> a skos:Concept" not in codes] == []


def resource(name: str) -> str:
    from styringsgraf import resources  # noqa: PLC0415

    return (resources.ontology() / name).read_text(encoding="utf-8")
