"""What people type to take emergency access, to review it, and to read the log."""

from django import forms

from mappa.audit.purposes import READING_THE_LOG
from mappa.govuk.forms import DayField, Form


class EmergencyForm(Form):
    """Which record, and why it cannot wait."""

    reference = forms.CharField(
        label="Reference of the record",
        max_length=24,
        help_text="For example NS-P-0042. Do not enter a name.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    reason = forms.CharField(
        label="Why can it not wait?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Who is at risk, of what, and what you need to know. Somebody else reviews this.",
    )


class ReviewForm(Form):
    """What the reviewer found."""

    finding = forms.CharField(
        label="What did you find?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Whether the access was justified, and what you do about it if not.",
    )


class CopyForm(Form):
    """The number on a file that was found."""

    number = forms.CharField(
        label="Number of the copy",
        max_length=24,
        help_text="It begins with C- and stands beside the marking.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


class LogForm(Form):
    """Why the log is read, and which part of it."""

    purpose = forms.ChoiceField(
        label="Why do you read the log?",
        choices=list(READING_THE_LOG.items()),
        widget=forms.RadioSelect,
        help_text="This is recorded.",
    )
    who = forms.CharField(label="Who acted (sign-in name)", max_length=150, required=False)
    subject = forms.CharField(label="About which reference", max_length=64, required=False)
    since = DayField(label="From this day", required=False)
    until = DayField(label="To this day", required=False)
