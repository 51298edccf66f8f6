"""An answer held back until it is whole; one that comes in pieces is passed on instead, where that is wanted."""

from typing import Final

from starlette.types import Message, Scope, Send

from styringsgraf.web.kept import Headers

#: Answers without a body, or with a part of one, are what they are.
_BODILESS: Final = (204, 206, 304)


def plain_path(scope: Scope) -> str:
    """Return the path of a request without the prefix a proxy shows it under."""
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "")
    rest = path.removeprefix(prefix)
    return rest if not rest or rest.startswith("/") else path


def prefixed(scope: Scope, prefix: str) -> Scope:
    """Return a request under the prefix a proxy shows us under, whether the proxy has taken it off or not."""
    path: str = scope["path"]
    below = path == prefix or path.startswith(f"{prefix}/")
    return {**scope, "root_path": prefix, "path": path if below else prefix + path}


class Whole:
    """The ``send`` given to the application. With ``passing`` an answer in several pieces goes on as it comes."""

    def __init__(self, passing: Send | None = None) -> None:
        self.status = 0
        self.headers: Headers = []
        self.passed = False
        self._pieces: list[bytes] = []
        self._passing = passing

    async def __call__(self, message: Message) -> None:
        """Take one message."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", ()))
        elif self._passing is not None and (self.passed or message.get("more_body")):
            if not self.passed:
                self.passed = True
                await self._passing(self._start(self.headers))
            await self._passing(message)
        else:
            self._pieces.append(message.get("body", b""))

    @property
    def body(self) -> bytes:
        """The whole body."""
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    @property
    def content_type(self) -> str:
        """The media type, '' when there is none."""
        return self.header(b"content-type") or ""

    @property
    def can_vary(self) -> bool:
        """Whether it could have been sent packed: it has a body, and is not packed already."""
        return self.status not in _BODILESS and bool(self.content_type) and self.header(b"content-encoding") is None

    def header(self, wanted: bytes) -> str | None:
        """Return a header's value."""
        return next((value.decode("latin-1") for name, value in self.headers if name == wanted), None)

    async def send(self, send: Send, headers: Headers | None = None) -> None:
        """Pass it on."""
        await send(self._start(self.headers if headers is None else headers))
        await send({"type": "http.response.body", "body": self.body})

    def _start(self, headers: Headers) -> Message:
        return {"type": "http.response.start", "status": self.status, "headers": headers}
