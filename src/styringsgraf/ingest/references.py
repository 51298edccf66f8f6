"""Resolves what codes in cells stand for: this document, another edition, an organisation part, the UN."""

import re
from dataclasses import dataclass
from typing import Final

from styringsgraf.ingest import codes
from styringsgraf.ingest.context import Context, DocumentGraphs
from styringsgraf.ingest.findings import Place
from styringsgraf.ingest.words import nearest
from styringsgraf.namespaces import KINDS, clean, sdg_code_of, slug
from styringsgraf.terms import A, NamedNode, lang_string, named, string
from styringsgraf.texts import text as hint

#: Kinds that live through editions and are referred to by code or by name.
ORGANISATIONS: Final = ("ServiceArea", "Unit", "Partner", "PoliticalBody")
ENDURING: Final = (*ORGANISATIONS, "Project", "Programme", "Portfolio")
#: What people name by code alone, and may have given the same code.
_NAMED: Final = ("Vision", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "FocusArea", "Indicator")
_SUGGESTED: Final = 3_000  # above so many codes no suggestion is looked for
_LISTED: Final = 20  # a cell with more pieces is a text, not a list of codes


@dataclass(frozen=True, slots=True)
class Resolution:
    """Either an IRI – and ``also``, another that the code may stand for – or rule and sentence why there is none."""

    iri: str | None
    rule: str = ""
    key: str = ""
    also: str | None = None


def resolve(text: str, targets: tuple[str, ...], document: DocumentGraphs, context: Context) -> Resolution:
    """Find what a code stands for; ``targets`` are class names, 'sdg', 'document' or 'organisation', in this order."""
    if "sdg" in targets and codes.names_sdg(text):
        return _sdg(text, context)
    if "sdg" in targets and text.startswith(context.minter.segment("")):
        return _sdg(sdg_code_of(text), context)
    if text.startswith(f"{context.minter.base}id/"):
        # Written in full: the only way to name what a code would not reach. It must still be of a fitting kind.
        usable = re.fullmatch(r"[\w./:~%-]+", text) is not None
        fits = usable and any(_is_of(text, target, context) for target in targets) and context.described(text)
        return Resolution(text) if fits else Resolution(None, "SG-E03", "link_to_nothing")
    org, edition, code = _parts(text, document)
    for target in targets:
        iri = None
        if target in KINDS:
            iri = _node(target, code, edition, org, context)
        elif target == "document":
            iri = _document(text, document, context)
        elif target == "organisation":
            iri = _organisation(text, document, context)
        if iri is not None:
            return Resolution(iri, also=_other(iri, code, edition, org, targets, context))
    if _is_list(text, targets, document, context):
        return Resolution(None, "SG-E03", "link_list")
    return _sdg(text, context) if "sdg" in targets else Resolution(None, "SG-E03", "link_to_nothing")


def _other(iri: str, code: str, edition: str, org: str, targets: tuple[str, ...], context: Context) -> str | None:
    """Return another thing of this file with the same code that a cell may mean: plans number each kind from one."""
    kinds = (KINDS[target] for target in targets if target in _NAMED)
    same = (context.minter.edition(org, edition, kind, code) for kind in kinds)
    return next((other for other in same if other != iri and other in context.nodes), None)


def _is_list(text: str, targets: tuple[str, ...], document: DocumentGraphs, context: Context) -> bool:
    """Tell whether a cell lists codes that all lead somewhere; '3,4' may as well be the one UN code 3.4."""
    pieces = _pieces(text)
    found = len(pieces) > 1 and all(resolve(piece, targets, document, context).iri for piece in pieces)
    return found and not all(codes.sdg_code(piece) for piece in pieces)


def _pieces(text: str) -> tuple[str, ...]:
    """Return the codes of a list that is separated in another way than ours: 'D1, D2', 'D1 og D2'."""
    pieces = tuple(piece.strip() for piece in re.split(r",|/|&|\s(?:og|and)\s", text, maxsplit=_LISTED))
    return pieces if all(pieces) and len(pieces) <= _LISTED else ()


def _parts(text: str, document: DocumentGraphs) -> tuple[str, str, str]:
    """Return organisation, edition and code of 'S1', 'plan-2020:S1' or, elsewhere, 'asker/plan-2020:S1'."""
    place, colon, code = text.partition(":")
    org, slash, edition = place.rpartition("/")
    names = (org, edition) if slash else (edition,)
    if colon and code.strip() and all(name and slug(name) == clean(name) for name in names):
        return org or document.organisation, edition, code
    return document.organisation, document.edition, text


def _node(kind: str, code: str, edition: str, org: str, context: Context) -> str | None:
    if kind in ENDURING:
        coded = [context.minter.enduring(org, KINDS[kind], form) for form in (code, slug(code))]
        by_name = context.named.get(f"{org}/{kind}/{slug(code)}")
        # A code listed in this file, then a name listed in it, then what the release has under that code.
        iris = [iri for iri in coded if iri in context.nodes] + ([by_name] if by_name else []) + coded
    else:
        iris = [context.minter.edition(org, edition, KINDS[kind], code)]
    return next((iri for iri in iris if context.described(iri)), None)


