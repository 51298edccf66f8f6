"""The rules, in the order they are asked; each looks at the clause and the word classes only, and may pass."""

from collections.abc import Callable
from typing import Final

from styringsgraf.quality.wording.case import Answer, Case
from styringsgraf.quality.wording.telling import TELLING

_QUANTIFIERS: Final = frozenset({"alle", "av", "nye"})
_FEWER: Final = frozenset({"mindre", "mer", "meir", "færre", "flere", "fleire"})
_HOW_MANY: Final = frozenset({"mange", "stor", "store", "ofte", "lenge", "mye", "mykje"})
_ACTORS: Final = ("municipality", "service", "unit")


def _question(case: Case) -> Answer:
    lows = case.clause.lows
    asked = lows[0] in case.lex["question"].whole and lows[0] != "når" and len(lows) > 2  # noqa: PLR2004
    counts = asked and lows[0] in {"hvor", "kor"} and lows[1] in _HOW_MANY and "som" in lows
    if counts and lows[-1] != "?":
        return "indicator", 0.7  # «Hvor mange som bruker portalen»
    said = lows[0] == "," and case.clause.form != "modal"  # «…», sier en elev
    return ("unclear", 0.9) if lows[-1] == "?" or asked or said else None


def _reference(case: Case) -> Answer:
    words, lows = case.lex["reference"], case.clause.lows
    phrase = words.length_at(lows, 0) > 1
    return ("unclear", 0.9) if phrase or (lows[0] in words.whole and case.clause.form != "infinitive") else None


def _indicator(case: Case) -> Answer:
    if case.clause.form != "none" or not case.signals.measure:
        return None
    return "indicator", 0.95 if case.signals.measure == "noun" else 0.85


def _indicator_with_clause(case: Case) -> Answer:
    """«Andel elever som sier at de trives»: the verbs belong to the relative clause.

    After «andel» alone, a quantifier or a preposition comes a noun: «andel reiser», «del barn med låg inntekt».
    """
    clause = case.clause
    before = clause.lows[: max(clause.at, 0)]
    relative = "som" in before and "," not in before[before.index("som") :]
    bare = clause.lows[0] in {"andel", "antall", "del", "prosentdel", "prosentandel", "delen", "talet"}
    noun = len(before) > 0 and (
        len(before) == 1 or before[-1] in _QUANTIFIERS or before[-1] in case.lex["preposition"].whole
    )
    told = (relative and clause.form in {"present", "passive"}) or (noun and clause.form in {"present", "past"})
    found = case.signals.measure == "noun" and bare and told
    return ("indicator", 0.85) if found else None


def _infinitive(case: Case) -> Answer:
    return ("strategy", 0.9) if case.clause.form == "infinitive" else None


def _none(case: Case) -> Answer:
    return ("heading", 0.85) if case.clause.form == "none" else None


def _advice(case: Case) -> Answer:
    """«Det bør vurderes»: nobody is bound."""
    if case.subject not in {"expletive", "other", "source", "quantity", ""} or case.clause.finite not in {
        "bør",
        "burde",
    }:
        return None
    verb = case.clause.verb
    weighed = verb is None or verb.lemma in case.lex["weighed"].whole or case.subject == "source"
    return ("unclear", 0.7) if weighed else ("strategy", 0.65)


def _preference(case: Case) -> Answer:
    """«Vedlikehold skal gå foran nybygg», «Gjenbruk velges framfor nykjøp», «skal skje nær tettstedene»: a choice."""
    clause, words = case.clause, case.lex["preferred"]
    chosen = any(words.length_at(clause.lows, place) for place in range(max(clause.at, 0), len(clause.lows)))
    if clause.form == "modal" and case.subject in {"other", "quantity", ""}:
        place = clause.verb is not None and clause.verb.lemma in {"skje", "foregå", "gå føre seg"}
        bound = clause.finite not in {"vil", "ville"}
        return ("strategy", 0.7) if bound and (chosen or place) else None
    if clause.form == "passive" and "kept" in case.kinds and not case.signals.time:
        return ("strategy", 0.55) if chosen else None
    ours = clause.form == "present" and case.subject == "municipality"
    return ("strategy", 0.6) if ours and chosen else None


def _broken_off(case: Case) -> Answer:
    """«Innen 2030 skal»: what follows is missing."""
    clause = case.clause
    rest = sum(token.is_word for token in clause.tokens[clause.at + 1 :])
    missing = clause.form == "modal" and clause.verb is None and rest < (3 if clause.inverted else 1)
    return ("unclear", 0.8) if missing else None


