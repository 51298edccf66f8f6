"""The UN's own texts in a release: from disk and the web, what survives, what a bad source leaves untouched."""

import importlib.util
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from styringsgraf import errors, pipeline
from styringsgraf.namespaces import SDG, Minter
from styringsgraf.pipeline.fetch import BOUNDS, Bounds, fetch
from styringsgraf.questions import labels
from styringsgraf.search import NAME, Finder
from styringsgraf.settings import Settings
from styringsgraf.texts import LANGUAGES

_SPEC = importlib.util.spec_from_file_location(
    "official_sample", Path(__file__).parents[1] / "sdg" / "official_sample.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
made: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

DAY = date(2026, 6, 30)
PLAN = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with vocabulary and UN codes only, to be copied."""
    folder = tmp_path_factory.mktemp("bare") / "data"
    pipeline.initialise(Settings(data=folder), empty=True)
    return folder


@pytest.fixture
def config(bare: Path, tmp_path: Path) -> Settings:
    return Settings(data=Path(copytree(bare, tmp_path / "data")))


@pytest.fixture(scope="session")
def content() -> bytes:
    text: bytes = made.written(made.sample())
    return text


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "un.ttl"
    path.write_bytes(content)
    return path


def graph(config: Settings) -> str:
    return Minter(config.base).sdg_official_graph


def current(config: Settings) -> str:
    manifest = pipeline.data_folder(config).current()
    assert manifest is not None
    return manifest.id


def test_the_texts_stand_in_a_graph_of_their_own_with_note_and_source(config: Settings, file: Path) -> None:
    heard: list[str] = []
    before = current(config)
    outcome = pipeline.import_official(config, str(file), progress=heard.append, day=DAY)
    assert outcome.changed
    assert outcome.manifest is not None
    assert outcome.manifest.note == "sdg import un.ttl"
    (source,) = outcome.manifest.sources
    assert (source.document, source.file_name) == (Minter(config.base).sdg_official_file, "un.ttl")
    assert any("un.ttl" in line for line in heard)
    (difference,) = pipeline.data_folder(config).diff(before, outcome.manifest.id, 0)
    assert (difference.graph, difference.removed) == (graph(config), 0)
    assert difference.added > 2 * 430


def test_they_survive_a_publish_a_withdrawal_and_a_rebuild(config: Settings, file: Path) -> None:
    imported = pipeline.import_official(config, str(file), day=DAY).manifest
    assert imported is not None
    record = imported.graph(graph(config))
    assert record is not None
    published = pipeline.publish(config, pipeline.read_inputs([PLAN]), reference_date=DAY).manifest
    assert published is not None
    assert published.graph(graph(config)) == record
    assert Minter(config.base).sdg_official_file in {source.document for source in published.sources}
    withdrawn = pipeline.withdraw(config, "eksempel/kommuneplan-2023").manifest
    assert withdrawn is not None
    assert withdrawn.graph(graph(config)) == record
    store = pipeline.data_folder(config)
    assert store.verify().faults == ()
    store.rebuild(withdrawn.id)
    assert store.verify().faults == ()
    with store.reader() as reader:
        assert len(list(reader.quads(graph(config)))) == record.count


def test_the_same_file_again_changes_nothing_whatever_it_is_called(config: Settings, file: Path) -> None:
    pipeline.import_official(config, str(file), day=DAY)
    release = current(config)
    renamed = file.rename(file.with_name("copy.ttl"))
    again = pipeline.import_official(config, str(renamed), day=date(2027, 1, 1))
    assert not again.changed
    assert current(config) == release


def test_another_file_replaces_the_first_whole(config: Settings, file: Path, tmp_path: Path) -> None:
    pipeline.import_official(config, str(file), day=DAY)
    english = made.without(made.sample(), lambda q: getattr(q.object, "language", None) == "fr")
    other = tmp_path / "english.nt"
    other.write_bytes(made.written(english, made.RdfFormat.N_TRIPLES))
    outcome = pipeline.import_official(config, str(other), day=date(2027, 1, 1))
    assert outcome.changed
    assert outcome.manifest is not None
    assert [source.file_name for source in outcome.manifest.sources] == ["english.nt"]
    with pipeline.data_folder(config).reader() as reader:
        said = list(reader.quads(graph(config)))
    assert {quad.object.language for quad in said if quad.predicate == made.LABEL} == {"en"}
    assert {q.object.value for q in said if q.predicate.value.endswith("terms/date")} == {"2027-01-01"}


def test_readers_keep_our_titles_and_never_meet_french(config: Settings, file: Path) -> None:
    pipeline.import_official(config, str(file), day=DAY)
    nodes = [row["iri"] for name in made.KINDS for row in made.table(name)]
    with pipeline.data_folder(config).reader() as reader:
        for lang in LANGUAGES:
            names = labels.fetch(reader.engine, nodes, lang)
            for name in made.KINDS:
                for row in made.table(name):
                    assert names.name(row["iri"]) == row[f"title_{lang}"]


def test_the_english_text_can_be_searched_and_the_french_does_not_disturb(config: Settings, file: Path) -> None:
    pipeline.import_official(config, str(file), day=DAY)
    with pipeline.data_folder(config).reader() as reader:
        finder = Finder(lambda *, renew: reader.companion(NAME, renew=renew))
        found = {hit.iri: hit for hit in finder.find("whatever demands", lang="nb", groups=["un"])}
        assert len(found) == 430
        shown = {iri: (found[iri].code, found[iri].lang, found[iri].kind.rpartition("#")[2]) for iri in found}
        assert shown[f"{SDG}3"] == ("3", "en", "Goal")
        assert shown[f"{SDG}3.4"] == ("3.4", "en", "Target")
        assert shown[f"{SDG}C030401"] == ("3.4.1", "en", "Indicator")
        assert found[f"{SDG}3.4"].text == "Whatever 3.4 demands"
        assert list(finder.find("tout ce que demande", lang="nb")) == []


def test_an_incomplete_or_damaged_file_changes_nothing(config: Settings, file: Path, content: bytes) -> None:
    release = current(config)
    file.write_bytes(made.written(made.without(made.sample(), lambda q: q.subject.value == f"{SDG}3.4")))
    outcome = pipeline.import_official(config, str(file))
    assert outcome.manifest is None
    assert {f.rule for f in outcome.report.stopping} == {"SG-U20"}
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(errors.InputError):
        pipeline.import_official(config, str(file))
    assert current(config) == release


def test_without_a_release_nothing_is_made(file: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound, match="init"):
        pipeline.import_official(Settings(data=tmp_path / "none"), str(file))
    assert not (tmp_path / "none").exists()


def test_a_release_of_another_base_is_left_alone(config: Settings, file: Path) -> None:
    other = Settings(data=config.data, base="https://data.example.org/")
    with pytest.raises(errors.Environment, match=r"data\.example\.org"):
        pipeline.import_official(other, str(file))


def test_a_file_over_the_limit_is_refused_with_the_limit(file: Path) -> None:
    assert Bounds(bytes=20_000_000, seconds=60.0, redirects=5) == BOUNDS
    size = file.stat().st_size
    assert len(fetch(str(file), bounds=Bounds(bytes=size)).content) == size
    with pytest.raises(errors.TooLarge, match=str(size - 1)):
        fetch(str(file), bounds=Bounds(bytes=size - 1))


@pytest.mark.parametrize("path", [".", "none.ttl", "\0"])
def test_a_file_that_cannot_be_read_gets_a_sentence(path: str) -> None:
    with pytest.raises(errors.InputError):
        fetch(path)


# ------------------------------------------------------------------------------------------------ the web

Answer = Callable[[socket.socket, str], None]


class Web:
    """A server on a free port that answers as a test wants it to."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[str] = []
        self.ending = threading.Event()
        web = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head and (piece := self.request.recv(4096)):
                    head += piece
                web.asked.append(head.split(b" ")[1].decode())
                with suppress(OSError):  # the client may leave when it likes
                    answer(self.request, web.asked[-1])

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.ending.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], Web]]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    servers: list[Web] = []

    def start(answer: Answer) -> Web:
        servers.append(Web(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def head(status: str = "200 OK", **headers: object) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def giving(body: bytes, **headers: object) -> Answer:
    return lambda to, _: to.sendall(head(**{"Content_Length": len(body)} | headers) + body)


def test_a_file_is_read_from_an_address(
    config: Settings, serve: Callable[[Answer], Web], content: bytes, tmp_path: Path
) -> None:
    def answer(to: socket.socket, path: str) -> None:
        if path == "/old":
            to.sendall(head("302 Found", Location="/data/un.ttl", Content_Length=0))
        else:
            giving(content, Content_Type="text/turtle;charset=utf-8")(to, path)

    web = serve(answer)
    outcome = pipeline.import_official(config, f"{web.url}/old", day=DAY)
    assert outcome.manifest is not None
    assert web.asked == ["/old", "/data/un.ttl"]
    assert [source.file_name for source in outcome.manifest.sources] == [f"{web.url}/old"]
    # The very bytes on disk are the same file.
    path = tmp_path / "un.ttl"
    path.write_bytes(content)
    assert not pipeline.import_official(config, str(path), day=date(2027, 1, 1)).changed


def test_a_file_without_length_and_in_chunks_is_read_whole(serve: Callable[[Answer], Web]) -> None:
    chunked = serve(lambda to, _: to.sendall(head(Transfer_Encoding="chunked") + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
    assert fetch(f"{chunked.url}/x.ttl").content == b"abcde"
    until_closed = serve(lambda to, _: to.sendall(head() + b"abc"))
    assert fetch(f"{until_closed.url}/x.ttl").content == b"abc"


def dripping(web: list[Web], first: bytes, drop: bytes) -> Answer:
    def answer(to: socket.socket, _: str) -> None:
        to.sendall(first)
        while not web[0].ending.wait(0.02):
            to.sendall(drop)

    return answer


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (head(Content_Type="text/turtle"), b" "),  # a body letter by letter
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),  # a header that never ends
        (b"", b""),  # nothing at all
    ],
)
def test_a_slow_server_is_left_when_the_time_is_up(serve: Callable[[Answer], Web], first: bytes, drop: bytes) -> None:
    known: list[Web] = []
    known.append(serve(dripping(known, first, drop)))
    with pytest.raises(errors.TimedOut, match=r"0\.3"):
        fetch(f"{known[0].url}/un.ttl", bounds=Bounds(seconds=0.3))


@pytest.mark.parametrize("told", [True, False])
def test_a_body_without_end_is_cut_at_the_limit(serve: Callable[[Answer], Web], told: bool) -> None:
    def answer(to: socket.socket, _: str) -> None:
        to.sendall(head(Content_Length=10**12) if told else head())
        while True:
            to.sendall(b"x" * 65_536)

    web = serve(answer)
    with pytest.raises(errors.TooLarge, match="300000"):
        fetch(f"{web.url}/un.ttl", bounds=Bounds(bytes=300_000))


def test_redirects_end_after_five_and_lead_to_the_web_only(serve: Callable[[Answer], Web]) -> None:
    loop = serve(lambda to, _: to.sendall(head("302 Found", Location="/again") + b"x" * 100_000))
    with pytest.raises(errors.InputError) as told:
        fetch(f"{loop.url}/un.ttl")
    assert told.value.key == "pipeline.web-redirects"
    assert len(loop.asked) == 6
    for place in ("file:///etc/hostname", "ftp://127.0.0.1/x"):
        elsewhere = serve(lambda to, _, place=place: to.sendall(head("301 Moved", Location=place)))
        with pytest.raises(errors.InputError):
            fetch(f"{elsewhere.url}/un.ttl")


FAULTS: dict[str, tuple[Answer, str, str]] = {
    "404": (lambda to, _: to.sendall(head("404 Not Found", Content_Length=0)), "web-status", "404"),
    "503": (lambda to, _: to.sendall(head("503 Later", Content_Length=0)), "web-status", "503"),
    "204": (lambda to, _: to.sendall(head("204 Nothing")), "web-status", "204"),
    "a body cut off": (giving(b"abc", Content_Length=10), "web-cut-off", "10"),
    "a chunk cut off": (
        lambda to, _: to.sendall(head(Transfer_Encoding="chunked") + b"ff\r\nabc"), "web-unreachable", "",
    ),
    "no HTTP": (lambda to, _: to.sendall(b"hello\r\n\r\n"), "web-unreachable", ""),
    "a line that is gone": (lambda to, _: to.close(), "web-unreachable", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_server_that_fails_gets_a_sentence(name: str, serve: Callable[[Answer], Web]) -> None:
    answer, key, word = FAULTS[name]
    web = serve(answer)
    with pytest.raises(errors.InputError) as told:
        fetch(f"{web.url}/un.ttl")
    assert told.value.key == f"pipeline.{key}"
    assert told.value.exit_code == 3
    for lang in LANGUAGES:
        assert web.url in told.value.sentence(lang)
        assert word in told.value.sentence(lang)


def test_a_web_page_is_no_file(config: Settings, serve: Callable[[Answer], Web]) -> None:
    web = serve(giving(b"<html>", Content_Type="text/html; charset=utf-8"))
    release = current(config)
    with pytest.raises(errors.InputError, match="text/html"):
        pipeline.import_official(config, f"{web.url}/un.ttl")
    assert current(config) == release


def test_nobody_at_home_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # bound, but nobody listens
        with pytest.raises(errors.InputError) as told:
            fetch(f"http://127.0.0.1:{port}/un.ttl")
    assert told.value.key == "pipeline.web-unreachable"
    assert str(port) in told.value.sentence("nn")


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/un.ttl", "file:///etc/hostname", "http://", "http://[::1", "http://127.0.0.1:0/x",
     "http://127.0.0.1:99999/x", "http://127.0.0.1/a b", "http://127.0.0.1/mål", "http://127.0.0.1/\r\nX: y"],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused_before_anything_is_loaded(url: str) -> None:
    with pytest.raises(errors.InputError) as told:
        fetch(url)
    assert told.value.key == "pipeline.address-wrong"


def test_a_password_does_not_get_into_the_graph() -> None:
    with pytest.raises(errors.InputError) as told:
        fetch("http://me:secret@127.0.0.1/un.ttl")
    assert told.value.key == "pipeline.address-secret"
    assert all("secret" not in told.value.sentence(lang) for lang in LANGUAGES)
