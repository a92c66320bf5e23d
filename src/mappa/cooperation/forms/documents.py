"""Versions of documents, signatures, and the board's decision."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from mappa.agencies.models import Agency
from mappa.cooperation.services.documents import VersionFacts
from mappa.govuk.forms import DayField, Form, long_text
from mappa.govuk.wording import speak_plainly


class VersionForm(Form):
    """The texts, the parties and the review day of one version."""

    read_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Title", max_length=200)
    parties = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Agencies that it binds", widget=forms.CheckboxSelectMultiple
    )
    review_on = DayField(label="Review by which day?")

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], sections: dict[str, str], needed: set[str], titled: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`sections` are the headings of the texts by key; those in `needed` cannot be left empty."""
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = agencies
        self.fields["parties"].label_from_instance = lambda agency: agency.name
        if not titled:
            del self.fields["title"]
        for key, heading in sections.items():
            field = self.fields[key] = long_text(heading, required=key in needed, rows=6)
            speak_plainly(field, heading)
        self.sections = sections
        self.groups = (("What it says", tuple(sections)), ("Whom it binds, and until when", ("parties", "review_on")))

    def facts(self) -> VersionFacts:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        texts = {key: typed[key] for key in self.sections}
        return VersionFacts(texts=texts, parties=list(typed["parties"]), review_on=typed["review_on"])


class DecideForm(Form):
    """The board's decision on a version."""

    decision = forms.ChoiceField(
        label="Does the board approve this version?", widget=forms.RadioSelect,
        choices=[("approve", "Yes, approve it"), ("return", "No, return it")],
    )  # fmt: skip
    reason = long_text("What must change", required=False)
    reveals = {"decision": {"return": "reason"}}


class SignForm(Form):
    """Who signed for one of the parties."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="For which agency?")
    name = forms.CharField(label="Name", max_length=120)
    post = forms.CharField(label="Post", max_length=120)
    on = DayField(label="Day of the signature")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
