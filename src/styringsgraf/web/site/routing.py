"""What the routes of all pages share: the language at the front of the path, and what is said of them."""

from typing import Any, Final

from fastapi import APIRouter, Response
from starlette.convertors import Convertor, register_url_convertor

from styringsgraf.texts import LANGUAGES


class _Language(Convertor[str]):
    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Return the language."""
        return value

    def to_string(self, value: str) -> str:
        """Return the language."""
        return value


# Only these words match, so that no other address is taken for a page in a language that we do not have.
register_url_convertor("lang", _Language())

#: Of every page: kept as bytes for each release; pages are for people and so no part of the API's description.
PAGE: Final[dict[str, Any]] = {"tags": ["pages"], "include_in_schema": False, "response_class": Response}
#: Of a page that takes something in, or shows what is no part of the release: nothing is kept.
UNKEPT: Final[dict[str, Any]] = {"include_in_schema": False, "response_class": Response}


def pages() -> APIRouter:
    """Return a router for pages: paths follow the language, '/quality' is /nb/quality, /nn/quality, /en/quality."""
    return APIRouter(prefix="/{lang:lang}")
