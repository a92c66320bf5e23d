"""What people search by."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from mappa.accounts.models import User
from mappa.govuk.forms import DayField, Form
from mappa.matching.narrowing import NARROWERS
from mappa.matching.selectors import Narrowed
from mappa.matching.typed import LONGEST
from mappa.people.forms import BORN_FROM

PURPOSES = [
    ("casework", "Work on a case"),
    ("referral", "Checking before a referral or a new record"),
    ("risk", "Somebody may be at risk now"),
    ("request", "A request by the person, a court or another agency"),
    ("quality", "Checking the quality of records"),
]
"""Why somebody searches; it stands in the audit log beside everybody shown. The words are ours."""
FIRST_YEAR = 1900


class SearchForm(Form):
    """One box, a birth date, why, and what to narrow by."""

    text = forms.CharField(
        label="Name, number or reference",
        max_length=LONGEST,
        required=False,
        help_text="Names in any order, nicknames and near spellings; a birth date, telephone, registration, email "
        "address, name on the internet, or house number and street",
    )
    born = DayField(label="Date of birth", required=False, century_from=BORN_FROM)
    purpose = forms.ChoiceField(
        label="Why do you search?", choices=PURPOSES, required=False, help_text="This is recorded"
    )
    born_from = forms.IntegerField(
        label="Born in this year or later", required=False, min_value=FIRST_YEAR,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    born_to = forms.IntegerField(
        label="Born in this year or earlier", required=False, min_value=FIRST_YEAR,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, on: date, **kwargs: Any) -> None:
        """`actor` chooses from what an area has on the day."""
        super().__init__(*args, **kwargs)
        for name in ("born_from", "born_to"):
            self.fields[name].validators.append(MaxValueValidator(on.year, "Enter a year that has begun"))
        for narrower in NARROWERS:
            self.fields[narrower.name] = forms.ChoiceField(
                label=narrower.label, choices=[("", "Any"), *narrower.choices(actor, on)], required=False
            )

    def narrowing_fields(self) -> list[forms.BoundField]:
        """The fields that narrow, for the page to put aside."""
        return [self[name] for name in (*(narrower.name for narrower in NARROWERS), "born_from", "born_to")]

    def clean(self) -> dict[str, Any]:
        """The years of birth in their order."""
        asked = super().clean() or {}
        first, last = asked.get("born_from"), asked.get("born_to")
        if first and last and last < first:
            self.add_error("born_to", "This year must be the same as the first year or later")
        return asked

    def narrowed(self) -> Narrowed:
        """What the search is narrowed to."""
        asked = self.cleaned_data
        chosen = {narrower.name: asked[narrower.name] for narrower in NARROWERS}
        return Narrowed(chosen=chosen, born_from=asked["born_from"], born_to=asked["born_to"])
