"""What is found out about one sentence, as values."""

from dataclasses import dataclass
from typing import Any, Final

#: Name and version of the rules: raised with every change of words or rules, so that stored judgements can be redone.
ANALYSER: Final = "styringsgraf-wording/3"
CLASSES: Final = ("goal", "strategy", "assignment", "measure", "indicator", "heading", "unclear")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase of the text, and what it did: modal, subject, verb, means, measure, time and so on."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence judged. ``suggestion`` is a sentence in ``lang``, or '' where none is safe."""

    wording_class: str
    confidence: float
    lang: str
    cues: tuple[Cue, ...] = ()
    suggestion: str = ""
    #: 'municipality', 'service', 'unit', 'people', 'other' or ''
    actor: str = ""
    carries_means: bool = False
    two_strategies: bool = False
    outcome_with_skal: bool = False
    bare_noun_phrase: bool = False
    infinitive_heading: bool = False
    lasting_wish: bool = False
    deliverable: bool = False
    has_time: bool = False

    @property
    def no_actor(self) -> bool:
        """Whether nobody is said to act or to be concerned."""
        return self.actor in {"", "other"}

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that hold, in the order of the fields."""
        return tuple(name for name in FLAGS if getattr(self, name))

    def as_json(self) -> dict[str, Any]:
        """Return the judgement as the API and the command line write it."""
        return {
            "class": self.wording_class,
            "confidence": self.confidence,
            "lang": self.lang,
            "cues": [cue.text for cue in self.cues],
            "roles": [cue.role for cue in self.cues],
            "flags": list(self.flags),
            "actor": self.actor or None,
            "suggestion": self.suggestion or None,
            "analyser": ANALYSER,
        }


FLAGS: Final = (
    "carries_means",
    "two_strategies",
    "outcome_with_skal",
    "bare_noun_phrase",
    "infinitive_heading",
    "lasting_wish",
    "deliverable",
    "has_time",
    "no_actor",
)
