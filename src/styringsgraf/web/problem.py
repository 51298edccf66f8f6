"""Every error as RFC 9457 problem JSON of one shape, in the reader's language."""

import re
import traceback
import uuid

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from styringsgraf import errors
from styringsgraf.formats import PROBLEM_JSON
from styringsgraf.texts import pick, text
from styringsgraf.web.language import language_of

log = structlog.get_logger(__name__)


def kind_of(error: type[errors.StyringsgrafError]) -> str:
    """Return the class name in kebab-case: BadParameter → bad-parameter."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def problem(request: Request, error: errors.StyringsgrafError) -> JSONResponse:
    """Return the problem answer; ``type`` is stable and names the sentence, ``title`` the kind."""
    lang = language_of(request)
    body: dict[str, object] = {
        "type": f"https://w3id.org/styringsgraf/problems/{error.slug}",
        "title": pick(text(f"problems.{kind_of(type(error))}"), lang),
        "status": error.status,
        "detail": error.sentence(lang),
        "instance": request.url.path,
    }
    headers = {"Content-Language": lang, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if isinstance(error, errors.Busy):
        headers["Retry-After"] = str(error.values.get("retry_after", 1))
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = str(error.values.get("allowed", "GET"))
    return JSONResponse(body, error.status, headers, media_type=PROBLEM_JSON)


def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.StyringsgrafError)  # noqa: S101 - registered for this class only
    return problem(request, error)


def _framework(request: Request, error: Exception) -> JSONResponse:
    """Turn the framework's own 404 and 405 into our shape."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    if error.status_code == errors.MethodNotAllowed.status:
        allowed = (error.headers or {}).get("Allow", "GET")
        return problem(
            request,
            errors.MethodNotAllowed("web.method", path=request.url.path, method=request.method, allowed=allowed),
        )
    return problem(request, errors.NotFound("web.no-such-path", path=request.url.path))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    """Log what happened under an id, and tell the caller the id only."""
    incident = uuid.uuid4().hex[:12]
    log.error("unexpected", incident=incident, path=request.url.path, trace=traceback.format_exception(error))
    return problem(request, errors.StyringsgrafError("internal", kind=type(error).__name__, id=incident))


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.StyringsgrafError, _known)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(Exception, _unexpected)
