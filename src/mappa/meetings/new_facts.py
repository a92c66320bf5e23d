"""New facts given at a meeting: an agency that took part has to look again at its own assessment and plan."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mappa.accounts.models import User
from mappa.assessments.models import Assessment
from mappa.cases.models import Case
from mappa.meetings.completeness import PRESENT
from mappa.meetings.lifecycle import WAS_HELD
from mappa.meetings.models import InformationReply, Invitation, Meeting
from mappa.meetings.selectors import held_day, meetings_visible_to


def reviews_owed(actor: User, case: Case, on: date) -> QuerySet[Meeting]:
    """The meetings about a case after which the actor's agency owes a review of its own assessment and plan.

    It took part; another agency answered with something that it holds; and the agency's own newest assessment is from
    before the meeting. Recording an assessment of that day or later clears it. An agency without an assessment of its
    own has none to look at again.

    Covers: RISK-23.
    """
    agency = actor.agency_id
    own = Assessment.objects.filter(person=case.person_id, agency=agency)
    told = InformationReply.objects.filter(request__meeting=OuterRef("pk"), nothing_held=False)
    took_part = Invitation.objects.filter(meeting=OuterRef("pk"), agency=agency, attendance__in=PRESENT)
    held = meetings_visible_to(actor, on).filter(case=case, state__in=WAS_HELD).annotate(day=held_day())
    looked_again = Exists(own.filter(on__gte=OuterRef("day")))
    owed = Q(Exists(took_part)) & Q(Exists(told.exclude(request__agency=agency))) & Q(Exists(own)) & ~Q(looked_again)
    return held.filter(owed).order_by("starts_at", "pk")
