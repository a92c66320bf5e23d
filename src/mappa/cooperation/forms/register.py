"""The register of agencies: adding, changing, closing, classifying, and naming contacts."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, ContactKind
from mappa.cooperation.services.contacts import ContactFacts
from mappa.cooperation.services.register import AgencyFacts
from mappa.govuk.forms import DayField, Form, long_text

KINDS = sorted(AgencyKind.choices, key=lambda choice: choice[1])
KNOWN = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
ANSWERS = {"yes": True, "no": False}


class WhyForm(Form):
    """One reason."""

    why = forms.CharField(label="Why?", max_length=300)


class AgencyForm(Form):
    """What the register says of an agency."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), *KINDS])
    status = forms.ChoiceField(label="Standing in law", choices=AgencyStatus.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label="Law that names it", max_length=200, required=False,
        help_text="Only where the edition's list does not have this kind of body. Give the Act and section.",
    )  # fmt: skip

    def facts(self) -> AgencyFacts:
        """What was typed, as the service takes it."""
        return AgencyFacts(**{name: self.cleaned_data[name] for name in ("name", "kind", "status", "basis")})


class AgencyChangeForm(AgencyForm, WhyForm):
    """The same, with why the register changes."""

    field_order: ClassVar = ["name", "kind", "status", "basis", "why"]


class CloseForm(WhyForm):
    """When an agency ends, and who takes over."""

    until = DayField(label="Last day")
    field_order: ClassVar = ["until", "why"]


class ServeForm(WhyForm):
    """An agency of another area that serves this one too."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency")
    field_order: ClassVar = ["agency", "why"]

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
        self.fields["why"].label = "What does it do in your area?"


class ContactForm(Form):
    """Who is asked at an agency, from when, and about what."""

    kind = forms.ChoiceField(
        label="How is the agency reached?", choices=ContactKind.choices, widget=forms.RadioSelect,
        help_text="Name a local contact where no single point of contact works, for example in housing.",
    )  # fmt: skip
    name = forms.CharField(label="Name", max_length=120)
    post = forms.CharField(label="Post", max_length=120, required=False)
    deputy = forms.CharField(
        label="Deputy", max_length=120, required=False, help_text="Who is asked while they are away."
    )
    email = forms.EmailField(label="Secure address", required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    topics = forms.CharField(
        label="Topics", max_length=300, required=False,
        help_text="What they answer for, with commas between: allocations, tenancies. Leave empty for everything.",
    )  # fmt: skip
    knows_mappa = forms.ChoiceField(
        label="Do they know how MAPPA works locally?", choices=KNOWN, required=False, widget=forms.RadioSelect
    )
    reaches_data = forms.ChoiceField(
        label="Can they reach the agency's own data?", choices=KNOWN, required=False, widget=forms.RadioSelect
    )
    since = DayField(label="First day")
    until = DayField(label="Last day", required=False)
    groups: ClassVar = (
        ("What makes a good contact", ("topics", "knows_mappa", "reaches_data")),
        ("From when until when", ("since", "until")),
    )

    def facts(self) -> ContactFacts:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        for name in ("knows_mappa", "reaches_data"):
            typed[name] = ANSWERS.get(typed[name])
        return ContactFacts(**typed | {"topics": [one for one in typed["topics"].split(",") if one.strip()]})


class EndForm(Form):
    """The last day of something."""

    until = DayField(label="Last day")


class ClassifyForm(Form):
    """What an outside body has agreed to. How it is treated follows from the answers."""

    agreement = forms.CharField(
        label="Service level agreement or contract", max_length=200, required=False,
        help_text="Its name, date and reference. Leave empty where there is none.",
    )  # fmt: skip
    covers_disclosure = forms.BooleanField(label="It covers disclosure", required=False)
    covers_confidentiality = forms.BooleanField(label="It covers confidentiality", required=False)
    safeguards = long_text(
        "Added safeguards", "Needed where no agreement covers both: what is done besides when something is disclosed.",
        required=False,
    )  # fmt: skip
    since = DayField(label="Classified from which day?")
    until = DayField(label="Last day of the agreement", required=False)
