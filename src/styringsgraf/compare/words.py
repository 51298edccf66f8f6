"""Says a change in one sentence of the reader's language, and gives the facts behind it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from styringsgraf.compare.model import End, Item
from styringsgraf.namespaces import SG
from styringsgraf.questions.bands import ORDER, Band
from styringsgraf.questions.changes import Change, rewordings
from styringsgraf.questions.editions import Stated
from styringsgraf.questions.labels import Names
from styringsgraf.tables import as_json
from styringsgraf.texts import FALLBACK, pick, text

_INDICATOR: Final = f"{SG}Indicator"


@dataclass(frozen=True)
class Speaker:
    """Words changes; ``before`` and ``after`` name what stood around the nodes at either end."""

    before: Names
    after: Names
    lang: str

    def item(self, change: Change, document: End, *, whole: bool = False) -> Item:
        """Return a change with its sentence and the facts behind it."""
        node = change.after or change.before
        assert node is not None  # noqa: S101 - a change has a side
        sentence, details = self._told(change)
        return Item(
            change.change,
            sentence,
            node.kind,
            self.after.name(node.kind),
            self._end(change.before),
            self._end(change.after),
            document,
            details,
            whole,
        )

    def _end(self, node: Stated | None) -> End | None:
        return None if node is None else End(node.iri, self._title(node), node.code)

    def _told(self, change: Change) -> tuple[str, dict[str, Any]]:
        one, other = change.before, change.after
        if one is None or other is None:
            node = one or other
            assert node is not None  # noqa: S101 - a change has a side
            return self._say(change.change, kind=self.after.name(node.kind), node=self._called(node)), {}
        match change.change:
            case "moved":
                return self._moved(change, one, other)
            case "unit-changed":
                return self._unit(one, other)
            case "bands-changed":
                return self._bands(one, other)
            case "reworded":
                return self._reworded(one, other)
        values = {
            "kind": self.after.name(other.kind),
            "Kind": _capital(self.after.name(other.kind)),
            "kindBefore": self.after.name(one.kind),
            "node": self._called(other),
            "before": self._title(one),
            "after": self._title(other),
            "codeBefore": one.code,
            "codeAfter": other.code,
        }
        return self._say(change.change, **values), {}

    def _moved(self, change: Change, one: Stated, other: Stated) -> tuple[str, dict[str, Any]]:
        before, after = self._listed(change.parted, self.before), self._listed(change.joined, self.after)
        measuring = "measuring-" if other.kind == _INDICATOR else ""
        form = "moved" if before and after else "joined" if after else "parted"
        sentence = self._say(
            f"{measuring}{form}", Kind=self._kind(other), node=self._called(other), before=before, after=after
        )
        return sentence, {"under": {"before": sorted(one.parents), "after": sorted(other.parents)}}

    def _unit(self, one: Stated, other: Stated) -> tuple[str, dict[str, Any]]:
        nothing = pick(text("compare.no-unit"), self.lang)
        before = self.before.name(one.unit) if one.unit else nothing
        after = self.after.name(other.unit) if other.unit else nothing
        sentence = self._say(
            "unit-changed", Kind=self._kind(other), node=self._called(other), before=before, after=after
        )
        return sentence, {"unit": {"before": one.unit or None, "after": other.unit or None}}

    def _bands(self, one: Stated, other: Stated) -> tuple[str, dict[str, Any]]:
        form = "bands-changed" if one.bands and other.bands else "bands-new" if other.bands else "bands-gone"
        parts = self._band_parts(one, other)
        sentence = self._say(form, Kind=self._kind(other), node=self._called(other), parts="; ".join(parts))
        return sentence, {"bands": {"before": [_band(b) for b in one.bands], "after": [_band(b) for b in other.bands]}}

    def _band_parts(self, one: Stated, other: Stated) -> list[str]:
        """Return a part for every colour whose bands differ: what it is, and what it was."""
        was, now = _by_colour(one.bands), _by_colour(other.bands)
        found = []
        for colour in sorted(was.keys() | now.keys(), key=lambda c: (ORDER.index(c) if c in ORDER else len(ORDER), c)):
            if was.get(colour) == now.get(colour):
                continue
            name = pick(text(f"compare.colour-{colour}"), self.lang) if colour in ORDER else colour
            before = self._spans(was.get(colour, ()), one.decimals)
            after = self._spans(now.get(colour, ()), other.decimals)
            both = bool(one.bands and other.bands)
            found.append(pick(text("compare.band", colour=name, after=after, before=before), self.lang) if both
                         else f"{name} {after if other.bands else before}")  # fmt: skip
        return found

    def _spans(self, bands: Sequence[Band], places: int | None) -> str:
        joint = f" {pick(text('compare.or'), self.lang)} "
        return joint.join(band.words(places, self.lang) for band in bands) or "–"

    def _reworded(self, one: Stated, other: Stated) -> tuple[str, dict[str, Any]]:
        differing = rewordings(one, other)
        order = {lang: place for place, lang in enumerate(FALLBACK.get(self.lang, ()))}
        name, tag = min(differing, key=lambda key: (order.get(key[1], len(order)), key[0] != "title"))
        values = {"before": one.words[name, tag], "after": other.words[name, tag]}
        form = "reworded" if name == "title" else "wording"
        sentence = self._say(form, Kind=self._kind(other), kind=self.after.name(other.kind), code=other.code,
                             node=self._called(other), **values)  # fmt: skip
        if tag and tag != self.lang and (name, self.lang) in other.words:  # the reader's own words are as they were
            sentence = f"{sentence} ({pick(text(f'compare.language-{tag}'), self.lang)})"
        texts = [{"text": n, "lang": t, "before": one.words[n, t], "after": other.words[n, t]} for n, t in differing]
        return sentence, {"words": texts}

    def _say(self, key: str, **values: object) -> str:
        return pick(text(f"compare.{key}", **values), self.lang)

    def _kind(self, node: Stated) -> str:
        return _capital(self.after.name(node.kind))

    def _title(self, node: Stated) -> str:
        return pick(node.titles, self.lang) or node.code

    def _called(self, node: Stated) -> str:
        return quoted(node.code, self._title(node), self.lang)

    def _listed(self, iris: Iterable[str], names: Names) -> str:
        return ", ".join(quoted(names.codes.get(iri, ""), names.name(iri), self.lang) for iri in sorted(iris))


def quoted(code: str, title: str, lang: str) -> str:
    """Return code and title as sentences name a thing: S.1 «Vekst og utvikling»."""
    if not title or title == code:
        return code or title
    return f"{code} {pick(text('compare.quoted', title=title), lang)}".strip()


def _capital(word: str) -> str:
    """Return the word with a capital first letter, the rest as it is (FN-mål)."""
    return word[:1].upper() + word[1:]


def _by_colour(bands: Iterable[Band]) -> Mapping[str, tuple[Band, ...]]:
    found: dict[str, tuple[Band, ...]] = {}
    for band in bands:
        found[band.colour] = (*found.get(band.colour, ()), band)
    return found


def _band(band: Band) -> dict[str, Any]:
    return {
        "colour": band.colour,
        "lower": as_json(band.lower),
        "lowerOpen": band.lower_open,
        "upper": as_json(band.upper),
        "upperOpen": band.upper_open,
    }
