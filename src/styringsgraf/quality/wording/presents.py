"""Rules for a present tense that nobody only tells: an act is a measure, a state that is wanted a goal."""

from collections.abc import Callable
from typing import Final

from styringsgraf.quality.wording.actors import acting
from styringsgraf.quality.wording.aiming import is_ambitious, is_praised
from styringsgraf.quality.wording.case import Answer, Case

_FEWER: Final = frozenset({"mindre", "mer", "meir", "færre", "flere", "fleire"})


def _can(case: Case) -> Answer:
    if case.clause.form != "can":
        return None
    most = case.clause.lows[:2] in {("de", "fleste"), ("dei", "fleste")} or case.clause.lows[0] == "alle"
    risk = case.clause.verb is None or case.clause.verb.lemma in case.lex["risk"].whole
    aims = most or case.subject in {"people", "municipality", "unit"} or (case.subject == "other" and not risk)
    return ("goal", 0.75) if aims else ("unclear", 0.5)


def _passive_of_people(case: Case) -> Answer:
    """«Barn blir møtt», «Utslippene reduseres» are states; «Ansatte kurses» is an act."""
    if case.clause.form != "passive" or case.subject not in {"people", "quantity"} or case.signals.money:
        return None
    if case.subject == "quantity":
        amount = case.clause.lows[0][0].isdigit() and case.clause.lows[1] not in {"prosent", "%"}
        return ("measure", 0.7) if amount and case.signals.concrete else ("goal", 0.7)
    act = bool(case.kinds) and (case.kinds <= {"act", "deliver"} or (case.doing and case.signals.concrete))
    return ("measure", 0.7) if act else ("goal", 0.8)


def _is_felt(case: Case) -> bool:
    """«Tjenestene oppleves som én dør inn»."""
    return case.clause.verb is not None and case.clause.verb.lemma == "oppleve"


def _passive(case: Case) -> Answer:
    """«Det etableres …», «blir pusset opp» are acts; «naturen blir ivaretatt» is a state."""
    if case.clause.form != "passive":
        return None
    if case.signals.agent == "service" and case.doing and case.subject != "expletive":
        return "assignment", 0.75
    if case.doing and "kept" not in case.kinds:
        return "measure", 0.85
    if case.signals.concrete and case.kinds - {"state"} and not _is_felt(case):
        return "measure", 0.75
    if case.subject == "expletive":
        return ("measure", 0.7) if case.clause.verb else ("goal", 0.5)
    return ("goal", 0.6) if case.kinds & {"kept", "state", "trend"} else ("measure", 0.6)


def _unknown_verb(case: Case) -> Answer:
    if case.clause.form != "present" or case.clause.verb is not None:
        return None
    acts = case.signals.money or (case.subject in {"unit", "service"} and case.signals.concrete)
    return ("measure", 0.6) if acts else ("goal", 0.55)


def _wish(case: Case) -> Answer:
    """«Kommunen ønsker å legge til rette»: what it wants to do."""
    wants = case.clause.form == "present" and case.clause.finite in case.lex["wish"].whole
    return ("strategy", 0.6) if wants and case.subject == "municipality" and case.following in {"å", "mot"} else None


def _receives(case: Case) -> Answer:
    """«Kommunestyresalen får nytt lydanlegg i 2025», «Lærerne får opplæring våren 2026»: somebody gives it."""
    said, verb = case.signals, case.clause.verb
    if case.clause.form != "present" or verb is None or verb.lemma != "få":
        return None
    if case.subject == "service" and case.clause.lows[case.clause.at + 1 : case.clause.at + 3] == ("i", "oppdrag"):
        return "assignment", 0.8
    thing = case.subject in {"other", "unit"}
    given = said.time and case.following in case.lex["support"].whole
    new = thing and (said.dated or given or case.following in {"ny", "nytt", "nye"})
    paid = thing and said.money and case.following[:1].isdigit()
    return ("measure", 0.6) if new or paid or (case.following in case.lex["training"].whole and said.dated) else None


def _state(case: Case) -> Answer:
    return ("goal", 0.85) if case.clause.form == "present" and case.kinds <= {"state", "trend"} else None


def _compared(case: Case) -> Answer:
    """«Kommunen kjøper 30 prosent mindre energi enn i 2007»: how much is done is what is aimed at."""
    known = case.clause.vocabulary
    share = not known.isdisjoint({"prosent", "%"}) and not known.isdisjoint(_FEWER)
    return ("goal", 0.75) if case.clause.form == "present" and share and "enn" in known else None


def _people_act(case: Case) -> Answer:
    if case.clause.form != "present" or case.subject not in {"people", "quantity"}:
        return None
    return ("measure", 0.65) if case.pure and case.doing and case.signals.concrete else ("goal", 0.8)


def _act(case: Case) -> Answer:
    """«Biblioteket arrangerer …»; of the municipality also what it does always, unless something concrete is named."""
    general = case.subject == "municipality" and "change" in case.kinds and not case.signals.concrete
    acts = case.clause.form == "present" and case.pure and case.doing and not general
    return ("measure", 0.9) if acts else None


def _act_or_state(case: Case) -> Answer:
    """Verbs that can be both («tilbyr», «viser»): an act where time, number or a unit makes it one."""
    if case.clause.form != "present":
        return None
    said, serves = case.signals, case.subject in {"unit", "service"}
    praised = case.subject == "municipality" and is_praised(case) and not said.dated and not said.money
    if praised or case.subject == "expletive":
        return "goal", 0.6
    if (said.concrete and (case.doing or serves)) or (serves and (case.doing or case.pure)):
        return "measure", 0.7
    if said.dated and case.subject == "other":
        return "measure", 0.55
    named = "og" in case.clause.lows[slice(*case.clause.subject)] and case.doing
    if named and acting(case.clause, case.lex, case.subject, case.kinds) == "service" and not is_praised(case):
        return "measure", 0.6  # «Idrett og friluft åpner en utlånssentral»
    # «Kommunen kjøper vann fra nabokommunen»: what a thing does is a goal only with a mark of ambition.
    thing = case.subject in {"other", "municipality"} and not case.kinds & {"kept", "trend"}
    return ("unclear", 0.5) if thing and not is_ambitious(case) else ("goal", 0.6)


PRESENTS: Final[tuple[Callable[[Case], Answer], ...]] = (
    _can,
    _passive_of_people,
    _passive,
    _unknown_verb,
    _wish,
    _receives,
    _state,
    _compared,
    _people_act,
    _act,
    _act_or_state,
)
