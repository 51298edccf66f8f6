"""IRIs as links for readers: their name in the reader's language, and the address where this service shows them."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup, escape

from styringsgraf.namespaces import CODE, PREFIXES, RULES, SG
from styringsgraf.texts import Text
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of

_SAFE: Final = "/:@!$&'()*+,;=~-._"


class Linker:
    """Makes the links of one page. ``here``: the path of the page, whose own terms are anchors on it."""

    def __init__(
        self, request: Request, lang: str, here: str, labels: Mapping[str, Text], prefixes: Mapping[str, str] = PREFIXES
    ) -> None:
        self._before = navigation.prefix(request)
        self._base = service_of(request).config.base
        self._nodes = navigation.exists(request, "/id/x")
        self._here = here
        self._labels = labels
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._words = Words(lang)

    def href(self, iri: str) -> str | None:
        """Return where an IRI is shown: here, elsewhere in this service, or at home on the web; None for nowhere."""
        if iri.startswith(SG):
            return self._own("/ns", iri.removeprefix(SG))
        if iri.startswith(CODE):
            scheme, _, code = iri.removeprefix(CODE).partition("/")
            return self._own(f"/code/{scheme}", code)
        if iri.startswith(RULES):
            return self._own("/shapes", iri.removeprefix(RULES))
        if iri.startswith(f"{self._base}id/"):
            return f"{self._before}/{quote(iri.removeprefix(self._base), safe=_SAFE)}" if self._nodes else None
        return iri if iri.startswith(("http://", "https://")) else None

    def _own(self, path: str, anchor: str) -> str:
        place = "" if path == self._here else self._before + path
        return f"{place}#{anchor}" if anchor else place or f"{self._before}{path}"

    def name(self, iri: str) -> str:
        """Return the short name of an IRI: 'sg:Measure', 'org:Organization'."""
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def ref(self, iri: str, label: Text | None = None) -> Markup:
        """Return a link to an IRI, by its label where there is one, else by its short name."""
        words = label or self._labels.get(iri)
        inner = self._words.say(words) if words else Markup("<code>{}</code>").format(self.name(iri))
        href = self.href(iri)
        return Markup('<a href="{}">{}</a>').format(href, inner) if href is not None else escape(inner)

    def refs(self, iris: Iterable[str]) -> Markup:
        """Return links with commas."""
        return Markup(", ").join(self.ref(iri) for iri in iris)

    def code(self, iri: str) -> Markup:
        """Return an identifier as it stands in data."""
        return Markup("<code>{}</code>").format(iri)

    def shown(self, words: Text, iri: str = "") -> Markup:
        """Return one end of an example: a linked node, or a value."""
        if iri:
            return self.ref(iri, words or None)
        # What has no language is shown as it stands in the data: 'true', '42.5', a code.
        return self._words.say(words) if any(words) else self.code("".join(words.values()))
