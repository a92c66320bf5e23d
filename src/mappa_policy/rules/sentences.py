"""How one sentence is measured: its class for notification, its term, and what it is for Category 2."""

import enum

from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.terms import Term


class Kind(enum.StrEnum):
    """What the table of notification periods makes of a disposal."""

    CUSTODY = "custody"
    LIFE = "life"
    HOSPITAL = "hospital"
    HOSPITAL_RESTRICTED = "hospital_restricted"
    CAUTION = "caution"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    OTHER = "other"
    NONE = "none"
    INTERIM = "interim"


KIND_OF_NAME = {kind.value: kind for kind in Kind}
# Whether a hospital order was restricted is recorded beside it.
SETTLED = {name: kind for name, kind in KIND_OF_NAME.items() if kind is not Kind.HOSPITAL}
HOSPITALS = (Kind.HOSPITAL, Kind.HOSPITAL_RESTRICTED)
NOTHING = frozenset({Kind.NONE})
SHORT = "_U12"
LONG = "_12"


def term_of(facts: Facts, sentence: Sentence, about: str) -> Term:
    """The whole term of a custodial sentence; asked for where nobody recorded it.

    A code that ends in _12 or _U12 says on which side of twelve months the term lies, so only terms on that
    side are tried.
    """
    if sentence.term is not None:
        if sentence.term.from_weeks:
            facts.flags.add("weeks_versus_months")
        return sentence.term
    limit = facts.number("category-2/shortest_custody")
    tries = [int(item) for item in facts.items("schedule-3/terms_to_try")]
    if sentence.code.endswith(SHORT):
        tries = [months for months in tries if months < limit]
    elif sentence.code.endswith(LONG):
        tries = [months for months in tries if months >= limit]
    months = facts.world.ask(f"{about}.term_months", tuple(tries))
    return Term(months)


def notification_term(facts: Facts, sentence: Sentence, about: str) -> Term:
    """The term as Part 2 of the 2003 Act counts it: half of a detention and training order."""
    whole = term_of(facts, sentence, about)
    if facts.among("notification/halved_terms", sentence.code):
        return whole.divided(facts.number("notification/dto_divisor"))
    return whole


def kind_of(facts: Facts, sentence: Sentence, about: str) -> Kind:
    """The class of a disposal for notification; asked for where the record leaves it open."""
    named = str(facts.row("notification/class_of_disposal", sentence.code))
    if named in SETTLED:
        return SETTLED[named]
    if named in {"hospital", "hospital_either"}:
        restricted = sentence.event.yes("restricted")
        if restricted is None and named == "hospital_either":
            restricted = facts.world.ask(f"{about}.restricted", (False, True))
        return Kind.HOSPITAL_RESTRICTED if restricted else Kind.HOSPITAL
    if named == "undecided":
        facts.flags.add("x_absolute_discharge_after_finding_unsettled")
        counts = facts.world.ask(f"{about}: whether a finding with absolute discharge counts", (False, True))
        return Kind.OTHER if counts else Kind.NONE
    if named == "foreign":
        if sentence.term is not None:
            return Kind.CUSTODY
        return facts.world.ask(
            f"{about}.equivalent", (Kind.CUSTODY, Kind.HOSPITAL_RESTRICTED, Kind.HOSPITAL, Kind.OTHER)
        )
    return KIND_OF_NAME[named]


def is_absolutely_discharged(facts: Facts, conviction: Conviction) -> bool:
    """Whether nothing but an absolute discharge, or nothing that counts at all, was imposed."""
    kinds: set[Kind] = set()
    for sentence in conviction.sentences:
        kinds.add(kind_of(facts, sentence, conviction.id))
    return kinds == NOTHING


def under_kind(facts: Facts, sentence: Sentence) -> str:
    """What somebody given this disposal is under: custody, life, suspended, hospital or nothing."""
    if sentence.event.fields.get("disposal") == "FOREIGN":
        return ""
    return str(facts.row("lead-agency/kind_of_disposal", sentence.code) or "")
