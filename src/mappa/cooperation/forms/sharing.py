"""What an agency works by when it shares."""

from typing import ClassVar

from django import forms

from mappa.cooperation.services.sharing import PolicyFacts
from mappa.govuk.forms import DayField, Form, long_text


class SharingPolicyForm(Form):
    """A policy, where it is read, and whom to ask."""

    title = forms.CharField(label="Title of the policy", max_length=200)
    found_at = forms.CharField(
        label="Where do the agency's people read it?", max_length=300,
        help_text="A page of the agency's own network, or a shelf. It is shown as written.",
    )  # fmt: skip
    says = long_text("What it asks, in short", "What somebody must know before they open it.", required=False)
    since = DayField(label="In force from which day?")
    review_on = DayField(label="Review by which day?")
    ask_name = forms.CharField(label="Name", max_length=120)
    ask_post = forms.CharField(label="Post", max_length=120)
    ask_email = forms.EmailField(label="Secure address", required=False)
    ask_telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    groups: ClassVar = (
        ("The policy", ("title", "found_at", "says", "since", "review_on")),
        ("Whom the agency's people ask", ("ask_name", "ask_post", "ask_email", "ask_telephone")),
    )

    def facts(self) -> PolicyFacts:
        """What was typed, as the service takes it."""
        return PolicyFacts(**self.cleaned_data)
