"""Where a red thread can begin: what a word is found in, and examples from the plans of one municipality."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from styringsgraf.namespaces import Minter
from styringsgraf.questions import Result
from styringsgraf.texts import Text
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.thread import address, reference
from styringsgraf.web.pages.words import telling
from styringsgraf.web.state import service_of

_HITS: Final = 25
#: Goals read, and of these the examples: those that most measures lead to.
_READ: Final = 60
_EXAMPLES: Final = 6


@dataclass(frozen=True)
class Start:
    """A node to begin at: its words by language, code, kind, plan and the address of its thread."""

    href: str
    code: str
    words: Text
    kind: Text
    plan: Text


@dataclass(frozen=True)
class Examples:
    """Goals to begin at, and the municipality they are from."""

    whose: Text
    starts: tuple[Start, ...]


def found(request: Request, lang: str, words: str) -> tuple[Start, ...]:
    """Return the nodes a word is found in, the best first."""
    result = service_of(request).ask("search", {"q": words}, lang=lang, limit=_HITS)
    return tuple(_starts(request, lang, result, result.as_json()["rows"], "node"))


def suggested(request: Request, lang: str) -> Examples | None:
    """Return examples from the municipality meant where none is named; None where the release has no plans."""
    offered = choices(request)
    whose = next((one.names for one in offered.organisations if one.value == offered.usual), None)
    if whose is None:
        return None
    result = service_of(request).ask("evidence-chain", {"organisation": offered.usual}, lang=lang, limit=_READ)
    rows = result.as_json()["rows"]
    chosen = sorted(rows, key=lambda row: -int(row["measures"] or 0))[:_EXAMPLES]
    starts = tuple(_starts(request, lang, result, chosen, "goal"))
    return Examples(whose, starts) if starts else None


def _starts(
    request: Request, lang: str, result: Result, rows: Iterable[Mapping[str, Any]], column: str
) -> Iterator[Start]:
    minter = Minter(service_of(request).config.base)
    names = result.names.texts if result.names else {}
    for row in rows:
        iri = row[column]
        code = row.get("code") or ""
        yield Start(
            address(request, lang, reference(iri, minter)),
            code if telling(code) else "",
            names.get(iri) or {"": row.get(f"{column}Label") or code},
            _name(names, row, "kind"),
            _name(names, row, "document"),
        )


def _name(names: Mapping[str, Text], row: Mapping[str, Any], column: str) -> Text:
    return names.get(row.get(column) or "") or {"": row.get(f"{column}Label") or ""}
