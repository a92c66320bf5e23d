"""What happened since the level was decided that should make people think of level 3. Nothing is decided here."""

from datetime import date

from mappa.cases.levels import HIGH_ROSH
from mappa.cases.models import Case
from mappa.cases.selectors import latest_row
from mappa.determinations import policy
from mappa.offending.movements import MovementKind
from mappa.people.models import Person

PROMPTS = "levels/level_3_prompts"
HIGHEST = 3
MOVEMENTS = {
    MovementKind.DISCHARGED: "discharged",
    MovementKind.CONDITIONAL_DISCHARGE: "discharged",
    MovementKind.RETURNED_UK: "returned",
}


def level_3_prompts(case: Case, edition: str, on: date) -> list[str]:
    """The sentences that apply, in the edition's order; none once level 3 is set. Three queries.

    A prompt stands from the day of the fact until a level is decided on a later day.
    Covers: LEVEL-09.
    """
    level = latest_row(case.levels)
    found = policy.find_parameter(PROMPTS, edition)
    if found is None or not isinstance(found.value, dict) or (level and level.level == HIGHEST):
        return []
    since = level.since if level else case.opened_on
    happened = _moved(case.person, since, on) | _risk_rose(case.person, since, on)
    return [str(words) for key, words in found.value.items() if key in happened]


def _moved(person: Person, since: date, on: date) -> set[str]:
    kinds = person.movements.filter(kind__in=MOVEMENTS, on__gte=since, on__lte=on).values_list("kind", flat=True)
    return {MOVEMENTS[MovementKind(kind)] for kind in kinds}


def _risk_rose(person: Person, since: date, on: date) -> set[str]:
    """Whether the latest assessment is high or very high and the one before it was not."""
    latest = list(person.assessments.filter(on__lte=on).exclude(rosh="").order_by("-on", "-id")[:2])
    match latest:
        case [now, before] if now.on >= since and now.rosh in HIGH_ROSH and before.rosh not in HIGH_ROSH:
            return {"risk_rose"}
    return set()
