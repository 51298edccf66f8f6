"""Writes the figures of docs/fn-delmal.md and docs/un-targets.md: counts of segments, agreement of the passes.

python tests/docs/targets.py --write
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from styringsgraf.sdg import shipped_segments
from styringsgraf.sdg.segment import ENDS

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = {"nb": ROOT / "docs" / "fn-delmal.md", "en": ROOT / "docs" / "un-targets.md"}
ROLES: Final = ("end", "sub-objective", "means", "qualifier")
_BLOCK: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
_COUNTS: Final = {
    "nb": "{targets} delmål, {segments} ledd: {end} mål, {sub} delresultater, {means} midler og {qualifier} "
    "presiseringer. {numbers} ledd har et tall. {without} delmål sier ikke noe mål. {links} ganger sier teksten hva et "
    "middel eller delresultat tjener. {doubt} ledd har sikkerhetsgrad under 0,8. {settled} forskjeller mellom "
    "gjennomgangene er avgjort, og {overruled} ganger er de satt til side der de var enige.",
    "en": "{targets} targets, {segments} segments: {end} ends, {sub} sub-objectives, {means} means and {qualifier} "
    "qualifiers. {numbers} segments have a number. {without} targets state no end. {links} times the text says what a "
    "means or sub-objective serves. {doubt} segments have a confidence below 0.8. {settled} differences between the "
    "passes were settled, and {overruled} times they were overruled where they agreed.",
}
_HEADINGS: Final = {
    "nb": ("FN-mål", "delmål", "ord", "ledd (a/b)", "grense-F1", "samme rolle", "kappa", "mål", "delresultat", "middel",
           "presisering"),
    "en": ("UN goal", "targets", "words", "segments (a/b)", "boundary F1", "same role", "kappa", "end",
           "sub-objective", "means", "qualifier"),
}  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "sdg" / "passes" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def counts(lang: str) -> str:
    """Return the sentence of counts."""
    segments = shipped_segments()
    roles = Counter(one.role for one in segments)
    targets = {one.target for one in segments}
    settled = _rows("differences.csv")
    return _COUNTS[lang].format(
        targets=len(targets), segments=len(segments), end=roles["end"], sub=roles["sub-objective"],
        means=roles["means"], qualifier=roles["qualifier"],
        numbers=sum(1 for one in segments if one.quantity is not None),
        without=len(targets - {one.target for one in segments if one.role in ENDS}),
        links=sum(len(one.achieves) for one in segments),
        doubt=sum(1 for one in segments if float(one.confidence) < 0.8),
        settled=sum(1 for row in settled if row["pass_a"] != row["pass_b"]),
        overruled=sum(1 for row in settled if row["pass_a"] == row["pass_b"]),
    )  # fmt: skip


def agreement(lang: str) -> str:
    """Return the table of agreement, all targets first."""
    lines = [f"| {' | '.join(_HEADINGS[lang])} |", "|" + "---|" * len(_HEADINGS[lang])]
    for row in _rows("agreement.csv"):
        scope = {"nb": "alle", "en": "all"}[lang] if row["scope"] == "all" else row["scope"]
        figures = [row[n] for n in ("boundary_f1", "roles_equal", "kappa", *(f"kappa_{role}" for role in ROLES))]
        shown = [f.replace(".", ",") if lang == "nb" else f for f in figures]
        cells = [scope, row["targets"], row["tokens"], f"{row['segments_a']}/{row['segments_b']}", *shown]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def page(lang: str) -> str:
    """Return the page with today's figures."""
    block = f"{counts(lang)}\n\n{agreement(lang)}\n"
    return _BLOCK.sub(lambda match: match[1] + block + match[2], PAGES[lang].read_text(encoding="utf-8"))


def main() -> None:
    """Write both pages."""
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    for lang, path in PAGES.items():
        path.write_text(page(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
