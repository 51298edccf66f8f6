"""How the page of one thing names and writes what it holds: properties, other things as links, values."""

from typing import Final

from fastapi import Request
from markupsafe import Markup, escape

from styringsgraf.namespaces import CODE, KINDS, SG, Minter, compact
from styringsgraf.questions.order import counted
from styringsgraf.resource import Resource
from styringsgraf.terms import Literal, NamedNode, Object, lexical
from styringsgraf.texts import Text, catalogue, text
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.numbers import written
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words, large, telling

#: Steps of addresses that say of what kind a thing is.
_KINDS: Final = frozenset({*KINDS.values(), "row", "table", "column", "quality", "wording", "number"})
#: Steps of addresses below which parts of organisations lie.
_BODIES: Final = ("service-area", "unit", "partner", "political-body")
#: Characters of one value on the page; the whole is in the data.
_CLIPPED: Final = 2_000


class Naming:
    """Names and writes what one resource holds, in one language."""

    def __init__(self, request: Request, found: Resource, lang: str, minter: Minter) -> None:
        self.request, self.found, self.lang = request, found, lang
        self.words = Words(lang)
        self._minter = minter
        labels = {iri: words for iri, words in found.titles.items() if words}
        self._link = Linker(request, lang, navigation.path_of(request), labels)
        self._places = Places(request, lang)

    def property(self, iri: str) -> Markup:
        """Return a property in words, the first letter large."""
        words = large(self.found.titles.get(iri) or foreign(iri) or {"": compact(iri)})
        return self._link.ref(iri, words) if iri.startswith(SG) else self.words.say(words)

    def ref(self, iri: str) -> Markup:
        """Return a link to something, by its name, behind the code where people use one."""
        name, code = self.found.titles.get(iri) or foreign(iri), self.found.codes.get(iri, "")
        if name is None:
            name = {"": code or (ending(self.short(iri)) if iri.startswith(self._minter.base) else compact(iri))}
        elif telling(code) and self.coded(iri) and code not in name.values():
            name = {lang: f"{code} {words}" for lang, words in name.items()}
        at = self._places.of(iri) if self._minter.is_un(iri) else None
        if at is not None:  # the UN's own address leads out of here
            return Markup('<a href="{}">{}</a>').format(at, self.words.say(name))
        return self._link.ref(iri, name)

    def coded(self, iri: str) -> bool:
        """Tell whether people know a thing by its code: what plans and the UN name, not codes of lists, nor bodies."""
        if self._minter.is_un(iri):
            return True
        return iri.startswith(self._minter.base) and not iri.startswith(CODE) and not is_body(iri, self._minter)

    def href(self, iri: str) -> str:
        """Return where a thing is shown; '' for nowhere."""
        return self._link.href(iri) or ""

    def short(self, iri: str) -> str:
        """Return the end of one of our addresses, else the prefixed name."""
        path = iri.removeprefix(f"{self._minter.base}id/")
        return path if path != iri else compact(iri)

    def value(self, value: Object) -> Markup:
        """Return a value: a link, a text in its language, a number or date as people write them."""
        if isinstance(value, NamedNode):
            return self.ref(value.value)
        if not isinstance(value, Literal):
            return escape(lexical(value))
        words = value.value if len(value.value) <= _CLIPPED else f"{value.value[:_CLIPPED]}…"
        if value.language:
            return self.words.tagged(words, value.language)
        return self.words.say({"": written(words, value.datatype.value, self.lang)})

    def place(self, value: Object) -> str:
        """Return where a value stands among others: things by their codes, as people count; texts as they came."""
        return self.order(value.value) if isinstance(value, NamedNode) else ""

    def order(self, iri: str) -> str:
        """Return where a thing stands among others: by its code, as people count."""
        return counted(self.found.codes.get(iri, ""))


def is_body(iri: str, minter: Minter) -> bool:
    """Tell whether an IRI names an organisation or a part of one: people know it by its name, not by a code."""
    steps = iri.removeprefix(f"{minter.base}id/").split("/")
    return len(steps) == 1 or steps[1] in _BODIES


def foreign(iri: str) -> Text | None:
    """Return our words for a property or class of others, which come without words in our languages."""
    key = "term-" + compact(iri).replace(":", "-")
    return text(f"resource.{key}") if key in catalogue("resource") else None


def ending(path: str) -> str:
    """Return what stands behind the kind in an address: 'asker/observation/x/2014/asker' → 'x 2014 asker'."""
    steps = path.split("/")
    behind = next((place + 1 for place, step in enumerate(steps) if step in _KINDS), len(steps) - 1)
    return " ".join(steps[behind:]) or steps[-1]
