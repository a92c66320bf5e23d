"""What is asked of a chair about minutes, and the answer."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.govuk.forms import Form, long_text
from mappa.meetings.models import MinutesAnswer, MinutesRequester, MinutesRequestKind

_text = partial(long_text, most=2000)


class AskForm(Form):
    """What an agency that holds a copy wants to do with it."""

    kind = forms.ChoiceField(
        label="What does your agency want to do with the minutes?", widget=forms.RadioSelect,
        choices=[choice for choice in MinutesRequestKind.choices if choice[0] != MinutesRequestKind.RELEASE],
    )  # fmt: skip
    recipients = forms.CharField(label="Who would see them?", max_length=300, required=False)
    why = _text("Why is it needed?")

    reveals = {"kind": {"forward": "recipients"}}


class RecordForm(Form):
    """A request that came from outside."""

    requester = forms.ChoiceField(
        label="Who asks?", widget=forms.RadioSelect,
        choices=[choice for choice in MinutesRequester.choices if choice[0] != MinutesRequester.AGENCY],
    )  # fmt: skip
    who = forms.CharField(label="Name", max_length=200, help_text="For example the court, or the solicitor.")
    why = _text("What do they want it for?")


class AnswerRequestForm(Form):
    """The chair's answer."""

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    redirected_to = forms.TypedChoiceField(
        label="Which agency should be asked instead?", coerce=int, empty_value=None, required=False
    )
    reasons = _text("Reasons", help_text="They are kept on the case and shown to an agency that asked.")

    reveals = {"answer": {"redirected": "redirected_to"}}

    def __init__(self, *args: Any, answers: Iterable[MinutesAnswer], agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.pk: agency for agency in agencies}
        self.fields["answer"].choices = [(answer.value, answer.label) for answer in answers]
        self.fields["redirected_to"].choices = [
            ("", "Choose"), *((agency.pk, agency.name) for agency in self.agencies.values())
        ]  # fmt: skip
        if MinutesAnswer.REDIRECTED not in answers:
            del self.fields["redirected_to"]
            self.reveals = {}

    def given(self) -> dict[str, Any]:
        """What was answered, in the service's words."""
        typed = dict(self.cleaned_data)
        return typed | {"redirected_to": self.agencies.get(typed.get("redirected_to"))}
