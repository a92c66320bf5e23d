"""Booking and cancelling a meeting."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.govuk.forms import ClockField, DayField, Form
from mappa.govuk.repeating import Repeating, repeating
from mappa.kernel.clock import LONDON
from mappa.meetings.models import MeetingKind
from mappa.meetings.services.booking import Booking

LEVELS = (("2", "Level 2"), ("3", "Level 3"))
NOBODY = ("", "Choose")


class BookingForm(Form):
    """When, where, at which level and under whom."""

    level = forms.ChoiceField(label="Level", choices=LEVELS, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Kind of meeting", choices=MeetingKind.choices, widget=forms.RadioSelect)
    emergency_reason = forms.CharField(
        label="Why the meeting cannot wait", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    day = DayField(label="Day of the meeting")
    starts = ClockField(label="Start")
    minutes_long = forms.IntegerField(label="Length in minutes", min_value=5, max_value=480)
    place = forms.CharField(label="Place or link", max_length=200)
    chair = forms.ChoiceField(label="Chair")
    minute_taker = forms.ChoiceField(label="Minute taker", required=False)
    asked = forms.CharField(
        label="1. What we ask of every agency",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Say what to search for, and whom besides the person: victims, children, addresses. Each agency then"
        " answers itself: 2. Is it within its role? 3. If so, how is it done, and by whom?",
    )
    late_reason = forms.CharField(
        label="Why the review is later than its last day",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Only when the day lies past the last one in time.",
    )
    reveals: ClassVar = {"kind": {"emergency": "emergency_reason"}}

    def __init__(self, *args: Any, chairs: list[User], takers: list[User], grades: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.username: user for user in [*chairs, *takers]}
        self.fields["chair"].choices = [NOBODY, *((one.username, _named(one)) for one in chairs)]
        self.fields["chair"].help_text = grades
        self.fields["minute_taker"].choices = [NOBODY, *((one.username, _named(one)) for one in takers)]

    def booking(self, invited: tuple[tuple[Agency, str], ...]) -> Booking:
        """What was typed, with the invitations, as the service takes it."""
        typed = self.cleaned_data
        return Booking(
            level=int(typed["level"]),
            kind=MeetingKind(typed["kind"]),
            starts_at=datetime.combine(typed["day"], typed["starts"], LONDON),
            minutes_long=typed["minutes_long"],
            place=typed["place"],
            chair=self.people[typed["chair"]],
            minute_taker=self.people.get(typed["minute_taker"]),
            asked=typed["asked"],
            emergency_reason=typed["emergency_reason"],
            late_reason=typed["late_reason"],
            invited=invited,
        )


def _named(user: User) -> str:
    post = user.grade or user.post
    return f"{user.name}{f', {post}' if post else ''}, {user.agency.name}"


def invitations(agencies: list[Agency]) -> type[Repeating]:
    """A formset class in which each form invites one of the agencies, with a reason."""
    listed = [NOBODY, *((agency.code, agency.name) for agency in agencies)]

    class InvitationForm(Form):
        agency = forms.ChoiceField(label="Agency", choices=listed)
        reason = forms.CharField(label="Reason for inviting it", max_length=300)

    return repeating(InvitationForm, item="Invitation", least=1, most=25)


class CancelForm(Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(label="Why is the meeting cancelled?", widget=forms.Textarea, max_length=2000)
