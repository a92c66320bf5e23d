"""What people send and decide."""

from django import forms

from mappa.govuk.forms import Form
from mappa.matching.models import Settled

SAME = [("same", "The same person"), ("different", "Somebody else")]


class UploadForm(Form):
    """A file from another system."""

    file = forms.FileField(help_text="UTF-8, with the header row. It is checked first; nothing is saved yet.")

    def __init__(self, *args: object, what: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = f"CSV file: {what.lower()}"


class TakeForm(Form):
    """Taking in what was checked."""

    accept_good_rows = forms.BooleanField(label="Take in the good rows and leave out the refused ones", required=False)


class MatchForm(Form):
    """Whether the held rows are about the person on record."""

    same = forms.ChoiceField(label="Is this the same person?", choices=SAME, widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same"].choice_hints = {
            "same": "The results go on the record shown",
            "different": "The results open a record of their own, unless another match waits",
        }


class SettleForm(Form):
    """Which of two registers is right, and why."""

    settled = forms.ChoiceField(label="Which is right?", choices=Settled.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="How do you know?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="What you compared, and whom you asked. Nothing on the record changes by this answer",
    )  # fmt: skip