def _outcome(case: Case) -> Answer:
    """«Utslippene skal være halvert»: a goal with «skal»; «antallet vil dobles»: a forecast."""
    if case.clause.form != "modal" or not _leads_to_state(case):
        return None
    forecast = case.clause.finite in {"vil", "ville"} and case.actor not in _ACTORS
    return ("unclear", 0.7) if forecast else ("goal", 0.75)


def _duty(case: Case) -> Answer:
    """Modal and act: by who acts."""
    if case.clause.form != "modal":
        return None
    by_actor = {"municipality": ("strategy", 0.95), "service": ("assignment", 0.9), "unit": ("measure", 0.85)}
    return by_actor.get(case.actor)


def _choice(case: Case) -> Answer:
    """«Vedlikehold skal prioriteres», «Det skal bygges …»: a choice, though nobody is named."""
    if case.clause.form != "modal":
        return None
    forecast = case.clause.finite in {"vil", "ville"} and case.subject != "expletive"
    return ("unclear", 0.6) if forecast else ("strategy", 0.7)


def _leads_to_state(case: Case) -> bool:
    clause, actor = case.clause, case.actor
    acts = actor in _ACTORS
    low = clause.lows[clause.verb_at]
    if (clause.perfect and acts) or (low == "få" and acts and _gets_done(case)):
        return False
    if actor == "municipality" and low in {"bli", "verte", "verta"} and "å" in clause.lows[clause.verb_at :]:
        return False  # «Vi skal bli bedre til å …»
    if not case.subject and not clause.at:  # «Skal satse på lærlinger»: who, goes without saying
        return low in case.lex["outcome"].whole
    if low in case.lex["outcome"].whole:
        return not (actor == "municipality" and (case.signals.role or low == "få"))
    if acts or clause.passive:
        undergone = clause.verb is not None and clause.verb.lemma in case.lex["undergone"].whole
        return actor == "quantity" or (actor == "people" and undergone)
    return actor == "people" or _state_of_thing(case)


def _gets_done(case: Case) -> bool:
    """«skal få utført …», «skal få på plass …»."""
    clause = case.clause
    following = clause.lows[clause.verb_at + 1 : clause.verb_at + 3]
    return bool(following) and (following[0] in case.lex.participle or following in {("på", "plass"), ("i", "gang")})


def _state_of_thing(case: Case) -> bool:
    """«Tilbudet skal bidra til …» is a state; «Skolene skal styrke …» is asked of them."""
    subject = case.clause.lows[slice(*case.clause.subject)]
    asked = any(low in case.lex["institution"] for low in subject) and "change" in case.kinds
    return not asked and not case.doing and (not case.pure or case.clause.verb is None)


def _can(case: Case) -> Answer:
    if case.clause.form != "can":
        return None
    most = case.clause.lows[:2] in {("de", "fleste"), ("dei", "fleste")} or case.clause.lows[0] == "alle"
    aims = most or case.subject in {"people", "municipality", "unit"}
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


def _passive(case: Case) -> Answer:
    """«Det etableres …», «blir pusset opp» are acts; «naturen blir ivaretatt» is a state."""
    if case.clause.form != "passive":
        return None
    if case.signals.agent == "service" and case.doing and case.subject != "expletive":
        return "assignment", 0.75
    if case.doing and "kept" not in case.kinds:
        return "measure", 0.85
    if case.signals.concrete and case.kinds - {"state"}:
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
    thing = case.subject in {"other", "unit"}
    given = said.time and case.following in case.lex["support"].whole
    new = thing and (said.dated or given or case.following in {"ny", "nytt", "nye"})
    return ("measure", 0.6) if new or (case.following in case.lex["training"].whole and said.dated) else None


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
    if case.subject == "expletive":
        return "goal", 0.6
    if (said.concrete and (case.doing or serves)) or (serves and (case.doing or case.pure)):
        return "measure", 0.7
    return ("measure", 0.55) if said.dated and case.subject == "other" else ("goal", 0.6)


RULES: Final[tuple[Callable[[Case], Answer], ...]] = (
    _question,
    _reference,
    _indicator,
    _indicator_with_clause,
    *TELLING,
    _infinitive,
    _advice,
    _broken_off,
    _preference,
    _outcome,
    _duty,
    _choice,
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
    _none,
)
