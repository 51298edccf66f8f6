"""What a command line that cannot be understood gets told: what is wrong, and where the help is, in three languages."""

import re
from typing import Final

from typer.exceptions import TyperException

from styringsgraf.texts import Text, text

#: The parser's own sentences are English; these two hold something to tell in the reader's language.
_NO_COMMAND: Final = re.compile(r"No such command '([^']*)'")
_NOT_ONE_OF: Final = re.compile(r"'([^']*)' is not one of (.+?)\.?$")


def usage(fault: TyperException) -> Text:
    """Return the sentence for a command line that does not parse."""
    context = getattr(fault, "ctx", None)
    command = context.command_path if context is not None else "styringsgraf"
    parameter = getattr(fault, "param", None)
    name = parameter.get_error_hint().strip("'") if parameter is not None else ""
    detail = fault.format_message()
    if (option := getattr(fault, "option_name", None)) and "such option" in detail:
        return text("cli.no-such-option", name=option, command=command)
    if hasattr(fault, "param_type") and name:
        return text("cli.missing", name=name, command=command)
    if (wrong := _NOT_ONE_OF.search(detail)) and name:
        return text("cli.not-one-of", name=name, given=wrong[1], offered=wrong[2].replace("'", ""))
    if unknown := _NO_COMMAND.match(detail):
        return text("cli.no-such-command", name=unknown[1], command=command)
    return text("cli.not-understood", detail=detail.rstrip("."), command=command)
