"""What is still missing before a meeting can be closed, each with the step where it is put right.

Covers: IDENT-15, MEET-25, REVIEW-09, REVIEW-10, LEVEL-10, LEVEL-15, DISC-03.
"""

from dataclasses import dataclass

from mappa.disclosures.models import DisclosureDecision
from mappa.meetings import agenda, category_3, standards
from mappa.meetings.models import Invitation, Meeting, MeetingDecision
from mappa.meetings.selectors import held_on

PRESENT = ("attended", "deputy")


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One thing that is missing: at which step, and what to do."""

    step: str
    text: str


def gaps(meeting: Meeting) -> list[Gap]:
    """Everything that is missing, in the order of the chair's steps. Empty: the meeting can be closed."""
    found = [*_attendance(meeting), *_sections(meeting), *_disclosure(meeting), *_views(meeting), *_decision(meeting)]
    order = [step for step, _ in agenda.STEPS]
    return sorted(found, key=lambda gap: order.index(gap.step))


def attendance_gap(invitation: Invitation) -> str:
    """What is missing about how one agency took part; empty when nothing is (MEET-09, 15, 16)."""
    name = invitation.agency.name
    if not invitation.attendance:
        return f"Say how {name} took part"
    if invitation.attendance not in PRESENT:
        return ""
    if invitation.has_authority is None:
        return f"Say whether the representative of {name} can commit the agency"
    if not invitation.confidentiality_accepted_at:
        return f"{name} has not accepted confidentiality"
    if invitation.joined_remotely and not invitation.private_place:
        return f"{name} joined remotely and has not declared a private place"
    return ""


def _attendance(meeting: Meeting) -> list[Gap]:
    texts = [attendance_gap(one) for one in meeting.invitations.select_related("agency").order_by("agency__name")]
    return [Gap(step="attendance", text=text) for text in texts if text]


def _sections(meeting: Meeting) -> list[Gap]:
    written = {item.key: item for item in meeting.items.all()}
    found = []
    for item in agenda.items(meeting.case.edition):
        if not item.mandatory_at(meeting.level):
            continue
        row = written.get(item.key)
        if row is None or not row.text.strip():
            found.append(Gap(step=item.step, text=f"Write the section {item.label}"))
        elif row.carried_from and not row.confirmed_at:
            found.append(Gap(step=item.step, text=f"Confirm or change {item.label}, carried from the last meeting"))
    return found


def _disclosure(meeting: Meeting) -> list[Gap]:
    if DisclosureDecision.objects.filter(meeting=meeting.reference).exists():
        return []
    return [Gap(step="disclosure", text="Decide whether to disclose, with reasons")]


def _views(meeting: Meeting) -> list[Gap]:
    present = meeting.invitations.filter(attendance__in=PRESENT).select_related("agency").order_by("agency__name")
    said = set(meeting.views.values_list("agency", flat=True))
    return [
        Gap(step="views", text=f"Record the view of {one.agency.name}") for one in present if one.agency_id not in said
    ]


def _decision(meeting: Meeting) -> list[Gap]:
    decision = MeetingDecision.objects.filter(meeting=meeting).first()
    if decision is None:
        return [Gap(step="level", text="Decide the level and confirm the category")]
    if not decision.category_3 and category_3.held_since(meeting.case, held_on(meeting)):
        return [Gap(step="level", text="Say whether the person stays in Category 3, and why")]
    limit = standards.review_limit(decision.level, meeting.case.edition, held_on(meeting))
    if limit and decision.next_on is None:
        return [Gap(step="next", text="Set the date of the next meeting")]
    return []
