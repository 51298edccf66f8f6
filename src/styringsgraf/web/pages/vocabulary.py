"""The pages of the vocabulary: terms, concepts, code lists and rules, with what the current release has of them."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from styringsgraf.engine.memo import remembered
from styringsgraf.namespaces import RULES
from styringsgraf.publish import documents, examples
from styringsgraf.publish.concepts import concept_of
from styringsgraf.publish.glossary import Glossary, glossary
from styringsgraf.quality import rules as quality_rules
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.words import Words, large
from styringsgraf.web.state import service_of

#: (address, name, media type) of the same document in a syntax for programs.
Alternate = tuple[str, str, str]
Alternates = tuple[Alternate, ...]


def terms(request: Request, lang: str, others: Alternates) -> Response:
    """Return the page of all classes and properties, with the code lists and rules by name."""
    found = glossary()
    with service_of(request).reader() as reader:
        shown = remembered(reader.engine, "examples of terms", lambda: examples.of_terms(reader, found))
        release = reader.manifest.id
    return _page(
        request,
        "ns.html",
        lang,
        "/ns",
        others,
        found,
        release=release,
        about=_about(documents.ontology()),
        glossary=found,
        examples=shown,
        rules=quality_rules.load().rules,
    )


def concepts(request: Request, lang: str, others: Alternates) -> Response:
    """Return the page of the concepts: each term in three languages, with its definition."""
    found = glossary()
    rows = [(entry.local, concept_of(entry), entry.label, entry.definition) for entry in found.classes]
    return _page(request, "concepts.html", lang, "/ns/begreper", others, found, rows=rows, lists=found.lists.values())


def alignments(request: Request, lang: str, others: Alternates) -> Response:  # noqa: ARG001 - as all pages
    """Lead to the vocabulary's page, where every term says what it relates to."""
    return RedirectResponse(f"{navigation.prefix(request)}/ns", status_code=303)


def code_lists(request: Request, lang: str, others: Alternates) -> Response:
    """Return the page of all code lists."""
    found = glossary()
    about = _about(documents.codes())
    return _page(request, "codes.html", lang, "/code", others, found, about=about, large=large,
                 lists=found.lists.values())  # fmt: skip


def code_list(scheme: str) -> Callable[[Request, str, Alternates], Response]:
    """Return what makes the page of one code list."""

    def made(request: Request, lang: str, others: Alternates) -> Response:
        found = glossary()
        one = found.lists[scheme]
        crumbs = [(Words(lang).t("vocabulary.codes-title"), f"{navigation.prefix(request)}/code")]
        path, title = f"/code/{scheme}", Words(lang).chosen(large(one.label))[1]
        return _page(request, "code.html", lang, path, others, found, list=one, title=title, crumbs=crumbs)

    return made


def rules(request: Request, lang: str, others: Alternates) -> Response:
    """Return the page of all quality rules, with what each finds in the current release."""
    loaded = quality_rules.load()
    of_rule = {shape.iri: shape.rule for shape in loaded.shapes.values()}
    of_rule |= {RULES + rule.id: rule.id for rule in loaded.rules}
    with service_of(request).reader() as reader:
        findings = remembered(reader.engine, "findings of rules", lambda: examples.of_rules(reader, of_rule))
        release = reader.manifest.id
    groups: dict[str, list[quality_rules.Rule]] = {}
    for rule in loaded.rules:
        groups.setdefault(rule.id.rpartition("-")[2][0], []).append(rule)
    return _page(
        request, "shapes.html", lang, "/shapes", others, glossary(), release=release, groups=groups, findings=findings
    )


def _page(
    request: Request, template: str, lang: str, path: str, others: Alternates, found: Glossary, **context: Any
) -> Response:
    linker = Linker(request, lang, path, found.labels, found.prefixes)
    words = Words(lang)
    context["crumbs"] = [(words.t("nav-data"), navigation.data(request, lang)), *context.get("crumbs", ())]
    return page(
        request,
        template,
        lang=lang,
        title=context.pop("title", None) or words.t(f"vocabulary.{template.removesuffix('.html')}-title"),
        alternates=[(href, media) for href, _, media in others],
        downloads=others,
        link=linker,
        **context,
    )


def _about(document: documents.Document) -> Mapping[str, Any]:
    """Return what an ontology says of itself."""
    return {"description": documents.words(document, "dct:description"), "version": documents.version(document)}
