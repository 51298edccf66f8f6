"""Where output goes: standard output or a file, text or bytes; progress to standard error."""

import os
import sys
from pathlib import Path

import typer

from styringsgraf import errors


def write(content: bytes, out: Path | None, *, binary: bool = False) -> None:
    """Write bytes to a file, or to standard output (binary formats never to a terminal)."""
    if out is not None:
        try:
            out.write_bytes(content)
        except OSError as fault:
            raise errors.UsageError("cli.cannot-write", path=out, reason=errors.reason(fault)) from None
        return
    if binary and sys.stdout.isatty():
        raise errors.UsageError("cli.binary-to-terminal")
    sys.stdout.buffer.write(content)
    if not binary and content and not content.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def progress(message: str) -> None:
    """Show what is going on, on standard error, so that output can be piped."""
    typer.echo(message, err=True)


def shows_colour() -> bool:
    """Whether standard output takes colour: NO_COLOR says no, FORCE_COLOR yes, else a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
