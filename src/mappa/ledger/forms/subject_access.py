"""A request for what is held about somebody, and an owner's decision."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form
from mappa.ledger.models import AccessDecision

LONG = 2000


class SubjectAccessForm(Form):
    """What came in."""

    person = forms.CharField(
        label="Reference of the record", max_length=24, help_text="For example NS-P-0042. Do not enter a name.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )  # fmt: skip
    who = forms.CharField(label="Who asks?", max_length=200, help_text="The person, or who acts for them.")
    asked_for = forms.CharField(
        label="What do they ask for?", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    received_on = DayField(label="When did the request come?")
    owner = forms.TypedChoiceField(
        label="Who answers for what the record names no owner of?", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.pk: agency for agency in agencies}
        named = [(agency.pk, agency.name) for agency in self.agencies.values()]
        self.fields["owner"].choices = [("", "Choose"), *named]

    def given(self) -> dict[str, Any]:
        """What was answered, in the service's words."""
        return {**self.cleaned_data, "owner": self.agencies.get(self.cleaned_data["owner"])}


class AccessDecisionForm(Form):
    """The owner's decision. Nothing is chosen beforehand, whatever is expected."""

    decision = forms.ChoiceField(
        label="What does your agency decide?", choices=AccessDecision.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(label="Reasons", max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}))
