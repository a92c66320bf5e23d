"""What is going on today: referrals, meetings, requests, actions, minutes, an emergency, a transfer.

Everything here goes through the services, as the person whose work it is, so it has happened as it would in use.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.cases.models import Case
from mappa.cases.services import request_transfer
from mappa.demonstration import chairing, results
from mappa.demonstration.guarding import keep_a_relative_out
from mappa.demonstration.rated import rate
from mappa.demonstration.shares import ask_about_minutes, share_some
from mappa.demonstration.victims import work_with
from mappa.demonstration.write import Written
from mappa.diversity.services import Said, record_diversity
from mappa.imports.services import import_results
from mappa.kernel.clock import LONDON
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.models import InformationRequest, Meeting, MeetingKind
from mappa.meetings.services.answering import Answer, answer_request
from mappa.meetings.services.booking import Booking, last_day_in_time, schedule_meeting
from mappa.meetings.services.minutes import acknowledge_minutes, approve_minutes, issue_minutes
from mappa.people.models import Person
from mappa.people.services import VictimFacts, add_victim
from mappa.plans.services import add_contingency, add_line, add_risk, ensure_plan, set_action
from mappa.referrals.services import (
    decide_referral,
    save_invitees,
    save_section,
    start_referral,
    submit_referral,
)
from mappa.sharing.services import open_emergency

DAY = timedelta(days=1)
FRIDAY = 4
ASKED = (
    "Contact, concerns, addresses, household and services since the last meeting, and anything about people at risk."
)
SECTIONS = {
    "category": {"category": 2, "level_sought": 2},
    "offence": {"offence_facts": "Wounded a man outside a public house; drink and an old quarrel lay behind it."},
    "reason": {
        "concerns": "Two reports of threats in a month, and missed appointments since.",
        "gap": "No one agency can watch the address and the family at once.",
        "barrier": "Housing and police hold pieces that line managers could not bring together.",
        "added_value": "One plan for the address, the family and the licence.",
    },
    "risk": {
        "likelihood": "High within the year if drinking goes on.",
        "rosh": "high",
        "rosh_when_and_to_whom": "High, to a known adult and his household, most at weekends.",
        "imminence": "A threat last week named a day.",
        "assessment_tool": "OASys",
    },
    "victims": {"victims": "The man who was wounded, and his family, who live near."},
    "plan": {
        "plan_supervision": "Weekly reporting to the same officer.",
        "plan_monitoring": "Exclusion from the street and the public house.",
        "plan_interventions": "Alcohol treatment begins this month.",
        "plan_victim_safety": "Victim liaison calls every week.",
        "plan_contingency": "A breach of the exclusion leads to recall the same day.",
    },
    "urgency": {"emergency": False},
    "diversity": {"diversity": "Reads with difficulty: explain conditions face to face."},
    "aware": {"offender_aware": "told"},
    "endorsement": {"endorsed_by": "Jo Cerise, senior probation officer"},
}  # fmt: skip


@dataclass
class World:
    """Who is there, and the people whose stories go on today."""

    on: date
    at: datetime
    users: dict[str, User]
    agencies: dict[str, Agency]
    cohorts: dict[str, list[Person]]

    def case(self, person: Person) -> Case:
        """The person's case."""
        return Case.objects.select_related("person").get(person=person)

    def moment(self, days: int, hour: int = 10) -> datetime:
        """So many days from today, at an hour in England and Wales."""
        return datetime.combine(self.on + days * DAY, time(hour), tzinfo=LONDON)

    def weekday(self, days: int, hour: int = 10) -> datetime:
        """As `moment`, moved on to Monday from a weekend."""
        found = self.moment(days, hour)
        return found + timedelta(days=max(0, 7 - found.weekday()) % 7 if found.weekday() > FRIDAY else 0)


def today(written: list[Written], *, on: date, at: datetime) -> None:
    """Set the scene of the day."""
    cohorts: dict[str, list[Person]] = {}
    for each in written:
        if each.story.area == "northshire":
            cohorts.setdefault(each.story.cohort, []).append(each.person)
    world = World(
        on=on, at=at, cohorts=cohorts,
        users={user.username: user for user in User.objects.select_related("agency", "area")},
        agencies={agency.code.removeprefix("northshire-"): agency for agency in Agency.objects.all()},
    )  # fmt: skip
    high = cohorts["now level 2"] + cohorts["now level 3"]
    for person in high:
        plan_for(world, person)
    refer(world)
    meet(world, high)
    minute(world, high)
    move_and_break(world)
    share_some(high, users=world.users, agencies=world.agencies, at=at, on=on)
    relative = world.users["administrator"]
    keep_a_relative_out(world.cohorts["new"][-1], relative=relative, coordinator=world.users["coordinator"], at=at)
    ask_about_minutes(users=world.users, at=at)
    content = results.court_results(on)
    import_results(
        content=content, name="northwick-crown-court.csv", area=Area.objects.get(code="northshire"),
        actor=world.users["coordinator"], at=at, dry_run=False, accept_good_rows=True,
    )  # fmt: skip


