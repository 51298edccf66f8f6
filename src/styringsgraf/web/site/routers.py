"""The routers of all pages, in the order of the site."""

from typing import Final

from fastapi import APIRouter

from styringsgraf.web.site import (
    about,
    check,
    compare,
    data,
    indicator,
    organisation,
    quality,
    questions,
    releases,
    search,
    sparql,
    start,
    status,
    target,
    thread,
    vocabulary,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    start.router,
    target.router,
    organisation.router,
    thread.router,
    indicator.router,
    status.router,
    quality.router,
    check.router,
    compare.router,
    questions.router,
    search.router,
    sparql.router,
    data.router,
    releases.router,
    vocabulary.router,
    about.router,
)
