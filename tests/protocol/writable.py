"""Serves a new, empty data folder, open for writing, and gives each request the token that the tests cannot send.

``python writable.py FOLDER``: prints the port, then the token, one a line, and serves until it is ended.
"""

import sys
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from styringsgraf import access, pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.serve import listen, server


class Authorised:
    """Adds the header to what has none; a request that says ``X-Test-Anonymous`` is left as it is."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._header = (b"authorization", f"Bearer {secret}".encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not {b"authorization", b"x-test-anonymous"} & {n for n, _ in scope["headers"]}:
            scope = {**scope, "headers": [*scope["headers"], self._header]}
        await self._app(scope, receive, send)


def main(folder: Path) -> None:
    config = Settings(data=folder, writing=True)
    pipeline.initialise(config, empty=True)
    secret = access.Tokens(folder).create("*", write=True, note="tests").secret
    with Service.open(config) as service, listen("127.0.0.1", 0) as listener:
        made = server(service)
        made.config.app = Authorised(made.config.app, secret)  # type: ignore[arg-type]
        print(listener.getsockname()[1], secret, sep="\n", flush=True)  # noqa: T201 - it is what is asked for
        made.run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
