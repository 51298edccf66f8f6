"""What searching is to questions: words in, hits out, the best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

#: How a node was found: its code is what was looked for, its title begins with it, or the words are in it.
Match = Literal["code", "start", "words"]


@dataclass(frozen=True)
class Hit:
    """A node that was found: class, document, code, and the text (in its language) the words are in.

    ``document`` and ``code`` are '' where there is none; ``in_force`` is None for what no document states.
    """

    iri: str
    kind: str
    document: str
    code: str
    lang: str
    text: str
    in_force: bool | None
    match: Match


class Search(Protocol):
    """Finds the nodes of one release by words."""

    def find(
        self, text: str, *, lang: str, organisation: str | None = None, groups: Iterable[str] = ()
    ) -> Sequence[Hit]:
        """Return all nodes found, each once; ``organisation`` is a slug, ``groups`` are the kinds looked for.

        Raises BadParameter for a text without words.
        """
        ...
