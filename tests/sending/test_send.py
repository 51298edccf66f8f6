"""Sending to services that fail: what is tried again and under which key, what is not, and where the token goes."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.sending import Address, Errand, Patience, Token, send
from styringsgraf.sending.exchange import Bounds

SECRET = "sg_00000000_" + "A" * 43
REPORT = {"findings": [], "engine": "fast", "seconds": 1.5, "release": "000002-aa"}
DONE = {"release": "000002-aa", "changed": True, "graphs": ["a:g"], "report": REPORT}
FINDING = {"rule": "SG-A01", "severity": "violation", "message": {"nb": "Feil\x1b[2J", "xx": "?"}, "stops": True,
           "cell": {"file": "a.csv", "sheet": "Mål", "row": 3, "column": "Kode", "letter": "B"}}  # fmt: skip
QUICK = Patience(times=4, seconds=30, pause=0.01, bounds=Bounds(seconds=10, bytes=100_000))

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Fake:
    """A service that gives its replies one after the other, the last again and again; None hangs up."""

    replies: list[Reply | None]
    url: str = ""
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        return {headers["idempotency-key"] for _, headers, _ in self.seen}


def reply(status: int, body: Any = None, **headers: str) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, content


@contextmanager
def faking(*replies: Reply | None, context: ssl.SSLContext | None = None) -> Iterator[Fake]:
    fake = Fake(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            chosen = fake.replies.pop(0) if len(fake.replies) > 1 else fake.replies[0]
            if chosen is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers, content = chosen
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    fake.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join(30)
        server.server_close()


def errand(url: str, **more: Any) -> Errand:
    return Errand(Address.of(url), Token.of(SECRET), [("plan å.csv", b"a;b\n")], "nb", **more)


def sent(url: str, patience: Patience = QUICK, **more: Any) -> tuple[Any, list[str]]:
    told: list[str] = []
    outcome = send(errand(url, **more), lambda sentence: told.append(sentence["nb"]), patience)
    assert SECRET not in "".join(told)
    return outcome, told


def fault(url: str, patience: Patience = QUICK) -> errors.StyringsgrafError:
    with pytest.raises(errors.StyringsgrafError) as caught:
        sent(url, patience)
    assert SECRET not in "".join(caught.value.texts.values())
    return caught.value


def test_what_is_sent() -> None:
    with faking(reply(201, DONE)) as fake:
        outcome, told = sent(f"{fake.url}/graf/", release="000001-bb", dry=True)
    assert (outcome.release, outcome.changed, outcome.graphs) == ("000002-aa", True, 1)
    ((path, headers, body),) = fake.seen
    assert path == "/graf/api/v1/plans?lang=nb&dry-run=true"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert headers["if-match"] == '"000001-bb"'
    assert len(headers["idempotency-key"]) == 32
    assert 'filename="plan å.csv"'.encode() in body
    assert b"\r\n\r\na;b\n\r\n--" in body
    assert [line.split()[0] for line in told] == ["sender", "venter"]


@pytest.mark.parametrize(
    "first", [None, reply(503, {"detail": "fullt"}, Retry_After="0"), reply(504), reply(502), reply(429)]
)
def test_what_may_go_better_is_tried_again_under_the_same_key(first: Reply | None) -> None:
    with faking(first, first, reply(201, DONE)) as fake:
        outcome, told = sent(fake.url)
    assert outcome.changed
    assert len(fake.seen) == 3
    assert len(fake.keys) == 1
    assert sum("prøver igjen" in line for line in told) == 2


def test_a_new_errand_has_a_new_key() -> None:
    with faking(reply(201, DONE)) as fake:
        sent(fake.url)
        sent(fake.url)
    assert len(fake.keys) == 2


@pytest.mark.parametrize("in_seconds", [True, False])
def test_the_service_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch, in_seconds: bool) -> None:
    waited: list[float] = []
    monkeypatch.setattr("styringsgraf.sending.plans.time.sleep", waited.append)
    when = "7" if in_seconds else format_datetime(datetime.now(UTC) + timedelta(seconds=7), usegmt=True)
    with faking(reply(503, Retry_After=when), reply(200, DONE)) as fake:
        sent(fake.url)
    (seconds,) = waited
    assert seconds == pytest.approx(7, abs=0 if in_seconds else 5)


@pytest.mark.parametrize("when", ["100000", "999999999999999999999999", "snart", "-5", "²"])
def test_patience_ends(when: str) -> None:
    with faking(reply(503, {"detail": "Fullt."}, Retry_After=when)) as fake:
        told = fault(fake.url)
    # Longer than we have: given up at once. What says nothing: the number of times that was meant.
    assert len(fake.seen) == (1 if when[0] in "19" else QUICK.times)
    assert isinstance(told, errors.Busy)
    assert "Fullt." in told.sentence("nb")


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        told = fault(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert (told.exit_code, told.key) == (4, "sending.unreachable")
    assert f"forsøk: {QUICK.times}" in told.sentence("nb")


def test_an_answer_that_never_comes_is_not_waited_for() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        patience = Patience(times=2, seconds=30, pause=0.01, bounds=Bounds(seconds=1))
        told = fault(f"http://127.0.0.1:{silent.getsockname()[1]}/", patience)
    assert told.key == "sending.unreachable"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_never_followed(status: int) -> None:
    with faking(reply(201, DONE)) as other, faking(reply(status, Location=f"{other.url}/api/v1/plans")) as fake:
        told = fault(fake.url)
        assert other.seen == []
    assert len(fake.seen) == 1
    assert other.url in told.sentence("nb")


@pytest.mark.parametrize(
    ("status", "kind", "code", "words"),
    [
        (400, errors.UsageError, 2, "tok ikke imot"),
        (401, errors.Unauthorised, 2, "STYRINGSGRAF_TOKEN"),
        (403, errors.Forbidden, 2, "--scope write"),
        (404, errors.NotFound, 2, "--to"),
        (405, errors.NotFound, 2, "--to"),
        (412, errors.PreconditionFailed, 2, "--if-release"),
        (413, errors.TooLarge, 2, "STYRINGSGRAF_UPLOAD_BYTES"),
        (415, errors.UnsupportedMedia, 2, ".xlsx"),
        (422, errors.InputError, 3, "ingenting er endret"),
        (500, errors.Environment, 4, "ingenting er endret"),
    ],
)
def test_each_refusal_says_what_to_do_in_the_services_words_too(
    status: int, kind: type[errors.StyringsgrafError], code: int, words: str
) -> None:
    with faking(reply(status, {"detail": f"Tjenestens\x1b[2J ord om {SECRET}."})) as fake:
        told = fault(fake.url)
    assert len(fake.seen) == 1
    assert type(told) is kind
    assert told.exit_code == code
    assert words in told.sentence("nb")
    assert told.sentence("nb").isprintable()
    assert status in {404, 405} or "Tjenestens [2J ord om ***." in told.sentence("nb")


@pytest.mark.parametrize(
    "body",
    [b"<html>velkommen", b"", b"[]", b"{}", b"[" * 90_000, {**DONE, "report": {}}, {**DONE, "release": 7},
     {**DONE, "report": {**REPORT, "findings": [{**FINDING, "severity": "red"}]}},
     {**DONE, "report": {**REPORT, "findings": [{**FINDING, "cell": {"file": 3}}]}}],
)  # fmt: skip
def test_what_is_no_such_service_is_told_apart(body: Any) -> None:
    with faking(reply(200, body)) as fake:
        told = fault(fake.url)
    assert (told.key, told.exit_code, len(fake.seen)) == ("sending.not-ours", 4, 1)


@pytest.mark.parametrize("body", [{"findings": []}, {"findings": "x"}, {"findings": [7]}, {"findings": [{}]}])
def test_findings_that_are_none_are_told_apart(body: Any) -> None:
    with faking(reply(422, body)) as fake:
        assert fault(fake.url).key == "sending.not-ours"


def test_findings_come_back_with_their_cells() -> None:
    with faking(reply(422, {"findings": [FINDING], "detail": "Nei."})) as fake:
        outcome, _ = sent(fake.url)
    (finding,) = outcome.report.findings
    assert (outcome.refused, finding.rule, finding.stops, finding.message) == (
        True,
        "SG-A01",
        True,
        {"nb": "Feil\x1b[2J"},
    )
    assert finding.cell is not None
    assert finding.cell.as_json() == FINDING["cell"]


def test_an_answer_without_end_is_left() -> None:
    with faking(reply(200, b"x" * 200_000)) as fake:
        assert fault(fake.url).key == "sending.answer-size"


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    half = reply(201, json.dumps(DONE).encode(), Content_Length="9999", Connection="close")
    with faking(half, reply(201, DONE)) as fake:
        assert sent(fake.url)[0].changed
    assert len(fake.keys) == 1


def test_an_answer_before_the_body_is_read_is_heard() -> None:
    """As of a service that will not have so much: it answers and hangs up while the body is on its way."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def refuse() -> None:
            opened, _ = listening.accept()
            opened.recv(1000)
            opened.sendall(b'HTTP/1.1 413 Too Large\r\nContent-Length: 20\r\n\r\n{"detail": "Mye."}  ')
            opened.shutdown(socket.SHUT_WR)
            while opened.recv(1 << 20):
                pass
            opened.close()

        thread = threading.Thread(target=refuse)
        thread.start()
        large = errand(f"http://127.0.0.1:{listening.getsockname()[1]}")
        large = Errand(large.address, large.token, [("a.csv", b"x" * 8_000_000)], "nb")
        told: list[str] = []
        with pytest.raises(errors.TooLarge, match=r"Mye\."):
            send(large, lambda sentence: told.append(sentence["nb"]), QUICK)
        thread.join(30)
    assert [line.split()[1] for line in told if line.startswith("  sendt")] == ["25", "50", "75"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that it vouches for itself, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, *names, "-keyout", str(path), "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def test_a_certificate_is_verified_before_anything_is_sent(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with faking(reply(201, DONE), context=context) as fake:
        told = fault(fake.url)
        assert (told.key, told.exit_code, fake.seen) == ("sending.certificate", 4, [])
        # As the sentence says: whoever issues certificates of their own names the issuer.
        monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
        assert sent(fake.url)[0].changed
        monkeypatch.setattr("styringsgraf.sending.plans.time.sleep", lambda _: None)
        assert fault(fake.url.replace("127.0.0.1", "localhost")).key == "sending.certificate"  # not its name


def test_a_port_without_encryption_is_told() -> None:
    with faking(reply(201, DONE)) as fake:
        told = fault(fake.url.replace("http:", "https:"))
    assert (told.key, told.exit_code, fake.seen) == ("sending.tls", 4, [])


def test_it_goes_by_way_of_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with faking(reply(201, DONE)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        _, told = sent("http://graf.example.no/graf")
    assert proxy.seen[0][0].startswith("http://graf.example.no/graf/api/v1/plans?")
    assert told[0].startswith("Advarsel")


@pytest.mark.parametrize(
    ("given", "shown", "clear"),
    [
        ("https://graf.example.no", "https://graf.example.no/", False),
        ("HTTPS://graf.example.no:443/api/v1/plans/", "https://graf.example.no/", False),
        ("http://[::1]:8000/a b", "http://[::1]:8000/a%20b/", False),
        ("http://localhost:8000", "http://localhost:8000/", False),
        ("http://127.0.0.1", "http://127.0.0.1/", False),
        ("http://127.0.0.1.example.no/", "http://127.0.0.1.example.no/", True),
        ("https://blåbær.example.no/", "https://xn--blbr-roah.example.no/", False),
    ],
)
def test_addresses(given: str, shown: str, clear: bool) -> None:
    address = Address.of(given)
    assert (address.shown, address.in_the_clear) == (shown, clear)


@pytest.mark.parametrize("given", ["", "graf.example.no", "ftp://a/", "http://", "http://a:0/", "http://a:x/", "http://a/#b",
                                   "http://a/\r\nX: y", "file:///etc/passwd", "http://" + "a" * 300 + "/"])  # fmt: skip
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(errors.UsageError):
        Address.of(given)


def test_a_token_is_never_shown() -> None:
    assert SECRET not in repr(errand("http://127.0.0.1/"))
    given: Callable[..., Token] = Token.of
    for wrong in (None, "", " \n", "to ord", "æ", "a" * 201, "a\r\nX: y"):
        with pytest.raises(errors.UsageError) as caught:
            given(wrong)
        assert not wrong or not wrong.strip() or wrong not in str(caught.value)
