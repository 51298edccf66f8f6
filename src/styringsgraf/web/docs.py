"""The API's documentation page from installed files: no request leaves the host, and the browser sees to it."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

_ASSETS: Final = Path(fastapi_offline.__file__).parent / "static"
#: The page's own script is named by its hash, and the library writes style attributes; nothing is fetched from, or
#: told to, another host.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Requests for less than the whole file; whether somebody has it already was seen before.
_PARTIAL: Final = (b"range", b"if-range", b"if-none-match", b"if-modified-since")
#: Without this the page asks a server abroad whether our description is valid, and tells it our address.
_NO_VALIDATOR: Final = {"validatorUrl": None}


class WholeFiles(StaticFiles):
    """Static files without ranges: parts of a small file help nobody, and bad ranges have errors of their own shape."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        headers = [(name, value) for name, value in Headers(scope=scope).raw if name not in _PARTIAL]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _policy(page: str) -> str:
    """Return the policy under which just the scripts of this page run."""
    hashes = (b64encode(sha256(script.encode()).digest()).decode() for script in _SCRIPT.findall(page))
    return _POLICY.format(scripts=" ".join(f"'sha256-{one}'" for one in hashes))


def install(app: FastAPI) -> None:
    """Add the page, its files, and the way to it from the root."""
    app.mount("/api/assets", WholeFiles(directory=_ASSETS), name="assets")

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url="../api/openapi.json",
            title="styringsgraf API",
            swagger_js_url="../api/assets/swagger-ui-bundle.js",
            swagger_css_url="../api/assets/swagger-ui.css",
            swagger_favicon_url="../api/assets/favicon.png",
            swagger_ui_parameters=_NO_VALIDATOR,
        )
        page.headers["Content-Security-Policy"] = _policy(bytes(page.body).decode())
        return page

    @app.get("/", include_in_schema=False)
    async def start() -> RedirectResponse:
        return RedirectResponse("api/docs", status_code=303)
