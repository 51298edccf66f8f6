"""Writes value bands as the import reads them: '1,3–1,69', '<0,99 eller >2'."""

from decimal import Decimal
from typing import Final

from styringsgraf.export.stated import Stated
from styringsgraf.ingest.bands import Interval, NotABand, read_band
from styringsgraf.namespaces import CODE
from styringsgraf.terms import NamedNode, sg

_OR: Final = " eller "


def text_of(indicator: str, colour: str, document: Stated) -> str | None:
    """Return the text of an indicator's bands of one colour; None when there are none, or none that can be written."""
    of_colour = [
        band.value
        for band in document.values(indicator, sg("hasBand"))
        if NamedNode(f"{CODE}band-colour/{colour}") in document.values(band.value, sg("colour"))
    ]
    intervals = [_interval(band, document) for band in sorted(of_colour, key=_number)]
    pieces = [_piece(interval) for interval in intervals]
    if not pieces or any(piece is None for piece in pieces):
        return None
    written = _OR.join(piece for piece in pieces if piece is not None)
    try:
        return written if read_band(written).intervals == tuple(intervals) else None
    except NotABand:
        return None


def _number(band: str) -> tuple[int, str]:
    tail = band.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0, band


def _interval(band: str, document: Stated) -> Interval:
    lower, upper = (_decimal(document.text(band, sg(end))) for end in ("lower", "upper"))
    lower_open, upper_open = (document.text(band, sg(f"{end}Open")) == "true" for end in ("lower", "upper"))
    return Interval(lower, upper, lower_open, upper_open)


def _piece(interval: Interval) -> str | None:
    lower, upper = interval.lower, interval.upper
    if lower is not None and upper is not None:
        if interval.lower_open or interval.upper_open:
            return None  # no goal card prints such a band, so no form for it is read
        return shown(lower) if lower == upper else f"{shown(lower)}–{shown(upper)}"
    if lower is not None:
        return f"{'>' if interval.lower_open else '≥'}{shown(lower)}"
    return None if upper is None else f"{'<' if interval.upper_open else '≤'}{shown(upper)}"


def shown(number: Decimal) -> str:
    """Return a number with decimal comma, which can be read in one way only."""
    return f"{number:f}".replace(".", ",")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
