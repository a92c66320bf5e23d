"""What is typed to record a fact about offending."""

from typing import Any, ClassVar

from django import forms

from mappa.govuk.forms import DayField, Form
from mappa.offending.movements import (
    BY_DECISION,
    BreachOutcome,
    MovementKind,
    NotificationKind,
    OrderKind,
    ReturnReason,
)


class MovementForm(Form):
    """A movement between custody, hospital and the community, or a planned day."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[("", "Choose"), *[(kind.value, kind.label) for kind in MovementKind if kind not in BY_DECISION]],
    )
    on = DayField(label="Day")
    reason = forms.ChoiceField(
        label="Why did the person return to custody?",
        help_text="Only for a return to custody.",
        choices=[("", "Does not apply"), *ReturnReason.choices],
        required=False,
    )


class SentenceForm(Form):
    """What the court did, as it should have been recorded."""

    code = forms.ChoiceField(label="Disposal")
    on = DayField(label="Day of sentence")
    term_months = forms.IntegerField(
        label="Term in months", help_text="The whole term. Leave empty if there is none.", min_value=1, max_value=1200,
        required=False,
    )  # fmt: skip
    licence_end = DayField(label="Last day of the licence", help_text="Leave empty if not known.", required=False)
    reason = forms.CharField(label="Why is it corrected?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, disposals: list[tuple[str, str]], **kwargs: Any) -> None:
        """`disposals` are the codes of the sentences table and their names."""
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "Choose"), *disposals]


class OrderForm(Form):
    """A civil or restrictive order."""

    kind = forms.ChoiceField(label="Order", choices=[("", "Choose"), *OrderKind.choices])
    on = DayField(label="Day it was made")
    until = DayField(label="Last day", help_text="Leave empty if it lasts until further order.", required=False)
    court = forms.CharField(label="Court", max_length=120, required=False)
    by_court_on_conviction = forms.BooleanField(label="Made by the court on conviction", required=False)
    foreign_travel = forms.BooleanField(label="Has a part on foreign travel", required=False)
    prohibitions = forms.CharField(
        label="Prohibitions and requirements", max_length=4000, required=False, widget=forms.Textarea
    )


class OrderEndForm(Form):
    """The discharge of an order."""

    ended_on = DayField(label="First day on which the order no longer holds")


class NotificationForm(Form):
    """What was notified to, or verified by, the police."""

    kind = forms.ChoiceField(label="What was notified?", choices=NotificationKind.choices, widget=forms.RadioSelect)
    on = DayField(label="Day")
    days = forms.IntegerField(label="How many days does the stay last?", min_value=1, max_value=366, required=False)
    no_fixed_abode = forms.BooleanField(label="The person has no fixed address", required=False)

    reveals: ClassVar[dict[str, dict[str, str]]] = {
        "kind": {NotificationKind.STAY: "days", NotificationKind.PERIODIC: "no_fixed_abode"}
    }

    def details(self) -> dict[str, object]:
        """What belongs to the kind of notification and nothing else."""
        given = self.cleaned_data
        if given["kind"] == NotificationKind.STAY:
            return {"days": given["days"]} if given["days"] else {}
        if given["kind"] == NotificationKind.PERIODIC and given["no_fixed_abode"]:
            return {"no_fixed_abode": True}
        return {}


class BreachForm(Form):
    """A failure to notify."""

    found_on = DayField(label="Day it was found")
    what = forms.CharField(label="What was not notified?", max_length=200)


class BreachOutcomeForm(Form):
    """What came of a failure to notify."""

    outcome = forms.ChoiceField(label="Outcome", choices=BreachOutcome.choices, widget=forms.RadioSelect)
    outcome_on = DayField(label="Day of the outcome")
