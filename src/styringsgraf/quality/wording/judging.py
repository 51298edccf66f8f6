"""Judges a text: language, sentences, clause, then the rules in order; the answer comes with its reasons."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from styringsgraf.quality.wording import signals
from styringsgraf.quality.wording.actors import subject_kind
from styringsgraf.quality.wording.case import Case
from styringsgraf.quality.wording.clause import parsed
from styringsgraf.quality.wording.judgement import Cue, Judgement
from styringsgraf.quality.wording.language import guess, is_english, says_something
from styringsgraf.quality.wording.rewriting import suggestion
from styringsgraf.quality.wording.rules import RULES
from styringsgraf.quality.wording.tokens import prepared, sentences, tokens
from styringsgraf.quality.wording.words import LANGUAGES, Lexicon, lexicon

#: A statement has one sentence, sometimes two; what follows explains.
_SENTENCES: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def judge(text: str, lang: str | None = None) -> Judgement:
    """Say what a text reads as. ``lang`` is nb or nn; otherwise it is guessed. Never raises on any text."""
    ready = prepared(text)
    lows = [found.lower() for found in _WORD.findall(ready)]
    chosen = lang if lang in LANGUAGES else guess(lows)
    if not says_something(lows) or is_english(lows):
        return Judgement("unclear", 0.9, chosen or "nb")
    parts = sentences(ready)[:_SENTENCES]
    if chosen:
        return _first(parts, chosen)
    # Nothing tells the language: the one in which the text says more; bokmål when it is the same in both.
    return max((_first(parts, lang) for lang in LANGUAGES), key=lambda j: (j.wording_class != "heading", j.confidence))


def _first(parts: list[str], lang: str) -> Judgement:
    """Judge the first sentence, or the first that is more than a title."""
    found = [_sentence(part, lexicon(lang)) for part in parts]
    telling = [one for one in found if one.wording_class not in {"heading", "unclear"}]
    best = found[0] if found[0].wording_class != "heading" or not telling else telling[0]
    return replace(best, suggestion="") if len(found) > 1 else best


def _sentence(sentence: str, lex: Lexicon) -> Judgement:
    words = tokens(sentence)
    if not words:
        return Judgement("unclear", 0.9, lex.lang)
    clause = parsed(words, lex)
    case = Case(clause, lex, subject_kind(clause, lex), signals.read(clause, lex, sentence))
    for rule in RULES:
        answer = rule(case)
        if answer is not None:
            return _judgement(case, answer, sentence)
    return _judgement(case, ("unclear", 0.3), sentence)


# --- the answer with its reasons --------------------------------------------------------------------------------


def _judgement(case: Case, answer: tuple[str, float], sentence: str) -> Judgement:
    name, confidence = answer
    clause, said = case.clause, case.signals
    actor = case.actor
    outcome = name == "goal" and clause.form == "modal"
    made = Judgement(
        name,
        confidence,
        case.lex.lang,
        tuple(Cue(text, role) for text, role in said.cues),
        actor={"expletive": "", "source": "other", "quantity": "other"}.get(actor, actor),
        carries_means=said.means and name == "goal",
        two_strategies=said.infinitives > 1 and name == "strategy",
        outcome_with_skal=outcome,
        bare_noun_phrase=name == "heading",
        infinitive_heading=clause.form == "infinitive",
        lasting_wish=clause.form == "infinitive" and not case.kinds & {"act", "deliver"},
        deliverable=bool(case.kinds & {"act", "deliver"}),
        has_time=said.time,
    )
    return replace(made, suggestion=suggestion(clause, made, case.lex, sentence))
