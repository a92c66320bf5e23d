"""What people send and decide."""

from django import forms

from mappa.govuk.forms import Form

SAME = [("same", "The same person"), ("different", "Somebody else")]


class UploadForm(Form):
    """A file of court results."""

    file = forms.FileField(
        label="CSV file of court results",
        help_text="UTF-8, with the header row. It is checked first; nothing is saved yet.",
    )


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
