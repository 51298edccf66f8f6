"""Gets a file somebody named: from disk, or from the web within limits of size, time and redirects.

Nothing is loaded from the web unless a user typed the address. The download runs in a thread that is left behind when
the time is up: neither a slow name server nor a header that comes letter by letter can hold the caller longer.
"""

import threading
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from queue import Empty, SimpleQueue
from socket import gaierror
from time import monotonic
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit

from styringsgraf import __version__, errors
from styringsgraf.texts import text

_SCHEMES: Final = ("http", "https")
_CHUNK: Final = 65_536
_OK: Final = 200
_SHOWN: Final = 200


@dataclass(frozen=True)
class Bounds:
    """What a file may cost: bytes, seconds from the first step to the last byte, redirects."""

    bytes: int = 20_000_000
    seconds: float = 60.0
    redirects: int = 5


BOUNDS: Final = Bounds()


@dataclass(frozen=True)
class Fetched:
    """A file: its name, its bytes; for one from the web, the address asked for and what the server calls its kind."""

    name: str
    content: bytes
    url: str = ""
    media_type: str = ""


def fetch(source: str, accept: tuple[str, ...] = (), bounds: Bounds = BOUNDS) -> Fetched:
    """Return the file at a path or an http(s) address.

    Raises InputError for what cannot be had, TooLarge and TimedOut for what passes the bounds.
    """
    return _download(source, accept, bounds) if "://" in source else _read(Path(source), bounds)


def _read(path: Path, bounds: Bounds) -> Fetched:
    try:
        with path.open("rb") as file:
            content = file.read(bounds.bytes + 1)
    except (OSError, ValueError) as fault:
        reason = errors.reason(fault) if isinstance(fault, OSError) else str(fault)
        raise errors.InputError("pipeline.cannot-read", path=path, reason=reason) from None
    if len(content) > bounds.bytes:
        raise errors.TooLarge("pipeline.source-too-large", source=path.name, limit=bounds.bytes)
    return Fetched(path.name, content)


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and url.isascii() and " " not in url
        sound = sound and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise errors.InputError("pipeline.address-wrong", url=url[:_SHOWN])
    if parts.username is not None or parts.password is not None:
        raise errors.InputError("pipeline.address-secret", host=parts.hostname)
    return parts


def _download(url: str, accept: tuple[str, ...], bounds: Bounds) -> Fetched:
    parts = _address(url)
    ending = monotonic() + bounds.seconds
    box: SimpleQueue[Fetched | Exception] = SimpleQueue()

    def work() -> None:
        try:
            box.put(_get(url, accept, bounds, ending))
        except Exception as fault:  # noqa: BLE001 - handed over, and judged where the caller is
            box.put(fault)

    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        found = box.get(timeout=bounds.seconds)
    except Empty:
        found = TimeoutError()
    if isinstance(found, Exception):
        raise _told(found, url, bounds) from found
    name = unquote(parts.path).rpartition("/")[2] or str(parts.hostname)
    return Fetched(name, found.content, url.partition("#")[0], found.media_type)


def _get(url: str, accept: tuple[str, ...], bounds: Bounds, ending: float) -> Fetched:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(bounds.redirects),  # no other handlers: a redirect cannot lead to a file of this machine
    ):
        opener.add_handler(handler)
    headers = {"User-Agent": f"styringsgraf/{__version__}", "Accept": ", ".join((*accept, "*/*;q=0.1"))}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme has been checked
    with opener.open(request, timeout=bounds.seconds) as response:
        return Fetched("", _body(response, url, bounds, ending), media_type=_media_type(response))


def _media_type(response: HTTPResponse) -> str:
    return (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _body(response: HTTPResponse, url: str, bounds: Bounds, ending: float) -> bytes:
    if response.status != _OK:
        raise errors.InputError("pipeline.web-status", url=url, status=response.status)
    declared = _length(response)
    if (declared or 0) > bounds.bytes:
        raise errors.TooLarge("pipeline.source-too-large", source=url, limit=bounds.bytes)
    content = bytearray()
    while (declared is None or len(content) < declared) and (chunk := response.read1(_CHUNK)):
        content += chunk
        if len(content) > bounds.bytes:
            raise errors.TooLarge("pipeline.source-too-large", source=url, limit=bounds.bytes)
        if monotonic() > ending:
            raise TimeoutError
    if declared is not None and len(content) < declared:
        raise errors.InputError("pipeline.web-cut-off", url=url, found=len(content), declared=declared)
    return bytes(content)


def _length(response: HTTPResponse) -> int | None:
    said = response.headers.get("Content-Length") or ""
    return int(said) if said.isdecimal() and not response.headers.get("Transfer-Encoding") else None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to http and https only."""

    max_redirections = max_repeats = 1_000  # our own count comes first

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request; the body of a redirect is never read: it may have no end."""
        fp.close()
        self._left -= 1
        if self._left < 0:
            raise errors.InputError("pipeline.web-redirects", url=req.full_url, limit=self._most)
        if urlsplit(newurl).scheme.lower() not in _SCHEMES:
            raise errors.InputError("pipeline.address-wrong", url=newurl[:_SHOWN])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _told(fault: Exception, url: str, bounds: Bounds) -> errors.StyringsgrafError:
    """Return what went wrong on the way as an error with a sentence."""
    if isinstance(fault, errors.StyringsgrafError):
        return fault
    inner = fault.reason if isinstance(fault, URLError) and isinstance(fault.reason, Exception) else fault
    if isinstance(fault, HTTPError):
        fault.close()
        return errors.InputError("pipeline.web-status", url=url, status=fault.code)
    if isinstance(inner, TimeoutError):
        return errors.TimedOut("pipeline.web-slow", url=url, limit=f"{bounds.seconds:g}")
    if isinstance(inner, (OSError, HTTPException)):
        return errors.InputError("pipeline.web-unreachable", url=url, reason=_reason(inner))
    return errors.InputError("pipeline.address-wrong", url=url[:_SHOWN])


def _reason(fault: Exception) -> object:
    if isinstance(fault, ConnectionRefusedError):
        return text("pipeline.reason-refused")
    if isinstance(fault, gaierror):
        return text("pipeline.reason-no-host")
    return getattr(fault, "strerror", "") or fault