def plan_for(world: World, person: Person) -> None:
    """A plan with a risk, a line under each pillar, a contingency and actions, one of them late for some."""
    actor, case = world.users["probation.om"], world.case(person)
    then = world.moment(-21)
    if not person.involvements.filter(agency=actor.agency).exists():
        return
    plan = ensure_plan(case=case, review_on=world.on + timedelta(days=40), actor=actor, at=then)
    risk = add_risk(plan=plan, group="known_adult", text="Serious violence to a known adult", actor=actor, at=then)
    add_risk(plan=plan, group="staff", text="Threats to staff who visit alone", actor=actor, at=then)
    lines = [
        add_line(plan=plan, pillar=pillar, text=text, risk=risk, agency=world.agencies[agency], actor=actor, at=then,
                 control=control)
        for pillar, text, agency, control in (
            ("supervision", "Weekly reporting to the same officer", "probation", "external"),
            ("monitoring", "Exclusion zone around the former home", "police", "external"),
            ("interventions", "One-to-one work on triggers and drinking", "probation", "internal"),
            ("victim_safety", "Alarm fitted; victim liaison calls weekly", "victims", "external"),
        )
    ]  # fmt: skip
    add_contingency(
        plan=plan, trigger="Seen inside the exclusion zone", response="Police attend at once; recall is considered the"
        " same day", who="Duty inspector", agency=world.agencies["police"], actor=actor, at=then,
    )  # fmt: skip
    number = int(person.reference[-2:])
    tasks = [("Visit the address unannounced", "Chris Ochre", "police", number % 20 - 4)]
    if number % 4 == 0:
        tasks.append(("Check the letting with the landlord and report", "Val Copper", "housing", number % 30 - 9))
    elif number % 4 == 1:
        tasks.append(
            ("Say whether the school has been told of the exclusion", "Mel Linden", "children", number % 12 + 2)
        )
    for what, who, agency, days in tasks:
        set_action(
            case=case, what=what, owner_name=who, owner=None, agency=world.agencies[agency],
            due=world.on + days * DAY, meeting="", line=lines[1], actor=actor, at=then,
        )  # fmt: skip
    victim = add_victim(
        reference=person.reference, actor=world.users["victim.liaison"], at=then,
        facts=VictimFacts(
            kind="direct", description="The adult harmed in the index offence", contact="accepted",
            messenger="Bev Coral", views="Wants no contact and asks to be told of release.",
            safety="Alarm and a marker on the address.",
        ),
    )  # fmt: skip
    for characteristic, answer in (("age", "from_30"), ("gender", "woman"), ("religion", "declined")):
        record_diversity(
            person=person, victim=victim, actor=world.users["victim.liaison"], at=then,
            said=Said(
                characteristic=characteristic, answer=answer, on=then.date(), basis="self_described",
                said_by="Herself, to Bev Coral",
            ),
        )  # fmt: skip
    work_with(victim, world.users["victim.liaison"], actor, then)
    rate(victim, actor=actor, at=then)


def refer(world: World) -> None:
    """A draft, four waiting (one of them late), one returned and one accepted."""
    people = iter(world.cohorts["recent licence"])
    actor, gatekeeper = world.users["probation.om"], world.users["coordinator"]
    for days in (16, 9, 4, 1):
        referral(world, next(people), actor, world.moment(-days))
    start_referral(person_reference=next(people).reference, actor=actor, at=world.moment(-1))
    answers = {"level": None, "in_remit": True, "needs_multi_agency": None, "actor": gatekeeper}
    back = referral(world, next(people), actor, world.moment(-8))
    decide_referral(
        reference=back, outcome="return", reason="Which days were the threats made?", at=world.moment(-5), **answers
    )
    taken = referral(world, next(people), actor, world.moment(-12))
    answers |= {"level": 2, "needs_multi_agency": True}
    decide_referral(
        reference=taken,
        outcome="accept",
        reason="Three agencies hold part of it.",
        at=world.moment(-6),
        share_until=world.on + 21 * DAY,
        **answers,
    )


