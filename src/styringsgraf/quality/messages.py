"""Messages of findings: the template on the shape, filled with what people call the nodes.

Engines fill placeholders differently and drop language tags, so templates are filled here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from styringsgraf.namespaces import PREFIXES, SDG, compact
from styringsgraf.terms import Literal, NamedNode, RdfFormat, parse
from styringsgraf.texts import LANGUAGES, Text, pick

_NOTATION: Final = PREFIXES["skos"] + "notation"
_TITLES: Final = (PREFIXES["dct"] + "title", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
_QUOTES: Final[Mapping[str, tuple[str, str]]] = {"nb": ("«", "»"), "nn": ("«", "»"), "en": ("“", "”")}
_PLACEHOLDER: Final = re.compile(r"\{\$this\}|\{\?value\}")
_IRI: Final = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)


@dataclass
class _Name:
    notation: str = ""
    titles: dict[str, str] = field(default_factory=dict)


class Names:
    """What people call the nodes of one bundle: code and title, read for the nodes that are asked about."""

    def __init__(self, bundle: bytes, nodes: Iterable[str]) -> None:
        wanted = set(nodes)
        self._names: dict[str, _Name] = {}
        if not wanted:
            return
        for quad in parse(bundle, format=RdfFormat.N_TRIPLES):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or subject.value not in wanted or not isinstance(value, Literal):
                continue
            name = self._names.setdefault(subject.value, _Name())
            if quad.predicate.value == _NOTATION:
                name.notation = value.value
            elif quad.predicate.value in _TITLES:
                name.titles.setdefault(value.language or "", value.value)

    def of(self, iri: str, lang: str) -> str:
        """Return ``S.1 «Vekst og utvikling»``, or what there is of it, or a short form of the IRI."""
        name = self._names.get(iri, _Name())
        title = pick(name.titles, lang)
        opening, closing = _QUOTES[lang]
        parts = (name.notation, f"{opening}{title}{closing}" if title else "")
        return " ".join(part for part in parts if part) or _short(iri)


def _short(iri: str) -> str:
    return iri.removeprefix(SDG) if iri.startswith(SDG) and "#" not in iri else compact(iri)


def render(template: Text, focus: str, value: str | None, names: Names) -> Text:
    """Return a template in each language with ``{$this}`` and ``{?value}`` filled; no value means the node itself."""

    def shown(lang: str) -> dict[str, str]:
        this = names.of(focus, lang)
        return {"{$this}": this, "{?value}": this if value is None else _value(value, names, lang)}

    filled = {lang: shown(lang) for lang in LANGUAGES}
    return {
        lang: _PLACEHOLDER.sub(lambda match, words=filled[lang]: words[match[0]], template[lang])  # type: ignore[misc]
        for lang in LANGUAGES
    }


def _value(value: str, names: Names, lang: str) -> str:
    if _IRI.match(value):
        return names.of(value, lang)
    return number(value, lang)


def number(text: str, lang: str) -> str:
    """Return a decimal as the language writes it (decimal comma in Norwegian); other text unchanged."""
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    return text if lang == "en" else text.replace(".", ",").replace("-", "−")
