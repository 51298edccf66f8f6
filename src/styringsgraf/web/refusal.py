"""What is told to somebody whose request never becomes one: the whole answer as bytes, in the one shape of errors."""

import json
import secrets
from http import HTTPStatus

from styringsgraf import errors
from styringsgraf.formats import PROBLEM_JSON
from styringsgraf.settings import settings
from styringsgraf.web.manners import ALWAYS
from styringsgraf.web.problem import document


def refusal(error: errors.StyringsgrafError) -> bytes:
    """Return the answer, after which the connection ends."""
    lang = settings().lang
    request_id = secrets.token_hex(8)
    body = json.dumps(document(error, "/", lang, request_id), ensure_ascii=False).encode()
    headers = [
        ("content-type", PROBLEM_JSON),
        ("content-length", str(len(body))),
        ("content-language", lang),
        ("cache-control", "no-store"),
        *((name.decode(), value.decode()) for name, value in ALWAYS),
        ("x-request-id", request_id),
        ("connection", "close"),
    ]
    if isinstance(error, errors.Busy):
        headers.append(("retry-after", str(error.values["retry_after"])))
    lines = [f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}", *(f"{name}: {to}" for name, to in headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body