def _is_of(iri: str, target: str, context: Context) -> bool:
    """Tell by its form whether one of our IRIs can be what a target names."""
    _, *rest = iri.removeprefix(f"{context.minter.base}id/").split("/")
    if target == "organisation":
        return not rest
    if target == "document":
        return len(rest) == 1
    return target in KINDS and rest[: 1 if target in ENDURING else 2][-1:] == [KINDS[target]]


def _document(text: str, document: DocumentGraphs, context: Context) -> str | None:
    iri = context.minter.document(document.organisation, text)
    return iri if context.described(iri) else None


def _organisation(text: str, document: DocumentGraphs, context: Context) -> str | None:
    iri = context.minter.organisation(text)
    own = context.minter.organisation(document.organisation)
    if iri == own or context.named.get(f"{document.organisation}/Municipality/{slug(text)}"):
        return own
    return iri if slug(text) and context.described(iri) else None


def _sdg(text: str, context: Context) -> Resolution:
    code = codes.sdg_code(text)
    if code is None:
        # '3,4' and '3.4, 3.5' have the form of neither one code nor a list that we separate.
        key = "sdg_comma" if "," in text else "link_to_nothing_or_sdg"
        return Resolution(None, "SG-E01", key)
    iri = context.minter.un(code) if code in context.sdg else None
    return Resolution(iri) if iri else Resolution(None, "SG-E01", "sdg_unknown")


def settle(context: Context) -> None:
    """Resolve every pending link: state it, or report it and leave it out."""
    known: dict[tuple[str, tuple[str, ...], str], Resolution] = {}
    for link in context.pending:
        key = (link.text, link.targets, link.document.iri)
        found = known.get(key) or resolve(link.text, link.targets, link.document, context)
        iri = found.iri
        if iri is not None:
            known[key] = found
        if iri is None and link.create is not None and found.rule == "SG-E03":
            iri = create(link.text, link.create, link.document, context, link.place)
        if iri is None:
            report(found, link.text, link.targets, link.place, context, link.subject, link.predicate)
        elif iri == link.subject and iri not in context.documents:  # of plans the pipeline judges all editions together
            context.sink.add("SG-I29", "link_to_itself", link.place, focus=iri, path=link.predicate.value,
                             value=link.text)  # fmt: skip
        else:
            report_doubt(found, link.text, link.place, context, link.subject, link.predicate)
            link.document.state(link.subject, link.predicate, NamedNode(iri), link.graph)
    context.pending.clear()


def report_doubt(
    found: Resolution, text: str, place: Place, context: Context, subject: str, predicate: NamedNode
) -> None:
    """Report that a code may stand for two things, and which one was taken."""
    if found.iri is not None and found.also is not None:
        words = {"taken": found.iri.partition("/id/")[2], "other": found.also}
        context.sink.add("SG-D06", "link_ambiguous", place, focus=subject, path=predicate.value, value=text,
                         severity="warning", words=words)  # fmt: skip


def report(
    found: Resolution,
    text: str,
    targets: tuple[str, ...],
    place: Place,
    context: Context,
    subject: str,
    predicate: NamedNode,
) -> None:
    """Report a link to nothing, with the nearest code there is."""
    near = _suggestion(text, targets, context) if context.sink.may_suggest() else None
    words = {"near": hint("ingest.nearest_code", near=near) if near else "", "list": "; ".join(_pieces(text))}
    context.sink.add(found.rule, found.key, place, focus=subject, path=predicate.value, value=text, words=words)


def _suggestion(text: str, targets: tuple[str, ...], context: Context) -> str | None:
    pool = [code for target in targets for code in context.codes.get(target, ())]
    if "sdg" in targets and not pool:
        pool = sorted(context.sdg)
    return nearest(text, pool, 0.5) if pool and len(pool) <= _SUGGESTED else None


def create(name: str, kind: str, document: DocumentGraphs, context: Context, place: Place) -> str:
    """Describe an organisation part that the file only names, and say so."""
    iri = context.minter.enduring(document.organisation, KINDS[kind], slug(name))
    if iri not in context.nodes:
        context.nodes[iri] = place
        document.state(iri, A, named(f"sg:{kind}"))
        document.state(iri, named("dct:title"), lang_string(name, "nb"))
        document.state(iri, named("skos:notation"), string(slug(name)))
        own = NamedNode(context.minter.organisation(document.organisation))
        document.state(iri, named("org:subOrganizationOf"), own)
        context.sink.add("SG-I22", "part_created", place, focus=iri, value=name, words={"kind": hint(f"kinds.{kind}")})
    return iri
