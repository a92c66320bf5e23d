"""What is typed about who may see a record."""

from typing import Any

from django import forms

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form
from mappa.people.models import AccessListKind

NO, YES = "no", "yes"


class NamesForm(Form):
    """Agencies and users to name on a list."""

    agencies = forms.MultipleChoiceField(
        label="Which agencies?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Everybody who works there",
    )
    users = forms.CharField(
        label="Which users?", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The names they sign in with, one on each line",
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(agency.code, agency.name) for agency in agencies]

    def clean_agencies(self) -> list[Agency]:
        """The agencies themselves."""
        return list(Agency.objects.filter(code__in=self.cleaned_data["agencies"]).order_by("name"))

    def clean_users(self) -> list[User]:
        """The users themselves; somebody unknown is named in the error."""
        typed = list(dict.fromkeys(self.cleaned_data["users"].split()))
        found = {user.username: user for user in User.objects.filter(username__in=typed, is_active=True)}
        if unknown := [name for name in typed if name not in found]:
            raise forms.ValidationError(f"Nobody signs in as {', '.join(unknown)}. Check the spelling.")
        return list(found.values())


class ListForm(NamesForm):
    """A restriction or an exclusion."""

    kind = forms.ChoiceField(label="What kind of list?", choices=AccessListKind.choices, widget=forms.RadioSelect)
    since = DayField(label="First day")
    until = DayField(label="Last day", required=False, help_text="Leave empty if it stands until somebody lifts it")
    reason = forms.CharField(
        label="Why?", widget=forms.Textarea, max_length=2000, error_messages={"required": "Say why"},
        help_text="For those who manage the record. Whoever is kept out never reads this.",
    )  # fmt: skip
    message = forms.CharField(
        label="What does somebody read who is kept out?", max_length=300,
        error_messages={"required": "Say whom somebody who is kept out should ask"},
        help_text="Say whom to ask, and nothing about the record. For example: Ask the MAPPA unit on 01632 960000.",
    )  # fmt: skip
    emergency_passes = forms.ChoiceField(
        label="Does emergency access open a restricted record all the same?",
        choices=[(NO, "No"), (YES, "Yes, to anybody who may take it")], widget=forms.RadioSelect, initial=NO,
        help_text="It never passes an exclusion.",
    )  # fmt: skip

    field_order = ("kind", "agencies", "users", "emergency_passes", "since", "until", "reason", "message")

    def clean_emergency_passes(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["emergency_passes"] == YES)


class LiftForm(Form):
    """Why a list is lifted."""

    reason = forms.CharField(
        label="Why is it lifted?", widget=forms.Textarea(attrs={"rows": 3}), max_length=300,
        error_messages={"required": "Say why it is lifted"},
    )  # fmt: skip


class _AgencyForm(Form):
    """One agency that may have access to the record."""

    agency = forms.ChoiceField(label="Which agency?")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *((each.code, each.name) for each in agencies)]

    def clean_agency(self) -> Agency:
        """The agency itself."""
        return Agency.objects.get(code=self.cleaned_data["agency"])


class PartnerForm(_AgencyForm):
    """A partner to the record."""

    since = DayField(label="First day")
    reason = forms.CharField(
        label="Why is the agency needed?", max_length=200, error_messages={"required": "Say why the agency is needed"}
    )


class RecordManagerForm(_AgencyForm):
    """Who manages the record from a day on."""

    officer = forms.CharField(
        label="Which officer?", required=False, max_length=150, help_text="The name they sign in with, if one is named"
    )
    since = DayField(label="First day")
    reason = forms.CharField(
        label="Why does the record manager change?", max_length=200,
        error_messages={"required": "Say why the record manager changes"},
    )  # fmt: skip

    def clean_officer(self) -> User | None:
        """The user, if one was named."""
        typed = self.cleaned_data["officer"].strip()
        found = User.objects.filter(username=typed, is_active=True).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(f"Nobody signs in as {typed}. Check the spelling.")
        return found


class EndForm(Form):
    """The last day of a partner."""

    until = DayField(label="Last day")
    reason = forms.CharField(label="Why does it end?", max_length=200, error_messages={"required": "Say why it ends"})


class WhyNotForm(Form):
    """Which record somebody cannot open."""

    reference = forms.CharField(
        label="Reference of the record", max_length=24, help_text="For example NS-P-0042. Do not enter a name.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )  # fmt: skip
