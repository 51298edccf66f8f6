"""What the standing pages show: the method in sections, the figures of the UN side, and the parts by others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final

from styringsgraf.sdg.segment import ENDS
from styringsgraf.sdg.tables import table
from styringsgraf.web.pages import assets

#: Where the set-up says what it has packed; see .ci/assets.py.
_PACKED: Final = "vendor/packed.json"
LICENCES: Final = "vendor/licences.txt"
#: What shows the API's description: a program, its licence, and the Python package that brings it.
_DOCS: Final = ("swagger-ui", "Apache-2.0", "fastapi-offline")


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs: keys of texts/{area}.yaml that begin with its name."""

    name: str
    paragraphs: int
    links: tuple[tuple[str, str], ...] = ()  # (text key, address); within this service an address begins with a slash


METHOD: Final = (
    Section("steps", 3, (("more-vocabulary", "/ns"),)),
    Section("un", 3, (("more-segments", "/dataset/sdg"),)),
    Section("support", 4),
    Section("force", 2),
    Section("result", 2),
    Section("quality", 3, (("more-rules", "/shapes"),)),
    Section(
        "sources",
        1,
        (
            ("source-asker", "https://www.asker.kommune.no/"),
            ("source-un", "http://metadata.un.org/sdg/"),
            ("source-planning", "https://lovdata.no/lov/2008-06-27-71"),
            ("source-municipal", "https://lovdata.no/lov/2018-06-22-83"),
            ("source-report", "https://www.regjeringen.no/no/dokumenter/meld.-st.-40-20202021/id2862554/"),
            ("source-dfo", "https://dfo.no/fagomrader/styring-i-staten/sette-mal-og-retning"),
            ("source-elder", "https://doi.org/10.3390/su8090962"),
            ("source-prov", "https://www.w3.org/TR/prov-o/"),
            ("source-shacl", "https://www.w3.org/TR/shacl/"),
        ),
    ),
)
#: The rows of the method's table.
STEPS: Final = ("goal", "strategy", "assignment", "measure", "indicator")


@dataclass(frozen=True)
class Part:
    """Software by others that a page uses."""

    name: str
    version: str
    licence: str


def parts() -> tuple[Part, ...]:
    """Return the parts by others whose files are here: what npm has brought, where the look is installed, and more."""
    content = assets.assets().files.get(_PACKED)
    rows = json.loads(content) if content else []
    return (*(Part(row["name"], row["version"], row["licence"]) for row in rows), _docs())


@cache
def _docs() -> Part:
    name, licence, package = _DOCS
    return Part(f"{name} ({package})", version(package), licence)


@cache
def un_figures() -> Mapping[str, int]:
    """Return how the UN's targets are divided: targets, segments, ends, means, and targets that state no end."""
    rows = list(table("segments"))
    targets = {row["code"] for row in table("targets")}
    ends = [row["target"] for row in rows if row["role"] in ENDS]
    return {
        "targets": len(targets),
        "segments": len(rows),
        "ends": len(ends),
        "means": sum(row["role"] == "means" for row in rows),
        "without": len(targets - set(ends)),
    }
