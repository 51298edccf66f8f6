"""The ASGI application: routers, problem answers, documentation, and the edge around them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from styringsgraf import __version__
from styringsgraf.service import Service
from styringsgraf.web import (
    changes,
    check,
    checking,
    docs,
    foreign,
    health,
    meta,
    openapi,
    problem,
    questions,
    sparql,
    state,
    threads,
    wording,
)
from styringsgraf.web.edge import Edge, Undelivered


def create_app(service: Service) -> FastAPI:
    """Return the application over one service, which is closed when the server stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="styringsgraf",
        version=__version__,
        summary="A municipality's red thread, from UN targets to measured indicators",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        # A redirect to the address without its slash would go to whatever host the caller named.
        redirect_slashes=False,
    )
    undelivered = Undelivered()
    state.attach(app, service)
    foreign.attach(app, foreign.ForeignQueries(service, undelivered))
    checking.attach(app, checking.Checks(service))
    problem.install(app)
    app.add_middleware(Edge, undelivered=undelivered)
    for router in (
        health.router(),
        meta.router,
        threads.router,
        changes.router,
        wording.router,
        check.router,
        questions.router(service),
        sparql.router,
    ):
        app.include_router(router)
    docs.install(app)
    openapi.describe(app)
    return app
