"""Other facts about a conviction, an order or the person, and decisions and endings that are not recorded yet."""

import datetime as dt
from collections.abc import Iterator

from mappa_policy import disposals, offences, parameters
from mappa_policy.calendar import months_before
from mappa_policy.case import Event
from mappa_policy.flips.variation import Asked, Kind, Variation
from mappa_policy.rules.category_3 import RISK_DECISION, TERRORISM_DECISION
from mappa_policy.rules.offence import ABROAD
from mappa_policy.rules.periods import MONTHS_IN_YEAR, ONE_DAY, same_day_later
from mappa_policy.vocabulary import ASSESSMENT_KEYS, GUILT
from mappa_policy.wording import MISSING, long_day

AGES = ("victim_age", "youngest_person_in_images_age")
YES_NO = {
    "terrorist_connection": ("the court had found a terrorist connection", "the court had found none"),
    "attempt": ("the offence were an attempt", "the offence were not an attempt"),
    "restricted": ("there were a restriction order", "there were no restriction order"),
}
ASKED_OF_GUILT = ("terrorist_connection", "attempt")
ASKED_OF = {"disposal": ("restricted",)}
JUDGEMENTS = {
    "ra_considers_serious_harm": "the Responsible Authority {0} that the person may cause serious harm",
    "ra_considers_terrorism_risk": "the Responsible Authority {0} that there is a risk of terrorism",
    "police_pdp_grounds": "the police {0} that there are grounds to treat the person as potentially dangerous",
}
ENDINGS = {
    "licence_end": "the last day of the licence",
    "supervision_end": "the last day of supervision",
    "operational_period_end": "the last day of the operational period",
    "order_discharged": "the discharge of the order",
    "order_end": "the end of the order",
    "cat3_removed": "the removal from Category 3",
    "cat4_discretionary_removed": "the removal from Category 4",
    "conditional_discharge_mha": "the discharge from hospital",
    "release": "the release",
}
HAPPENINGS = {
    "cat3_accepted": ("the Responsible Authority had accepted the person as Category 3", {}),
    "cat3_removed": ("the person had been removed from Category 3", {}),
    "cat4_discretionary_accepted": ("the person had been accepted as Category 4 by decision", {}),
    "review_decision": ("a review had ended notification", {"outcome": "ceases"}),
    "release": ("the person had been released", {}),
    "licence_end": ("the licence had ended", {}),
    "supervision_end": ("supervision had ended", {}),
    "operational_period_end": ("the operational period had ended", {}),
}
# Each acceptance with the judgement that goes with it: the one says nothing without the other.
ACCEPTED = {decision.event: decision.judgement for decision in (RISK_DECISION, TERRORISM_DECISION)}
UNDONE = frozenset(ACCEPTED) | {"cat3_removed", "cat4_discretionary_removed", "order_discharged", "order_end"}


def _guilty(asked: Asked) -> list[Event]:
    return [event for event in asked.case.events if event.type in GUILT]


def ages(asked: Asked) -> Iterator[Variation]:
    """The age of the victim, or of the youngest person in images, on each side of every limit."""
    tries = sorted({int(item) + step for item in asked.items("schedule-3/ages_to_try") for step in (0, 1)})
    for event in _guilty(asked):
        for key in AGES:
            now = event.number(key)
            for age in tries:
                if age == now:
                    continue
                instead = "" if now is None else f" instead of {now}"
                words = f"{MISSING[key]} in {asked.name_of(event)} were {age}{instead}"
                kind, size = (Kind.MISSING, age) if now is None else (Kind.AGE, abs(age - now))
                yield Variation(f"{event.id}.{key}", words, kind, size, asked.changed(event, {key: age}))


def offender_ages(asked: Asked) -> list[int]:
    """Every age of an offender at which an answer can turn."""
    rows = offences.rows("offences_schedule3_soa2003")
    listed = {int(row["offender_age_min"]) for row in rows if row["offender_age_min"]}
    names = ("notification/young_person_age", "terrorism-notification/adult_age", "terrorism-notification/entry_age")
    return sorted(listed | {asked.number(name) for name in names})


def offence_days(asked: Asked) -> Iterator[Variation]:
    """The day of the offence: the birthday at which an answer can turn, and the day before it."""
    born = asked.case.dob
    if born is None:
        return
    birthdays = [(age, same_day_later(born, age * MONTHS_IN_YEAR)) for age in offender_ages(asked)]
    for event in _guilty(asked):
        now = event.day("offence_date")
        for age, birthday in birthdays:
            for day, when in ((birthday - ONE_DAY, f"under {age}"), (birthday, f"{age}")):
                if day > event.date or day == now:
                    continue
                instead = "" if now is None else f" instead of {long_day(now)}"
                words = (
                    f"the offence in {asked.name_of(event)} had been on {long_day(day)}, "
                    f"when the person was {when},{instead}"
                ).rstrip(",")
                kind, size = (Kind.MISSING if now is None else Kind.DATE), abs((day - (now or event.date)).days)
                yield Variation(
                    f"{event.id}.offence_date", words, kind, size, asked.changed(event, {"offence_date": day})
                )


