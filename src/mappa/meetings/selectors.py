"""Doors to meetings: by the case for those who know it; an agency contact knows only what was sent."""

from datetime import date, datetime, timedelta

from django.db.models import DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least, TruncDate

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may, roles_with
from mappa.agencies.models import Agency
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case, CaseStep
from mappa.kernel.clock import LONDON, day_of
from mappa.meetings.lifecycle import WAS_HELD, MeetingAction, MeetingState
from mappa.meetings.models import (
    CoreGroupMember,
    InformationReply,
    InformationRequest,
    Meeting,
    MeetingDecision,
    MeetingStep,
    MinutesIssue,
    MinutesRequest,
)
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.walls import within_walls
from mappa.referrals.models import Referral, ReferralStep

OUT_OF_MAPPA = (CaseState.EXITED, CaseState.ARCHIVED)


def with_state(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add `state`, which is what the latest step left."""
    latest = MeetingStep.objects.filter(meeting=OuterRef("pk")).order_by("-id")
    return meetings.annotate(state=Subquery(latest.values("state")[:1]))


def standing_at(state: MeetingState) -> Q:
    """That a state is what the latest step left, as a filter: it looks at all steps at once, not meeting by meeting."""
    newest = MeetingStep.objects.order_by().values("meeting").annotate(last=Max("pk")).values("last")
    return Q(pk__in=MeetingStep.objects.filter(pk__in=newest, state=state).values("meeting"))


def state_of(meeting: Meeting) -> MeetingState:
    """Where one meeting stands."""
    return MeetingState(meeting.steps.latest("id").state)


def held_day() -> Least:
    """The day of a meeting, for use in a query: that of its booking, or the day it was opened if that came first."""
    opened = MeetingStep.objects.filter(meeting=OuterRef("pk"), action=MeetingAction.OPEN).order_by("id")
    opened_on = opened.values_list(TruncDate("at", tzinfo=LONDON))[:1]
    # The least of a day and nothing is the day.
    return Least(TruncDate("starts_at", tzinfo=LONDON), Subquery(opened_on, output_field=DateField()))


def held_on(meeting: Meeting) -> date:
    """`held_day` of one meeting."""
    return Meeting.objects.values_list(held_day(), flat=True).get(pk=meeting.pk)


def meetings_visible_to(actor: User, on: date) -> QuerySet[Meeting]:
    """Every meeting about the cases that the actor may know of on a day, with its state."""
    people = people_visible_to(actor, on)
    return with_state(Meeting.objects.filter(case__person__in=people).select_related("case__person", "chair"))


def meetings_between(actor: User, first: datetime, before: datetime, *, on: date | None = None) -> QuerySet[Meeting]:
    """The meetings that start in a stretch of time; the first moment counts, the last does not.

    Args:
        on: the day on which the actor may know of them; that of the first moment unless told.
    """
    meetings = meetings_visible_to(actor, on or day_of(first)).filter(starts_at__gte=first, starts_at__lt=before)
    asked = InformationRequest.objects.filter(meeting=OuterRef("pk"), reply=None)
    return meetings.annotate(waiting=Exists(asked)).order_by("starts_at", "id")


def core_group_of(decision: MeetingDecision | OuterRef | None) -> QuerySet[CoreGroupMember]:
    """Who does the next review as a core group, the co-ordinating agency first; nobody without one."""
    members = CoreGroupMember.objects.filter(decision=decision).select_related("agency")
    return members.order_by("-coordinates", "agency__name", "id")


def core_group_to_come(case: Case) -> QuerySet[CoreGroupMember]:
    """The core group that the last meeting held about a case chose for the next review."""
    held = with_state(Meeting.objects.filter(case=case)).filter(state__in=WAS_HELD).order_by("-starts_at", "-id")
    return core_group_of(MeetingDecision.objects.filter(meeting=held.first()).first())


def last_meeting_before(meeting: Meeting) -> Meeting | None:
    """The last meeting that was held about the same case."""
    earlier = with_state(Meeting.objects.filter(case=meeting.case_id, starts_at__lt=meeting.starts_at))
    return earlier.filter(state__in=WAS_HELD).order_by("-starts_at").first()


def requests_for(actor: User) -> QuerySet[InformationRequest]:
    """What the actor's own agency was asked, for meetings that were not cancelled. Nobody else's.

    Somebody on a list against them, a relative of the person for example, does not see what their agency was asked, nor
    does somebody who is not cleared for the compartment of the record.
    """
    known = within_walls(actor, "meeting__case__person")
    asked = InformationRequest.objects.filter(known, agency=actor.agency_id).select_related(
        "meeting__case__person", "agency", "contact"
    )
    latest = MeetingStep.objects.filter(meeting=OuterRef("meeting")).order_by("-id")
    asked = asked.annotate(state=Subquery(latest.values("state")[:1])).exclude(state=MeetingState.CANCELLED)
    return asked.order_by("due", "id")


def open_requests_for(actor: User, on: date) -> QuerySet[InformationRequest]:
    """What the actor's agency still has to answer on a day, the earliest due first.

    A request stays open after its meeting was held: the reply is still wanted for the record. It closes with any later
    reply of the agency about the case, and on the day after the last in MAPPA (MEET-04).
    """
    answered = InformationReply.objects.filter(
        request__agency=OuterRef("agency"),
        request__meeting__case=OuterRef("meeting__case"),
        at__gte=OuterRef("sent_at"),
    )
    wanted = requests_for(actor).filter(reply=None).exclude(Exists(answered))
    # One case at a time: as a list of cases PostgreSQL works out every one that ever left, whatever was asked.
    return wanted.exclude(Exists(cases_left_by(on).filter(pk=OuterRef("meeting__case"))))


def cases_left_by(on: date) -> QuerySet[Case]:
    """The cases that are out of MAPPA on a day."""
    latest = CaseStep.objects.filter(case=OuterRef("pk"), on__lt=on).order_by("-on", "-id").values("state")[:1]
    steps = CaseStep.objects.filter(on__lt=on, state__in=OUT_OF_MAPPA).values("case")
    return Case.objects.filter(pk__in=steps).annotate(state=Subquery(latest)).filter(state__in=OUT_OF_MAPPA)


def issues_for(actor: User) -> QuerySet[MinutesIssue]:
    """The copies of minutes that were issued to the actor's agency (MEET-30), less those behind a wall to the actor.

    An issue is to the agency. Within it a record of Category 4 stays with those who are cleared for it (DOMEX-09).
    """
    known = within_walls(actor, "minutes__meeting__case__person")
    issued = MinutesIssue.objects.filter(known, agency=actor.agency_id)
    return issued.select_related("minutes__meeting__case__person").order_by("issued_at", "id")


def accepted_referral(case: Case) -> Referral | None:
    """The latest referral of the person whose last step accepted it, with `level` as decided."""
    last = ReferralStep.objects.filter(referral=OuterRef("pk")).order_by("-id")
    referrals = case.person.referrals.annotate(
        state=Subquery(last.values("state")[:1]), level=Subquery(last.values("level")[:1])
    )
    return referrals.filter(state="accepted").order_by("-id").first()


def chairs_of(actor: User) -> QuerySet[User]:
    """Who in the actor's area may chair."""
    return _holders(actor, Permission.MEETING_CHAIR)


def writers_of(actor: User) -> QuerySet[User]:
    """Who in the actor's area may write minutes."""
    return _holders(actor, Permission.MINUTES_WRITE)


def _holders(actor: User, permission: Permission) -> QuerySet[User]:
    users = User.objects.filter(area=actor.area_id, is_active=True, role__in=roles_with(permission))
    return users.select_related("agency").order_by("name")


def issues_of(meeting: Meeting) -> QuerySet[MinutesIssue]:
    """Every copy of a meeting's minutes that was issued. The caller has shown that the reader may know of it."""
    issued = MinutesIssue.objects.filter(minutes__meeting=meeting).select_related("agency", "contact", "minutes")
    return issued.defer("minutes__content").order_by("-minutes__number", "agency__name")


def agencies_of(actor: User) -> QuerySet[Agency]:
    """The agencies registered in the actor's area: only these can be invited (MEET-08)."""
    return Agency.objects.filter(areas=actor.area_id).order_by("name")


def week_of(on: date) -> tuple[date, date]:
    """Monday of the week of a day, and the Monday two weeks later."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(weeks=2)


def sees_walled_sections(actor: User) -> bool:
    """Whether the actor may read what minutes hold about victims: need to know, or writes the minutes."""
    return bool(may(actor, Permission.VICTIMS_VIEW)) or bool(may(actor, Permission.MINUTES_WRITE))


def minutes_requests_of(person: Person) -> QuerySet[MinutesRequest]:
    """Every request about the minutes of a person's meetings, the newest first. The caller has shown who may know."""
    rows = MinutesRequest.objects.filter(meeting__case__person=person)
    return rows.select_related("meeting", "agency", "redirected_to").order_by("-asked_at", "-pk")


def minutes_requests_for_chair(actor: User, on: date) -> QuerySet[MinutesRequest]:
    """What the chair of a meeting was asked about its minutes, unanswered first and the oldest of them first."""
    rows = MinutesRequest.objects.select_related("meeting__case__person", "agency", "redirected_to")
    if not may(actor, Permission.MEETING_CHAIR):
        return rows.none()
    chaired = Meeting.objects.filter(chair=actor.pk, case__person__in=people_visible_to(actor, on))
    mine = rows.filter(meeting__in=chaired).alias(done=Q(answered_at__isnull=False))
    return mine.order_by("done", "asked_at", "pk")


def latest_with_minutes(person: Person) -> Meeting | None:
    """The latest meeting about a person that has approved minutes: its chair answers for them (DISC-23)."""
    held = Meeting.objects.filter(case__person=person, minutes__isnull=False).select_related("chair", "case__person")
    return held.order_by("-starts_at", "-pk").first()
