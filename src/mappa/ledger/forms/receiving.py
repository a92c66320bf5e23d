"""What a receiving agency types."""

from django import forms

from mappa.govuk.forms import Form


class AcceptForm(Form):
    """That one has read what the share binds one to."""

    accepted = forms.BooleanField(label="I have read this and will keep to it")
