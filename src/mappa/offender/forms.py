"""What people type about what the person was told, and about what they said."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mappa.govuk.forms import DayField, Form, long_text
from mappa.meetings.models import Meeting
from mappa.offender.models import DisclosureOfMappa, ToldKind


class _OfMeetings(Form):
    """A form in which one of the meetings about the person is chosen."""

    def __init__(self, *args: Any, meetings: Iterable[Meeting] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {each.reference: each for each in meetings}
        if "meeting" in self.fields:
            listed = [(key, f"{key}, {each.starts_at:%d %m %Y}") for key, each in self.meetings.items()]
            self.fields["meeting"].choices = [("", "Choose"), *listed]

    def meeting(self) -> Meeting | None:
        """The meeting that was chosen, if one was."""
        return self.meetings.get(self.cleaned_data.get("meeting", ""))


class MappaForm(_OfMeetings):
    """That they were told that they are under MAPPA."""

    on = DayField(label="On which day?")
    teller = forms.CharField(label="Who told them?", max_length=120)
    teller_role = forms.ChoiceField(label="What is the teller?", widget=forms.RadioSelect)
    leaflet = forms.CharField(
        label="Version of the leaflet that they were given", max_length=80, required=False,
        help_text="As printed on it. Leave empty where none was given.",
    )  # fmt: skip
    response = long_text("What did they say?", required=False)

    def __init__(self, *args: Any, roles: dict[str, str], expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teller_role"].choices = list(roles.items())
        self.fields["teller_role"].help_text = expected


class ToldForm(_OfMeetings):
    """What they were told before or after a meeting."""

    what = forms.ChoiceField(
        label="When?", widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in (ToldKind.BEFORE, ToldKind.AFTER)],
    )  # fmt: skip
    meeting = forms.ChoiceField(label="Which meeting?")
    on = DayField(label="On which day?")
    teller = forms.CharField(label="Who told them?", max_length=120)
    said = long_text("What were they told?", "Nothing of a victim is told to them.")
    response = long_text("What did they say?", required=False)


class PartForm(_OfMeetings):
    """Their own part in the plan, and restrictions that were explained."""

    what = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect,
        choices=[
            (each.value, each.label)
            for each in (ToldKind.GOAL, ToldKind.CONTRACT, ToldKind.REWARD, ToldKind.PROBLEM, ToldKind.RESTRICTION)
        ],
    )  # fmt: skip
    on = DayField(label="On which day?")
    teller = forms.CharField(label="Who agreed or explained it with them?", max_length=120)
    said = long_text("In words")
    response = long_text("What did they say?", required=False)


class RepresentationForm(_OfMeetings):
    """What the person wants the meeting to know."""

    on = DayField(label="When did the manager receive it?")
    teller = forms.CharField(label="Which manager received it?", max_length=120)
    said = long_text("What do they want the meeting to know?", "Their words, or a summary that they agreed to")


class DecisionForm(_OfMeetings):
    """A meeting's decision to withhold, or to tell."""

    meeting = forms.ChoiceField(label="Which meeting decided it?")
    decision = forms.ChoiceField(
        label="What did it decide?", choices=DisclosureOfMappa.choices, widget=forms.RadioSelect
    )
    reasons = long_text("Why?", "As the minutes have it")


class ResponseForm(_OfMeetings):
    """What a meeting made of it."""

    meeting = forms.ChoiceField(label="Which meeting was it shown to?")
    response = long_text("What did the meeting make of it?", "The manager tells them.")
