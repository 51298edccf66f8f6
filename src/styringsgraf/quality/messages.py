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
_SERIES, _PERIOD, _AREA = (PREFIXES["sg"] + name for name in ("indicator", "period", "area"))
_RESULT: Final = frozenset((_SERIES, _PERIOD, _AREA))
_ENDURES: Final = PREFIXES["dct"] + "isVersionOf"
_CUE, _SUGGESTION = (PREFIXES["sg"] + name for name in ("cue", "suggestion"))
_ANNOTATES: Final = PREFIXES["sg"] + "annotates"
_STATEMENT: Final = PREFIXES["sg"] + "statement"
_NORWEGIAN: Final = frozenset(("nb", "nn"))
_QUOTES: Final[Mapping[str, tuple[str, str]]] = {"nb": ("«", "»"), "nn": ("«", "»"), "en": ("“", "”")}
_PLACEHOLDER: Final = re.compile(r"\{\$this\}|\{\?(?:value|cue|suggestion)\}")
_IRI: Final = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)


@dataclass
class _Name:
    notation: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    #: Of a result, which has no name of its own: the indicator's series, the period and the area.
    result: dict[str, str] = field(default_factory=dict)
    #: Of a wording annotation: the words that decided it, a better wording, and what it is about.
    cues: list[str] = field(default_factory=list)
    suggestion: str = ""
    about: str = ""
    #: Full wordings in Norwegian, of what has a title that is only a short name.
    statements: list[str] = field(default_factory=list)


class Names:
    """What people call the nodes of one bundle: code and title, read for the nodes that are asked about."""

    def __init__(self, bundle: bytes, nodes: Iterable[str]) -> None:
        self._names: dict[str, _Name] = {}
        self._read(bundle, set(nodes))
        results = [name.result for name in self._names.values() if _SERIES in name.result]
        self._editions = _editions(bundle, {result[_SERIES] for result in results})
        self._read(bundle, {*self._editions.values(), *(result[_AREA] for result in results if _AREA in result)})

    def _read(self, bundle: bytes, wanted: set[str]) -> None:
        for quad in parse(bundle, format=RdfFormat.N_TRIPLES) if wanted else ():
            subject, value, about = quad.subject, quad.object, quad.predicate.value
            if not isinstance(subject, NamedNode) or subject.value not in wanted:
                continue
            name = self._names.setdefault(subject.value, _Name())
            if about in _RESULT and isinstance(value, NamedNode | Literal):
                name.result[about] = value.value
            elif about == _NOTATION and isinstance(value, Literal):
                name.notation = value.value
            elif about in _TITLES and isinstance(value, Literal):
                name.titles.setdefault(value.language or "", value.value)
            elif about == _CUE and isinstance(value, Literal):
                name.cues.append(value.value)
            elif about == _SUGGESTION and isinstance(value, Literal):
                name.suggestion = value.value
            elif about == _ANNOTATES and isinstance(value, NamedNode):
                name.about = value.value
            elif about == _STATEMENT and isinstance(value, Literal) and (value.language or "")[:2] in _NORWEGIAN:
                name.statements.append(value.value)

    def of(self, iri: str, lang: str) -> str:
        """Return ``S.1 «Vekst og utvikling»``, or what there is of it, or a short form of the IRI.

        A result is called by its indicator, period and area: ``S.1.1 «Årlig vekst», 2025, Oppvekst``.
        """
        name = self._names.get(iri, _Name())
        edition = self._editions.get(name.result.get(_SERIES, ""))
        if edition is not None:
            area = pick(self._names.get(name.result.get(_AREA, ""), _Name()).titles, lang)
            return ", ".join(part for part in (self.of(edition, lang), name.result.get(_PERIOD), area) if part)
        title = pick(name.titles, lang)
        opening, closing = _QUOTES[lang]
        parts = (name.notation, f"{opening}{title}{closing}" if title else "")
        return " ".join(part for part in parts if part) or _short(iri)

    def cues(self, iri: str, lang: str) -> str:
        """Return the words an annotation rests on, as the text has them in order: `` («skal», «styrke»)``, or ''."""
        name = self._names.get(iri, _Name())
        about = self._names.get(name.about, _Name())
        texts = [*about.statements, *about.titles.values()]
        # The text that was analysed has all the words; in what order they stand in another is no harm.
        best = max(sorted(texts), key=lambda text: sum(cue in text for cue in name.cues), default="")
        opening, closing = _QUOTES[lang]
        ordered = sorted(name.cues, key=lambda cue: (best.find(cue), cue))
        return f" ({', '.join(f'{opening}{cue}{closing}' for cue in ordered)})" if ordered else ""

    def path(self, iri: str, reported: str | None) -> str | None:
        """Return the property a finding is about: where a node has no full wording, its title was judged as one."""
        titled = reported == _STATEMENT and not self._names.get(iri, _Name()).statements
        return _TITLES[0] if titled else reported

    def suggestion(self, iri: str, lang: str) -> str:
        """Return the better wording an annotation has: ``: «Utslippene er halvert»``, or ''."""
        opening, closing = _QUOTES[lang]
        words = self._names.get(iri, _Name()).suggestion.rstrip(".")
        return f": {opening}{words}{closing}" if words else ""


def _editions(bundle: bytes, series: set[str]) -> dict[str, str]:
    """Return for each series the indicator that tells what it is called: the last of its editions in the bundle."""
    found: dict[str, str] = {}
    for quad in parse(bundle, format=RdfFormat.N_TRIPLES) if series else ():
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
            continue
        if quad.predicate.value == _ENDURES and value.value in series:
            found[value.value] = max(subject.value, found.get(value.value, ""))
    return found


def _short(iri: str) -> str:
    return iri.removeprefix(SDG) if iri.startswith(SDG) and "#" not in iri else compact(iri)


def render(template: Text, focus: str, value: str | None, names: Names) -> Text:
    """Return a template in each language with its placeholders filled; no value means the node itself.

    ``{?cue}`` and ``{?suggestion}`` are those of the wording annotation that is the value: '' where it has none.
    """

    def shown(lang: str) -> dict[str, str]:
        this = names.of(focus, lang)
        return {
            "{$this}": this,
            "{?value}": this if value is None else _value(value, names, lang),
            "{?cue}": names.cues(value or "", lang),
            "{?suggestion}": names.suggestion(value or "", lang),
        }

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
