"""Pages of a long list: which numbers to show, and the address of each."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request

from styringsgraf.web.pages import navigation

#: How many numbers stand on either side of the page one is on.
_BESIDE: Final = 1
_SAFE: Final = "/:@!$&'()*+,;=~"


@dataclass(frozen=True)
class Step:
    """One number; without an address it is a gap between numbers."""

    number: int
    href: str
    here: bool


@dataclass(frozen=True)
class Paging:
    """What ``ui.pagination`` shows. ``before`` and ``after`` are empty at the ends; pages are counted from 1."""

    page: int
    last: int
    before: str
    after: str
    steps: tuple[Step, ...]


def paging(request: Request, page: int, rows: int, size: int, name: str = "page") -> Paging:
    """Return the pages of ``rows`` rows, ``size`` on each; all else that is asked stays in their addresses."""
    last = max(1, -(-rows // size))
    numbers = sorted({1, last, *range(max(1, page - _BESIDE), min(last, page + _BESIDE) + 1)})
    steps: list[Step] = []
    for number in numbers:
        if steps and number > steps[-1].number + 1:
            steps.append(Step(number - 1, "", here=False))
        steps.append(Step(number, address(request, number, name), here=number == page))
    before = address(request, page - 1, name) if page > 1 else ""
    after = address(request, page + 1, name) if page < last else ""
    return Paging(page, last, before, after, tuple(steps))


def unended(request: Request, page: int, *, more: bool) -> Paging:
    """Return the pages up to the next one, where nobody has counted how many rows there are in all."""
    last = page + 1 if more else page
    steps: list[Step] = []
    for number in sorted({1, max(1, page - _BESIDE), page, last}):
        if steps and number > steps[-1].number + 1:
            steps.append(Step(number - 1, "", here=False))
        steps.append(Step(number, address(request, number), here=number == page))
    before = address(request, page - 1) if page > 1 else ""
    return Paging(page, last, before, address(request, page + 1) if more else "", tuple(steps))


def address(request: Request, page: int, name: str = "page") -> str:
    """Return this place with another page number; the first page has none in its address."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != name and pair[1]]
    asked = urlencode(pairs + ([(name, str(page))] if page > 1 else []))
    path = navigation.prefix(request) + quote(navigation.path_of(request), safe=_SAFE)
    return f"{path}?{asked}" if asked else path
