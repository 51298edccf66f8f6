"""Which node of the UN's file is which code of ours, and which edition of the indicator framework the file holds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from styringsgraf.namespaces import sdg_code_of
from styringsgraf.sdg.official_file import OfficialFile, UnNode
from styringsgraf.sdg.official_notes import Notes, listed
from styringsgraf.sdg.tables import Row, table
from styringsgraf.texts import text

#: Kind in the file → our table.
TABLES: Final[Mapping[str, str]] = {"goal": "goals", "target": "targets", "indicator": "indicators"}


@dataclass(frozen=True)
class Match:
    """A code of ours – with its kind and its IRI – and the file's node for it."""

    code: str
    kind: str
    iri: str
    node: UnNode


@dataclass(frozen=True)
class Matched:
    """All matches in the order of our tables, and the framework edition ('' for none we know)."""

    matches: tuple[Match, ...]
    edition: str

    def codes(self, kind: str) -> frozenset[str]:
        """Return the codes of one kind that were matched."""
        return frozenset(match.code for match in self.matches if match.kind == kind)


def match(file: OfficialFile, notes: Notes) -> Matched:
    """Match the file with our tables: by IRI where the codes agree, else (indicators) by code."""
    found = {kind: _of_kind(file, kind, list(table(name)), notes) for kind, name in TABLES.items()}
    edition = _edition(file, notes)
    for kind in ("goal", "target"):
        _complete(kind, found[kind], notes)
    _newer(found["indicator"], edition, notes)
    matches = tuple(one for matches in found.values() for one in matches)
    _unknown(file, matches, notes)
    _by_code([one for one in matches if one.node.iri != one.iri], notes)
    return Matched(matches, edition)


def _of_kind(file: OfficialFile, kind: str, ours: list[Row], notes: Notes) -> list[Match]:
    nodes = file.of(kind)
    coded: dict[str, list[UnNode]] = defaultdict(list)
    for _, node in sorted(nodes.items()):
        for code in node.codes:
            coded[code].append(node)
    found = []
    for row in ours:
        code = row["code"]
        own: UnNode | None = nodes.get(row["iri"])
        if own is not None and own.codes and code not in own.codes:
            # The UN has given addresses to other indicators before: what the node says of itself counts.
            notes.add("SG-U30", "code_differs", focus=own.iri, value=code, codes=listed(own.codes))
            own = own if kind != "indicator" else None
        if own is None and kind == "indicator":
            own = next(iter(coded[code]), None)
        if own is not None:
            found.append(Match(code, kind, row["iri"], own))
    return found


def _complete(kind: str, found: list[Match], notes: Notes) -> None:
    """Goals and targets are all there, each with a text, or nothing is imported."""
    ours = {row["code"] for row in table(TABLES[kind])}
    told = {one.code for one in found if any(words.strip() for texts in one.node.labels.values() for words in texts)}
    if missing := ours - told:
        notes.add("SG-U20", "incomplete", value=TABLES[kind], count=len(told), all=len(ours), kind=kinds(kind),
                  missing=listed(missing))  # fmt: skip


def _editions() -> Mapping[str, frozenset[str]]:
    """Return the codes of each edition of the indicator framework that we know, by year."""
    rows = list(table("indicators"))
    years = sorted({row[column] for row in rows for column in ("added", "retired")} - {""})
    return {
        year: frozenset(r["code"] for r in rows if r["added"] <= year and (not r["retired"] or year < r["retired"]))
        for year in years
    }


def _edition(file: OfficialFile, notes: Notes) -> str:
    codes = {code for node in file.of("indicator").values() for code in node.codes or {sdg_code_of(node.iri)}}
    editions = _editions()
    for year, known in editions.items():
        if codes == known:
            return year
    near = min(editions, key=lambda year: (len(codes ^ editions[year]), year))
    notes.add("SG-U27", "edition_unknown", value=str(len(codes)), near=near, more=len(codes - editions[near]),
              less=len(editions[near] - codes))  # fmt: skip
    return ""


def _newer(found: list[Match], edition: str, notes: Notes) -> None:
    """Tell which indicators of ours the file lacks: because it is older or newer than they, or for no such reason."""
    there = {one.code for one in found}
    absent = [row for row in table("indicators") if row["code"] not in there]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in absent:
        later, gone = row["added"] > edition, row["retired"] and row["retired"] <= edition
        groups["added_later" if edition and later else "gone_before" if edition and gone else "absent"].append(
            row["code"]
        )
    for key, codes in groups.items():
        notes.add("SG-U21", key, value=key, severity=None if key == "absent" else "info", edition=edition,
                  count=len(codes), codes=listed(codes))  # fmt: skip


def _unknown(file: OfficialFile, matches: tuple[Match, ...], notes: Notes) -> None:
    """Tell what the file has and we have not, node by node or code by code."""
    used = {one.node.iri for one in matches}
    known = {one.code for one in matches}
    for kind in TABLES:
        names: set[str] = set()
        for iri, node in file.of(kind).items():
            if iri not in used:
                names |= node.codes - known or {sdg_code_of(iri)}
            elif kind == "indicator":
                names |= node.codes - known
        if names:
            notes.add("SG-U22", "unknown", value=TABLES[kind], kind=kinds(kind), count=len(names), codes=listed(names))


def _by_code(matches: list[Match], notes: Notes) -> None:
    if matches:
        nodes = {one.node.iri for one in matches}
        notes.add("SG-U28", "by_code", value=str(len(matches)), count=len(matches), nodes=len(nodes),
                  codes=listed(one.code for one in matches))  # fmt: skip


def kinds(kind: str) -> Mapping[str, str]:
    """Return what nodes of a kind are called, in each language."""
    return text(f"sdg.{TABLES[kind]}")
