"""Recording a visit at the door, or after it, on a telephone."""

from functools import partial
from typing import Any

from django import forms

from mappa.duties.kinds import FACTS
from mappa.govuk.forms import DayField, Form, long_text
from mappa.record.declaration import Kind
from mappa.record.types.management import DOORSTEP
from mappa.record.values import LONGEST, LONGEST_TEXT, YES_NO

ASKED = FACTS["home_visit"].details
QUESTIONS = {"kind": "What sort of visit?", "by": "Who visited?", "visitor": "Was it the offender manager?"}


def _radios(label: str, answers: dict[str, str], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(answers.items()), widget=forms.RadioSelect, **more)


_words = partial(long_text, rows=3, most=LONGEST_TEXT)


class VisitForm(Form):
    """A visit that took place."""

    on = DayField(label="On which day?")
    announced = _radios("Was it announced?", YES_NO)
    who = forms.CharField(label="Who went?", max_length=LONGEST[Kind.TEXT])
    by = _radios(QUESTIONS["by"], ASKED["by"])
    visitor = _radios(QUESTIONS["visitor"], ASKED["visitor"])
    kind = _radios(QUESTIONS["kind"], ASKED["kind"])
    present = forms.CharField(
        label="Who was present?",
        max_length=LONGEST[Kind.TEXT],
        help_text="The person, and everybody else who was there",
    )
    observations = _words("What did you see?", help_text="How the person lives. Facts first, then opinion.")
    concerns = _words("What concerns you?", required=False)
    action = _words("What happens next, and who does it?", required=False)

    def details(self) -> dict[str, str]:
        """What the clocks need."""
        return {name: self.cleaned_data[name] for name in ASKED}

    def seen(self) -> dict[str, str]:
        """What goes into the record."""
        names = ("observations", "announced", "who", "present", "concerns", "action")
        return {name: self.cleaned_data[name] for name in names}


class AttemptForm(Form):
    """Somebody called and did not get in: nothing has to be typed."""

    what = _radios("What happened?", DOORSTEP, initial="no_reply")
    notes = forms.CharField(label="Anything that others should know", max_length=LONGEST[Kind.TEXT], required=False)
