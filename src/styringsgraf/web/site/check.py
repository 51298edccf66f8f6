"""The page where a plan is checked: a form with files, and the report on them. Nothing is published, nothing is kept.

The form is sent without a token against forgery from other sites (CSRF), since there is nothing to forge: nobody is
logged in, no cookie exists, nothing is stored or changed. Whoever lures a reader's browser to send a file here makes
that reader see a report on that file, and learns nothing: other sites may not read the answer (no CORS on this path).
What it costs us is bounded as for everybody: a place in line, a process with limits of time and memory.

The report's other forms are made of the report itself, which its page carries and sends back here: read with the same
suspicion as any file, in the same kind of process, and written as any report is.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from functools import cache
from typing import Final

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from styringsgraf import errors, pipeline
from styringsgraf.formats import FORMATS
from styringsgraf.ingest.schema import Lang
from styringsgraf.ingest.template import write
from styringsgraf.pipeline import OUTLINE, InputFile, Upload
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.web.checking import checks_of
from styringsgraf.web.pages import check as shown
from styringsgraf.web.pages.frame import page_language
from styringsgraf.web.parameters import choice, only, single_values
from styringsgraf.web.site.routing import PAGE, UNKEPT, pages
from styringsgraf.web.state import service_of
from styringsgraf.web.upload import form_of

router = pages()

AGAINST: Final = ("current", "none")
_HERE: Final = "page"
_REPORT: Final = "report"
_FIELDS: Final = ("against", "format", _REPORT)
#: What is the sender's to mend, or to send again later; everything else is told as an error of ours.
_THEIRS: Final = (
    errors.UsageError,
    errors.BadParameter,
    errors.UnsupportedMedia,
    errors.TooLarge,
    errors.InputError,
    errors.TimedOut,
    errors.Busy,
)


@router.get("/check", **PAGE)
def form(request: Request) -> Response:
    """Show the form."""
    only(single_values(request), ("lang",))
    return shown.form(request, page_language(request))


@router.post("/check", **UNKEPT)
async def report(request: Request) -> Response:
    """Check what was sent, and show the report, or the form again with what was wrong."""
    lang, checks = page_language(request), checks_of(request)
    values: Mapping[str, str] = {}
    try:
        with checks.place():
            files, values = await form_of(request, _FIELDS, service_of(request).config, instead=_REPORT)
            upload = _upload(files, values, lang) if files else _carried(values, lang)
            checked = await checks.check(request, upload)
    except _THEIRS as fault:
        return await run_in_threadpool(shown.form, request, lang, fault, values)
    if upload.form != OUTLINE:
        return _file(checked.content, upload.form, lang)
    return await run_in_threadpool(shown.report, request, lang, upload, checked)


def _upload(files: tuple[InputFile, ...], values: Mapping[str, str], lang: str) -> Upload:
    """Return the files to check, and the form of the report on them."""
    alone = choice("against", values.get("against") or None, AGAINST[0], AGAINST) == "none"
    wanted = choice("format", values.get("format") or None, _HERE, (_HERE, *shown.FORMS))
    return Upload(files, OUTLINE if wanted == _HERE else wanted, lang, alone)


def _carried(values: Mapping[str, str], lang: str) -> Upload:
    """Return the report that its page sends back, to be written in another form."""
    wanted = choice("format", values.get("format") or None, shown.FORMS[0], shown.FORMS)
    try:
        content = b64decode(values[_REPORT], validate=True)
    except (Error, ValueError):
        raise errors.InputError("pipeline.check-carried") from None
    return Upload((InputFile(_REPORT, content),), wanted, lang, alone=True, carried=True)


def _file(content: bytes, form: str, lang: str) -> Response:
    """Return the report as a file. Made of what a stranger sent: it may do nothing, wherever it is opened."""
    return Response(
        content,
        headers={
            "Content-Disposition": f'attachment; filename="{shown.file_name(form, lang)}"',
            "Content-Language": lang,
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
        media_type=EXPORTS[form].media_type,
    )


@router.get("/template.xlsx", **PAGE)
def template(request: Request) -> Response:
    """Return the workbook to fill in, headings in the language of the path."""
    values = only(single_values(request), ("lang",))
    lang: Lang = choice("lang", values["lang"], "nb", ("nb", "nn", "en"))
    headers = {"Content-Disposition": f'attachment; filename="{shown.template_name(lang)}"', "Content-Language": lang}
    return Response(_workbook(lang), headers=headers, media_type=FORMATS["xlsx"].media_type)


@cache
def _workbook(lang: Lang) -> bytes:
    return write(pipeline.load_mapping("template"), lang)
