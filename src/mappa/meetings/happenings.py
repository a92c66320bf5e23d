"""Meetings in the words of the duty engine, many cases at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mappa.cases.models import Case
from mappa.kernel.clock import day_of
from mappa.kernel.models import is_one_of
from mappa.meetings.lifecycle import MeetingAction
from mappa.meetings.models import InformationRequest, Meeting, MeetingStep


def from_meetings(cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Meetings held, minutes first issued, requests sent and answered. Three queries at most, however many cases.

    What was asked for a meeting that was cancelled need not be answered any more, so it is left out.
    """
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    meetings = Meeting.objects.filter(case__in=[case.pk for case in cases])
    known = {pk: rest for pk, *rest in meetings.values_list("pk", "case", "starts_at", "level", "kind")}
    if not known:
        return found
    first: dict[str, dict[int, datetime]] = defaultdict(dict)
    steps = MeetingStep.objects.filter(is_one_of("meeting", known)).order_by("at", "pk")
    for pk, action, at in steps.values_list("meeting", "action", "at"):
        first[action].setdefault(pk, at)
    opened, issued = first[MeetingAction.OPEN], first[MeetingAction.ISSUE_MINUTES]
    for pk in first[MeetingAction.CLOSE]:
        case, starts_at, level, kind = known[pk]
        on = day_of(min(starts_at, opened.get(pk, starts_at)))
        found[case].append({"type": "meeting_held", "date": on, "level": level, "kind": kind})
        if pk in issued:
            found[case].append({"type": "minutes_issued", "date": day_of(issued[pk]), "for": on})
    asked = InformationRequest.objects.filter(is_one_of("meeting", known.keys() - first[MeetingAction.CANCEL].keys()))
    for pk, sent_at, replied_at, kind in asked.values_list("meeting", "sent_at", "reply__at", "agency__kind"):
        found[known[pk][0]].append({"type": "agency_request_sent", "date": day_of(sent_at), "agency": kind})
        if replied_at:
            found[known[pk][0]].append({"type": "agency_reply_received", "date": day_of(replied_at), "agency": kind})
    return found
