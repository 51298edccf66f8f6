"""Text as the rules see it: bullets, numbers and labels off the front, then sentences of words and marks."""

import re
from typing import Final, NamedTuple

from styringsgraf.namespaces import clean

#: A statement has tens of words. What is beyond this is not read: time is bounded whatever the text is.
LONGEST: Final = 2000
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-–/'’.][^\W_]+|-(?=[\s,]))*|[%‰§,;:()?!.–—-]")
#: «1.2.3 », «a) », «• », «– » before the text.
_BULLET: Final = re.compile(
    r"(?:[•·*‣▪◦>–—-]+\s+|\(?(?:[A-ZÆØÅ]{0,3}\.?\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}[.)]|[a-zA-Z]\)|[A-ZÆØÅ]{1,3}\.?\d{1,3}[.:)]?)\s+)(?=\S)"
)
#: «Delmål 1.2: », «Strategi – »: what somebody calls the text is no reason to believe it.
_LABEL: Final = re.compile(
    r"(?:hoved|del|under|effekt|resultat)?(?:mål|strategi|oppdrag|tiltak|indikator)(?:en|et)?\s*"
    r"(?:nr\.?\s*)?[A-Z]{0,3}[\d.]{0,8}\s*(?::|\s[–—-])\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTES: Final = str.maketrans(dict.fromkeys('«»“”„"‹›‘`´', " "))
#: What somebody says, or a name: its verbs are not the sentence's.
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")
_REST: Final = re.compile(r"[^\W\d_]{2,}")
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"–-])")
#: «f.eks. Asker», «St. Olav», «nr. 3» end no sentence.
_SHORT: Final = re.compile(
    r"\b(?:f\.eks|bl\.a|mv|m\.m|osv|ca|pr|nr|kl|jf|dvs|inkl|evt|kap|st|maks|min|mill|mrd)\.$", re.IGNORECASE
)


class Token(NamedTuple):
    """A word or a mark: as written, in small letters, and where it stands in the sentence."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a digit."""
        return self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter and is not written in capitals throughout."""
        return self.text[0].isupper()


def prepared(text: str) -> str:
    """Return the text that is judged: NFC, no invisible marks, no quotation marks, no bullet or label before it."""
    if len(text) > 2 * LONGEST:
        text = text[: 2 * LONGEST]
    found = clean(text)[:LONGEST]
    outside = _QUOTED.sub(" … ", found)
    if outside != found and len(_REST.findall(outside)) > 1:
        found = outside
    found = " ".join(found.translate(_QUOTES).split())
    for pattern in (_BULLET, _LABEL, _BULLET):
        match = pattern.match(found)
        if match:
            found = found[match.end() :]
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of a prepared text."""
    made: list[str] = []
    for piece in _END.split(text):
        if made and _SHORT.search(made[-1]):
            made[-1] += f" {piece}"
        else:
            made.append(piece)
    return made


def tokens(sentence: str) -> tuple[Token, ...]:
    """Return the words and marks of a sentence."""
    return tuple([Token(found[0], found[0].lower(), *found.span()) for found in _TOKEN.finditer(sentence)])
