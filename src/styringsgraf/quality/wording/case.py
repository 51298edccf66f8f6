"""What a rule may look at: the clause, the word classes, who acts and what else was seen."""

from dataclasses import dataclass
from typing import TypeAlias

from styringsgraf.quality.wording.actors import acting
from styringsgraf.quality.wording.clause import Clause
from styringsgraf.quality.wording.signals import Signals
from styringsgraf.quality.wording.words import Lexicon

#: Class and confidence, or None where the rule does not apply. How sure a rule is was set by what it rests on.
Answer: TypeAlias = tuple[str, float] | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at."""

    clause: Clause
    lex: Lexicon
    subject: str
    signals: Signals

    @property
    def kinds(self) -> frozenset[str]:
        """What the verb is used for; words after it can decide («tar i bruk»)."""
        return self.signals.kinds

    @property
    def doing(self) -> bool:
        """Whether the verb can be an act or a delivery."""
        return bool(self.kinds & {"act", "deliver"})

    @property
    def pure(self) -> bool:
        """Whether the verb cannot be a state."""
        return not self.kinds & {"state", "trend"}

    @property
    def actor(self) -> str:
        """Who acts: the agent of a passive, else the subject."""
        if self.signals.agent:
            return self.signals.agent
        return acting(self.clause, self.lex, self.subject, self.kinds) if self.clause.form == "modal" else self.subject

    @property
    def following(self) -> str:
        """The word after the finite verb."""
        clause = self.clause
        return clause.lows[clause.at + 1] if clause.at + 1 < len(clause.lows) else ""
