"""Whether a meeting is ready: who was asked, who has answered, who comes, and whether the assessment is fresh."""

from dataclasses import dataclass
from datetime import date

from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment
from mappa.kernel.clock import day_of
from mappa.kernel.sealed_fields import share_a_ring
from mappa.meetings.models import InformationReply, InformationRequest, Invitation, Meeting
from mappa.meetings.selectors import last_meeting_before


@dataclass(frozen=True, kw_only=True)
class AgencyReadiness:
    """One agency: its invitation and its request, either of which may be absent."""

    agency: Agency
    invitation: Invitation | None
    request: InformationRequest | None
    reply: InformationReply | None

    def late_on(self, on: date) -> bool:
        """Whether the reply is missing after its last day."""
        return self.request is not None and self.reply is None and on > self.request.due


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What the chair reads before the meeting (MEET-02, 05, 06)."""

    agencies: list[AgencyReadiness]
    assessment: Assessment | None
    assessed_since_last_meeting: bool

    @property
    def outstanding(self) -> int:
        """How many replies are missing."""
        return sum(1 for one in self.agencies if one.request and not one.reply)

    @property
    def ready(self) -> bool:
        """Whether every reply is in and the assessment was brought up to date."""
        return not self.outstanding and self.assessed_since_last_meeting


def readiness_of(meeting: Meeting) -> Readiness:
    """Who has answered and who comes. Covers: MEET-02, MEET-05, MEET-06."""
    invited = {one.agency_id: one for one in meeting.invitations.select_related("agency")}
    asked = {one.agency_id: one for one in meeting.requests.select_related("agency", "reply")}
    share_a_ring(one.reply for one in asked.values() if hasattr(one, "reply"))
    agencies = {one.agency_id: one.agency for one in [*invited.values(), *asked.values()]}
    last = last_meeting_before(meeting)
    assessment = (
        Assessment.objects.filter(person=meeting.case.person, on__lte=day_of(meeting.starts_at))
        .select_related("agency")
        .order_by("-on", "-id")
        .first()
    )
    return Readiness(
        agencies=[
            AgencyReadiness(
                agency=agency,
                invitation=invited.get(pk),
                request=asked.get(pk),
                reply=getattr(asked.get(pk), "reply", None),
            )
            for pk, agency in sorted(agencies.items(), key=lambda pair: pair[1].name)
        ],
        assessment=assessment,
        assessed_since_last_meeting=bool(assessment and (last is None or assessment.on >= day_of(last.starts_at))),
    )
