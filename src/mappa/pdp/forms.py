"""Potentially dangerous persons: recording one, and reviewing."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from mappa.govuk.forms import DayField, Form, long_text
from mappa.pdp.lifecycle import PdpDecision
from mappa.people.forms import BORN_FROM


class PdpForm(Form):
    """Who, on which grounds, on whose authority."""

    family_name = forms.CharField(label="Family name", max_length=120)
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    date_of_birth = DayField(label="Date of birth", required=False, century_from=BORN_FROM)
    grounds = long_text("Why is serious harm likely now?", "Facts first, then opinion, and whose.", rows=5)
    authorised_by = forms.CharField(label="Who authorised it?", max_length=120)
    authorised_rank = forms.ChoiceField(label="Rank")
    authorised_on = DayField(label="On which day?")
    review_on = DayField(label="Review by which day?")
    groups: ClassVar = (
        ("The grounds", ("grounds",)),
        ("Authority", ("authorised_by", "authorised_rank", "authorised_on", "review_on")),
    )

    def __init__(self, *args: Any, ranks: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authorised_rank"].choices = [("", "Choose"), *((one, one) for one in ranks)]


class PdpReviewForm(Form):
    """What a review decided."""

    decision = forms.ChoiceField(label="What was decided?", choices=PdpDecision.choices, widget=forms.RadioSelect)
    next_on = DayField(label="Next review by which day?", required=False)
    reason = long_text("Why?", rows=5)
    reviewer = forms.CharField(label="Who reviewed it?", max_length=120, help_text="Name and rank.")
    on = DayField(label="On which day?")
    reveals: ClassVar = {"decision": {"go_on": "next_on"}}
