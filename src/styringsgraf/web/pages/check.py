"""The pages of a check: the form with its limits and what was wrong, and the report in the reader's language."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.pipeline import Checked, Upload
from styringsgraf.publish.glossary import glossary
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.texts import Text, catalogue
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of
from styringsgraf.web.upload import FILES

#: The forms a report is offered in, in this order.
FORMS: Final = ("xlsx", "csv-no", "json", "html", "sarif")
_AREA: Final = "check-page"
_MEGABYTE: Final = 1_000_000
_OK: Final = 200
_LONGEST_NAME: Final = 60


def form(
    request: Request, lang: str, fault: errors.StyringsgrafError | None = None, values: Mapping[str, str] | None = None
) -> Response:
    """Return the form; after a fault with its sentence at the field, what was chosen, and the fault's status."""
    words, config, chosen = Words(lang), service_of(request).config, values or {}
    t = words.t
    headers = {"Retry-After": str(fault.values.get("retry_after", 1))} if isinstance(fault, errors.Busy) else {}
    title = t(f"{_AREA}.title")
    return page(
        request,
        "site/check.html",
        lang=lang,
        title=f"{t(f'{_AREA}.fault')} {title}" if fault else title,
        heading=title,
        status=fault.status if fault else _OK,
        headers=headers,
        description=t(f"{_AREA}.description"),
        fault=_sentence(fault, words) if fault else "",
        against=chosen.get("against") or "current",
        format=chosen.get("format") or "page",
        formats=[("page", t(f"{_AREA}.form-page")), *((name, t(f"{_AREA}.form-{name}")) for name in FORMS)],
        most_bytes=config.upload_bytes,
        limits={
            "megabytes": number(f"{config.upload_bytes / _MEGABYTE:g}", None, lang),
            "files": FILES,
            "seconds": number(f"{config.check_seconds:g}", None, lang),
            "memory": number(config.check_memory, None, lang),
            "rows": number(config.import_rows, None, lang),
        },
    )


def _sentence(fault: errors.StyringsgrafError, words: Words) -> str:
    """Return what was wrong: in words for somebody at a form where the error speaks to whoever writes a program."""
    key = f"fault-{fault.key.partition('.')[2]}"
    if key not in catalogue(_AREA):
        return fault.sentence(words.lang)
    values = dict(fault.values)
    if isinstance(limit := values.get("limit"), int):
        values["megabytes"] = number(f"{limit / _MEGABYTE:g}", None, words.lang)
    return words.t(f"{_AREA}.{key}", **values)


def report(request: Request, lang: str, upload: Upload, checked: Checked) -> Response:
    """Return the report as a page, which carries the whole of it: nothing is kept here to make its other forms of."""
    words, told = Words(lang), json.loads(checked.content)
    outline: dict[str, Any] = told["outline"]
    names = [file.name for file in upload.files]
    named = names[0][:_LONGEST_NAME] if len(names) == 1 else words.t(f"{_AREA}.several", count=len(names))
    return page(
        request,
        "site/report.html",
        lang=lang,
        title=words.t(f"{_AREA}.report-title", file=named),
        release=checked.release or None,
        robots="noindex",
        crumbs=[(words.t(f"{_AREA}.title"), f"{navigation.prefix(request)}/{lang}/check")],
        outline=outline,
        read=told["read"],
        kinds=_kinds(told["read"]),
        levels=list(zip(SEVERITIES, outline["counts"], strict=True)),
        total=sum(outline["counts"]),
        seconds=number(f"{outline['seconds']:.1f}", 1, lang),
        number=lambda value: number(value, None, lang),
        alone=upload.alone,
        carried=b64encode(checked.carried).decode(),
        forms=[(name, words.t(f"{_AREA}.form-{name}")) for name in FORMS],
    )


def _kinds(read: list[dict[str, Any]]) -> Mapping[str, Text]:
    """Return class IRI → what it is called, of the classes that were read."""
    known = glossary().labels
    return {iri: known[iri] for one in read for iri, _ in one["nodes"] if iri in known}


def file_name(form: str, lang: str) -> str:
    """Return what a report is called when it is saved."""
    return Words(lang).t(f"{_AREA}.report-file") + EXPORTS[form].suffix


def template_name(lang: str) -> str:
    """Return what the workbook to fill in is called when it is saved."""
    return Words(lang).t(f"{_AREA}.template-file") + ".xlsx"
