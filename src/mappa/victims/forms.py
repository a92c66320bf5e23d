"""What people type about a victim, by the declarations of `victims.kinds`, about addresses and about events."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from mappa.govuk.forms import DayField, Form, long_text
from mappa.govuk.wording import speak_plainly
from mappa.record.declaration import AttachmentType, Kind
from mappa.record.forms import field_for
from mappa.victims.models import ReleaseEvent


class EntryForm(Form):
    """One entry.

    Args:
        agencies: code and name of each that can be chosen.
        answers: by the name of a field, the answers that are open now in place of the declared ones.
        dated: whether it is asked on which day.
    """

    def __init__(
        self, *args: Any, declared: AttachmentType, agencies: Sequence[tuple[str, str]],
        answers: Mapping[str, Sequence[tuple[str, str]]], dated: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.declared = declared
        for field in declared.fields:
            asked = field
            if field.name in answers:
                asked = replace(field, kind=Kind.CHOICE, choices=tuple(answers[field.name]))
            made = field_for(asked, agencies)
            speak_plainly(made, str(made.label))
            self.fields[field.name] = made
        if dated:
            day = DayField(label="On which day was it?")
            speak_plainly(day, str(day.label))
            self.fields["on"] = day

    def typed(self) -> dict[str, Any]:
        """The answers by the names of the declared fields."""
        return {field.name: self.cleaned_data.get(field.name) for field in self.declared.fields}


class CheckForm(Form):
    """An address that might become the person's own."""

    address = forms.CharField(
        label="Proposed address", max_length=300,
        help_text="The check is made for every person and every address, whether or not anybody is near",
    )  # fmt: skip
    postcode = forms.CharField(
        label="Postcode", max_length=10, required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )  # fmt: skip


class FindingForm(Form):
    """What the check found."""

    finding = long_text(
        "What did the check find?",
        "Read only by those who may read about victims. Others read that the check was made.",
        most=2000,
    )


class HeardForm(Form):
    """Word of an event that may lead to release."""

    what = forms.ChoiceField(label="What was heard?", choices=ReleaseEvent.choices, widget=forms.RadioSelect)
    happens_on = DayField(label="Day of the event, past or to come", required=False)
    said = long_text(
        "More about it", "The offender manager reads this. Say nothing of a victim.", required=False, most=2000
    )
    source = forms.CharField(
        label="From whom was it heard?", max_length=300, required=False,
        help_text="Read only by those who may read about victims",
    )  # fmt: skip
