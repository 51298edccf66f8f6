"""Every error as RFC 9457 problem JSON of one shape, in the reader's language; as a page where a browser asks."""

import re
import secrets
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from styringsgraf import errors
from styringsgraf.formats import FORMATS, PROBLEM_JSON, Format, negotiate
from styringsgraf.texts import pick, text
from styringsgraf.web.addresses import Addresses
from styringsgraf.web.authorisation import challenge
from styringsgraf.web.language import language_of
from styringsgraf.web.noted import noted
from styringsgraf.web.pages.frame import page, path_language
from styringsgraf.web.parameters import shortened
from styringsgraf.web.state import service_of
from styringsgraf.web.whole import plain_path

log = structlog.get_logger(__name__)

_PAGE: Final = FORMATS["html"]
#: Whoever does not ask for a page gets JSON, whatever else they accept.
_FORMS: Final = (Format("problem", PROBLEM_JSON, "problem", ("application/json",)), _PAGE)


def kind_of(error: type[errors.StyringsgrafError]) -> str:
    """Return the class name in kebab-case: BadParameter → bad-parameter."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def document(
    error: errors.StyringsgrafError, instance: str, lang: str, request_id: str, status: int | None = None
) -> dict[str, object]:
    """Return the problem as JSON; ``type`` is stable and names the sentence, ``title`` the kind."""
    return {
        "type": f"https://w3id.org/styringsgraf/problems/{error.slug}",
        "title": pick(text(f"problems.{kind_of(type(error))}"), lang),
        "status": status or error.status,
        "detail": error.sentence(lang),
        "instance": instance,
        "requestId": request_id,
    }


def problem(request: Request, error: errors.StyringsgrafError, status: int | None = None) -> Response:
    """Return the problem answer; ``status`` where it is not the error's own."""
    lang = path_language(request) or language_of(request)
    public = _public(request, error)
    headers = {"Content-Language": lang, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    headers |= challenge(error)
    if isinstance(error, errors.Busy):
        headers["Retry-After"] = str(error.values.get("retry_after", 1))
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = str(error.values.get("allowed", "GET, HEAD"))
    body = document(public, shortened(request.url.path), lang, request_id(request), status)
    if isinstance(error, errors.Refused) and "findings" in error.values:
        # What stops the release, as in a report: each with the cell it came from, where it came from one.
        body["findings"] = error.values["findings"]
    if negotiate(", ".join(request.headers.getlist("accept")), _FORMS) is _PAGE:
        title = str(body["title"])
        return page(
            request,
            "problem.html",
            lang=lang,
            title=title,
            status=status or error.status,
            headers=headers,
            problem=body,
        )
    return JSONResponse(body, status or error.status, headers, media_type=PROBLEM_JSON)


def request_id(request: Request) -> str:
    """Return the id under which a request is known; a new one where it has none."""
    return noted(request.scope).id or secrets.token_hex(8)


def unexpected(request: Request, fault: Exception) -> Response:
    """Log what happened under the request's id, and tell the caller the id only."""
    incident = request_id(request)
    log.error("unexpected", incident=incident, path=request.url.path, trace=traceback.format_exception(fault))
    return problem(request, errors.StyringsgrafError("internal", kind=type(fault).__name__, id=incident))


def _public(request: Request, error: errors.StyringsgrafError) -> errors.StyringsgrafError:
    """Return the error as anybody may see it: a path of this machine is for the log, its last name for the caller."""
    folder = service_of(request).config.data
    values: dict[str, object] = {}
    for name, value in error.values.items():
        if isinstance(value, Path):
            values[name] = value.name
        elif isinstance(error, errors.Environment) and isinstance(value, str | BaseException):
            # The system's own words hold the path in the middle.
            values[name] = str(value).replace(str(folder.resolve()), folder.name).replace(str(folder), folder.name)
        else:
            values[name] = value
    if isinstance(error, errors.Environment) or values != error.values:
        log.error("environment", request=request_id(request), path=request.url.path, sentence=str(error))
    return error if values == error.values else type(error)(error.key, **values)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.StyringsgrafError)  # noqa: S101 - registered for this class only
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return problem(request, errors.BadParameter("web.invalid", name=shortened(name), reason=first["msg"]))


def _framework(addresses: Addresses) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what turns the framework's own answers into our shape."""

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
        path, status = shortened(request.url.path), error.status_code
        if status == errors.MethodNotAllowed.status:
            allowed = addresses.find(plain_path(request.scope)).allowed
            values = {"path": path, "method": shortened(request.method), "allowed": allowed}
            return problem(request, errors.MethodNotAllowed("web.method", **values))
        if status == errors.NotFound.status:
            return problem(request, errors.NotFound("web.no-such-path", path=path))
        return problem(request, errors.UsageError("web.refused", path=path, reason=error.detail), status)

    return framework


def install(app: FastAPI, addresses: Addresses) -> None:
    """Register the handlers. They are coroutines: an error is told also when all threads are taken."""
    app.add_exception_handler(errors.StyringsgrafError, _known)
    app.add_exception_handler(HTTPException, _framework(addresses))
    app.add_exception_handler(RequestValidationError, _invalid)
