"""The reader's language: ?lang=, else Accept-Language, else the service's setting."""

from typing import Final

from fastapi import Request

from styringsgraf.settings import settings
from styringsgraf.texts import LANGUAGES

#: Browsers say 'no' for Norwegian without saying which; it is read as bokmål.
_TAGS: Final = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


def language_of(request: Request) -> str:
    """Return nb, nn or en; anything we do not have falls back to the setting."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    best: str = settings().lang
    quality = 0.0
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        known = _TAGS.get(tag.split("-")[0].lower())
        try:
            wish = float(weight) if weight else 1.0
        except ValueError:
            continue
        if known and wish > quality:
            best, quality = known, wish
    return best
