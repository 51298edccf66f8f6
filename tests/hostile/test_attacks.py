"""The hostile set against a real server: each attack gets its proper status, everybody else goes on being answered."""

import json
import logging
import os
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from attacks import ATTACKS, HERE, LIMITS, THREE, TWO, Attack
from real_server import Ordinary, Server, children, eventually, rest, served

SHAPE = {"type", "title", "status", "detail", "instance"}
ASK = "/sparql?query=ASK%7B%7D"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {THREE} . ?j ?k ?l }}"
#: What may come on top of the limit: the start of a process, and machines that do other things as well.
SLACK = 20.0


def request(query: str, extra: str = "") -> bytes:
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n{extra}"
    return f"{head}Content-Length: {len(query)}\r\n\r\n{query}".encode()


@pytest.fixture(scope="module")
def server(shipped_folder: Path) -> Iterator[Server]:
    with served(shipped_folder, LIMITS | {"QUERY_WORKERS": "1"}) as opened:
        yield opened


def attacked(server: Server, attack: Attack) -> tuple[int, float, list[str]]:
    """Return status, seconds, and what is wrong with the answer."""
    began = monotonic()
    status, headers, body = server.post(attack.body, attack.media)
    seconds = monotonic() - began
    wrong = [] if status in attack.ends else [f"{status} instead of {attack.ends}"]
    if seconds > float(LIMITS["QUERY_SECONDS"]) + SLACK:
        wrong.append(f"{seconds:.1f} s")
    if status >= 400:
        problem = json.loads(body)
        if not set(problem) >= SHAPE or headers["content-type"] != "application/problem+json":
            wrong.append(f"not a problem: {body[:200]!r}")
        if "Traceback" in problem["detail"] or problem["type"].endswith("/internal"):
            wrong.append(problem["detail"])
    elif len(body) > int(LIMITS["QUERY_BYTES"]):
        wrong.append(f"{len(body)} bytes")
    return status, seconds, wrong


def test_each_attack_gets_its_status_and_ordinary_questions_their_answers(server: Server) -> None:
    faults: dict[str, list[str]] = {}
    lines = []
    with Ordinary(server) as ordinary:
        for attack in ATTACKS:
            status, seconds, wrong = attacked(server, attack)
            lines.append(f"{attack.name:36} {len(attack.body):>10,} bytes {status} {seconds:5.2f} s")
            if wrong:
                faults[attack.name] = wrong
    # pytest --log-cli-level=INFO shows the table; bench/hostile.py prints it, too.
    logging.getLogger(__name__).info("\n".join(lines))
    assert faults == {}
    assert len(lines) >= 90
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert set(ordinary.seen) == {200}, ordinary.seen
    assert server.get(ASK)[0] == 200


