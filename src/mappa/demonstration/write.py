"""Stories into rows: in bulk, because services one by one would take minutes. Every person has an audit row."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.audit.models import AuditEvent, What
from mappa.demonstration.story import DAY, Sentence, Story
from mappa.kernel.models import ReferenceCounter
from mappa.offending.models import (
    Conviction,
    Disposal,
    Movement,
    NotificationBreach,
    NotificationEvent,
    NotificationReview,
    Order,
)
from mappa.people.models import (
    Address,
    Identifier,
    Involvement,
    InvolvementKind,
    ManagingArea,
    Person,
    RecordStep,
)
from mappa.people.names import keys_of_all
from mappa.people.numbers import pnc_of
from mappa.people.services import rekey

BY = "demonstration"
A_YEAR_LESS = timedelta(days=350)
NEVER_CHECKED = 29


def noon(day: date) -> datetime:
    """Noon of a day, in UTC."""
    return datetime.combine(day, time(12), tzinfo=UTC)


@dataclass
class Written:
    """A story and the rows that came of it."""

    story: Story
    person: Person
    convictions: list[Conviction] = field(default_factory=list)
    disposals: list[Disposal] = field(default_factory=list)
    moves: list[Movement] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    reviews: list[NotificationReview] = field(default_factory=list)


def write_people(stories: list[Story], *, on: date) -> list[Written]:
    """Persons, names, places, agencies involved."""
    areas = {area.code: area for area in Area.objects.all()}
    numbers = dict.fromkeys(areas, 0)
    people = []
    for story in stories:
        numbers[story.area] += 1
        first = min([story.opened, *(sentence.on for sentence in story.sentences)])
        people.append(
            Person(
                reference=f"{areas[story.area].prefix}-P-{numbers[story.area]:04d}",
                family_name=story.family, given_names=story.given, date_of_birth=story.born, sex=story.sex,
                compartment=story.compartment, recorded_at=noon(first + DAY), recorded_by=BY,
                name_keys=keys_of_all([(story.given, story.family)]),
            )
        )  # fmt: skip
    Person.objects.bulk_create(people, batch_size=1000)
    for code, last in numbers.items():
        ReferenceCounter.objects.create(prefix=f"{areas[code].prefix}-P", last=last)
    written = [Written(story, person) for story, person in zip(stories, people, strict=True)]
    ManagingArea.objects.bulk_create(
        ManagingArea(
            person=each.person, area=areas[each.story.area], by=BY,
            since=min([each.story.opened, *(sentence.on for sentence in each.story.sentences)]),
        )
        for each in written
    )  # fmt: skip
    Address.objects.bulk_create(
        Address(person=each.person, text=each.story.address, since=each.story.opened, recorded_by=BY)
        for each in written
    )
    Identifier.objects.bulk_create(
        Identifier(person=each.person, kind="pnc", value=pnc_of(each.story.opened.year, 900000 + index))
        for index, each in enumerate(written)
    )
    rekey(people)
    Involvement.objects.bulk_create(_involved(written, on))
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=each.person.recorded_at, what=What.COLLECTION, operation="people:person:create", who=BY,
            subject_type="person", subject=each.person.reference,
        )
        for each in written
    )  # fmt: skip
    return written


def _involved(written: list[Written], on: date) -> list[Involvement]:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    officers = {user.username: user for user in User.objects.all()}
    rows = []
    for index, each in enumerate(written):
        story, kinds = each.story, InvolvementKind
        here = [("police", kinds.RECORD_MANAGER if story.category in {1, 4} else kinds.PARTNER)]
        if story.lead != "police" or any(sentence.licence_end for sentence in story.sentences):
            here.append(("probation", kinds.OFFENDER_MANAGER))
        if story.lead in {"health", "yot"}:
            here.append((story.lead, kinds.OFFENDER_MANAGER))
        if story.cohort.startswith("now level") or story.cohort == "release ahead":
            here += [("victims", kinds.VICTIM_LIAISON), ("prison", kinds.PARTNER)]
        if story.cohort.startswith("now level") and story.category == 3 and index % 2:  # noqa: PLR2004 - a few residents
            here.append(("premises", kinds.APPROVED_PREMISES))
        until = story.leaves + timedelta(days=365) if story.leaves and story.leaves < on else None
        recent = story.opened > on - timedelta(days=1500)
        for key, kind in here:
            name = {"police": "police.om", "probation": "probation.om"}.get(key, "")
            mine = (recent or index % 12 == 0) and story.area == "northshire" and not story.compartment
            rows.append(
                Involvement(
                    person=each.person, agency=agencies[f"{story.area}-{key}"], kind=kind,
                    officer=officers.get(name) if mine else None, until=until, reason="Demonstration",
                    since=min([story.opened, *(sentence.on for sentence in story.sentences)]),
                )
            )  # fmt: skip
    return rows


def write_offending(written: list[Written]) -> None:
    """Convictions, disposals, movements, orders, breaches and reviews."""
    pairs = [(each, sentence) for each in written for sentence in each.story.sentences]
    convictions = [_conviction(each, sentence) for each, sentence in pairs]
    Conviction.objects.bulk_create(convictions, batch_size=1000)
    disposals = [
        Disposal(
            conviction=conviction, code=sentence.code, on=sentence.sentenced, term_months=sentence.term,
            licence_end=sentence.licence_end,
        )
        for conviction, (_, sentence) in zip(convictions, pairs, strict=True)
    ]  # fmt: skip
    Disposal.objects.bulk_create(disposals, batch_size=1000)
    for (each, _), conviction, disposal in zip(pairs, convictions, disposals, strict=True):
        each.convictions.append(conviction)
        each.disposals.append(disposal)
    for each in written:
        each.moves = [_moved(each.person, *move) for move in each.story.moves]
        each.orders = [
            Order(person=each.person, kind=kind, on=on, until=until, court="Northwick Crown Court")
            for kind, on, until in each.story.orders
        ]
    Movement.objects.bulk_create([move for each in written for move in each.moves], batch_size=2000)
    Order.objects.bulk_create([order for each in written for order in each.orders])
    NotificationBreach.objects.bulk_create(
        NotificationBreach(
            person=each.person, found_on=found, what="Did not notify a change of address", outcome=outcome,
            outcome_on=on,
        )
        for each in written
        for found, outcome, on in each.story.breaches
    )  # fmt: skip
    for each in written:
        each.reviews = [
            NotificationReview(
                person=each.person, applied_on=applied, decided_on=decided, outcome=outcome, rank="Superintendent",
                reasons="Risk is assessed as no longer needing notification.",
            )
            for applied, decided, outcome in each.story.reviews
        ]  # fmt: skip
    NotificationReview.objects.bulk_create([review for each in written for review in each.reviews])


def _moved(person: Person, kind: str, on: date, reason: str, details: dict[str, Any]) -> Movement:
    """One move. A release that is expected stands on its own day, and is known from the day of the story."""
    day = date.fromisoformat(str(details["release_on"])) if "release_on" in details else on
    rest = {name: said for name, said in details.items() if name != "release_on"}
    return Movement(person=person, kind=kind, on=day, reason=reason, details=rest, recorded_at=noon(on), recorded_by=BY)


def _conviction(each: Written, sentence: Sentence) -> Conviction:
    offence = sentence.offence
    return Conviction(
        person=each.person, kind=sentence.kind, on=sentence.on, court=sentence.court, title=offence.title,
        offence=offence.facts(), offence_date=sentence.on - timedelta(days=200), facts=sentence.facts,
        recorded_at=noon(sentence.on + DAY), recorded_by=BY, source="demonstration",
    )  # fmt: skip


def write_notifications(written: list[Written], *, on: date) -> None:
    """What was notified, year after year until the end or today; a few forgot the last year."""
    rows: list[NotificationEvent] = []
    steps: list[RecordStep] = []
    for index, each in enumerate(written):
        for kind, day in notified(each.story, on=on, forgot=index % NEVER_CHECKED == 0):
            rows.append(NotificationEvent(person=each.person, kind=kind, on=day, recorded_at=noon(day), recorded_by=BY))
        steps += [RecordStep(person=each.person, step=step, on=day, by=BY) for step, day in each.story.steps]
    NotificationEvent.objects.bulk_create(rows, batch_size=2000)
    RecordStep.objects.bulk_create(steps, batch_size=2000)


def notified(story: Story, *, on: date, forgot: bool) -> list[tuple[str, date]]:
    """The first notification, one after each release, and one a year, in the community only."""
    if story.category != 1:
        return []
    last = min(story.leaves or on, on) - (A_YEAR_LESS if forgot and not story.leaves else timedelta(0))
    starts = [story.opened, *(day for kind, day, *_ in story.moves if kind == "released")]
    inside = [sentence.sentenced for sentence in story.sentences if sentence.licence_end]
    inside += [day for kind, day, *_ in story.moves if kind == "returned_to_custody"]
    days = set()
    for start in starts:
        stop = min([day - DAY for day in inside if day > start], default=last)
        day = start + DAY
        while day <= min(stop, last):
            days.add(day)
            day += A_YEAR_LESS
    kinds = ["first_notification", *["periodic_notification"] * max(0, len(days) - 1)]
    return list(zip(kinds, sorted(days), strict=False))
