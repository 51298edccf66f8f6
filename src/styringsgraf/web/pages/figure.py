"""A figure in a page, and alone as a file to download."""

from typing import Final

from fastapi import Response
from markupsafe import Markup

from styringsgraf.figures import Drawing
from styringsgraf.formats import FORMATS

#: A picture holds other people's words: it may do nothing, wherever it is opened.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def inline(drawing: Drawing) -> Markup:
    """Return a figure for a template."""
    return Markup(drawing.inline())  # noqa: S704 - written by an XML library, which escapes every word


def download(drawing: Drawing, *, lang: str, release: str, name: str) -> Response:
    """Return a figure as a file; ``name`` is what a browser calls it when it is kept, without suffix."""
    return Response(
        drawing.file(),
        headers={
            "Content-Language": lang,
            "Content-Security-Policy": _POLICY,
            "Content-Disposition": f'inline; filename="{name}.svg"',
            "Vary": "Accept, Accept-Language",
            "X-Styringsgraf-Release": release,
        },
        media_type=FORMATS["svg"].content_type,
    )