def test_no_attack_makes_a_connection(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        named = [attack for attack in ATTACKS if HERE in attack.text]
        assert len(named) >= 18
        for attack in named:
            server.post(attack.text.replace(HERE, there).encode(), attack.media)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_vanishing_clients_are_forgotten_whenever_they_vanish(server: Server) -> None:
    whole = request(ENDLESS)
    with Ordinary(server) as ordinary:
        for number in range(60):
            sent = whole[: len(whole) * (number % 12) // 10]  # before, during, and after the whole request
            opened = server.raw(sent)
            if number % 3 == 0:  # a reset instead of a goodbye
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            opened.close()
        assert eventually(lambda: server.get(ASK)[0] == 200)  # the last of them may still count as there
    assert set(ordinary.seen) == {200}, ordinary.seen


def test_a_client_that_vanishes_in_the_middle_of_its_answer_leaves_no_trace(server: Server) -> None:
    for _ in range(5):
        opened = server.raw(request(f"SELECT * {{ {TWO} }} LIMIT 1500"), buffer=4096)
        assert opened.recv(100).startswith(b"HTTP/1.1 200 ")
        opened.close()
    assert server.get(ASK)[0] == 200


def test_pipelined_requests_are_answered_in_turn_and_rubbish_behind_them_ends_the_connection(server: Server) -> None:
    ordinary = f"GET {Ordinary.URLS[0]} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    answers = rest(server.raw(ordinary * 20 + request("ASK {}") * 5 + b"\x16\x03\x01\x02\x00 rubbish\r\n\r\n"))
    assert answers.count(b"HTTP/1.1 200 ") == 25
    assert answers.count(b"HTTP/1.1 400 ") == 1
    with Ordinary(server) as neighbour:
        for _ in range(20):
            server.raw(ordinary * 200).close()  # nobody reads what is answered
        assert server.get(ASK)[0] == 200
    assert set(neighbour.seen) == {200}


def test_half_heads_bodies_and_readers_that_stop_take_nothing_from_others(server: Server) -> None:
    waiting = [server.raw(b"GET / HTTP/1.1\r\nX-") for _ in range(200)]
    waiting += [server.raw(request("ASK {}")[:-3]) for _ in range(50)]
    waiting += [server.raw(request(f"SELECT * {{ {TWO} }} LIMIT 1500"), buffer=4096) for _ in range(6)]
    with Ordinary(server) as ordinary:
        assert eventually(lambda: ordinary.seen.total() > 100)
        assert eventually(lambda: server.get(ASK)[0] == 200)
    for opened in waiting:
        opened.close()
    assert set(ordinary.seen) == {200}, ordinary.seen


def test_a_full_line_says_when_to_come_back(server: Server) -> None:
    places = int(LIMITS["QUERY_QUEUE"]) + 1
    with ThreadPoolExecutor(4 * places) as threads, Ordinary(server) as ordinary:
        answers = list(threads.map(lambda _: server.post(ENDLESS.encode(), "application/sparql-query"),
                                   range(4 * places)))  # fmt: skip
    statuses = Counter(status for status, _, _ in answers)
    assert set(statuses) <= {413, 503, 504}, statuses
    assert statuses[503] >= 2 * places
    assert all(int(headers["retry-after"]) > 0 for status, headers, _ in answers if status == 503)
    assert set(ordinary.seen) == {200}, ordinary.seen


def test_a_killed_worker_disturbs_no_neighbour(shipped_folder: Path) -> None:
    calm = {"QUERY_SECONDS": "60", "QUERY_WORKERS": "2", "QUERY_QUEUE": "8"}
    with served(shipped_folder, calm) as server, Ordinary(server) as ordinary, ThreadPoolExecutor(2) as threads:
        assert server.get(ASK)[0] == 200
        assert eventually(lambda: len(children(server.process.pid)) == 2)
        for _ in range(3):
            before = {pid: cpu(pid) for pid in children(server.process.pid)}
            victim = threads.submit(server.post, ENDLESS.encode(), "application/sparql-query")
            assert eventually(lambda seen=before: any(cpu(pid) > ticks + 20 for pid, ticks in seen.items()))
            busy = max(before, key=lambda pid: cpu(pid) - before[pid])
            neighbour = threads.submit(server.post, f"SELECT * {{ {TWO} }} LIMIT 20000".encode(),
                                       "application/sparql-query")  # fmt: skip
            os.kill(busy, signal.SIGKILL)
            status, headers, body = victim.result()
            assert (status, json.loads(body)["type"].rpartition("/")[2]) == (503, "lost")
            assert int(headers["retry-after"]) > 0
            assert neighbour.result()[0] == 200
            assert eventually(lambda: len(children(server.process.pid)) == 2)
            assert busy not in children(server.process.pid)
    assert set(ordinary.seen) == {200}, ordinary.seen


def cpu(pid: int) -> int:
    """Return the processor time of a process, ticks; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])
    except OSError:
        return 0


def test_the_server_stops_cleanly_after_all_this(server: Server) -> None:
    with closing(server.connection()) as opened:
        opened.request("GET", "/health/live")
        assert opened.getresponse().status == 200
    assert not [line for line in server.log.read_text().splitlines() if "Traceback" in line]
