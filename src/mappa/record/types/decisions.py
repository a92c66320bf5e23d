"""Meetings, disclosure and documents: the whole set of what was decided and sent (NOMINAL-11)."""

from datetime import date

from mappa.accounts.permissions import Permission
from mappa.disclosures.models import DisclosureDecision
from mappa.govuk.presenters import Link
from mappa.kernel import clock
from mappa.meetings.models import Meeting, MinutesVersion
from mappa.meetings.selectors import minutes_requests_of, with_state
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text
from mappa.referrals.selectors import referrals_visible_to
from mappa.uploads.model import Kind as Kept

GROUP = Group.DECISIONS


def _today() -> date:
    return clock.day_of(clock.now())


TYPES = (
    AttachmentType(
        key="referrals", label="Referrals", one="a referral", group=GROUP,
        table=Table(
            rows=lambda person, actor: (
                referrals_visible_to(actor, _today()).filter(person=person).order_by("-created_at", "-pk")
            ),
            columns=("Reference", "Agency", "Level sought", "Begun"), page="referrals/new/", day="created_at",
            permission=Permission.REFERRAL_VIEW,
            cells=lambda row: (
                Link(text=row.reference, href=f"/referrals/{row.reference}/"), row.agency.name,
                row.level_sought or "Not said", row.created_at,
            ),
        ),
    ),
    AttachmentType(
        key="meetings", label="Meetings", one="a meeting", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                with_state(Meeting.objects.filter(case__person=person)).order_by("-starts_at", "-pk")
            ),
            columns=("Meeting", "Level", "Day", "State"), page="meetings/", day="starts_at",
            permission=Permission.MEETING_VIEW,
            cells=lambda row: (
                Link(text=f"{row.get_kind_display()}, {row.reference}", href=f"/meetings/{row.reference}/"), row.level,
                row.starts_at, row.state.replace("_", " ").capitalize(),
            ),
        ),
    ),
    AttachmentType(
        key="minutes", label="Minutes", one="minutes", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                MinutesVersion.objects.filter(meeting__case__person=person).select_related("meeting")
                .order_by("-approved_at", "-pk")
            ),
            columns=("Minutes of", "Version", "Approved", "By"), page="meetings/", day="approved_at",
            permission=Permission.MEETING_VIEW,
            cells=lambda row: (
                Link(text=row.meeting.reference, href=f"/meetings/{row.meeting.reference}/minutes/"), row.number,
                row.approved_at, row.approved_by,
            ),
        ),
    ),
    AttachmentType(
        key="minutes-requests", label="Requests about minutes", one="a request", group=GROUP,
        table=Table(
            rows=lambda person, _actor: minutes_requests_of(person).order_by("-asked_at", "-pk"),
            columns=("What was asked", "By whom", "Asked", "Answer"), page="minutes-requests/", day="asked_at",
            permission=Permission.MEETING_VIEW,
            cells=lambda row: (
                row.get_kind_display(), row.who, row.asked_at, row.get_answer_display() or "Not answered yet"
            ),
        ),
    ),
    AttachmentType(
        key="disclosures", label="Disclosures", one="a decision on disclosure", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                DisclosureDecision.objects.filter(case__person=person).order_by("-on", "-pk")
            ),
            columns=("Decision", "Day", "To whom", "Why"), page="disclosures/", day="on",
            permission=Permission.DISCLOSURE_VIEW,
            cells=lambda row: (row.get_decision_display(), row.on, row.recipient or "Nobody", row.reason),
        ),
    ),
    AttachmentType(
        key="documents", label="Documents", one="a document", group=GROUP, chronology=True,
        says="The document itself, or what it is and where it is held.", files=frozenset(Kept),
        fields=(
            first("title", "What is it called?"),
            choice("kind", "What is it?", {"report": "Report", "letter": "Letter", "assessment": "Assessment",
                                           "court": "From a court", "licence": "Licence", "order": "Order",
                                           "photograph": "Photograph", "other": "Something else"},
                   required=True, listed=True),
            text("held", "Where is the original held?", listed=True, hint="The system and its reference"),
            text("written_by", "Who wrote it?", listed=True),
            notes("What does it say that matters?"),
        ),
    ),
    AttachmentType(
        key="parole", label="Parole and tribunals", one="a hearing", group=GROUP, ahead=True, chronology=True,
        fields=(
            choice("what", "Which hearing?", {"parole": "Parole Board", "tribunal": "Mental health tribunal",
                                              "court": "Court", "appeal": "Appeal"}, required=True, listed=True),
            first("about", "What about?"),
            text("outcome", "Outcome", listed=True),
            text("report_due", "When is our report due?", Kind.DATE, listed=True, comes_up="Send the report"),
            notes(),
        ),
    ),
)  # fmt: skip
