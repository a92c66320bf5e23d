"""Forums, central units, and what agencies give to a case."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form, long_text


class KeyForm(Form):
    """A form that begins with one entry of an edition's list."""

    key = forms.ChoiceField(label="Which?")

    def __init__(self, *args: Any, entries: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "Choose"), *entries.items()]


class ForumForm(KeyForm):
    """Who links the area with a forum, and what is exchanged."""

    link_person = forms.CharField(label="Who links the two?", max_length=120)
    link_post = forms.CharField(label="Post", max_length=120)
    exchanged = long_text("What does each tell the other, and how?")
    since = DayField(label="From which day?")


class CentralForm(KeyForm):
    """How a central unit is reached."""

    name = forms.CharField(label="What is the unit called now?", max_length=120)
    email = forms.EmailField(label="Secure address", required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    checked_on = DayField(label="On which day was that last checked?")


class WalesForm(Form):
    """Whether the area is in Wales."""

    in_wales = forms.ChoiceField(
        label="Is the area in Wales?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )


class AgencyEntryForm(Form):
    """What every entry of an agency about a case begins with."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency")
    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], entries: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
        self.fields["kind"].choices = list(entries.items())


class HousingForm(AgencyEntryForm):
    """What a housing agency gave."""

    text = long_text("What did the agency say?")
    vulnerability = long_text("Vulnerability from custody", required=False, rows=3)
    preference = long_text("Grounds for preference", required=False, rows=3)
    houses = forms.BooleanField(label="The agency houses the person now", required=False)
    on = DayField(label="On which day?")


class SafeguardingForm(AgencyEntryForm):
    """Safeguarding work that the case is linked to."""

    reference = forms.CharField(
        label="The agency's reference", max_length=60, help_text="A reference, never the name of a child or an adult."
    )
    contact = forms.CharField(label="Who is asked about it there?", max_length=160, help_text="Name and post.")
    since = DayField(label="Since which day?")


class EndSafeguardingForm(Form):
    """How safeguarding work ended."""

    ended_on = DayField(label="On which day did it end?")
    outcome = long_text("What came of it for this case?")


class MonitoringForm(AgencyEntryForm):
    """A provider told of MAPPA status, or what it supplied."""

    asked = long_text("What was it asked?", required=False, rows=3)
    text = long_text("What was it told, or what did it supply?")
    who = forms.CharField(label="Who at the provider?", max_length=160, help_text="Name and post.")
    on = DayField(label="On which day?")
