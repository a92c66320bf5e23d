"""Telling MAPPA of somebody, and saying what becomes of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from mappa.agencies.models import Agency, Area
from mappa.govuk.forms import DayField, Form, long_text
from mappa.notices.counts import months_to
from mappa.notices.lifecycle import COURT_ORDERS, NoticeKind, NoticeMove
from mappa.notices.services import MOST_PEOPLE, Told
from mappa.people.forms import BORN_FROM

ADDRESS, NO_ABODE = "address", "none"
WHAT = {
    NoticeKind.YOUNG_PERSON: ("Offence, sentence and why MAPPA may apply", "Also who works with the young person."),
    NoticeKind.RECEPTION: ("Category, offence and sentence", "As your own records mark them. Also the sentence dates."),
    NoticeKind.HOSPITAL: ("Offence and order", "Also whether discharge is restricted, and the hospital."),
    NoticeKind.GUARDIANSHIP: ("Offence and order", "Also who is the guardian."),
    NoticeKind.CONCERN: ("What is the concern?", "Facts first, then opinion, and whose. Say who may be harmed."),
}


class ByName(forms.ModelChoiceField):
    """An area or an agency, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class NoticeForm(Form):
    """What is told of somebody: only what its kind asks for."""

    raised_by = forms.CharField(
        label="Who raised it?", max_length=200, help_text="The agency or person, and how they can be reached"
    )
    family_name = forms.CharField(label="Family name", max_length=120)
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    date_of_birth = DayField(label="Date of birth", required=False, century_from=BORN_FROM)
    place = forms.CharField(label="Court", max_length=120)
    on = DayField(label="On which day did the court decide?")
    lived = forms.ChoiceField(
        label="Where did the person live on that day?", widget=forms.RadioSelect,
        choices=[(ADDRESS, "At an address"), (NO_ABODE, "No fixed abode")],
    )  # fmt: skip
    address = forms.CharField(label="Address", max_length=300, required=False)
    area = ByName(Area.objects.order_by("name"), label="Which area is that in?", required=False)
    court_area = ByName(Area.objects.order_by("name"), label="Which area is the court in?", required=False)
    what = long_text("What is it about?", rows=5)
    responsible = ByName(
        Agency.objects.none(), label="Which agency shall look at it?", required=False,
        empty_label="The co-ordinator says", help_text="Of the Responsible Authority",
    )  # fmt: skip
    reveals: ClassVar = {"lived": {ADDRESS: ["address", "area"], NO_ABODE: "court_area"}}

    def __init__(self, *args: Any, kind: NoticeKind, responsible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["what"].label, self.fields["what"].help_text = WHAT[kind]
        for name in self._unasked():
            del self.fields[name]
        if kind == NoticeKind.CONCERN:
            self.fields["family_name"].required = False
            self.fields["family_name"].label = "Family name (leave empty if it is not known)"
            self.fields["responsible"].queryset = responsible
        if kind == NoticeKind.RECEPTION:
            self.fields["place"].label, self.fields["on"].label = "Prison", "On which day was the person received?"
        if kind == NoticeKind.YOUNG_PERSON:
            self.fields["date_of_birth"].required = True
        if kind not in COURT_ORDERS:
            self.reveals = {}  # the area belongs to no answer then
            self.fields["area"].label = "Which area is it for?"
            self.fields["area"].empty_label = "Your own"

    def _unasked(self) -> Iterable[str]:
        if self.kind == NoticeKind.CONCERN:
            return ("place", "on", "lived", "address", "court_area")
        if self.kind in COURT_ORDERS:
            return ("raised_by", "responsible")
        return ("raised_by", "responsible", "lived", "address", "court_area")

    def told(self) -> Told:
        """What was typed."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "lived"}
        return Told(kind=self.kind, no_fixed_abode=self.cleaned_data.get("lived") == NO_ABODE, **facts)


class AnswerForm(Form):
    """What becomes of a notice."""

    move = forms.ChoiceField(label="What becomes of it?", choices=NoticeMove.choices, widget=forms.RadioSelect)
    reference = forms.CharField(label="Reference of the record", max_length=24, required=False)
    agency = ByName(Agency.objects.none(), label="Which agency?", required=False)
    area = ByName(Area.objects.order_by("name"), label="Which area?", required=False)
    why = long_text(
        "What came of it, and why?", "It cannot be closed without. Say what was done, by whom and when.", rows=5
    )
    reveals: ClassVar = {
        "move": {
            NoticeMove.RECORD.value: "reference", NoticeMove.HAND.value: "agency", NoticeMove.PASS_ON.value: "area",
        }
    }  # fmt: skip

    def __init__(self, *args: Any, responsible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = responsible


class CountForm(Form):
    """The count of a month."""

    month = forms.ChoiceField(label="Which month?")
    people = forms.IntegerField(
        label="How many people?", min_value=0, max_value=MOST_PEOPLE,
        help_text="Category 2, level 1, living in the community, as counted",
    )  # fmt: skip
    all_registered = forms.BooleanField(
        label="All of them have a record here, so that later months need no count", required=False
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(each.isoformat(), f"{each:%B %Y}") for each in months_to(on)]
