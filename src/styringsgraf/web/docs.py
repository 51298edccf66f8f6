"""The API's documentation page in our frame, from installed files: nothing is fetched from another host."""

from pathlib import Path
from typing import Final

import fastapi_offline
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from styringsgraf.formats import FORMATS, negotiate
from styringsgraf.web.openapi import LANG
from styringsgraf.web.pages import api, navigation
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.policy import POLICY
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values

_ASSETS: Final = Path(fastapi_offline.__file__).parent / "static"
#: The library that shows the description writes style attributes; nothing is fetched from, or told to, another host.
_POLICY: Final = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_PAGE: Final = FORMATS["html"]
#: Whoever asks for no page gets to where the API is described, whatever else they accept.
_FORMS: Final = (FORMATS["json"], _PAGE)
#: Requests for less than the whole file; whether somebody has it already was seen before.
_PARTIAL: Final = (b"range", b"if-range", b"if-none-match", b"if-modified-since")


class WholeFiles(StaticFiles):
    """Static files without ranges: parts of a small file help nobody, and bad ranges have errors of their own shape."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        headers = [(name, value) for name, value in Headers(scope=scope).raw if name not in _PARTIAL]
        await super().__call__({**scope, "headers": headers}, receive, send)


def install(app: FastAPI) -> None:
    """Add the page, its files, and the way in from the root."""
    app.mount("/api/assets", WholeFiles(directory=_ASSETS), name="assets")

    @app.get("/api/docs", include_in_schema=False, tags=["pages"], openapi_extra={"parameters": [LANG]})
    def docs(request: Request) -> Response:
        only(single_values(request), ("lang",))
        lang = page_language(request)
        words, questions = Words(lang), f"/{lang}/questions"
        groups = api.groups(app.openapi())
        return page(
            request,
            "site/api.html",
            lang=lang,
            title=words.t("api-page.title"),
            description=words.t("api-page.description"),
            headers={"Content-Security-Policy": _POLICY, "Vary": "Accept-Language"},
            crumbs=[(words.t("nav-start"), navigation.home(request, lang))],
            groups=groups,
            count=sum(len(group.operations) for group in groups),
            named=lambda group: words.t(f"api-page.group-{group.key}") if group.name in api.ORDER else group.name,
            questions_at=navigation.prefix(request) + questions if navigation.exists(request, questions) else "",
        )

    @app.get("/", include_in_schema=False)
    def start(request: Request) -> RedirectResponse:
        """Lead people to the first page in their language, and programs to what describes the API."""
        asked = negotiate(", ".join(request.headers.getlist("accept")), _FORMS)
        there = navigation.home(request, page_language(request)) if asked is _PAGE else "api/docs"
        return RedirectResponse(there, 303, {"Vary": "Accept, Accept-Language"})
