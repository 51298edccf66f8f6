"""The command line: parse, call one core function, print; every failure is one sentence and an exit code."""

import os
import sys
import traceback
from typing import Final

import typer
from typer.exceptions import TyperException

from styringsgraf import errors
from styringsgraf.cli.app import app
from styringsgraf.cli.faults import usage
from styringsgraf.cli.options import Context
from styringsgraf.texts import pick

#: Exit codes besides those of errors.py: stopped by the user.
_INTERRUPTED: Final = 130


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; nothing escapes as a stack trace."""
    from styringsgraf.cli import (  # noqa: PLC0415 - registers the commands
        check,  # noqa: F401
        compare,  # noqa: F401
        data,  # noqa: F401
        dumps,  # noqa: F401
        engine,  # noqa: F401
        query,  # noqa: F401
        releases,  # noqa: F401
        sdg,  # noqa: F401
        search,  # noqa: F401
        send,  # noqa: F401
        template,  # noqa: F401
        token,  # noqa: F401
        wording,  # noqa: F401
    )

    try:
        result = app(arguments, standalone_mode=False, prog_name="styringsgraf")
        code = result if isinstance(result, int) else 0
    except typer.Exit as leaving:
        code = leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (… | head): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush into a closed pipe
        code = 0
    except Exception as fault:  # noqa: BLE001 - the last line of defence: one sentence instead of a trace
        code = _explain(fault)
    return code


def _explain(fault: Exception) -> int:
    """Print one sentence for what went wrong, and return the exit code."""
    if isinstance(fault, TyperException):
        # No arguments at all: the help itself is the message.
        told = (
            fault.format_message() if fault.format_message().startswith("Usage:") else pick(usage(fault), Context.lang)
        )
        typer.echo(told, err=True)
        return errors.UsageError.exit_code
    if not isinstance(fault, errors.StyringsgrafError):
        if Context.debug:
            traceback.print_exception(fault)
        fault = errors.StyringsgrafError("cli.internal", kind=type(fault).__name__, message=str(fault)[:300])
    typer.echo(fault.sentence(Context.lang), err=True)
    return fault.exit_code
