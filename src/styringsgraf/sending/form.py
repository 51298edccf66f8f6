"""Files as one multipart form, with its length known beforehand and a count of what has gone."""

import secrets
from collections.abc import Callable, Sequence
from typing import Final

#: What would end a name in a header, written as browsers write it.
_QUOTED: Final = {'"': "%22", "\r": "%0D", "\n": "%0A"}
_TYPE: Final = "application/octet-stream"  # the service goes by the name

#: Is told how many bytes have gone, of how many.
Gone = Callable[[int, int], None]


def form(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return media type and body of a form with these files: name and content of each."""
    boundary = secrets.token_hex(16)
    pieces: list[bytes] = []
    for name, content in files:
        quoted = "".join(_QUOTED.get(sign, sign) for sign in name)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
        pieces += [f"{head}Content-Type: {_TYPE}\r\n\r\n".encode("utf-8", "replace"), content, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(pieces)


class Body:
    """A body that http.client reads piece by piece, and that tells how much has gone."""

    def __init__(self, content: bytes, gone: Gone) -> None:
        self._content = memoryview(content)
        self._sent = 0
        self._gone = gone

    def read(self, size: int = -1) -> bytes:
        """Return the next piece; before it, tell how much of the body has been handed over."""
        self._gone(self._sent, len(self._content))
        end = len(self._content) if size < 0 else self._sent + size
        piece = bytes(self._content[self._sent : end])
        self._sent += len(piece)
        return piece
