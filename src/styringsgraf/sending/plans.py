"""Sends plans as one request, again when that may help, each time under the same key: carried out once at most."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlencode

from styringsgraf import __version__, errors
from styringsgraf.sending.address import Address
from styringsgraf.sending.exchange import BOUNDS, Answer, Bounds, Broken, Request, Token, exchange
from styringsgraf.sending.form import form
from styringsgraf.sending.reading import Published, published
from styringsgraf.texts import Text, text

__all__ = ["Errand", "Patience", "Published", "send"]

#: What may go better a little later: too many at once, a gateway with no service behind it, a limit of time.
_AGAIN: Final = (429, 502, 503, 504)
_QUARTERS: Final = 4
_LARGE: Final = 1_000_000
_KB: Final = 1_000

#: Is told what is going on.
Progress = Callable[[Text], None]


@dataclass(frozen=True)
class Errand:
    """What is to be published where. ``release``: only if this one is current; ``day``: what counts as in force."""

    address: Address
    token: Token = field(repr=False)
    files: Sequence[tuple[str, bytes]]
    lang: str
    dry: bool = False
    day: date | None = None
    release: str | None = None


@dataclass(frozen=True)
class Patience:
    """How often and how long is tried: times, seconds in all; the first pause, which doubles; and one exchange."""

    times: int = 5
    seconds: float = 600.0
    pause: float = 1.0
    bounds: Bounds = BOUNDS


PATIENCE: Final = Patience()


def send(errand: Errand, progress: Progress, patience: Patience = PATIENCE) -> Published:
    """Send plans to a running service and return what it made of them, also when findings stopped it.

    Raises Environment where nobody answers or what answers is no such service, Unauthorised, Forbidden, NotFound,
    PreconditionFailed, TooLarge, UnsupportedMedia, UsageError, InputError, Busy and TimedOut for its refusals.
    """
    if errand.address.in_the_clear:
        progress(text("sending.in-the-clear", url=errand.address.shown))
    request = _request(errand)
    size = f"{max(1, round(len(request.body) / _KB))} kB"
    progress(text("sending.sending", count=len(errand.files), size=size, url=errand.address.shown))
    started = time.monotonic()
    answer = _answer(request, progress, patience, started)
    return published(answer, errand.address, time.monotonic() - started)


def _answer(request: Request, progress: Progress, patience: Patience, started: float) -> Answer:
    """Return the last answer; a pause after each that may be better the next time, as long as there is patience."""
    ending = started + patience.seconds
    pause = patience.pause
    for left in reversed(range(patience.times)):
        answer, reason = None, ""
        bounds = Bounds(max(1.0, min(patience.bounds.seconds, ending - time.monotonic())), patience.bounds.bytes)
        try:
            answer = exchange(request, bounds, _Gone(progress))
            if answer.status not in _AGAIN:
                return answer
        except Broken as fault:
            reason = str(fault)
        wait = max(pause, _wished(answer))
        pause *= 2
        if left == 0 or time.monotonic() + wait > ending:
            if answer is not None:
                return answer
            url = request.address.shown
            raise errors.Environment("sending.unreachable", url=url, reason=reason, times=patience.times - left)
        told = text("sending.again-status", status=answer.status) if answer else text("sending.again", reason=reason)
        progress(text("sending.pause", why=told, seconds=f"{wait:g}", left=left))
        time.sleep(wait)
    raise AssertionError("a loop that ends by itself")


def _request(errand: Errand) -> Request:
    media, body = form(errand.files)
    query = {"lang": errand.lang, "dry-run": "true" if errand.dry else "false"}
    if errand.day is not None:
        query["reference-date"] = errand.day.isoformat()
    headers = {
        "Accept": "application/json",
        "Content-Type": media,
        "Idempotency-Key": secrets.token_hex(16),
        "User-Agent": f"styringsgraf/{__version__}",
    }
    if errand.release is not None:
        headers["If-Match"] = f'"{errand.release}"'
    return Request(errand.address, urlencode(query), headers, body, errand.token)


def _wished(answer: Answer | None) -> float:
    """Return how many seconds an answer asks us to wait (Retry-After: a number, or a date)."""
    said = answer.headers.get("retry-after", "").strip() if answer else ""
    if said.isascii() and said.isdecimal():
        return float(said[:9])
    try:
        return (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return 0.0


class _Gone:
    """Tells how far a body has come: large ones by quarters, and each that now the service has the word."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._quarter = 0

    def __call__(self, sent: int, size: int) -> None:
        quarter = sent * _QUARTERS // size
        if quarter <= self._quarter:
            return
        self._quarter = quarter
        if quarter == _QUARTERS:
            self._progress(text("sending.waiting"))
        elif size >= _LARGE:
            self._progress(text("sending.sent", percent=100 * quarter // _QUARTERS))
