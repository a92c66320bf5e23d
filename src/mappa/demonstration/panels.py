"""The meetings that stories tell of, with their minutes, disclosure decisions, risk and visits."""

import hashlib
from datetime import datetime, time, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment, RoshRating
from mappa.cases.models import Case
from mappa.demonstration.write import BY, Written, noon
from mappa.disclosures.models import DisclosureDecision
from mappa.duties.models import CaseFact
from mappa.kernel.clock import LONDON
from mappa.meetings.lifecycle import MeetingAction, MeetingState
from mappa.meetings.models import Meeting, MeetingStep, MinutesIssue, MinutesVersion

LONG = {2: 45, 3: 60}
STEPS = (
    (MeetingAction.SCHEDULE, MeetingState.SCHEDULED, timedelta(days=-14)),
    (MeetingAction.OPEN, MeetingState.OPEN, timedelta(0)),
    (MeetingAction.CLOSE, MeetingState.HELD, timedelta(hours=1)),
)


def write_panels(written: list[Written], cases: list[Case]) -> None:
    """Meetings that were held: called, opened, closed, minuted, approved and issued."""
    chairs = {user.area.code: user for user in User.objects.filter(role="chair").select_related("area")}
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    meetings: list[Meeting] = []
    issued = []
    for each, case in zip(written, cases, strict=True):
        for panel in each.story.panels:
            meetings.append(
                Meeting(
                    reference=f"{case.reference[:2]}-M-{panel.on.year}-D{len(meetings) + 1:04d}", case=case,
                    level=panel.level, kind=panel.kind, minutes_long=LONG[panel.level],
                    place="Northwick police station",
                    starts_at=datetime.combine(panel.on, time(10), tzinfo=LONDON), chair=chairs.get(each.story.area),
                )
            )  # fmt: skip
            issued.append((panel, each))
    Meeting.objects.bulk_create(meetings, batch_size=1000)
    steps, versions = [], []
    for meeting, (panel, _) in zip(meetings, issued, strict=True):
        approved = noon(panel.issued)
        done = [(action, state, meeting.starts_at + after) for action, state, after in STEPS]
        done += [
            (MeetingAction.APPROVE_MINUTES, MeetingState.MINUTES_APPROVED, approved),
            (MeetingAction.ISSUE_MINUTES, MeetingState.MINUTES_ISSUED, approved + timedelta(hours=1)),
        ]
        steps += [MeetingStep(meeting=meeting, action=a, state=s, at=at, by=BY) for a, s, at in done]
        text = f"Minutes of {meeting.reference}, kept before this system and not copied into it."
        content = {"sections": [{"key": "summary", "label": "Summary", "text": text}]}
        versions.append(
            MinutesVersion(
                meeting=meeting, number=1, content=content, sha256=hashlib.sha256(text.encode()).hexdigest(),
                approved_at=approved, approved_by=BY,
            )
        )  # fmt: skip
    MeetingStep.objects.bulk_create(steps, batch_size=2000)
    MinutesVersion.objects.bulk_create(versions, batch_size=1000)
    MinutesIssue.objects.bulk_create(
        MinutesIssue(
            minutes=version, agency=agencies[f"{each.story.area}-police"], issued_by=BY,
            issued_at=version.approved_at + timedelta(hours=1), received_at=version.approved_at + timedelta(hours=3),
            received_by=BY,
        )
        for version, (_, each) in zip(versions, issued, strict=True)
    )  # fmt: skip
    DisclosureDecision.objects.bulk_create(
        DisclosureDecision(
            case=meeting.case, meeting=meeting.reference, level=meeting.level, on=panel.on, decision="no",
            reason="Nobody is at risk who does not know already.", at=noon(panel.on), by=BY,
        )
        for meeting, (panel, _) in zip(meetings, issued, strict=True)
    )  # fmt: skip


def write_risk(written: list[Written], cases: list[Case]) -> None:
    """An assessment when the case opened and whenever the story says; visits that clocks wait for."""
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    assessments, facts = [], []
    for each, case in zip(written, cases, strict=True):
        story = each.story
        for on, level in [(story.opened, "medium"), *story.risk]:
            assessments.append(
                Assessment(
                    person=each.person, tool="OASys" if story.lead == "probation" else "RM2000", on=on, rosh=level,
                    assessor="Demonstration officer", agency=agencies[f"{story.area}-{story.lead}"],
                    narrative="Judged on the facts then known.", recorded_at=noon(on), recorded_by=BY,
                )
            )  # fmt: skip
        facts += [
            CaseFact(
                case=case, kind="home_visit", on=on,
                details={"by": by, "kind": "routine", "visitor": "offender_manager"},
                at=noon(on), by=BY,
            )
            for on, by in story.visits
        ]  # fmt: skip
    Assessment.objects.bulk_create(assessments, batch_size=2000)
    RoshRating.objects.bulk_create(
        (RoshRating(assessment=each, group="public", level=each.rosh) for each in assessments), batch_size=2000
    )
    CaseFact.objects.bulk_create(facts, batch_size=2000)
