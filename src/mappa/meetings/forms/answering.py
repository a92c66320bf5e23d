"""What an agency answers before a meeting."""

from typing import ClassVar

from django import forms

from mappa.govuk.forms import Form
from mappa.meetings.services.answering import ATTENDING, Answer

YES_NO = (("yes", "Yes"), ("no", "No"))


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=6000
    )


class AnswerForm(Form):
    """The search, what is held, and who comes."""

    searched = forms.CharField(
        label="Systems searched",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Which systems, by whom and when",
    )
    nothing_held = forms.ChoiceField(label="Is anything held?", choices=(("no", "Yes"), ("yes", "No, nothing is held")),
                                     widget=forms.RadioSelect)  # fmt: skip
    contact = _text("Contact with your agency", "Dates, addresses, associates, household, children, vulnerable adults")
    risk = _text("Risk", "Incidents, attitudes, health, substances, threats, risk to staff")
    service = _text("Service", "Given, offered or refused, and what your agency could do")
    victims = _text("Victims", "Known or possible victims")
    restrictions = _text("Restrictions", "What of this may be shown to whom")
    attending = forms.ChoiceField(label="How will your agency take part?", choices=ATTENDING, widget=forms.RadioSelect)
    representative = forms.CharField(label="Name of the representative", required=False, max_length=120)

    groups: ClassVar = (
        ("What you hold", ("nothing_held", "contact", "risk", "service", "victims", "restrictions")),
        ("The meeting", ("attending", "representative")),
    )

    def answer(self) -> Answer:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        return Answer(**{**typed, "nothing_held": typed["nothing_held"] == "yes"})
