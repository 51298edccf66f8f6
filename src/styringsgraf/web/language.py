"""The reader's language: ?lang=, else Accept-Language, else the service's setting."""

from typing import Final

from fastapi import Request

from styringsgraf import errors
from styringsgraf.settings import settings
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.parameters import shortened

#: Browsers say 'no' for Norwegian without saying which; it is read as bokmål.
_TAGS: Final = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


def language_of(request: Request) -> str:
    """Return nb, nn or en; anything we do not have falls back to the setting."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    best: str = settings().lang
    quality = 0.0
    for part in ",".join(request.headers.getlist("accept-language")).split(","):
        tag, _, weight = part.partition(";")
        known = _TAGS.get(tag.strip().split("-")[0].lower())
        try:
            wish = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if known and wish > quality:
            best, quality = known, wish
    return best


def asked_language(request: Request) -> str:
    """Return the reader's language; a ``?lang=`` that we do not have is an error, as every unknown value is."""
    asked = request.query_params.get("lang")
    if asked is not None and asked not in LANGUAGES:
        raise errors.BadParameter("web.choice", name="lang", value=shortened(asked), offered=", ".join(LANGUAGES))
    return language_of(request)
