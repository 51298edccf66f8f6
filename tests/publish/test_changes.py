"""What changes over releases, over HTTP: comparison, feed, stream of versions, history of a node."""

import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from styringsgraf.namespaces import Minter
from styringsgraf.publish import feed, stream, versions
from styringsgraf.publish.steps import timeline
from styringsgraf.releases import ReleaseStore
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

CHAIN: Any = runpy.run_path(str(Path(__file__).parent / "chain.py"))
MINTER = Minter("https://w3id.org/styringsgraf/")
GOAL = "https://w3id.org/styringsgraf/id/eksempel/kommuneplan-2023/sub-goal/D1.1"
MEASURE = "https://w3id.org/styringsgraf/id/eksempel/handlingsprogram-2026-2029/measure/T1"
LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
DCT, PROV = Namespace("http://purl.org/dc/terms/"), Namespace("http://www.w3.org/ns/prov#")
STREAM, GONE = URIRef("https://w3id.org/styringsgraf/ldes"), URIRef("https://www.w3.org/ns/activitystreams#Delete")
ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://testserver"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    folder = tmp_path_factory.mktemp("chain")
    releases = CHAIN["publish_chain"](folder)
    with Service.open(Settings(data=folder / "data")) as service:
        client = TestClient(create_app(service), raise_server_exceptions=False)
        yield SimpleNamespace(releases=releases, client=client, store=service.store, folder=folder / "data")


def get(chain: SimpleNamespace, path: str, status: int = 200, **headers: str) -> Any:
    answer = chain.client.get(path, headers=headers)
    assert answer.status_code == status, answer.text
    return answer


def page(chain: SimpleNamespace, address: str, media: str = "text/turtle") -> Graph:
    body = get(chain, address, Accept=media).text
    form = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/trig": "trig"}[media]
    if form == "turtle":
        return Graph().parse(data=body, format=form, publicID=address)
    found = Graph()
    for triple in (
        Dataset(default_union=True).parse(data=body, format=form, publicID=address).triples((None, None, None))
    ):
        found.add(triple)
    return found


def followed(chain: SimpleNamespace, media: str = "text/turtle") -> tuple[Graph, list[str]]:
    """Follow the stream from its root; return all that the pages say, and their addresses."""
    waiting, seen, whole = [f"{HOST}/ldes"], [], Graph()
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.append(address)
        found = page(chain, address, media)
        assert (URIRef(address), RDF.type, TREE.Node) in found
        whole += found
        waiting += sorted({str(one) for one in found.objects(None, TREE.node)})
    return whole, seen


@pytest.fixture(scope="module")
def whole(chain: SimpleNamespace) -> Graph:
    return followed(chain)[0]


def folded(whole: Graph) -> dict[str, set[tuple[str, Any]]]:
    """What remains when each version takes the place of the one before, by the properties of nodes."""
    back = {other: one for one, other in versions.RENAMED.items()}
    latest: dict[str, tuple[str, URIRef]] = {}
    for member in whole.objects(STREAM, TREE.member):
        (node,), (moment,) = whole.objects(member, DCT.isVersionOf), whole.objects(member, DCT.created)
        latest[str(node)] = max(latest.get(str(node), ("", member)), (str(moment), member))
    own = {DCT.isVersionOf, DCT.created, PROV.wasRevisionOf}
    return {
        node: {(back.get(str(p), str(p)), o) for p, o in whole.predicate_objects(member) if p not in own}
        for node, (_, member) in latest.items()
        if (member, RDF.type, GONE) not in whole
    }


def test_folding_the_stream_gives_what_the_documents_state_now(chain: SimpleNamespace, whole: Graph) -> None:
    stated: dict[str, set[tuple[str, Any]]] = {}
    with chain.store.reader() as reader:
        for name in reader.graphs():
            if MINTER.document_of_graph(name) and not name.endswith(("/wording", "/provenance")):
                graph = Graph().parse(data=reader.document(name, stream.SYNTAXES[0], 10**8), format="turtle")
                for subject, predicate, value in graph:
                    stated.setdefault(str(subject), set()).add((str(predicate), value))
    found = folded(whole)
    assert len(found) > 100
    assert found == stated


def test_members_are_versions_that_name_the_one_before(chain: SimpleNamespace, whole: Graph) -> None:
    first, second = (URIRef(f"{GOAL}/version/{chain.releases[number]}") for number in (1, 4))
    assert set(whole.subjects(DCT.isVersionOf, URIRef(GOAL))) == {first, second}
    assert list(whole.objects(second, PROV.wasRevisionOf)) == [first]
    assert list(whole.objects(first, PROV.wasRevisionOf)) == []
    assert list(whole.objects(second, PROV.specializationOf)) == [
        URIRef("https://w3id.org/styringsgraf/id/eksempel/sub-goal/kommuneplan-2023-D1.1")
    ]
    gone = URIRef(f"{MEASURE}/version/{chain.releases[5]}")
    assert list(whole.objects(gone, RDF.type)) == [GONE]
    assert {str(p) for p in whole.predicates(gone)} == {str(RDF.type), str(DCT.isVersionOf), str(DCT.created),
                                                        str(PROV.wasRevisionOf)}  # fmt: skip


