"""A rule for its readers: its sentences without marks, and for readers of Turtle the smallest graphs that prove it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from styringsgraf import resources

_FOLDER: Final = "examples"
#: Lines that only name prefixes say nothing of the rule.
_MARK: Final = re.compile(r"\{[$?][^}]*\}")
_ASIDE: Final = ("@prefix", "@base", "PREFIX")


def sentence(message: Mapping[str, str]) -> dict[str, str]:
    """Return a message as it stands in a rule, with dots where a finding has the name of something."""
    return {lang: _MARK.sub("…", words) for lang, words in message.items()}


@cache
def example(rule: str, kind: Literal["pass", "fail"]) -> str:
    """Return the Turtle of an example without its prefixes; '' for a rule that has none, such as those of the import.

    ``rule`` is a rule's id that has been checked, never what somebody wrote.
    """
    path = resources.shapes() / _FOLDER / rule / f"{kind}.ttl"
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(_ASIDE)).strip()
