"""The page of one thing: facts, history, what points to it, findings and source rows, with links in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import Request, Response
from markupsafe import Markup, escape

from styringsgraf.namespaces import KINDS, PREFIXES, SG, Minter, compact
from styringsgraf.releases import Manifest
from styringsgraf.resource import Finding, Resource
from styringsgraf.terms import Literal, NamedNode, Object, lexical
from styringsgraf.texts import Text, catalogue, text
from styringsgraf.web.identifiers import kind_of, path_of
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of

_TITLE: Final = PREFIXES["dct"] + "title"
_TYPE: Final = PREFIXES["rdf"] + "type"
_NOTATION: Final = PREFIXES["skos"] + "notation"
_STATEMENT: Final = f"{SG}statement"
_XSD: Final = PREFIXES["xsd"]
#: Told elsewhere on the page.
_ELSEWHERE: Final = frozenset({
    _TITLE, _TYPE, _STATEMENT, PREFIXES["prov"] + "wasDerivedFrom", PREFIXES["dct"] + "isVersionOf",
    PREFIXES["prov"] + "wasRevisionOf",
})  # fmt: skip
_KINDS: Final = frozenset({*KINDS.values(), "row", "table", "column", "quality", "wording", "number"})
_HISTORY: Final = frozenset({PREFIXES["dct"] + "isVersionOf", PREFIXES["prov"] + "wasRevisionOf"})
#: How many of the things that point here by one property are shown before the rest is only counted.
_SHOWN: Final = 50
_LONG: Final = 300


@dataclass(frozen=True)
class Fact:
    """A property in words, and its values as links or text."""

    name: Markup
    values: tuple[Markup, ...]
    more: int = 0


@dataclass(frozen=True)
class Version:
    """One edition, for the table of editions."""

    name: Markup
    document: Markup
    valid: str
    in_force: bool
    here: bool


class _Teller:
    """Says what a resource holds, in one language."""

    def __init__(self, request: Request, found: Resource, lang: str, minter: Minter) -> None:
        self._found = found
        self._words = Words(lang)
        self._lang = lang
        labels = {iri: words for iri, words in found.titles.items() if words}
        self._link = Linker(request, lang, navigation.path_of(request), labels)
        self._minter = minter

    def property(self, iri: str) -> Markup:
        """Return a property in words."""
        words = self._found.titles.get(iri) or _foreign(iri)
        return self._link.ref(iri, words) if iri.startswith(SG) else (self._words.say(words or compact(iri)))

    def ref(self, iri: str) -> Markup:
        """Return a link to something, by code and name."""
        name, code = self._found.titles.get(iri) or _foreign(iri), self._found.codes.get(iri, "")
        if name is None:
            name = {"": code or self._short(iri)}
        elif code and iri.startswith(self._minter.base) and code not in name.values():
            name = {lang: f"{code} {words}" for lang, words in name.items()}
        return self._link.ref(iri, name)

    def _short(self, iri: str) -> str:
        """Return the end of one of our addresses, else the prefixed name."""
        path = iri.removeprefix(f"{self._minter.base}id/")
        return path if path != iri else compact(iri)

    def value(self, value: Object) -> Markup:
        """Return a value: a link, a text in its language, a number or date as people write them."""
        if isinstance(value, NamedNode):
            return self.ref(value.value)
        if not isinstance(value, Literal):
            return escape(lexical(value))
        if value.language:
            return self._words.tagged(value.value, value.language)
        return escape(_written(value.value, value.datatype.value.removeprefix(_XSD), self._lang))

    def facts(self) -> Iterator[Fact]:
        """Yield what is said of it, property by property."""
        predicates = dict.fromkeys(one.predicate for one in self._found.statements)
        for predicate in predicates:
            if predicate not in _ELSEWHERE:
                values = self._found.values(predicate)
                shown = tuple(map(self.value, values[:_LONG]))
                yield Fact(self.property(predicate), shown, len(values) - len(shown))

    def pointing(self) -> Iterator[Fact]:
        """Yield what points here, property by property, with how much more there is."""
        groups: dict[str, list[str]] = {}
        for one in self._found.incoming:
            if one.predicate not in _HISTORY:
                groups.setdefault(one.predicate, []).append(one.subject)
        for predicate, subjects in groups.items():
            shown = subjects[:_SHOWN]
            count = max(self._found.counts.get(predicate, 0), len(subjects))
            yield Fact(self.property(predicate), tuple(map(self.ref, shown)), count - len(shown))

    def versions(self) -> Iterator[Version]:
        """Yield the editions, oldest first."""
        for one in self._found.editions:
            dates = [_written(day, "date", self._lang) if day else "" for day in (one.valid_from, one.valid_to)]
            document_link = self.ref(one.document) if one.document else Markup()
            valid = "–".join(dates) if any(dates) else ""
            yield Version(self.ref(one.iri), document_link, valid, one.in_force, one.iri == self._found.iri)

    def rule(self, finding: Finding) -> Markup:
        """Return the rule of a finding as a link."""
        return self._link.ref(finding.rule, {"": finding.rule.rpartition("/rules/")[2].partition("/")[0]})


def show(
    request: Request, found: Resource, lang: str, manifest: Manifest, downloads: Sequence[tuple[str, str, str]]
) -> Response:
    """Return the page."""
    config = service_of(request).config
    minter, address = Minter(config.base), config.address or config.base
    teller, words = _Teller(request, found, lang, minter), Words(lang)
    named = name(found, minter)
    return page(
        request,
        "node.html",
        lang=lang,
        title=words.chosen(named)[1] or named.get("", ""),
        release=manifest.id,
        named=named,
        thing=found,
        kind=[teller.ref(one) for one in found.types],
        permanent=f"{minter.base}id/{path_of(found.iri, minter.base)}",
        canonical=f"{address}doc/{path_of(found.iri, minter.base)}",
        alternates=[(href, media) for href, _, media in downloads],
        downloads=[(href, words.t(f"resource.as-{short}"), media) for href, short, media in downloads],
        statement=found.words(_STATEMENT),
        facts=list(teller.facts()),
        history=[teller.ref(iri) for one in sorted(_HISTORY) for iri in found.links(one)],
        versions=list(teller.versions()),
        pointing=list(teller.pointing()),
        rule=teller.rule,
        documents=[teller.ref(iri) for iri in found.documents(minter)],
        crumbs=list(_crumbs(request, found, minter, words)),
        robots="" if _for_search(found) else "noindex",
    )


def name(found: Resource, minter: Minter) -> Text:
    """Return what something is called: its title, else that of its newest edition, else kind and address."""
    own = found.titles.get(found.iri)
    if own:
        return own
    for edition in reversed(found.editions):
        if found.titles.get(edition.iri):
            return found.titles[edition.iri]
    path = found.iri.removeprefix(f"{minter.base}id/")
    last = found.codes.get(found.iri) or _ending(path)
    kinds = [found.titles[one] for one in found.types if found.titles.get(one)]
    if kinds:
        return {lang: f"{words[:1].upper()}{words[1:]} {last}" for lang, words in kinds[0].items()}
    return {"": last}


def _ending(path: str) -> str:
    """Return what stands behind the kind in an address: 'asker/observation/x/2014/asker' → 'x 2014 asker'."""
    steps = path.split("/")
    behind = next((place + 1 for place, step in enumerate(steps) if step in _KINDS), len(steps) - 1)
    return " ".join(steps[behind:]) or steps[-1]


def _for_search(found: Resource) -> bool:
    """Tell whether search engines are to list it: not rows, columns, findings and judgements of wording."""
    aside = {f"{SG}{one}" for one in ("SourceRow", "SourceTable", "SourceColumn", "WordingAnnotation")}
    return not {*found.types} & {*aside, PREFIXES["sh"] + "ValidationResult"}


def _crumbs(request: Request, found: Resource, minter: Minter, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the organisation and the document something lies under."""
    steps = found.iri.removeprefix(f"{minter.base}id/").split("/")
    before = navigation.prefix(request)
    for length in range(1, min(len(steps), 3)):
        iri = f"{minter.base}id/{'/'.join(steps[:length])}"
        told = found.titles.get(iri)
        if told and kind_of("/".join((*steps[:length], ""))) is None:
            yield words.chosen(told)[1] or told.get("", ""), f"{before}/doc/{path_of(iri, minter.base)}"


def _foreign(iri: str) -> Text | None:
    """Return our words for a property or class of others, which come without words in our languages."""
    key = "term-" + compact(iri).replace(":", "-")
    return text(f"resource.{key}") if key in catalogue("resource") else None


def _written(value: str, datatype: str, lang: str) -> str:
    """Return a value of a type as people write it in a language."""
    if datatype == "boolean" and value in {"true", "false"}:
        return Words(lang).t("resource.is-true" if value == "true" else "resource.is-false")
    if lang == "en":
        return value
    if datatype == "date":
        try:
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        except ValueError:
            return value
    return value.replace(".", ",").replace("-", "−", 1) if datatype in {"decimal", "double"} else value
