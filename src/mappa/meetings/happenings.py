"""Meetings in the words of the duty engine, many cases at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mappa.cases.models import Case
from mappa.kernel.clock import day_of
from mappa.meetings.lifecycle import MeetingAction
from mappa.meetings.models import InformationReply, InformationRequest, Meeting, MeetingStep


def from_meetings(cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Meetings held, minutes first issued, requests sent and answered. Six queries, however many cases.

    What was asked for a meeting that was cancelled need not be answered any more, so it is left out.
    """
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    ids = [case.pk for case in cases]
    steps = MeetingStep.objects.filter(meeting__case__in=ids)
    held = set(steps.filter(action=MeetingAction.CLOSE).values_list("meeting", flat=True))
    issuing = steps.filter(action=MeetingAction.ISSUE_MINUTES).order_by("-at")
    issued = dict(issuing.values_list("meeting", "at"))
    opened = dict(steps.filter(action=MeetingAction.OPEN).values_list("meeting", "at"))
    for pk, case, starts_at, level, kind in Meeting.objects.filter(pk__in=held).values_list(
        "pk", "case", "starts_at", "level", "kind"
    ):
        on = day_of(min(starts_at, opened.get(pk, starts_at)))
        found[case].append({"type": "meeting_held", "date": on, "level": level, "kind": kind})
        if pk in issued:
            found[case].append({"type": "minutes_issued", "date": day_of(issued[pk]), "for": on})
    cancelled = steps.filter(action=MeetingAction.CANCEL).values("meeting")
    asked = InformationRequest.objects.filter(meeting__case__in=ids).exclude(meeting__in=cancelled)
    for case, sent_at, kind in asked.values_list("meeting__case", "sent_at", "agency__kind"):
        found[case].append({"type": "agency_request_sent", "date": day_of(sent_at), "agency": kind})
    for case, at, kind in InformationReply.objects.filter(request__in=asked).values_list(
        "request__meeting__case", "at", "request__agency__kind"
    ):
        found[case].append({"type": "agency_reply_received", "date": day_of(at), "agency": kind})
    return found
