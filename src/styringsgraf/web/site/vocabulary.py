"""/{lang}/vocabulary: the words of the planning method, explained for readers."""

from fastapi import Request, Response

from styringsgraf.publish.glossary import glossary
from styringsgraf.web.pages import entry, navigation
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()


@router.get("/vocabulary", **PAGE)
def vocabulary(request: Request) -> Response:
    """Show the words in groups, each with its definition and an example from the current release."""
    only(single_values(request), ("lang",))
    lang, found = page_language(request), glossary()
    words = Words(lang)
    with service_of(request).reader() as reader:
        groups, release = entry.shown(reader, found), reader.manifest.id
    return page(
        request,
        "site/vocabulary.html",
        lang=lang,
        title=words.t("words.title"),
        description=words.t("words.lead"),
        release=release,
        groups=groups,
        link=Linker(request, lang, navigation.path_of(request), found.labels, found.prefixes),
        leads={
            word.name: word.path.format(lang=lang)
            for group in entry.GROUPS
            for word in group.words
            if navigation.exists(request, word.path.format(lang=lang))
        },
    )
