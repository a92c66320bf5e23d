"""What people type when they record one characteristic."""

from typing import Any

from django import forms

from mappa.diversity.models import Basis, Nothing
from mappa.diversity.selectors import ANOTHER, Characteristic
from mappa.diversity.services import Said
from mappa.govuk.forms import DayField, Form

CHANGED, WRONG = "changed", "wrong"


class CharacteristicForm(Form):
    """One characteristic: the answer or the kind of nothing, how it is known, who said so and when."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(
        label="In their own words", max_length=200, required=False, help_text="Needed where no group of the list fits"
    )
    basis = forms.ChoiceField(
        label="How is it known?", choices=Basis.choices, widget=forms.RadioSelect, required=False,
        help_text="Not needed where there is no answer. Prefer what people say of themselves.",
    )  # fmt: skip
    said_by = forms.CharField(label="Who said so, and from which agency?", max_length=150, required=False)
    on = DayField(label="Day on which it was said or seen")
    correcting = forms.ChoiceField(
        label="What about the answer that is on record?", widget=forms.RadioSelect, initial=CHANGED,
        choices=[(CHANGED, "It was right until now"), (WRONG, "It was recorded by mistake")],
    )  # fmt: skip
    why = forms.CharField(label="What was wrong?", max_length=300, required=False)

    reveals = {"correcting": {WRONG: "why"}}

    def __init__(self, *args: Any, asked: Characteristic, stands: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        answer = self.fields["answer"]
        answer.label = asked.label
        answer.error_messages["required"] = "Choose an answer, or say why there is none"
        answer.choices = [*asked.groups.items(), (ANOTHER, "Another group, in words"), *Nothing.choices]
        if not stands:
            del self.fields["correcting"], self.fields["why"]

    def said(self) -> Said:
        """What was typed, in the service's words."""
        typed = self.cleaned_data
        return Said(
            characteristic=self.asked.key, answer=typed["answer"], on=typed["on"], basis=typed["basis"],
            said_by=typed["said_by"], words=typed["words"],
        )  # fmt: skip

    def correction(self) -> dict[str, Any]:
        """Whether it puts a mistake right, and why."""
        typed = self.cleaned_data
        return {"correcting": typed.get("correcting") == WRONG, "why": typed.get("why", "")}
