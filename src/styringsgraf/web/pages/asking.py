"""A question as a form: one field for each parameter, with what there is to choose from, an example, and its fault."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from styringsgraf import errors
from styringsgraf.namespaces import CODE
from styringsgraf.publish.glossary import glossary
from styringsgraf.questions import Question
from styringsgraf.questions.header import Parameter
from styringsgraf.texts import catalogue, pick, text
from styringsgraf.web.pages.choices import Choice, Choices
from styringsgraf.web.pages.words import Words

#: More than so many plans or units are not offered in one list, where no organisation is chosen whose they are.
MOST: Final = 300
#: The parameter that takes a part of an organisation; the other ones of that type take whole organisations.
_UNIT: Final = "unit"
_NUMERIC: Final = {"year": "numeric", "integer": "numeric", "number": "decimal"}


@dataclass(frozen=True)
class Option:
    """One line of a list: what is sent, what it says, and in which language."""

    value: str
    words: str
    lang: str = ""


@dataclass(frozen=True)
class Group:
    """Lines under a heading ('' for none)."""

    heading: str
    lang: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Field:
    """A field as it is shown. Without groups it is written in, with groups it is chosen from a list."""

    name: str
    label: str
    help: str
    required: bool
    value: str
    example: str
    example_at: str
    type: str = "text"
    inputmode: str = ""
    groups: tuple[Group, ...] = ()
    fault: str = ""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"ask-{self.name}"

    def described(self, help_too: bool) -> Markup:  # noqa: FBT001 - called by a template
        """Return the attribute that ties the fault, and help and example where they are shown, to the field."""
        parts = [("help", self.help and help_too), ("example", self.example and help_too), ("error", self.fault)]
        ids = " ".join(f"{self.id}-{part}" for part, there in parts if there)
        return Markup(' aria-describedby="{}"').format(ids) if ids else Markup()


def fields(
    question: Question,
    given: Mapping[str, str],
    faults: Mapping[str, str],
    offered: Choices,
    lang: str,
    *,
    assumed: bool = False,
) -> Iterator[Field]:
    """Yield the fields of a question, filled with what was given.

    Of an organisation that was chosen (not ``assumed``), its own plans and units are offered; else everybody's.
    """
    owner = "" if assumed else _owner(given, offered)
    needed = {one.name: one.example for one in question.parameters if one.required}
    for parameter in question.parameters:
        fault = faults.get(parameter.name, "")
        value = given.get(parameter.name, "").strip() or _preset(parameter)
        kind = "number" if parameter.type in {"year", "integer"} and not fault else "text"
        example = {**needed, parameter.name: parameter.example}
        groups = tuple(_kept(_groups(parameter, owner, offered, lang), value))
        help_words = "" if groups else pick(parameter.help or {"": ""}, lang)  # it says how to write what is chosen
        yield Field(
            parameter.name,
            pick(parameter.label, lang),
            " ".join(help_words.split()),
            parameter.required,
            value,
            _example(parameter, groups),
            urlencode(example, safe="/"),
            kind,
            _NUMERIC.get(parameter.type, ""),
            groups,
            fault,
        )


def _preset(parameter: Parameter) -> str:
    """Return what is chosen where nothing is given: a list shows its default, a text field stays empty."""
    return (parameter.default or "") if parameter.type in {"choice", "code"} else ""


def _example(parameter: Parameter, groups: Iterable[Group]) -> str:
    """Return the example as it is written, or as the list has it; '' where the list is short enough to need none."""
    if parameter.type in {"choice", "code", "boolean"}:
        return ""
    words = {one.value: one.words for group in groups for one in group.options}
    return words.get(parameter.example, parameter.example)


def _owner(given: Mapping[str, str], offered: Choices) -> str:
    """Return the organisation that was chosen, '' for none (or one that is written in another way)."""
    named = given.get("organisation", "").strip()
    return next((one.value for one in offered.organisations if named in (one.value, one.iri)), "")


def _groups(parameter: Parameter, owner: str, offered: Choices, lang: str) -> tuple[Group, ...]:
    """Return what can be chosen, with what stands for nothing first; () for a field that is written in."""
    words = Words(lang)
    listed: tuple[Group, ...] = ()
    none = "ask.not-given"
    match parameter.type:
        case "choice":
            return (Group("", "", tuple(Option(v, pick(w, lang)) for v, w in parameter.choices.items())),)
        case "code":
            return (Group("", "", tuple(Option(*one) for one in _codes(parameter.scheme or "", lang))),)
        case "boolean":
            yes_no = (("true", words.t("questions.yes")), ("false", words.t("questions.no")))
            listed = (Group("", "", tuple(Option(*one) for one in yes_no)),)
        case "organisation" if parameter.name != _UNIT:
            none = "ask.all-organisations"
            listed = (Group("", "", tuple(_option(one, words) for one in offered.organisations)),)
        case "organisation":
            listed = tuple(_by_owner(offered.parts, owner, offered, words))
        case "plan":
            none = "ask.current-plans"
            listed = tuple(_by_owner(offered.plans, owner, offered, words))
    first = words.t("ask.choose" if parameter.required else none)
    return (Group("", "", (Option("", first),)), *listed) if listed or owner else ()


def _by_owner(listed: tuple[Choice, ...], owner: str, offered: Choices, words: Words) -> Iterator[Group]:
    """Yield a group for each organisation, or for the owner alone; none where there would be too many."""
    if not owner and len(listed) > MOST:
        return
    for organisation in offered.organisations:
        if owner and organisation.value != owner:
            continue
        own = tuple(_option(one, words) for one in listed if one.owner == organisation.value)
        if own:
            code, heading = words.chosen(organisation.names)
            yield Group(heading or organisation.value, code, own)


def _option(one: Choice, words: Words) -> Option:
    code, name = words.chosen(one.names)
    name = name or one.names.get("", one.value)
    return Option(one.value, name, code if code != words.lang else "")


def _kept(groups: Iterable[Group], value: str) -> Iterator[Group]:
    """Yield the groups; a value that is not among them (an IRI, a municipality number) is a line of its own."""
    listed = tuple(groups)
    yield from listed
    if listed and value and not any(one.value == value for group in listed for one in group.options):
        yield Group("", "", (Option(value, value),))


@cache
def _codes(scheme: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the codes of a list with their labels, in its own order."""
    start = f"{CODE}{scheme}/"
    return tuple((one.iri.removeprefix(start), pick(one.label, lang)) for one in glossary().lists[scheme].codes)


def told(fault: errors.StyringsgrafError, lang: str) -> str:
    """Return what is wrong, as it is said beside a field: without the names that only programs use."""
    name = f"fault-{fault.slug}"
    if name not in catalogue("ask"):
        return fault.sentence(lang)
    return pick(text(f"ask.{name}", **fault.values), lang)
