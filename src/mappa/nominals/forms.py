"""What is typed about two records."""

from collections.abc import Sequence

from django import forms

from mappa.govuk.forms import DayField, Form, long_text
from mappa.nominals.services.opening import DIFFERENT, SAME
from mappa.people.forms import BORN_FROM, SEXES


class OtherForm(Form):
    """Which other record."""

    other = forms.CharField(
        label="Reference of the other record", max_length=24, error_messages={"required": "Enter the reference"},
        help_text="It is merged into the record above, and its reference then leads here. For example NS-P-0042",
    )  # fmt: skip

    def clean_other(self) -> str:
        """The reference as references are written."""
        return str(self.cleaned_data["other"]).strip().upper()


class ReasonForm(Form):
    """Why, with the decision that was in front of whoever gives it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = long_text(
        "How do you know that this is one person?", "What you compared, and whom you asked", rows=10, most=2000,
        error_messages={"required": "Say how you know"},
    )  # fmt: skip


class ApartForm(Form):
    """Why two records are taken apart again."""

    reason = long_text(
        "How do you know that these are two people?", rows=10, most=2000,
        error_messages={"required": "Say how you know"},
    )  # fmt: skip


class OpenForm(Form):
    """Who the person is. With somebody near on record, also what is decided about each of them."""

    family_name = forms.CharField(max_length=120)
    given_names = forms.CharField(max_length=120, required=False)
    date_of_birth = DayField(required=False, century_from=BORN_FROM)
    sex = forms.ChoiceField(choices=SEXES, widget=forms.RadioSelect, required=False)
    ethnicity = forms.CharField(max_length=80, required=False, help_text="As the person describes it")
    since = DayField(label="Managed here from", help_text="The first day")

    def ask_about(self, references: Sequence[str]) -> None:
        """Ask about each of these records whether it is the same person."""
        answers = [(SAME, "Yes, the same person"), (DIFFERENT, "No, somebody else")]
        for reference in references:
            self.fields[f"near-{reference}"] = forms.ChoiceField(
                label=f"Is this {reference}?", choices=answers, widget=forms.RadioSelect, required=False
            )
        if references:
            self.fields["why"] = long_text(
                "What did you compare?", "Kept, so that nobody asks again", rows=3, most=2000, required=False
            )


class QuestionForm(Form):
    """Whether a record opened elsewhere is of somebody."""

    same = forms.ChoiceField(
        label="Is this one person?", choices=[(SAME, "Yes, one person"), (DIFFERENT, "No, two people")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    why = long_text("What did you compare?", rows=10, most=2000)


class PairForm(QuestionForm):
    """Whether two records are of one person, with the decision that was in front of whoever answers."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
