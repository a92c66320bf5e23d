"""Other sentences: a longer or shorter term, or another kind of disposal, for the same conviction."""

import re
from collections.abc import Iterator

from mappa_policy import disposals
from mappa_policy.case import Event
from mappa_policy.flips.variation import Asked, Kind, Raw, Variation
from mappa_policy.model import BadCase
from mappa_policy.rules.periods import age_on
from mappa_policy.rules.sentences import LONG, SHORT
from mappa_policy.rules.terms import DAYS_IN_WEEK, Term, recorded_term
from mappa_policy.vocabulary import GUILT

THRESHOLDS = (
    "category-2/shortest_custody",
    "category-4/shortest_custody",
    "notification/indefinite_term",
    "notification/short_term",
    "terrorism-notification/shortest_custody",
    "terrorism-notification/middle_term",
    "terrorism-notification/long_term",
)
TERM_KEYS = ("term_months", "term_weeks", "term_months_and_days", "custodial_months", "licence_months")
CAUTION, CUSTODY = "caution", "custody"
NOT_SENTENCES = frozenset({"interim", "undecided", "foreign"})
FINDINGS = ("NGRI", "UNFIT")
SERVICE = "service"
_AGES = re.compile(r"(?P<under>under )?(?P<low>\d+)(?:-(?P<high>\d+))?")


def _spelt(term: Term) -> str:
    if term.from_weeks:
        return f"{term.days // DAYS_IN_WEEK} weeks"
    months = f"{term.months} month{'' if term.months == 1 else 's'}"
    return f"{months} and {term.days} day{'' if term.days == 1 else 's'}" if term.days else months


def _partner(code: str, months: int, limit: int) -> str:
    """The code for a term on the other side of twelve months, where the code itself says on which it lies."""
    if code.endswith(SHORT) and months >= limit:
        return f"{code.removesuffix(SHORT)}{LONG}"
    if code.endswith(LONG) and not code.endswith(SHORT) and months < limit:
        return f"{code.removesuffix(LONG)}{SHORT}"
    return code


def _terms(asked: Asked, code: str) -> Iterator[Term]:
    """One term on each side of every threshold; twice as long where only half of it counts."""
    factor = asked.number("notification/dto_divisor") if code in asked.items("notification/halved_terms") else 1
    for limit in sorted({asked.number(name) for name in THRESHOLDS}):
        for months in dict.fromkeys((limit, limit * factor)):
            yield Term(months - 1)
            yield Term(months)
            yield Term(months, 1)


def _with_term(asked: Asked, event: Event, code: str, term: Term) -> Raw:
    length = {"term_months_and_days": [term.months, term.days]} if term.days else {"term_months": term.months}
    return asked.changed(event, {"disposal": code, **length}, TERM_KEYS)


def terms(asked: Asked) -> Iterator[Variation]:
    """Every sentence of custody, suspended or not, with a term on each side of each threshold."""
    limit = asked.number("category-2/shortest_custody")
    classes = asked.table("notification/class_of_disposal")
    for event in asked.case.events:
        code = event.text("disposal")
        if event.type != "disposal" or classes.get(code) != CUSTODY:
            continue
        try:
            now = recorded_term(event)
        except BadCase:
            continue
        kind = Kind.MISSING if now is None else Kind.LENGTH
        for term in _terms(asked, code):
            if now is not None and (term.months, term.days) == (now.months, now.days):
                continue
            other = _partner(code, term.months, limit)
            if now is None and other != code:
                continue  # the code itself says on which side of the limit the unrecorded term lies
            size = term.months if now is None else abs((term.end(event.date) - now.end(event.date)).days)
            instead = "" if now is None else f" instead of {_spelt(now)}"
            words = f"the term of {asked.name_of(event)} were {_spelt(term)}{instead}"
            case = _with_term(asked, event, other, term)
            yield Variation(f"{event.id}.term_months", words, kind, size, case)


