"""The ASGI application: routers, problem answers, documentation, and the edge around them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from styringsgraf import __version__
from styringsgraf.service import Service
from styringsgraf.web import (
    catalogue,
    changes,
    check,
    checking,
    discovery,
    docs,
    dump_making,
    dumps,
    feeds,
    findings,
    foreign,
    graphs,
    health,
    history,
    linked,
    meta,
    metrics,
    openapi,
    plans,
    problem,
    questions,
    sparql,
    state,
    stream,
    suggest,
    threads,
    vocabulary,
    warming,
    wording,
    writing,
)
from styringsgraf.web.addresses import Addresses
from styringsgraf.web.build import build_of
from styringsgraf.web.caching import Caching
from styringsgraf.web.edge import Edge, Undelivered
from styringsgraf.web.front import Front
from styringsgraf.web.kept import Room
from styringsgraf.web.pages import assets
from styringsgraf.web.site.routers import ROUTERS


def create_app(service: Service) -> FastAPI:
    """Return the application over one service, which is closed when the server stops."""
    app = _bare(service)
    addresses, room, undelivered = Addresses(app), Room(service.config.cache_bytes), Undelivered()
    measured = metrics.Metrics(service.store.watch(), room, meta.bounds())
    state.attach(app, service)
    foreign.attach(app, foreign.ForeignQueries(service, undelivered))
    checking.attach(app, checking.Checks(service))
    writing.attach(app, writing.Writes(service))
    dump_making.attach(app, dump_making.Making(service.config))
    problem.install(app, addresses)
    # The last one added is the first one asked.
    app.add_middleware(
        Caching, watch=service.store.watch(), addresses=addresses, build=build_of(service.config), room=room
    )
    app.add_middleware(Edge, undelivered=undelivered)
    app.add_middleware(Front, config=service.config, addresses=addresses, metrics=measured)
    for router in _routers(service, measured):
        app.include_router(router)
    docs.install(app)
    openapi.describe(app)
    return app


def _bare(service: Service) -> FastAPI:
    """Return an application without routes that follows the releases while it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service.follow()
        async with warming.warming(app, service):
            yield
        service.close()

    return FastAPI(
        title="styringsgraf",
        version=__version__,
        summary="A municipality's red thread, from UN targets to measured indicators",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        # A redirect to the address without its slash would go to whatever host the caller named.
        redirect_slashes=False,
        # We log and measure ourselves, never what somebody asked; looking for who else might listen takes time.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )


def _routers(service: Service, measured: metrics.Metrics) -> tuple[APIRouter, ...]:
    """Return all routes, in the order in which an address is tried on them."""
    return (
        # Tried in turn: first those that are asked for most, the long list of questions behind them.
        health.router(),
        sparql.router,
        threads.router,
        metrics.router(measured),
        meta.router,
        suggest.router,
        changes.router,
        history.router,
        wording.router,
        check.router,
        findings.router,
        plans.router,
        questions.router(service),
        graphs.router,
        assets.router,
        vocabulary.router,
        catalogue.router,
        dumps.router,
        stream.router,
        feeds.router,
        linked.router,
        discovery.router,
        *ROUTERS,
    )
