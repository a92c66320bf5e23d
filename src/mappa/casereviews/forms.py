"""What is typed about a review of a case."""

from django import forms

from mappa.casereviews.models import ReviewKind
from mappa.govuk.forms import DayField, Form, long_text


class OpenReviewForm(Form):
    """What kind of review, since when, and its terms."""

    kind = forms.ChoiceField(label="What kind of review?", choices=ReviewKind.choices, widget=forms.RadioSelect)
    on = DayField(label="Day on which it was decided")
    terms = long_text(
        "Terms of the review",
        "Why it is held, and what it has to answer. What victims were told is always asked, so leave that out.",
    )


class VictimsToldForm(Form):
    """What victims were told."""

    told = long_text(
        "What were the victims told, by whom and when?",
        "Say also what they were not told, and why. It is shown only to those who may read about victims.",
    )


class CloseReviewForm(Form):
    """What was found."""

    found = long_text("What was found, and what is to be learnt?", "Leave out whatever would tell of a victim.")
