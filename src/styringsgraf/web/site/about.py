"""/{lang}/about, /{lang}/method and /{lang}/accessibility: what this is, how it is made, and for whom it works."""

from typing import Any

from fastapi import Request, Response

from styringsgraf.publish.publisher import Publisher
from styringsgraf.web.pages import navigation, standing
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()


@router.get("/about", **PAGE)
def about(request: Request) -> Response:
    """Show what the service is, where the data come from, and the terms."""
    return _standing(request, "about", parts=standing.parts(), licences=standing.LICENCES)


@router.get("/method", **PAGE)
def method(request: Request) -> Response:
    """Show how plans are read and counted, with the sources."""
    return _standing(request, "method", sections=standing.METHOD, steps=standing.STEPS, figures=standing.un_figures())


@router.get("/accessibility", **PAGE)
def accessibility(request: Request) -> Response:
    """Show the accessibility statement."""
    return _standing(request, "accessibility")


def _standing(request: Request, name: str, **context: Any) -> Response:
    only(single_values(request), ("lang",))
    lang, config = page_language(request), service_of(request).config
    words = Words(lang)
    return page(
        request,
        f"site/{name}.html",
        lang=lang,
        title=words.t(f"{name}.title"),
        description=words.t(f"{name}.description"),
        crumbs=[(words.t("nav-start"), navigation.home(request, lang))],
        publisher=Publisher.of(config),
        #: Whom to ask, only where whoever runs the service has said so.
        contact=bool(config.contact_email or config.contact_url),
        **context,
    )
