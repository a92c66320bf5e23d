"""What is typed to clear somebody."""

from typing import Any

from django import forms

from mappa.accounts.compartments import CLEARED_FOR
from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form


class ClearanceForm(Form):
    """Who is cleared for what, from when to when, on which vetting."""

    username = forms.ChoiceField(label="Who is cleared?")
    kind = forms.ChoiceField(
        label="For what?", choices=[(each.value, each.label) for each in CLEARED_FOR], widget=forms.RadioSelect
    )
    since = DayField(label="First day")
    until = DayField(label="Last day", help_text="Every clearance ends. A longer one is vetted and recorded again.")
    reason = forms.CharField(
        label="Which vetting does it rest on?", max_length=300, help_text="Level, day and reference"
    )

    def __init__(self, *args: Any, users: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].choices = [("", "Choose a person"), *users]


class FurtherAgencyForm(Form):
    """Who may act for which further agency."""

    username = forms.ChoiceField(label="Who works in the joint unit?")
    agency = forms.ChoiceField(label="Which agency may they act for besides their own?")
    since = DayField(label="First day")
    reason = forms.CharField(label="Which joint unit is it?", max_length=200)

    def __init__(self, *args: Any, users: list[tuple[str, str]], agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].choices = [("", "Choose a person"), *users]
        self.fields["agency"].choices = [("", "Choose an agency"), *((each.code, each.name) for each in agencies)]

    def clean_agency(self) -> Agency:
        """The agency itself."""
        return Agency.objects.get(code=self.cleaned_data["agency"])


class EndForm(Form):
    """The last day of acting for a further agency."""

    until = DayField(label="Last day")


class ActingForm(Form):
    """For which of one's agencies one acts."""

    agency = forms.ChoiceField(label="Which agency do you act for now?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(each.code, each.name) for each in agencies]


class WithdrawForm(Form):
    """Why a clearance is taken back."""

    reason = forms.CharField(
        label="Why is it taken back?", widget=forms.Textarea(attrs={"rows": 3}), max_length=300,
        error_messages={"required": "Say why it is taken back"},
    )  # fmt: skip
