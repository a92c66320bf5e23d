"""What a receiving agency types, and what the owner answers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mappa.determinations import sharing as words
from mappa.govuk.forms import DayField, Form
from mappa.people.forms import BORN_FROM

LONG = 2000


class AcceptForm(Form):
    """That one has read what the share binds one to."""

    accepted = forms.BooleanField(label="I have read this and will keep to it")


class FurtherUseForm(Form):
    """Another use of what was shared."""

    sections = forms.MultipleChoiceField(label="What would you use?", widget=forms.CheckboxSelectMultiple)
    use = forms.CharField(
        label="What would you use it for?", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The agency whose information it is reads this. Until it agrees, the use is forbidden.",
    )  # fmt: skip
    recipients = forms.CharField(label="Who else would see it?", max_length=300, required=False)

    def __init__(self, *args: Any, sections: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = list(sections)


class FurtherUseAnswerForm(Form):
    """The owner's answer."""

    agreed = forms.TypedChoiceField(
        label="Does your agency agree?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        coerce=lambda given: given == "yes", empty_value=None,
    )  # fmt: skip
    reasons = forms.CharField(
        label="Reasons", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They are kept and shown to whoever asked.",
    )  # fmt: skip


class PointerForm(Form):
    """Whom somebody asks about, and what for."""

    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=120, required=False)
    born = DayField(label="Date of birth", required=False, century_from=BORN_FROM)
    number = forms.CharField(
        label="Or a number", max_length=64, required=False,
        help_text="PNC ID, CRO, prison, probation or NHS number.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )  # fmt: skip
    purpose = forms.CharField(
        label="What do you need to know it for?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="This is kept and shown to those who manage the record. Do not name anybody here.",
    )  # fmt: skip
    necessity = forms.ChoiceField(label="Which purpose makes it necessary?", widget=forms.RadioSelect)

    groups = (
        ("Whom do you ask about?", ("given_names", "family_name", "born", "number")),
        ("Why", ("purpose", "necessity")),
    )

    def __init__(self, *args: Any, edition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["necessity"].choices = list(words.necessities(edition).items())
