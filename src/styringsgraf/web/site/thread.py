"""The red thread of any node: the page, its picture as a file, and the page that helps to choose a node."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.questions.binding import bind
from styringsgraf.releases import Manifest
from styringsgraf.terms import NamedNode
from styringsgraf.texts import Text
from styringsgraf.thread import MOST_NODES, Direction, Thread
from styringsgraf.thread.reasons import reasons
from styringsgraf.thread.svg import picture
from styringsgraf.web.pages import figure, navigation
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.newer import newer
from styringsgraf.web.pages.thread import DRAWN, Teller, address, reference, shares
from styringsgraf.web.pages.thread_choice import found, suggested
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import choice, only, shortened, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of
from styringsgraf.web.threads import DEPTH, DIRECTIONS

router = pages()

_PARAMETERS: Final = ("node", "direction", "depth", "q", "lang")
#: Depths that the form offers; the address takes any.
_DEPTHS: Final = (1, 2, 3, 4, DEPTH[0])
#: Nodes of a thread that begins on the UN's side; the target's own page lists the rest by municipality.
_OF_A_COUNTRY: Final = 200
_FORMS: Final = ("csv", "xlsx", "json")
#: The links of a thread as one query, for those who will ask on.
_SPARQL: Final = """PREFIX sg: <https://w3id.org/styringsgraf/ns#>
PREFIX sdgo: <http://metadata.un.org/sdg/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?from ?to ?code ?title WHERE {
  $node (sg:contributesTo|sdgo:isTargetOf|sg:partOfTarget)* ?from .
  ?from sg:contributesTo|sdgo:isTargetOf|sg:partOfTarget ?to .
  OPTIONAL { ?to skos:notation ?code }
  OPTIONAL { ?to dct:title ?title }
}"""


@router.get("/thread", **PAGE)
def thread(request: Request) -> Response:
    """Show the thread of a node; without one, or with one that is not there, help to choose."""
    values, lang = _asked(request), page_language(request)
    direction, depth = _far(values)
    if "node" not in values:
        return _choosing(request, lang, values)
    try:
        manifest, told, why = service_of(request).threaded(
            values["node"], direction, lang=lang, depth=depth, most=_most(request, values["node"]), beside=reasons
        )
    except (errors.NotFound, errors.BadParameter) as fault:
        return _choosing(request, lang, values, fault)
    return _page(request, told, why, manifest, values)


@router.get("/thread.svg", **PAGE)
def thread_picture(request: Request) -> Response:
    """Return the picture of a thread as a file."""
    values, lang = _asked(request), page_language(request)
    if not values.get("node"):
        raise errors.BadParameter("service.node-missing")
    direction, depth = _far(values)
    release, told = service_of(request).released_thread(values["node"], direction, lang=lang, depth=depth)
    return figure.download(picture(told), lang=lang, release=release, name="thread")


def _asked(request: Request) -> Mapping[str, str]:
    """Return what is asked, without what a form left empty."""
    given = only(single_values(request), _PARAMETERS)
    return {name: words for name, value in given.items() if (words := value.strip())}


def _far(values: Mapping[str, str]) -> tuple[Direction, int]:
    """Return the direction and the number of steps that are asked for."""
    direction: Direction = choice("direction", values.get("direction"), "both", DIRECTIONS)
    return direction, whole_number("depth", values.get("depth"), DEPTH[0], 1, DEPTH[1])


def _most(request: Request, node: str) -> int:
    """Return how many nodes are shown: below something of the UN's lie those of a whole country."""
    minter = Minter(service_of(request).config.base)
    return _OF_A_COUNTRY if minter.is_un(node) or minter.un(node) else MOST_NODES


