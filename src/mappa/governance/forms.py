"""Drawing a sample, recording what was found, and what is done about it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms

from mappa.governance.models import Found
from mappa.govuk.forms import DayField, Form, long_text

_long = partial(long_text, most=2000)


class DrawForm(Form):
    """What is asked for and why."""

    purpose = forms.CharField(
        label="Why are these records looked at?",
        max_length=200,
        help_text="It is kept with the test. The log names the test with each look. Do not name anybody.",
    )
    questions = forms.MultipleChoiceField(label="What is asked for?", widget=forms.CheckboxSelectMultiple)
    seed = forms.CharField(
        label="Seed of the draw", max_length=64, required=False,
        help_text="Leave empty for a new one. Enter an earlier test's seed to draw by the same one.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = list(questions.items())


class RetrievalForm(Form):
    """What came of looking for one thing."""

    found = forms.ChoiceField(label="Was it found?", choices=Found.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="How many minutes did it take?", min_value=0, help_text="Whole minutes, rounded up.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )  # fmt: skip
    failed = forms.MultipleChoiceField(
        label="Which standards does it not meet?", required=False, widget=forms.CheckboxSelectMultiple
    )
    wrong = _long("What was wrong?", "Needed where it was not found whole or fails a standard.", required=False)

    def __init__(self, *args: Any, standards: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failed"].choices = list(standards.items())


class ActionForm(Form):
    """What is done because of a test."""

    what = _long("What is to be done?", "Do not name anybody whom a record is about.")
    owner = forms.CharField(label="Who does it?", max_length=160, help_text="Name and post.")
    due = DayField(label="By which day?")


class OutcomeForm(Form):
    """What came of it."""

    outcome = _long("What came of it?")