def test_the_root_says_what_the_stream_is_and_no_page_has_blank_nodes(chain: SimpleNamespace, whole: Graph) -> None:
    assert (STREAM, TREE.view, URIRef(f"{HOST}/ldes")) in whole
    assert list(whole.objects(STREAM, LDES.timestampPath)) == [DCT.created]
    assert list(whole.objects(STREAM, LDES.versionOfPath)) == [DCT.isVersionOf]
    assert list(whole.objects(STREAM, LDES.versionDeleteObject)) == [GONE]
    assert all(isinstance(term, URIRef | Literal) for triple in whole for term in triple)
    assert set(followed(chain)[1]) == {
        f"{HOST}/ldes", f"{HOST}/ldes/block/1",
        *(f"{HOST}/ldes/{release}{end}" for release in chain.releases[1:] for end in ("", "/eksempel/1")),
    }  # fmt: skip


def test_the_root_bounds_what_is_behind_its_links(chain: SimpleNamespace, whole: Graph) -> None:
    moments = [
        one.toPython() for member in whole.objects(STREAM, TREE.member) for one in whole.objects(member, DCT.created)
    ]
    assert len(set(moments)) == 5
    root = URIRef(f"{HOST}/ldes")
    (relation,) = whole.objects(root, TREE.relation)
    assert list(whole.objects(relation, RDF.type)) == [TREE.GreaterThanOrEqualToRelation]  # the newest block has no end
    assert list(whole.objects(relation, TREE.path)) == [DCT.created]
    (bound,) = whole.objects(relation, TREE.value)
    assert bound.toPython() <= min(moments)


def test_below_the_root_links_have_no_bounds(chain: SimpleNamespace) -> None:
    seen = 0
    for address in set(followed(chain)[1]) - {f"{HOST}/ldes"}:
        found = page(chain, address)
        for relation in found.objects(URIRef(address), TREE.relation):
            assert list(found.objects(relation, RDF.type)) == [TREE.Relation]
            assert len(list(found.objects(relation, TREE.node))) == 1
            assert not list(found.objects(relation, TREE.value))
            seen += 1
    assert seen == 10  # five releases, and a page of one organisation in each


@pytest.mark.parametrize("media", ["application/ld+json", "application/trig"])
def test_each_syntax_says_the_same(chain: SimpleNamespace, whole: Graph, media: str) -> None:
    assert set(followed(chain, media)[0]) == set(whole)


