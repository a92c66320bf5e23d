"""What people type: a form made from the declaration of a type."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from mappa.accounts.compartments import Compartment
from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form, PartialDayField
from mappa.govuk.wording import speak_plainly
from mappa.people.forms import BORN_FROM
from mappa.record.contents import content_of
from mappa.record.declaration import PARTLY_KNOWN, AttachmentType, Field, Kind
from mappa.record.models import Attachment, Nothing
from mappa.record.services import Said
from mappa.record.values import LONGEST, LONGEST_TEXT, YES_NO
from mappa.uploads.apart import made_safe
from mappa.uploads.checking import check_size
from mappa.uploads.model import LARGEST, WORDS, FileRefused, SafeFile
from mappa.uploads.model import Kind as FileKind

OVERTAKEN, MISTAKEN = "overtaken", "mistaken"
FEW = 5
"""Up to so many answers are radio buttons; more are a list to choose from."""
NOTHINGS = [(each.value, each.label) for each in Nothing if each is not Nothing.WITHDRAWN]
OWN = ("file", "since", "until", "source", "marking", "readers", "replaced_how", "replaced_why")
"""The names that the form itself uses, which no declared field may have."""


def _line(field: Field, **more: Any) -> forms.Field:
    long = LONGEST[field.kind]
    attrs = {"class": "govuk-input--width-20"} if field.kind not in {Kind.TEXT, Kind.EMAIL} else {}
    return forms.CharField(max_length=long, widget=forms.TextInput(attrs=attrs), **more)


def _choose(answers: Sequence[tuple[str, str]], **more: Any) -> forms.Field:
    if len(answers) <= FEW:
        return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **more)
    return forms.ChoiceField(choices=[("", "Choose"), *answers], **more)


def field_for(declared: Field, agencies: Sequence[tuple[str, str]]) -> forms.Field:
    """The form field of one declared field."""
    more: dict[str, Any] = {"label": declared.label, "required": declared.required, "help_text": declared.hint}
    if declared.kind in PARTLY_KNOWN and not declared.hint:
        more["help_text"] = "The year alone, or the month and year, where no more is known"
    build = BUILDERS.get(declared.kind)
    if build:
        return build(declared, agencies, more)
    return _line(declared, **more)


def file_field(declared: AttachmentType, *, kept: bool) -> forms.Field:
    """The form field for the file of an entry."""
    named = [WORDS[each] for each in FileKind if each in declared.files]
    hint = (
        f"{', '.join(named[:-1])} or {named[-1]}, up to {LARGEST // 1024**2} MB. It is kept without what says who"
        " made it or where, and without anything that runs."
    )
    label = "Another file, in place of the one on record" if kept else "File"
    return SentFile(label=label, help_text=hint, required=False)


class SentFile(forms.FileField):
    """A file, whose name is checked with what it holds, and may be as long as it likes."""

    def to_python(self, data: Any) -> Any:
        """The file as it was sent. An empty one is refused with the others."""
        return data


BUILDERS: dict[Kind, Callable[[Field, Sequence[tuple[str, str]], dict[str, Any]], forms.Field]] = {
    Kind.LONG_TEXT: lambda _field, _agencies, more: forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_TEXT, **more
    ),
    Kind.DATE: lambda _field, _agencies, more: DayField(**more),
    Kind.PARTIAL_DATE: lambda _field, _agencies, more: PartialDayField(**more),
    Kind.BIRTH: lambda _field, _agencies, more: PartialDayField(century_from=BORN_FROM, **more),
    Kind.CHOICE: lambda field, _agencies, more: _choose(field.choices, **more),
    Kind.YES_NO: lambda _field, _agencies, more: forms.ChoiceField(
        choices=list(YES_NO.items()), widget=forms.RadioSelect, **more
    ),
    Kind.NUMBER: lambda _field, _agencies, more: forms.IntegerField(min_value=0, **more),
    Kind.MONEY: lambda _field, _agencies, more: forms.DecimalField(
        min_value=0, decimal_places=2, max_digits=12, **more
    ),
    Kind.AGENCY: lambda _field, agencies, more: _choose(agencies, **more),
}
"""How each kind of field is asked for; the rest are one line of text."""


class _Stamped(Form):
    """What every entry says besides its content: since when, whose information it is, its marking and who may read."""

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        self.agencies = {each.code: each for each in agencies}
        super().__init__(*args, **kwargs)

    def _source(self) -> forms.Field:
        named = [(each.code, each.name) for each in self.agencies.values()]
        return forms.ChoiceField(label="Whose information is it?", choices=[("", "Choose"), *named])


class AttachmentForm(_Stamped):
    """One entry of a declared type.

    Args:
        compartments: the compartments that the author may put it into, besides those that the type decides.
        replaces: the entry that it replaces; None where it is new.
    """

    def __init__(
        self, *args: Any, declared: AttachmentType, agencies: Sequence[Agency], markings: Sequence[str],
        compartments: Sequence[str], replaces: Attachment | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.declared = declared
        kept = content_of(replaces) if replaces else {}
        if replaces:
            about = {
                "since": replaces.since, "until": replaces.until, "source": replaces.source.code,
                "marking": replaces.marking, "compartment": replaces.compartment,
            }  # fmt: skip
            kwargs["initial"] = {**kwargs.get("initial", {}), **about, **kept}
        super().__init__(*args, agencies=agencies, **kwargs)
        named = [(each.code, each.name) for each in agencies]
        for field in declared.fields:
            self._put(field.name, field_for(field, named))
        if declared.files:
            self._put("file", file_field(declared, kept=bool(replaces and replaces.file_id)))
        ends = declared.ends
        self._put("since", DayField(label="From which day?" if ends else "On which day?"))
        if ends:
            self._put("until", DayField(label="Last day, where it has ended or its end is known", required=False))
        self._put("source", self._source())
        self._put("marking", forms.ChoiceField(label="Protective marking", choices=[(each, each) for each in markings]))
        if compartments and declared.compartment is None:
            apart = [(each, f"Only those who may read “{Compartment(each).label}”") for each in compartments]
            everybody = ("all", "Everybody who may read this record")
            self._put("readers", forms.ChoiceField(
                label="Who may read it?", choices=[everybody, *apart], widget=forms.RadioSelect,
                initial=(replaces.compartment if replaces else "") or "all",
            ))  # fmt: skip
        if replaces:
            self._put("replaced_how", forms.ChoiceField(
                label="What about the entry on record?", widget=forms.RadioSelect,
                choices=[(OVERTAKEN, "It was right until now"), (MISTAKEN, "It was recorded by mistake")],
            ))  # fmt: skip
            self._put("replaced_why", forms.CharField(label="Why is it replaced?", max_length=300))
        about_it = [name for name in ("since", "until", "source", "marking", "readers") if name in self.fields]
        self.groups = (("About this entry", tuple(about_it)),)
        if replaces:
            self.groups += (("What it replaces", ("replaced_how", "replaced_why")),)

    def _put(self, name: str, field: forms.Field) -> None:
        speak_plainly(field, str(field.label))
        self.fields[name] = field

    def clean_file(self) -> SafeFile | None:
        """The file made anew, or why it is not taken."""
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        try:
            check_size(sent.size)
            return made_safe(
                sent.read(), name=sent.name, taken=self.declared.files, scanner=settings.ENVIRONMENT.virus_scanner
            )
        except FileRefused as refused:
            raise ValidationError(str(refused)) from refused

    def said(self) -> Said:
        """What was typed, in the service's words."""
        typed = self.cleaned_data
        readers = typed.get("readers", "all")
        return Said(
            content={field.name: typed.get(field.name) for field in self.declared.fields}, since=typed["since"],
            until=typed.get("until"), source=self.agencies[typed["source"]], marking=typed["marking"],
            compartment="" if readers == "all" else readers, file=typed.get("file"),
        )  # fmt: skip

    def replacement(self) -> dict[str, Any]:
        """How and why it replaces another entry."""
        return {"mistaken": self.cleaned_data["replaced_how"] == MISTAKEN, "why": self.cleaned_data["replaced_why"]}


class NothingForm(_Stamped):
    """That there is none, that it is not known, or that the source could not be reached."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = self._source()

    nothing = forms.ChoiceField(label="What was found?", choices=NOTHINGS, widget=forms.RadioSelect)
    since = DayField(label="On which day was it looked for?")

    def said(self) -> Said:
        """What was typed, in the service's words."""
        typed = self.cleaned_data
        return Said(content={}, since=typed["since"], source=self.agencies[typed["source"]], nothing=typed["nothing"])


class WithdrawForm(Form):
    """Why an entry should not have been recorded."""

    replaced_why = forms.CharField(
        label="Why should it not have been recorded?", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChronologyFilter(Form):
    """Narrows what happened, or what is to come."""

    kind = forms.ChoiceField(label="Kind", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    since = DayField(label="From this day", required=False)
    until = DayField(label="Until this day", required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], agencies: Sequence[str], **kwargs: Any) -> None:
        """Only what there is can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Any"), *kinds.items()]
        self.fields["agency"].choices = [("", "Any"), *((each, each) for each in agencies)]

    def narrowed(self) -> dict[str, Any]:
        """What was chosen, by the names of `chronology.Narrowed`."""
        return {name: self.cleaned_data[name] for name in self.fields}
