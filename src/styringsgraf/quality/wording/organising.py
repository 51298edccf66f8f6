"""Rules for how a municipality is organised and runs: bodies, papers, roles, the cycle of the year. No ambition."""

from collections.abc import Callable
from typing import Final

from styringsgraf.quality.wording.aiming import is_aimed, is_negated, is_praised
from styringsgraf.quality.wording.case import Answer, Case

#: How far after «er» the participle stands: «er i dag formelt organisert».
_EACH: Final = frozenset({"hver", "hvert", "kvar", "kvart"})
_NEAR: Final = 4


def head(case: Case) -> str:
    """Return the last word of the subject, '' for none."""
    words = [low for low in case.clause.lows[slice(*case.clause.subject)] if low[0].isalnum()]
    return words[-1] if words else ""


def _is_paper(case: Case) -> bool:
    words = [low for low in case.clause.lows[slice(*case.clause.subject)] if low[0].isalpha()]
    if not words or case.subject in {"service", "people"}:
        return False  # «Plan og klima» is a service area
    return words[-1] in case.lex["paper"] or (words[0].endswith("s") and words[0] in case.lex["paper"].whole)


def _is_body(case: Case) -> bool:
    words = case.clause.lows[slice(*case.clause.subject)]
    return bool(words) and (head(case) in case.lex["body"] or words[0] in case.lex["body"])


def says(case: Case, role: str) -> bool:
    """Tell whether a word or phrase of a class stands at the verb or after it."""
    clause, words = case.clause, case.lex[role]
    return any(words.length_at(clause.lows, place) for place in range(max(clause.at, 0), len(clause.lows)))


def _role(case: Case) -> Answer:
    """«Kontrollutvalget fører tilsyn», «Rådet består av sju medlemmer», «Avdelingen ligger under …»."""
    return ("unclear", 0.7) if says(case, "duty") else None


def _body(case: Case) -> Answer:
    """«Formannskapet er planutvalg», «Hovudutvalet handsamar saker om skule»: what a body is there for."""
    verb = case.clause.verb
    routine = says(case, "cycle") or (verb is not None and verb.lemma in case.lex["decided"].whole)
    body = _is_body(case) and (routine or not case.signals.dated)
    each = case.clause.lows[0] in _EACH and case.subject in {"service", "unit"} and case.clause.finite == "har"
    found = (body or each) and not is_praised(case)
    return ("unclear", 0.7) if found else None


def _paper(case: Case) -> Answer:
    """«Avsnitt 4.2 gjør greie for …», «Budsjettet bygger på …»: a paper tells."""
    found = _is_paper(case) and not is_praised(case)
    return ("unclear", 0.7) if found else None


def _organised(case: Case) -> Answer:
    """«Tjenesten er organisert i tre avdelinger», «Vannforsyningen er delt mellom …»."""
    clause, lows = case.clause, case.clause.lows
    if clause.finite != "er" or case.subject == "people" or is_negated(case) or "slik" in lows[clause.at :]:
        return None
    start = clause.subject[1] if clause.inverted else clause.at + 1
    for place in range(start, min(start + _NEAR, len(lows) - 1)):
        if lows[place] in case.lex["arranged"].whole:
            return "unclear", 0.7
        if lows[place] not in case.lex["adverb"].whole and lows[place] not in case.lex["about"].whole:
            return None
    return None


def _cooperation(case: Case) -> Answer:
    """«Legevakta er et samarbeid mellom tre kommuner», «Selskapet er et interkommunalt foretak»."""
    clause = case.clause
    if clause.finite != "er":
        return None
    start = clause.subject[1] if clause.inverted else clause.at + 1
    later = clause.lows[start : start + _NEAR]
    article = bool(later) and later[0] in {"en", "et", "ei", "ein", "eit"}
    found = article and any(low in case.lex["form_of_body"] for low in later[1:])
    return ("unclear", 0.65) if found and not is_praised(case) else None


def _cycle(case: Case) -> Answer:
    """«Handlingsdelen rulleres årlig», «Økonomiplanen behandles av formannskapet»: what is done every year anyhow."""
    clause = case.clause
    wanted = clause.form == "present" and is_praised(case)  # «Budsjettet er i balanse hvert år»
    if case.subject in {"people", "expletive"} or clause.verb is None or wanted:
        return None
    process = clause.verb.lemma in case.lex["process"].whole
    paper = _is_paper(case) or _is_body(case)
    again = says(case, "cycle")
    if paper and (process or again) and (again or not case.signals.time):
        return "unclear", 0.7
    by_body = any(
        low in {"av", "i"} and following in case.lex["body"]
        for low, following in zip(clause.lows[clause.at :], clause.lows[clause.at + 1 :], strict=False)
    )
    return ("unclear", 0.65) if by_body and (again or not case.signals.time) else None


def _run(case: Case) -> Answer:
    """«Selskapet eies av fem kommuner», «Tjenesten finansieres gjennom gebyr»: how it is."""
    clause = case.clause
    known = clause.verb is not None and clause.verb.lemma in case.lex["run"].whole
    following = clause.lows[clause.verb_at + 1 : clause.verb_at + 2]
    lasting = known and not case.lex["run_by"].whole.isdisjoint(following)
    return ("unclear", 0.65) if lasting and case.subject not in {"people", "expletive"} else None


def _meant(case: Case) -> Answer:
    """«Med omstilling er her ment …», «menes», «forstås»."""
    clause = case.clause
    return ("unclear", 0.8) if clause.vocabulary & {"ment", "meint", "menes"} and clause.lows[0] == "med" else None


def _unless_aimed(rule: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    return lambda case: None if is_aimed(case) and not says(case, "cycle") else rule(case)


def _when_again(rule: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    return lambda case: rule(case) if says(case, "cycle") else None


#: Of a present in the active.
ORGANISING: Final[tuple[Callable[[Case], Answer], ...]] = (
    _role,
    _body,
    _paper,
    _organised,
    _cooperation,
    _cycle,
    _meant,
)
#: Of a present that has a limit as well: «minst én gang i valgperioden».
AGAIN: Final[tuple[Callable[[Case], Answer], ...]] = tuple(_when_again(rule) for rule in (_body, _cycle))
#: Of a present in the passive, which is a measure or a goal otherwise.
RUNNING: Final[tuple[Callable[[Case], Answer], ...]] = tuple(
    _unless_aimed(rule) for rule in (_role, _cycle, _run, _organised, _meant)
)
