"""What people type about the nominal."""

from typing import Any

from django import forms

from mappa.govuk.forms import DayField, Form, VersionField
from mappa.people import numbers
from mappa.people.models import IdentifierKind, VictimKind

SEXES = [("male", "Male"), ("female", "Female"), ("", "Not recorded")]
CONTACTS = [
    ("", "Not known"),
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
]
GIVEN_BY_AGENCIES = [choice for choice in IdentifierKind.choices if choice[0] != IdentifierKind.MERGED]
BORN_FROM = 1930
"""A year of birth of two figures means one of the hundred years from here: 30 is 1930, and 21 is 2021, because children
around the person are recorded too."""


class NominalForm(Form):
    """Names, birth, sex and ethnicity."""

    version = VersionField()
    family_name = forms.CharField(max_length=120)
    given_names = forms.CharField(max_length=120, required=False)
    date_of_birth = DayField(required=False, century_from=BORN_FROM)
    sex = forms.ChoiceField(choices=SEXES, widget=forms.RadioSelect, required=False)
    ethnicity = forms.CharField(max_length=80, required=False, help_text="As the person describes it")


class AliasForm(Form):
    """Another name."""

    family_name = forms.CharField(label="Other family name", max_length=120)
    given_names = forms.CharField(label="Other given names", max_length=120, required=False)


class AddressForm(Form):
    """Where the person lives or can be found."""

    text = forms.CharField(label="Address", max_length=300)
    since = DayField(label="First day at this address")
    until = DayField(label="Last day at this address", required=False)


class IdentifierForm(Form):
    """A number that an agency gave."""

    kind = forms.ChoiceField(label="Whose number is it?", choices=GIVEN_BY_AGENCIES)
    value = forms.CharField(label="Number", max_length=64)

    def clean(self) -> dict[str, Any]:
        """Look at the shape and the check letter or digit of the kinds that have one."""
        typed = super().clean() or {}
        try:
            typed["value"] = numbers.checked(typed.get("kind", ""), typed.get("value", ""))
        except numbers.NotANumber as wrong:
            self.add_error("value", str(wrong))
        return typed


class DeathForm(Form):
    """That the person has died."""

    version = VersionField()
    died_on = DayField(label="Date of death")
    death_learned_on = DayField(label="Day it was learned of")


class VictimForm(Form):
    """A victim, somebody at risk, or a group."""

    version = VersionField()
    kind = forms.ChoiceField(
        label="Which type of victim is this?", choices=VictimKind.choices, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label="Name, or words for the group", max_length=200, help_text="For a group, do not name anybody"
    )
    contact = forms.ChoiceField(
        label="Statutory contact until now", choices=CONTACTS, widget=forms.RadioSelect, required=False,
        help_text="Each later step is recorded on the victim's own page",
    )  # fmt: skip
    messenger = forms.CharField(label="Who carries messages to and from MAPPA?", max_length=120, required=False)
    views = forms.CharField(
        label="Their views",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="As information. A victim is never given a decision or a task.",
    )
    safety = forms.CharField(label="Safety measures", widget=forms.Textarea, max_length=4000, required=False)