def births(asked: Asked) -> Iterator[Variation]:
    """The age on the day of each verdict, where the date of birth is not recorded."""
    if asked.case.dob is not None:
        return
    for event in _guilty(asked):
        for age in offender_ages(asked):
            born = months_before(event.date, age * MONTHS_IN_YEAR)
            for dob, words in ((born, f"{age} or over"), (born + ONE_DAY, f"under {age}")):
                case = {**asked.raw, "person": {**(asked.raw.get("person") or {}), "dob": dob}}
                says = f"the person were recorded as {words} on {long_day(event.date)}"
                yield Variation("person.dob", says, Kind.MISSING, 1, case)


def courts(asked: Asked) -> Iterator[Variation]:
    """A court of another kind: in England and Wales, elsewhere in the United Kingdom, abroad, or a service court."""
    here = asked.items("category-2/courts")
    for event in _guilty(asked):
        now = event.text("court")
        if event.type == "caution":
            continue
        for court in (*(() if now in here else here[:2]), *ABROAD):
            if court == now:
                continue
            kind = Kind.COURT if now else Kind.MISSING
            instead = f" instead of {now.replace('_', ' ')}" if now else ""
            words = f"the court of {asked.name_of(event)} were {court.replace('_', ' ')}{instead}"
            yield Variation(f"{event.id}.court", words, kind, 1, asked.changed(event, {"court": court}))


def yes_or_no(asked: Asked) -> Iterator[Variation]:
    """Facts of an event that are yes or no: the other one, or each where nobody recorded it."""
    for event in asked.case.events:
        for key in ASKED_OF_GUILT if event.type in GUILT else ASKED_OF.get(event.type, ()):
            now = event.yes(key)
            for value, says in zip((True, False), YES_NO[key], strict=True):
                if value is now or (now is None and key == "attempt"):
                    continue
                kind = Kind.MISSING if now is None else Kind.YES_NO
                words = f"in {asked.name_of(event)} {says}"
                yield Variation(f"{event.id}.{key}", words, kind, 1, asked.changed(event, {key: value}))


def judgements(asked: Asked) -> Iterator[Variation]:
    """Each judgement of people the other way, or each way where nobody recorded it."""
    held = asked.raw.get("assessment") or {}
    for key in sorted(ASSESSMENT_KEYS):
        now = asked.case.assessment.get(key)
        for value, verb in ((True, "considered"), (False, "did not consider")):
            if value is now:
                continue
            case = {**asked.raw, "assessment": {**held, key: value}}
            yield Variation(f"assessment.{key}", JUDGEMENTS[key].format(verb), Kind.JUDGEMENT, 0, case)


def endings(asked: Asked) -> Iterator[Variation]:
    """Recorded ends, and the ends of orders, on the day of the question and on the day before it."""
    days = (asked.as_of, asked.as_of - ONE_DAY)
    for event in asked.case.events:
        if event.type in ENDINGS:
            for day in days:
                if day != event.date:
                    words = f"{ENDINGS[event.type]} were {long_day(day)} instead of {long_day(event.date)}"
                    size = abs((day - event.date).days)
                    yield Variation(f"{event.id}.date", words, Kind.DATE, size, asked.changed(event, {"date": day}))
        elif event.type == "order_made":
            yield from _order_ends(asked, event, days)


def _order_ends(asked: Asked, event: Event, days: tuple[dt.date, ...]) -> Iterator[Variation]:
    now, order = event.day("until"), disposals.order_by_code(event.text("order"))
    if order is None:
        return
    instead = f" instead of {long_day(now)}" if now else ""
    for day in days:
        if day != now and day >= event.date:
            words = f"the {order.name} of {long_day(event.date)} ran until {long_day(day)}{instead}"
            size = abs((day - now).days) if now else 0
            yield Variation(f"{event.id}.until", words, Kind.DATE, size, asked.changed(event, {"until": day}))


def happenings(asked: Asked) -> Iterator[Variation]:
    """Decisions and ends that are not recorded yet: taken the day before the question, or on the day itself."""
    for kind, (words, fields) in HAPPENINGS.items():
        if kind == "review_decision" and parameters.find("notification/review_gap_adult", asked.edition) is None:
            continue
        day = asked.as_of if kind in ACCEPTED else asked.as_of - ONE_DAY
        case = asked.with_event(type=kind, date=day, **fields)
        if kind in ACCEPTED:
            case = {**case, "assessment": {ACCEPTED[kind]: True, **(case.get("assessment") or {})}}
        yield Variation(kind, f"{words} on {long_day(day)}", Kind.HAPPENING, 0, case)
    for event in asked.case.events:
        if event.type in UNDONE:
            words = f"{asked.name_of(event)} had not been recorded"
            yield Variation(event.id, words, Kind.HAPPENING, 1, asked.without(event))
