"""Prometheus metrics: what was asked, how long it took, what the cache did; of all worker processes together.

With several workers each writes its numbers into files of one folder, named by ``PROMETHEUS_MULTIPROC_DIR`` before
this module is first imported; whichever worker is scraped adds them up.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from styringsgraf.releases.watch import Watch
from styringsgraf.web.kept import Room
from styringsgraf.web.noted import Noted

#: The variable by which the library knows that there are several processes.
FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
OWN: Final = CollectorRegistry()
_REQUESTS: Final = Counter("styringsgraf_requests", "Requests answered", ("route", "method", "status"), registry=OWN)
_DURATION: Final = Histogram(
    "styringsgraf_request_seconds", "Time to the last byte of an answer", ("route",), buckets=_SECONDS, registry=OWN
)
_BYTES: Final = Counter("styringsgraf_sent_bytes", "Bytes of answers", ("route",), registry=OWN)
_CACHE: Final = Counter("styringsgraf_cache", "What the cache did for requests it knows", ("outcome",), registry=OWN)
_OPEN: Final = Gauge(
    "styringsgraf_open_requests",
    "Requests under way; at /sparql those that run and those in line",
    ("route",),
    registry=OWN,
    multiprocess_mode="livesum",
)
_ROOM: Final = Gauge("styringsgraf_cache_bytes", "Memory of ready answers", registry=OWN, multiprocess_mode="livesum")
_WORKER: Final = Gauge("styringsgraf_web_workers", "Web workers that answer", registry=OWN, multiprocess_mode="livesum")

Finish = Callable[[str, Noted, float], None]


class Metrics:
    """What one application counts. The counts are the process's."""

    def __init__(self, watch: Watch, room: Room, limits: dict[str, float]) -> None:
        self._watch = watch
        self._room = room
        self._limits = limits

    def begin(self, route: str) -> Finish:
        """Count a request as begun, and return what counts it as finished."""
        opened = _opened(route)
        opened.inc()

        def finish(method: str, noted: Noted, seconds: float) -> None:
            opened.dec()
            _requests(route, method, noted.status).inc()
            _duration(route).observe(seconds)
            _sent(route).inc(noted.sent)
            if noted.cache != "none":
                _outcome(noted.cache).inc()

        return finish

    def text(self) -> bytes:
        """Return the metrics in Prometheus's text form."""
        _ROOM.set(self._room.size)
        _WORKER.set(1)
        registry = CollectorRegistry()
        if folder := os.environ.get(FOLDER):
            _bury(Path(folder))
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry.register(_Fixed(OWN))
        registry.register(_Folder(self._watch, self._limits))
        return generate_latest(registry)


def _bury(folder: Path) -> None:
    """Forget what workers that have ended had open; what they answered still counts."""
    for path in folder.glob("gauge_live*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdigit() and not _runs(int(number)):
            mark_process_dead(int(number), str(folder))  # type: ignore[no-untyped-call]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Fixed(Collector):
    """The counts of this process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        """Yield them."""
        yield from self._registry.collect()


class _Folder(Collector):
    """What is true of the data folder and the settings, whichever worker says it."""

    def __init__(self, watch: Watch, limits: dict[str, float]) -> None:
        self._watch = watch
        self._limits = limits

    def collect(self) -> Iterator[Metric]:
        """Yield the current release and the limits in force."""
        seen = self._watch.now()
        if seen is not None:
            release = GaugeMetricFamily("styringsgraf_release_info", "The current release", labels=("release",))
            release.add_metric((seen.release,), 1)
            yield release
        limit = GaugeMetricFamily("styringsgraf_limit", "Settings that bound work", labels=("setting",))
        for name, value in self._limits.items():
            limit.add_metric((name,), value)
        yield limit


@cache
def _opened(route: str) -> Gauge:
    return _OPEN.labels(route)


@cache
def _requests(route: str, method: str, status: int) -> Counter:
    return _REQUESTS.labels(route, method, str(status))


@cache
def _duration(route: str) -> Histogram:
    return _DURATION.labels(route)


@cache
def _sent(route: str) -> Counter:
    return _BYTES.labels(route)


@cache
def _outcome(outcome: str) -> Counter:
    return _CACHE.labels(outcome)


def router(metrics: Metrics) -> APIRouter:
    """Return the route that is scraped."""
    made = APIRouter(tags=["health"])

    @made.get(
        "/metrics",
        summary="Metrics for Prometheus",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "All metrics"}},
    )
    async def scrape(_: Request) -> Response:
        """Return counts and times of all workers."""
        headers = {"Cache-Control": "no-store"}
        return Response(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4, headers=headers)

    return made
