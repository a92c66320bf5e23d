"""What people search by."""

from django import forms

from mappa.govuk.forms import DayField, Form
from mappa.people.forms import BORN_FROM


class SearchForm(Form):
    """A name, number or reference, and perhaps a birth date."""

    text = forms.CharField(
        label="Name, number or reference",
        max_length=200,
        required=False,
        help_text="Any order; other names, near spellings and the beginning of a name are found too",
    )
    born = DayField(label="Date of birth", required=False, century_from=BORN_FROM)
