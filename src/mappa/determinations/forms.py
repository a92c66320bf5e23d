"""Recording a departure of the area from its edition, and how an agency identifies people."""

from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.determinations import policy
from mappa.govuk.forms import DayField, Form

BACK = "back"


class DepartureForm(Form):
    """One value, what the area does instead, why, and who approved it."""

    parameter = forms.ChoiceField(label="Which value?")
    what = forms.ChoiceField(
        label="What does the area do?",
        choices=[("depart", "Follow another value"), (BACK, "Go back to what the edition says")],
        widget=forms.RadioSelect,
    )
    value = forms.IntegerField(
        label="The area's value", required=False, min_value=0, help_text="In the unit shown beside the value's name."
    )
    since = DayField(label="From which day?")
    reason = forms.CharField(
        label="Why does the area depart?", max_length=2000, widget=forms.Textarea,
        help_text="Public bodies must have regard to the guidance, so say what is better here, and why.",
    )  # fmt: skip
    approved_by = forms.CharField(label="Who approved it?", max_length=150, help_text="Name and post.")
    approved_on = DayField(label="On which day was it approved?")
    source = forms.CharField(
        label="Where is the decision recorded?", max_length=200, help_text="For example the minutes of a board meeting."
    )
    reveals = {"what": {"depart": "value"}}

    def __init__(self, *args: Any, edition: str, **kwargs: Any) -> None:
        """`edition` says which values there are to depart from."""
        super().__init__(*args, **kwargs)
        choices = [(one.name, f"{one.label}: {one.value} {one.unit}") for one in policy.open_to_departure(edition)]
        self.fields["parameter"].choices = [("", "Choose"), *choices]

    def departure(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        back = typed.pop("what") == BACK
        return typed | {"value": None if back else typed["value"]}


class ProcedureForm(Form):
    """How one agency finds the people whom it has to identify (IDENT-16)."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency")
    procedure = forms.CharField(
        label="How does the agency identify people who come into MAPPA?", max_length=4000, widget=forms.Textarea,
        help_text="From which lists or systems, how often, by which post.",
    )  # fmt: skip
    shown_by = forms.CharField(
        label="What shows that it works?", max_length=300, help_text="For example a check of a sample, with its result."
    )
    checked_on = DayField(label="On which day was that last looked at?")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
