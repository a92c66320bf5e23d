"""What the pages of the chair's steps share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from mappa.accounts.models import User
from mappa.meetings import agenda
from mappa.meetings.models import Meeting
from mappa.meetings.views.finding import frame


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of one meeting, asked for by one chair."""

    request: HttpRequest
    meeting: Meeting
    name: str
    actor: User
    at: datetime

    @property
    def posted(self) -> QueryDict | None:
        """What was sent, or None when the page was only opened."""
        return self.request.POST if self.request.method == "POST" else None


def finished(one: Step) -> HttpResponse:
    """Back to the run sheet, saying what was saved."""
    messages.success(one.request, f"{agenda.HEADINGS[one.name]}: saved.")
    return redirect("meeting-run", one.meeting.reference)


def step_page(one: Step, template: str, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a step."""
    run = f"/meetings/{one.meeting.reference}/run/"
    title = agenda.HEADINGS[one.name]
    context = frame(one.meeting, one.actor, one.at, title, back_href=run, cancel_href=run, **more)
    return render(one.request, template, context, status=status)
