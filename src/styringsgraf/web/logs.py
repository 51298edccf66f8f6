"""The log on standard error: a line for each request and for each fault; never what somebody asked, only its size."""

import sys
from hashlib import blake2b
from typing import Any, Final, Literal

import structlog

from styringsgraf.web.noted import Noted

Form = Literal["text", "json", "none"]

log = structlog.get_logger("styringsgraf.requests")
_FAULT: Final = 500


def configure(form: Form) -> None:
    """Send the log to standard error in the form asked for; standard output belongs to answers."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False) if form == "text" else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def request(form: Form, method: str, query: bytes, note: Noted, seconds: float) -> None:
    """Write the line of one request. What was asked is told by length and hash: it may hold names."""
    if form == "none" and note.status < _FAULT:
        return
    line: dict[str, Any] = {
        "request": note.id,
        "method": method,
        "route": note.address.template,
        "status": note.status,
        "ms": round(seconds * 1000, 2),
        "bytes": note.sent,
        "release": note.release or None,
        "cache": note.cache,
    }
    if query:
        line |= {"query_length": len(query), "query_hash": blake2b(query, digest_size=6).hexdigest()}
    (log.error if note.status >= _FAULT else log.info)("request", **line)
