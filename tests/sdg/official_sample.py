"""A file like the UN's, made from our own tables: every code with its address and a made-up text in two languages."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from styringsgraf.namespaces import PREFIXES, SDG, SDGO
from styringsgraf.sdg.tables import table
from styringsgraf.terms import A, Literal, NamedNode, Quad, RdfFormat, named, serialize

UN_FILE = Path(__file__).parents[3] / "shared" / "data" / "un-sdg" / "sdg-kos-goals-targets-indicators.ttl"
LABEL, NOTATION = named("skos:prefLabel"), named("skos:notation")
COMPACT = NamedNode(f"{SDGO}SDGCodeCompact")
KINDS = {"goals": "Goal", "targets": "Target", "indicators": "Indicator"}
assert PREFIXES["sdgo"] == SDGO


def wording(code: str, lang: str) -> str:
    return {"en": f"Whatever {code} demands", "fr": f"Tout ce que demande {code}"}[lang]


def node(iri: str, kind: str, codes: Iterable[str], labels: Mapping[str, str] | None = None) -> list[Quad]:
    """Return the statements of one node; labels by default in English and French."""
    subject, named_codes = NamedNode(iri), list(codes)
    texts = labels if labels is not None else {lang: wording(named_codes[0], lang) for lang in ("en", "fr")}
    return [
        Quad(subject, A, NamedNode(SDGO + kind)),
        *(Quad(subject, NOTATION, Literal(code, datatype=COMPACT)) for code in named_codes),
        *(Quad(subject, LABEL, Literal(words, language=lang)) for lang, words in texts.items()),
    ]


def sample(edition: str = "2019") -> list[Quad]:
    """Return the statements of a whole file; indicators with a shared address stand there, once."""
    found: list[Quad] = []
    shared: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        for row in table(name):
            if name == "indicators" and (row["added"] > edition or (row["retired"] and row["retired"] <= edition)):
                continue
            if row["shared"]:
                shared.setdefault(SDG + row["shared"], []).append(row["code"])
            else:
                found += node(row["iri"], kind, [row["code"]])
    for iri, codes in shared.items():
        found += node(iri, "Indicator", codes)
    return found


def written(statements: Iterable[Quad], form: RdfFormat = RdfFormat.TURTLE) -> bytes:
    return serialize(statements, format=form) or b""


def without(statements: Iterable[Quad], drop: Callable[[Quad], bool]) -> list[Quad]:
    return [quad for quad in statements if not drop(quad)]
