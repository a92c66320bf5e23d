"""The form of a share, of taking one back, and the filter of the ledger."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.cases.shareable import SECTIONS
from mappa.determinations import sharing as words
from mappa.govuk.forms import DayField, Form, long_text
from mappa.ledger.services import Decided

STATES = [("", "Any state"), ("holds", "Holds now"), ("lapsed", "Lapsed"), ("revoked", "Taken back")]


_text = partial(long_text, most=2000, rows=3)


def _boxes(label: str, choices: Iterable[tuple[str, str]], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


def _one(label: str, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, **more)


def _agency(label: str, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **more)


class ShareForm(Form):
    """Whom, what, why and until when. Nothing is chosen beforehand (INFO-04)."""

    agency = _agency("Which agency needs it?")
    asked_for = _boxes(
        "What did the agency ask for?", [], required=False,
        help_text="Leave all empty if it asked for nothing in particular.",
    )  # fmt: skip
    sections = _boxes("What do you share?", [], help_text="Tick the least that serves the purpose.")
    beyond_what_was_asked = _text("If you share more than was asked for: why is it needed?", required=False)
    purpose = forms.CharField(
        label="What does the agency need it for?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    necessity = _one("Which purpose makes it necessary?")
    why_necessary = _text("Why is it necessary?")
    why_proportionate = _text("Why is it proportionate?", help_text="Why this much, to this agency, for this long.")
    gateway = _one("Lawful gateway")
    article_8 = _one("Ground under Article 8")
    in_confidence = forms.BooleanField(label="Some of it was given in confidence", required=False)
    public_interest = _text("Why does the public interest outweigh the confidence?", required=False)
    how_secured = _text("How is it secured?")
    accountable = forms.CharField(label="Who is accountable for it?", max_length=200, help_text="Name and post.")
    until = DayField(label="Last day on which the agency may read it", help_text="The share lapses by itself after it.")
    owner = _agency(
        "Whose information is it, where the record does not say?", required=False,
        help_text="The record's manager and the lead agency are taken from the record.",
    )  # fmt: skip
    fair_handling = _boxes(
        "Confirm each test of fair handling", [],
        error_messages={"required": "Confirm each test of fair handling. What fails one must not be shared"},
    )  # fmt: skip

    reveals = {"in_confidence": {"on": "public_interest"}}
    groups = (
        ("With whom", ("agency",)),
        ("What", ("asked_for", "sections", "beyond_what_was_asked")),
        ("Why", ("purpose", "necessity", "why_necessary", "why_proportionate")),
        ("Lawfulness", ("gateway", "article_8", "in_confidence", "public_interest")),
        ("Care", ("how_secured", "accountable", "until", "owner", "fair_handling")),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], edition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.pk: agency for agency in agencies}
        named = [("", "Choose"), *((agency.pk, agency.name) for agency in self.agencies.values())]
        for name in ("agency", "owner"):
            self.fields[name].choices = named
        for name in ("asked_for", "sections"):
            self.fields[name].choices = [(key, section.label) for key, section in SECTIONS.items()]
        self.fields["necessity"].choices = list(words.necessities(edition).items())
        self.fields["gateway"].choices = list(words.gateways(edition).items())
        self.fields["article_8"].choices = list(words.article_8_grounds(edition).items())
        self.fields["fair_handling"].choices = list(words.fair_handling(edition).items())
        self.fields["in_confidence"].help_text = words.confidence_yields(edition)

    def decided(self) -> Decided:
        """What was answered, in the service's words."""
        given = dict(self.cleaned_data)
        for name in ("agency", "owner"):
            given[name] = self.agencies.get(given[name])
        for name in ("asked_for", "sections", "fair_handling"):
            given[name] = tuple(given[name])
        return Decided(**given)


class RevokeForm(Form):
    """Why a share is taken back."""

    reason = _text("Why is it taken back?", help_text="This is kept with the share.")


class LedgerFilter(Form):
    """Which part of the ledger."""

    agency = _agency("Receiving agency", required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Any agency"), *((agency.pk, agency.name) for agency in agencies)]
