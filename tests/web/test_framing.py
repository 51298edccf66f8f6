"""Where a request ends is never a matter of opinion: what two readers could read as two things is refused."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from styringsgraf.web import parsing, protocol
from styringsgraf.web.head import Malformed, settle, target

Serving = Callable[..., Any]
LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def web(serving: Serving, shipped_folder: Path) -> Iterator[Any]:
    with serving(shipped_folder, query_workers=1) as opened:
        yield opened


def told(web: Any, sent: bytes) -> bytes:
    """Send everything, and return everything that comes back until the server hangs up."""
    opened = web.connect()
    opened.settimeout(30)
    with suppress(BrokenPipeError, ConnectionResetError):
        opened.sendall(sent)
    return bytes(web.rest(opened))


def statuses(answer: bytes) -> list[int]:
    return [int(line[:3]) for line in answer.split(b"HTTP/1.1 ")[1:]]


def get(*lines: bytes) -> bytes:
    return b"\r\n".join([b"GET /health/live HTTP/1.1", *lines, b"", b""])


SMUGGLING = {
    "length and coding": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "coding and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
    "one length twice": POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "list of lengths": POST + b"Content-Length: 0, 0\r\n\r\n",
    "signed length": POST + b"Content-Length: +0\r\n\r\n",
    "length in hexadecimal": POST + b"Content-Length: 0x0\r\n\r\n",
    "length with underscore": POST + b"Content-Length: 0_0\r\n\r\n",
    "empty length": POST + b"Content-Length:\r\n\r\n",
    "length beyond numbers": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "folded length": POST + b"Content-Length:\r\n 0\r\n\r\n",
    "space before the colon": POST + b"Content-Length : 0\r\n\r\n",
    "coding identity": POST + b"Transfer-Encoding: identity\r\n\r\n",
    "coding unknown": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "coding in quotes": POST + b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
    "coding behind a tab": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "gzip, chunked": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunked, gzip": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "identity, then chunked": POST + b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked in HTTP/1.0": b"POST /sparql HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "folded header": get(b"Host: x", b"A: b", b" c"),
    "folded first header": get(b" Host: x"),
    "bare line feed in the first line": b"GET /health/live HTTP/1.1\nHost: x\r\n\r\n",
    "bare line feed in a header": get(b"Host: x\nA: b"),
    "bare line feed at the end": b"GET /health/live HTTP/1.1\r\nHost: x\r\n\n",
    "bare carriage return": get(b"Host: x\rA: b"),
    "zero byte": get(b"Host: x\0"),
    "control character": get(b"Host: x", b"A: \x01"),
    "no colon": get(b"Host: x", b"Abc"),
    "no name": get(b"Host: x", b": b"),
    "name in brackets": get(b"Host: x", b"A(b): c"),
    "no host": get(b"A: b"),
    "two hosts": get(b"Host: x", b"Host: x"),
    "host with a path": get(b"Host: x/y"),
    "host list": get(b"Host: x, y"),
    "HTTP/0.9": b"GET /health/live\r\n\r\n",
    "HTTP/0.9 by name": b"GET /health/live HTTP/0.9\r\n\r\n",
    "HTTP/2.0": b"GET /health/live HTTP/2.0\r\nHost: x\r\n\r\n",
    "HTTP/1.2": b"GET /health/live HTTP/1.2\r\nHost: x\r\n\r\n",
    "small http": b"GET /health/live http/1.1\r\nHost: x\r\n\r\n",
    "tabs between": b"GET\t/health/live\tHTTP/1.1\r\nHost: x\r\n\r\n",
    "small method": b"get /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "unknown method": b"BREW /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "method of 100 KB": b"G" * 100_000 + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
    "authority-form": b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "authority without CONNECT": b"GET x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "star for GET": b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    "fragment": b"GET /health/live#x HTTP/1.1\r\nHost: x\r\n\r\n",
    "another scheme": b"GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "user in the target": b"GET http://a:b@x/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "no slash": b"GET health/live HTTP/1.1\r\nHost: x\r\n\r\n",
    "control character in the target": b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    "letters outside ASCII in the target": "GET /sø HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
    "target of 100 KB": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "headers of 100 KB": get(b"Host: x", *[b"A: b"] * 20_000),
    "line ends for ever": b"\r\n" * 200_000,
    "a hello in TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("name", SMUGGLING)
def test_what_could_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(web: Any, name: str) -> None:
    answer = told(web, LIVE + SMUGGLING[name] + LIVE)
    assert statuses(answer) == [200, 400]
    head, _, body = answer.rpartition(b"HTTP/1.1 400 ")[2].partition(b"\r\n\r\n")
    assert b"connection: close" in head
    assert json.loads(body)["type"].endswith("/malformed")


BODIES = {
    "size with a sign": b"+1\r\na\r\n0\r\n\r\n",
    "size in 0x": b"0x1\r\na\r\n0\r\n\r\n",
    "size with a space": b"1 \r\na\r\n0\r\n\r\n",
    "size beyond numbers": b"10000000000000001\r\na\r\n0\r\n\r\n",
    "no size": b"\r\na\r\n0\r\n\r\n",
    "line feed behind the size": b"1\na\r\n0\r\n\r\n",
    "line feed behind the chunk": b"1\r\na\n0\r\n\r\n",
    "chunk longer than its size": b"1\r\nab\r\n0\r\n\r\n",
    "line feed in an extension": b"1;a\nb\r\na\r\n0\r\n\r\n",
    "extension of a megabyte": b"1;" + b"a" * 1_000_000 + b"\r\na\r\n0\r\n\r\n",
    "extension of a megabyte in all": (b"1;" + b"a" * 1_000 + b"\r\na\r\n") * 1_000 + b"0\r\n\r\n",
    "trailers of a megabyte": b"0\r\n" + b"A: b\r\n" * 170_000 + b"\r\n",
    "length in the trailers": b"0\r\nContent-Length: 5\r\n\r\n",
    "coding in the trailers": b"0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "line feed in the trailers": b"0\r\nA: b\n\r\n",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_none_is_refused_and_nothing_behind_it_is_read(web: Any, name: str) -> None:
    answer = told(web, CHUNKED + BODIES[name] + LIVE)
    assert statuses(answer) == [400]
    assert statuses(told(web, LIVE + CHUNKED + BODIES[name] + LIVE)) == [200, 400]


def test_trailers_reach_neither_their_own_request_nor_the_next(web: Any) -> None:
    body = b"5\r\nASK{}\r\n0\r\nX-Request-Id: of-a-trailer\r\nHost: y\r\n\r\n"
    for start in range(0, len(body) + 1, 7):  # wherever the network cuts it
        opened = web.connect(CHUNKED + body[:start])
        opened.sendall(body[start:] + LAST)
        answer = web.rest(opened)
        assert statuses(answer) == [200, 200]
        assert b"of-a-trailer" not in answer


def test_small_chunks_with_extensions_are_a_body(web: Any) -> None:
    body = b"".join(b"1;a=b\r\n%c\r\n" % letter for letter in b"ASK { ?s ?p 'lang' }") + b"0\r\n\r\n"
    assert statuses(told(web, CHUNKED + body + LAST)) == [200, 200]


@pytest.mark.parametrize("wish", [b"h2c", b"websocket", b"TLS/1.0"])
def test_a_wish_for_another_protocol_is_not_granted_and_the_next_request_is_one(web: Any, wish: bytes) -> None:
    asked = get(b"Host: x", b"Connection: Upgrade", b"Upgrade: " + wish)
    assert statuses(told(web, asked + LAST)) == [200, 200]
    begun = POST + b"Connection: Upgrade\r\nUpgrade: " + wish + b"\r\nContent-Length: 5\r\n\r\nASK{}"
    assert statuses(told(web, begun + LAST)) == [200, 200]


def test_what_comes_behind_the_last_request_is_not_read(web: Any) -> None:
    assert statuses(told(web, LAST + LIVE)) == [200]
    assert statuses(told(web, LIVE + LAST + b"\x00 rubbish")) == [200, 200]


def test_requests_in_a_row_are_answered_in_turn_up_to_a_number(web: Any) -> None:
    live = b"GET /health/live?%d HTTP/1.1\r\nHost: x\r\nX-Request-Id: number-%04d\r\n\r\n"
    answer = told(web, b"".join(live % (n, n) for n in range(5 * parsing.PIPELINE)))
    named = [line.partition(b"\r\n")[0] for line in answer.split(b"x-request-id: number-")[1:]]
    assert parsing.PIPELINE <= len(named) <= parsing.PIPELINE + 2
    assert named == [b"%04d" % n for n in range(len(named))]
    assert set(statuses(answer)) == {200}
    assert answer.count(b"connection: close") == 1


def test_a_client_that_vanishes_with_requests_in_a_row_takes_the_first_along(web: Any) -> None:
    query = web.ENDLESS.encode()
    opened = web.connect(POST + b"Content-Length: %d\r\n\r\n" % len(query) + query + LIVE * 3)
    assert web.eventually(lambda: web.asking == 1)
    opened.close()
    assert web.eventually(lambda: web.asking == 0)


def test_old_http_is_answered_and_hung_up_on(web: Any) -> None:
    for sent in (b"GET /health/live HTTP/1.0\r\n\r\n", b"GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"):
        answer = told(web, sent)
        assert statuses(answer) == [200]
        head, _, body = answer.partition(b"\r\n\r\n")
        assert (b"connection: close" in head, b"chunked" in head) == (True, False)
        assert json.loads(body)


def test_an_address_with_its_host_is_the_same_address(web: Any) -> None:
    lines = b" HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n"
    assert statuses(told(web, b"GET http://here.example/health/live" + lines)) == [200]
    assert statuses(told(web, b"GET HTTPS://[::1]:80/health/live" + lines)) == [200]
    assert statuses(told(web, b"GET http://here.example?x" + lines))[0] in {200, 303, 307, 404}
    assert statuses(told(web, b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))[0] < 500


def test_who_waits_to_be_told_is_told(web: Any) -> None:
    opened = web.connect(POST + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    assert opened.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    opened.sendall(b"ASK{}")
    assert statuses(web.rest(opened)) == [200]


def test_who_is_refused_before_the_body_gets_the_whole_answer_and_a_clean_end(web: Any) -> None:
    """Also one who hears nothing before having sent everything."""
    size = 40_000_000
    head = b"PUT /api/v1/plans/x/y HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % size
    for extra in (b"", b"Expect: 100-continue\r\n"):
        opened = web.connect(head + extra + b"\r\n")
        opened.sendall(b"a" * size)
        answer = bytearray()
        while piece := opened.recv(1 << 16):  # no reset, an end
            answer += piece
        opened.close()
        assert len(statuses(bytes(answer))) == 1
        assert statuses(bytes(answer))[0] in {401, 405, 413}
        assert b"connection: close" in answer
        assert b"100 Continue" not in answer


def test_what_follows_a_refused_body_is_no_request(web: Any) -> None:
    """Who asks whether to go on is refused, and sends the next request instead of the body."""
    head = b"PUT /api/v1/plans/x/y HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    assert len(statuses(told(web, head % (len(LIVE)) + LIVE + LIVE))) <= 2
    opened = web.connect(head % len(LIVE))
    answer = opened.recv(1 << 16)
    opened.sendall(LIVE)
    assert statuses(answer + web.rest(opened)) == statuses(answer)


def test_nobody_is_listened_to_for_ever_after_a_refusal(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LINGER_SECONDS", 0.3)
    opened = web.connect(SMUGGLING["no host"])
    present = web.server.server_state.connections
    assert opened.recv(1 << 16).startswith(b"HTTP/1.1 400 ")
    assert web.eventually(lambda: not any(one._lingering for one in present.copy()))
    assert opened.recv(1) == b""
    opened.close()


def test_an_idle_connection_is_closed(web: Any) -> None:
    opened = web.connect(LIVE)
    assert statuses(web.rest(opened)) == [200]


def test_half_a_head_behind_a_request_is_waited_for(web: Any) -> None:
    opened = web.connect(LIVE + LAST[:20])
    assert opened.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
    opened.sendall(LAST[20:])
    assert statuses(web.rest(opened)) == [200]


def test_one_byte_at_a_time_is_the_same_request(web: Any) -> None:
    opened = web.connect()
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in CHUNKED + b"5;a\r\nASK{}\r\n0\r\nA: b\r\n\r\n" + LAST:
        opened.sendall(bytes([byte]))
    assert statuses(web.rest(opened)) == [200, 200]


def test_targets() -> None:
    assert target("GET", b"/a%20b?c=%C3%A6").path == "/a b"
    assert target("GET", b"/a?b?c").query == b"b?c"
    assert target("GET", b"//x/y").path == "//x/y"
    found = target("GET", b"http://x:8080/a?b")
    assert (found.path, found.query, found.authority) == ("/a", b"b", b"x:8080")
    assert target("GET", b"http://[::1]/").authority == b"[::1]"
    for wrong in (b"http:///a", b"https://", b"a", b"?", b"", b"*", b"mailto:a@b"):
        with pytest.raises(Malformed):
            target("GET", wrong)


def test_the_host_of_the_target_counts() -> None:
    headers = [(b"host", b"said"), (b"accept", b"*/*")]
    assert not settle("1.1", headers, b"meant")
    assert headers == [(b"host", b"meant"), (b"accept", b"*/*")]
    assert settle("1.1", [(b"host", b""), (b"expect", b"100-Continue")], None)
    assert not settle("1.0", [(b"expect", b"100-continue")], None)
