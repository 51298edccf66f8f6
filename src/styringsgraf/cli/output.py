"""Where output goes: standard output or a file, text or bytes; progress to standard error."""

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
