"""What is typed to clear somebody."""

from typing import Any

from django import forms

from mappa.accounts.compartments import CLEARED_FOR
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


class WithdrawForm(Form):
    """Why a clearance is taken back."""

    reason = forms.CharField(
        label="Why is it taken back?", widget=forms.Textarea(attrs={"rows": 3}), max_length=300,
        error_messages={"required": "Say why it is taken back"},
    )  # fmt: skip
