"""Runs `make run` as a new user would, twice, and asks it one question each time. Ends what it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

FIRST_SECONDS = 300
SECOND_SECONDS = 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(port: int, seconds: float, process: subprocess.Popen[bytes]) -> float:
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if process.poll() is not None:
            sys.exit(f"make run ended by itself with {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return time.monotonic() - started
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    sys.exit(f"make run did not answer within {seconds} s")


def once(seconds: float) -> float:
    port = free_port()
    process = subprocess.Popen(["make", "run", f"PORT={port}"], start_new_session=True)
    try:
        took = ready(port, seconds, process)
        url = f"http://127.0.0.1:{port}/api/v1/questions/measures-for-target?target=3.4"
        with urllib.request.urlopen(url, timeout=10) as answer:
            rows = json.load(answer)["rows"]
        if not rows:
            sys.exit("measures-for-target answered no rows for target 3.4 on the shipped data")
        return took
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)


first = once(FIRST_SECONDS)
second = once(SECOND_SECONDS)
print(f"smoke: first make run ready after {first:.1f} s, second after {second:.1f} s")