def test_pages_are_bounded_and_only_what_can_grow_is_asked_for_again(
    chain: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lasting = "public, max-age=31536000, immutable"
    for path in (f"/ldes/{chain.releases[1]}", f"/ldes/{chain.releases[1]}/eksempel/1"):
        assert get(chain, path).headers["cache-control"] == lasting
    for path in ("/ldes", "/ldes/block/1"):
        answer = get(chain, path)
        assert answer.headers["cache-control"] == "no-cache"
        get(chain, path, 304, **{"If-None-Match": answer.headers["etag"]})
    monkeypatch.setattr(versions, "PAGE", 10)
    monkeypatch.setattr(stream, "BLOCK", 2)
    shutil.copytree(chain.folder, tmp_path / "data", ignore=shutil.ignore_patterns("derived"))
    line = timeline(ReleaseStore(tmp_path / "data"), MINTER)
    made = versions.versions(line, line.step(chain.releases[1]), "eksempel")
    sizes = [len({one.split(b" ")[0] for one in made.page(n).splitlines()}) for n in range(1, made.count() + 1)]
    assert sizes[:-1] == [10] * (len(sizes) - 1)
    assert len(sizes) > 3
    assert len(stream.root(line).links) == 3
    second = stream.block(line, 2)
    assert second is not None
    assert [link.path for link in second.links] == [f"ldes/{release}" for release in chain.releases[2:4]]
    assert stream.block(line, 4) is None


def test_what_is_kept_is_made_again_when_it_is_damaged_or_gone(chain: SimpleNamespace, tmp_path: Path) -> None:
    data = shutil.copytree(chain.folder, tmp_path / "data")
    line = timeline(ReleaseStore(data), MINTER)
    last = line.step(chain.releases[5])
    before = versions.versions(line, last, "eksempel").page(1)
    for file in (data / "derived").rglob("*.versions.zip"):
        file.write_bytes(file.read_bytes()[:40])
    assert versions.versions(line, last, "eksempel").page(1) == before != b""
    shutil.rmtree(data / "derived")
    (data / "derived").write_text("in the way")
    assert versions.versions(line, last, "eksempel").page(1) == before


def entries(chain: SimpleNamespace, asked: str = "") -> tuple[ET.Element, list[ET.Element]]:
    root = ET.fromstring(get(chain, f"/feed.atom{asked}").content)  # noqa: S314 - our own answer
    return root, root.findall(f"{ATOM}entry")


def said(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_the_feed_has_what_rfc_4287_asks_for(chain: SimpleNamespace) -> None:
    answer = get(chain, "/feed.atom?lang=nb")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root, found = entries(chain, "?lang=nb")
    for element in (root, *found):
        assert all(len(element.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
    assert said(root.find(f"{ATOM}author") or root, "name")
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        "feed.atom?lang=nb"
    ]
    ids = [said(entry, "id") for entry in found]
    assert len(set(ids)) == len(ids) == 6
    assert ids[0].startswith("tag:w3id.org,20")
    assert ids[0].endswith(f":/styringsgraf/release/{chain.releases[5]}")
    moments = [said(entry, "updated") for entry in found]
    assert moments == sorted(moments, reverse=True)
    assert said(root, "updated") == moments[0]
    assert get(chain, "/feed.atom?lang=nb").content == answer.content


def test_entries_tell_in_the_readers_words_and_lead_to_all_changes(chain: SimpleNamespace) -> None:
    _, found = entries(chain, "?lang=nb")
    assert said(found[1], "summary") == "1 delmål omformulert."
    assert said(found[0], "summary").startswith("Plan tatt ut: «Handlingsprogram 2026–2029")
    assert CHAIN["REWORDED"] in "".join(found[1].itertext())
    assert said(entries(chain, "?lang=en")[1][1], "summary") == "1 sub-goal reworded."
    assert said(entries(chain, "?lang=nn")[1][0], "summary").startswith("Plan teken ut:")
    links = {link.get("rel"): link.get("href") or "" for link in found[1].findall(f"{ATOM}link")}
    told = get(chain, f"/{links['alternate']}").json()
    assert (told["from"]["id"], told["to"]["id"]) == chain.releases[3:5]
    assert told["counts"] == {"document-changed": 1, "reworded": 1}
    assert links["related"] == f"dumps/{chain.releases[4]}/alt.nq.gz"
    assert entries(chain)[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "nb"


def test_a_feed_of_one_organisation_has_what_concerns_it_and_ids_of_its_own(chain: SimpleNamespace) -> None:
    root, found = entries(chain, "?organisation=eksempel")
    assert len(found) == 5
    assert said(root, "id") == "https://w3id.org/styringsgraf/feed.atom?organisation=eksempel"
    assert not {said(one, "id") for one in found} & {said(one, "id") for one in entries(chain)[1]}
    told = get(chain, "/feed.atom?organisation=nowhere", 404).json()["detail"]
    assert "eksempel" in told


def test_older_entries_are_in_archives_that_link_to_each_other(
    chain: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE", 2)
    line = timeline(chain.store, MINTER)

    def read(archive: int | None) -> tuple[dict[str, str], list[str], bool]:
        root = ET.fromstring(feed.atom(line, {"nb": "Vi"}, feed.Asked("nb", None, archive)))  # noqa: S314 - our own
        links = {link.get("rel", ""): link.get("href", "") for link in root.findall(f"{ATOM}link")}
        marked = root.find("{http://purl.org/syndication/history/1.0}archive") is not None
        return links, [said(entry, "title") for entry in root.findall(f"{ATOM}entry")], marked

    newest, shown, marked = read(None)
    assert (newest["prev-archive"], len(shown), marked) == ("feed.atom?archive=3&lang=nb", 2, False)
    links, middle, marked = read(2)
    assert marked
    assert (links["prev-archive"], links["next-archive"], links["current"]) == (
        "feed.atom?archive=1&lang=nb", "feed.atom?archive=3&lang=nb", "feed.atom?lang=nb",
    )  # fmt: skip
    assert middle == [f"Utgivelse {chain.releases[number]}" for number in (3, 2)]
    assert "prev-archive" not in read(1)[0]
    assert {*read(1)[1], *middle, *read(3)[1]} == {f"Utgivelse {release}" for release in chain.releases}


def test_a_nodes_history_names_releases_words_and_the_version_before(chain: SimpleNamespace) -> None:
    told = get(chain, f"/api/v1/history?node={GOAL}&lang=nb").json()
    newest, oldest = told["versions"]
    assert [one["release"] for one in told["versions"]] == [chain.releases[4], chain.releases[1]]
    assert (newest["event"], newest["added"], newest["removed"]) == ("changed", 1, 1)
    assert newest["wasRevisionOf"] == oldest["version"]
    (sentence,) = newest["sentences"]
    assert sentence.startswith("Delmål D1.1 «Rett hjelp i tide» har ny ordlyd: før «Barn og unge i risiko får rett")
    assert sentence.endswith(f"nå «{CHAIN['REWORDED']}».")
    gone = get(chain, "/api/v1/history?node=eksempel/handlingsprogram-2026-2029/measure/T1&lang=en").json()
    assert [one["event"] for one in gone["versions"]] == ["deleted", "created"]
    assert gone["versions"][0]["sentences"][0].startswith("Taken out: measure T1")


def test_a_history_is_paged_and_a_table_too(chain: SimpleNamespace) -> None:
    first = get(chain, f"/api/v1/history?node={GOAL}&limit=1")
    assert first.headers["x-styringsgraf-truncated"] == "true"
    assert first.json()["truncated"] is True
    second = get(chain, f"/api/v1/history?node={GOAL}&limit=1&offset=1").json()
    assert [one["release"] for one in second["versions"]] == [chain.releases[1]]
    assert second["truncated"] is False
    rows = get(chain, f"/api/v1/history?node={GOAL}&format=csv").text.splitlines()
    assert len(rows) == 3
    assert rows[1].startswith(chain.releases[4])


def test_a_history_shows_the_node_in_other_plans(service: Service) -> None:
    client = TestClient(create_app(service))
    with service.reader() as reader:
        rows = reader.table(
            "SELECT ?n ?o WHERE { ?n <http://www.w3.org/ns/prov#wasRevisionOf> ?o . "
            "?o <https://w3id.org/styringsgraf/ns#statedIn> ?d } ORDER BY ?n LIMIT 1"
        ).rows
    newer, older = (term.value for term in rows[0] if term is not None)
    told = client.get("/api/v1/history", params={"node": newer}).json()
    assert ("earlier", older) in {(one["relation"], one["node"]) for one in told["editions"]}
    back = client.get("/api/v1/history", params={"node": older}).json()
    assert ("later", newer) in {(one["relation"], one["node"]) for one in back["editions"]}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/history", 400, "node"),
        ("/api/v1/history?node=eksempel/kommuneplan-2023/sub-goal/D99", 404, "D99"),
        ("/api/v1/history?node=http://metadata.un.org/sdg/3", 404, "sdg/3"),
        ("/api/v1/history?node=x&limit=0", 400, "limit"),
        ("/ldes/000009-aaaaaaaa", 404, "000009-aaaaaaaa"),
        ("/ldes/2", 404, "2"),
        ("/ldes/block/0", 404, "block/0"),
        ("/ldes/block/2", 404, "block/2"),
        ("/ldes?format=csv", 406, "csv"),
        ("/feed.atom?lang=fr", 400, "fr"),
        ("/feed.atom?archive=1", 404, "1"),
        ("/feed.atom?archive=0", 400, "archive"),
        ("/api/v1/changes?from=1&to=99", 404, "99"),
        ("/api/v1/changes?from=1&to=2&organisation=nowhere", 404, "nowhere"),
    ],
)
def test_what_is_not_there_is_said(chain: SimpleNamespace, path: str, status: int, words: str) -> None:
    assert words in get(chain, path, status).json()["detail"]


def test_pages_of_other_organisations_or_numbers_are_not_there(chain: SimpleNamespace) -> None:
    for end in ("asker/1", "eksempel/2", "eksempel/0", "eksempel/x"):
        get(chain, f"/ldes/{chain.releases[1]}/{end}", 404)


def test_pruned_releases_are_compared_without_making_their_stores(chain: SimpleNamespace) -> None:
    chain.store.prune()
    stores = sorted(place.name for place in (chain.folder / "releases").iterdir() if (place / "store").exists())
    assert chain.releases[1] not in stores
    told = get(chain, f"/api/v1/changes?from={chain.releases[1]}&to={chain.releases[4]}").json()
    assert told["counts"] == {"document-added": 2, "document-changed": 1, "reworded": 1, "added": 57}
    again = sorted(place.name for place in (chain.folder / "releases").iterdir() if (place / "store").exists())
    assert again == stores


def test_same_release_twice_and_reversed_order_are_answered_plainly(chain: SimpleNamespace) -> None:
    same = get(chain, "/api/v1/changes?from=3&to=3&lang=nb").json()
    assert same["changes"] == []
    back = get(chain, "/api/v1/changes?from=5&to=4&lang=nb").json()
    assert "bytt om utgivelsene" in back["notes"][0]
    assert [one["change"] for one in back["changes"]] == ["document-changed", "reworded"]
    one = get(chain, "/api/v1/changes?from=4&to=5&organisation=eksempel").json()
    assert one["counts"] == {"document-changed": 1, "reworded": 1}