def _open_to(group: str, age: int | None) -> bool:
    """Whether a disposal is open at that age, by the words of its row; an unknown age is read as an adult's."""
    found = _AGES.match(group)
    if found is None:
        return group != SERVICE
    low, high = int(found["low"]), int(found["high"]) if found["high"] else None
    if found["under"]:
        return age is not None and age < low
    if age is None:
        return high is None
    return low <= age and (high is None or age <= high)


def _choices(asked: Asked, guilt: Event, day_age: int | None) -> Iterator[disposals.Disposal]:
    """One disposal for each thing that the rules tell apart, of those open for this verdict at this age."""
    classes, seen = asked.table("notification/class_of_disposal"), set()
    limbs, under = asked.table("category-2/limb_of_disposal"), asked.table("lead-agency/kind_of_disposal")
    for held in disposals.all():
        code, named = held.code, str(classes.get(held.code))
        fits = (named == CAUTION) == (guilt.type == CAUTION) and named not in NOT_SENTENCES
        fits &= code.startswith(FINDINGS) == (guilt.type == "finding")
        if not fits or not _open_to(held.row["age_group"], day_age):
            continue
        row = limbs.get(code) or {}
        mark = (named, row.get("limb"), row.get("minimum"), under.get(code), code.endswith(SHORT))
        if mark not in seen:
            seen.add(mark)
            yield held


def _length_for(asked: Asked, code: str, now: Term | None) -> Term | None:
    """The term that goes with a disposal: the recorded one where it fits, else the nearest that does."""
    if asked.table("notification/class_of_disposal").get(code) != CUSTODY:
        return None
    limit = asked.number("category-2/shortest_custody")
    if code.endswith(SHORT):
        return now if now is not None and now.months < limit else Term(limit - 1)
    return now if now is not None and now.months >= limit else Term(limit)


def kinds(asked: Asked) -> Iterator[Variation]:
    """Another disposal in place of each, and any disposal where none is recorded."""
    imposed = [event for event in asked.case.events if event.type == "disposal"]
    guilty = [event for event in asked.case.events if event.type in GUILT]
    for guilt in guilty:
        age = None if asked.case.dob is None else age_on(asked.case.dob, guilt.date)
        own = [event for event in imposed if event.text("for_event") == guilt.id or len(guilty) == 1]
        for choice in _choices(asked, guilt, age):
            yield from _given(asked, guilt, own, choice)


def _given(asked: Asked, guilt: Event, own: list[Event], choice: disposals.Disposal) -> Iterator[Variation]:
    drop = (*TERM_KEYS, "restricted", "equivalent", "operational_period_months", "supervision_months")
    for event in own:
        was = disposals.by_code(event.text("disposal"))
        if was is None or was.code == choice.code:
            continue
        term = _length_for(asked, choice.code, recorded_term(event))
        words = f"{asked.name_of(event)} were {_named(choice, term)} instead of {_lower(was.name)}"
        changed = asked.changed(event, {"disposal": choice.code, **_fields(term)}, drop)
        yield Variation(f"{event.id}.disposal", words, Kind.DISPOSAL, 0, changed)
    if not own:
        term = _length_for(asked, choice.code, None)
        added = {"type": "disposal", "date": guilt.date, "for_event": guilt.id, "disposal": choice.code}
        words = f"the disposal for {asked.name_of(guilt)} were recorded as {_named(choice, term)}"
        case = asked.with_event(**added, **_fields(term))
        yield Variation(f"{guilt.id}.disposal", words, Kind.MISSING, 1, case)


def _fields(term: Term | None) -> dict[str, object]:
    if term is None:
        return {}
    return {"term_weeks": term.days // DAYS_IN_WEEK} if term.from_weeks else {"term_months": term.months}


def _named(choice: disposals.Disposal, term: Term | None) -> str:
    return f"{_lower(choice.name)} ({_spelt(term)})" if term is not None else _lower(choice.name)


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