def _page(
    request: Request, told: Thread, why: Mapping[tuple[str, str], Text], manifest: Manifest, values: Mapping[str, str]
) -> Response:
    lang, minter = told.lang, Minter(service_of(request).config.base)
    teller, words = Teller(request, told, why), Words(told.lang)
    root = told.by_iri[told.root]
    node = reference(told.root, minter)
    beside = {name: values[name] for name in ("direction", "depth") if name in values}
    above, below = tuple(teller.levels("up")), tuple(teller.levels("down"))
    config = service_of(request).config
    here = address(request, lang, node, **beside)
    shown = 1 < len(told.nodes) <= DRAWN  # a node alone stands in the card at the top
    return page(
        request, "site/thread.html", lang=lang, title=words.t("thread-page.title", node=shortened(root.title)),
        description=words.t("thread-page.description", node=shortened(root.title)), release=manifest.id,
        crumbs=[(words.t("thread-page.name"), f"{navigation.prefix(request)}/{lang}/thread")],
        canonical=f"{(config.address or config.base).rstrip('/')}/{lang}/thread?{urlencode({'node': node}, safe='/')}",
        alternates=[(_api(request, node, "json", beside, lang), "application/json")],
        share=config.address.rstrip("/") + here if config.address else here,
        root=teller.root, thread=told, above=above, below=below, count=(shares(above), shares(below)),
        falls=teller.falls(), node=node, depths=_depths(words, values),
        depth=values.get("depth", str(DEPTH[0])), direction=told.direction,
        pictures=[figure.inline(picture(told, narrow=narrow)) for narrow in (False, True)] if shown else [],
        picture_at=address(request, lang, node, page="thread.svg", **beside),
        files=[(_api(request, node, form, beside, lang), form) for form in _FORMS],
        newer=newer(request, lang, told.root, root.document or "",
                    lambda iri: address(request, lang, reference(iri, minter))),
        drop_at=_questions(request, lang, node), sparql_at=_sparql(request, lang, told.root),
    )  # fmt: skip


def _depths(words: Words, values: Mapping[str, str]) -> list[tuple[str, str]]:
    wanted = int(values.get("depth", DEPTH[0]))
    offered = sorted({*_DEPTHS, wanted})
    return [(str(depth), words.t("thread-page.depth-all" if depth == DEPTH[0] else "thread-page.depth-some",
                                 depth=depth)) for depth in offered]  # fmt: skip


def _api(request: Request, node: str, form: str, beside: Mapping[str, str], lang: str) -> str:
    asked = urlencode({"node": node, **beside, "format": form, "lang": lang}, safe="/")
    return f"{navigation.prefix(request)}/api/v1/thread?{asked}"


def _questions(request: Request, lang: str, node: str) -> str:
    path = f"/{lang}/questions/what-if-dropped"
    known = navigation.exists(request, path)
    return f"{navigation.prefix(request)}{path}?{urlencode({'node': node}, safe='/')}" if known else ""


def _sparql(request: Request, lang: str, iri: str) -> str:
    path = next((one for one in (f"/{lang}/sparql",) if navigation.exists(request, one)), "/sparql")
    return f"{navigation.prefix(request)}{path}?{urlencode({'query': bind(_SPARQL, {'node': NamedNode(iri)})})}"


def _choosing(
    request: Request, lang: str, values: Mapping[str, str], fault: errors.StyringsgrafError | None = None
) -> Response:
    """Help to choose a node: by a word, or from examples; say first what was wrong with the one that was asked for."""
    words = Words(lang)
    searched = values.get("q", "")
    context: dict[str, Any] = {
        "crumbs": [(words.t("thread-page.name"), f"{navigation.prefix(request)}/{lang}/thread")] if fault else [],
        "fault": "" if fault is None else fault.sentence(lang),
        "robots": "noindex" if fault or searched else "",
    }
    return page(
        request, "site/thread-choice.html", lang=lang, status=fault.status if fault else 200,
        title=words.t("thread-page.unknown" if fault else "thread-page.choose"),
        description=words.t("thread-page.choose-lead"), searched_for=shortened(searched or values.get("node", "")),
        asked=bool(searched), hits=found(request, lang, searched) if searched else (),
        examples=None if searched else suggested(request, lang), **context,
    )  # fmt: skip
