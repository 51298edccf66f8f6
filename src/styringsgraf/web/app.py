"""The ASGI application: routers, problem answers, and API documentation from local files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from styringsgraf import __version__
from styringsgraf.service import Service
from styringsgraf.web import meta, problem, questions, sparql, state

_ASSETS: Final = Path(fastapi_offline.__file__).parent / "static"
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}


def create_app(service: Service) -> FastAPI:
    """Return the application over one service; the caller owns the service and closes it."""

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
    )
    state.attach(app, service)
    problem.install(app)
    for router in (meta.health, meta.router, questions.router(service), sparql.router):
        app.include_router(router)
    _local_docs(app)
    _describe_problems(app)
    return app


def _local_docs(app: FastAPI) -> None:
    """Serve the API documentation from installed files: no request leaves the host."""
    app.mount("/api/assets", StaticFiles(directory=_ASSETS), name="assets")

    @app.get("/api/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="../api/openapi.json",
            title="styringsgraf API",
            swagger_js_url="../api/assets/swagger-ui-bundle.js",
            swagger_css_url="../api/assets/swagger-ui.css",
            swagger_favicon_url="../api/assets/favicon.png",
        )

    @app.get("/", include_in_schema=False)
    def start() -> RedirectResponse:
        return RedirectResponse("api/docs", status_code=303)


def _describe_problems(app: FastAPI) -> None:
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
        return schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema
