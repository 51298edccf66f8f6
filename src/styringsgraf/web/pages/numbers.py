"""Values from the data as a page writes them: numbers, shares, dates, and literals by their datatype."""

import re
from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.texts import pick, said, text
from styringsgraf.texts.written import day, number, percent

__all__ = ["day", "moment", "number", "percent", "written"]

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset({"decimal", "double", "float", "integer", "nonNegativeInteger", "positiveInteger"})


_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?Z")


def moment(value: str, lang: str) -> str:
    """Return a moment in UTC, with its minutes; what is none comes back as it is."""
    found = _MOMENT.fullmatch(value)
    if found is None:
        return value
    at = f"{found[2]}{':' if lang == 'en' else '.'}{found[3]}"
    return f"{said('data.moment', lang, day=day(found[1], lang), time=at)} (UTC)"


def written(value: str, datatype: str, lang: str) -> str:
    """Return a literal's value, by its datatype (an IRI or the name of one in XSD), as people write it."""
    kind = datatype.removeprefix(_XSD)
    if kind == "boolean" and value in {"true", "false"}:
        return pick(text("resource.is-true" if value == "true" else "resource.is-false"), lang)
    if kind == "date":
        return day(value, lang)
    if kind == "dateTime":
        return moment(value, lang)
    return number(value, None, lang) if kind in _NUMBERS else value