def referral(world: World, person: Person, actor: User, at: datetime) -> str:
    """Form A from the first question to the last."""
    made = start_referral(person_reference=person.reference, actor=actor, at=at)
    more = {"risk": {"assessment_on": (at - 3 * DAY).date()}, "endorsement": {"endorsed_on": at.date()}}
    for section, values in SECTIONS.items():
        made = save_section(
            reference=made.reference, section=section, values=values | more.get(section, {}),
            read_version=made.version, actor=actor, at=at,
        )  # fmt: skip
    invitees = [(world.agencies["housing"], "Lets the flat"), (world.agencies["police"], "Manages the exclusion")]
    made = save_invitees(reference=made.reference, invitees=invitees, read_version=made.version, actor=actor, at=at)
    submit_referral(reference=made.reference, actor=actor, at=at)
    return made.reference


def invited(world: World) -> tuple[tuple[Agency, str], ...]:
    """Who is invited, and why."""
    return (
        (world.agencies["police"], "Manages the address and the orders"),
        (world.agencies["probation"], "Supervises the licence"),
        (world.agencies["housing"], "Holds the letting"),
        (world.agencies["children"], "Children live near"),
    )


def book(world: World, person: Person, starts_at: datetime, at: datetime) -> Meeting:
    """A review, called by the administrator."""
    case = world.case(person)
    level = case.levels.order_by("since").last().level  # type: ignore[union-attr]
    limit = last_day_in_time(case, level, starts_at)
    booking = Booking(
        level=level, kind=MeetingKind.REVIEW, starts_at=starts_at, minutes_long=30 * (level - 1), asked=ASKED,
        place="Northwick police station, room 2, or by video", chair=world.users["chair"], invited=invited(world),
        late_reason="No earlier room with video was free." if limit and starts_at.date() > limit.last_day else "",
    )  # fmt: skip
    return schedule_meeting(case=case, booking=booking, actor=world.users["administrator"], at=at)


ANSWER = Answer(
    in_role=True, how="By a search of lettings and a talk with the housing officer.", by_whom="Val Copper, housing",
    searched="Lettings, repairs and nuisance systems", nothing_held=False, attending="attend",
    contact="Seen twice at the office, polite.", service="A one-bedroom flat since spring.",
    representative="Val Copper",
)  # fmt: skip


def meet(world: World, high: list[Person]) -> None:
    """Seven meetings this week and next, most replies in, some late."""
    asked_at = world.moment(-9)
    for number, person in enumerate(high[:7]):
        meeting = book(world, person, world.weekday(1 + number * 2, 9 + number % 4), asked_at)
        replies = InformationRequest.objects.filter(meeting=meeting).select_related("agency")
        for request in replies:
            user = {"housing": "housing.spoc", "children": "children.spoc", "police": "police.om"}.get(
                request.agency.code.removeprefix("northshire-")
            )
            if user and number % 3 and not (number == 1 and user == "children.spoc"):
                answer_request(request=request, answer=ANSWER, actor=world.users[user], at=world.moment(-5))


def minute(world: World, high: list[Person]) -> None:
    """Three meetings that were held: minutes to approve, to issue, and to acknowledge."""
    chair, administrator = world.users["chair"], world.users["administrator"]
    for number, person in enumerate(high[8:11]):
        held_at = world.moment(-2 - number * 3)
        meeting = book(world, person, held_at, held_at - 12 * DAY)
        chairing.hold(meeting, chair=chair, at=held_at, next_on=world.on + 45 * DAY)
        if number:
            approve_minutes(meeting=meeting, read_sha256=sha256_of(content_of(meeting)), actor=chair, at=held_at + DAY)
        if number > 1:
            issues = issue_minutes(meeting=meeting, actor=administrator, at=held_at + 2 * DAY)
            for issue in issues:
                if issue.agency == world.users["police.om"].agency:
                    acknowledge_minutes(issue=issue, actor=world.users["police.om"], at=held_at + 3 * DAY)


def move_and_break(world: World) -> None:
    """A transfer in transit and an emergency access that waits for its review."""
    mover = world.cohorts["new"][0]
    request_transfer(
        case=world.case(mover), to_area=Area.objects.get(code="eastmere"), actor=world.users["police.om"],
        reason="Has taken a tenancy in Saltby and moves there for work.", move_on=world.on + 10 * DAY,
        at=world.moment(-2),
    )  # fmt: skip
    open_emergency(
        reference=world.cohorts["recent licence"][-1].reference, actor=world.users["health.lead"],
        reason="Presented at the crisis team at night making threats; we need the licence conditions now.",
        at=world.at - timedelta(hours=9),
    )  # fmt: skip
