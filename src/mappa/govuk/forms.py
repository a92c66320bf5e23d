"""Forms that look and speak like GOV.UK: derive from `Form` or `ModelForm` and the rest follows."""

from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict

from mappa.govuk import days, wording


class GovukRenderer(DjangoTemplates):
    """Renders forms, fields and formsets through the templates of this app."""

    form_template_name = "govuk/forms/form.html"
    formset_template_name = "govuk/forms/formset.html"
    field_template_name = "govuk/forms/field.html"


class Furnished:
    """What every form of ours shares. Not for direct use: see `Form` and `ModelForm`.

    Attributes:
        groups: headings over fields, in order: ``(("The person", ("name", "born")), ...)``. Fields in no
            group come first, without a heading.
        folded: headings of groups that few need, folded away until something in them is filled in or wrong.
        reveals: fields that belong to one answer of another: ``{"decision": {"reject": "reason"}}``, or a list of
            them. Without JavaScript they are always shown, so the form's ``clean`` decides when they are needed.
    """

    default_renderer = GovukRenderer
    use_required_attribute = False
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()
    reveals: ClassVar[dict[str, dict[str, str | list[str]]]] = {}
    quiet = False
    """True while a repeated form is only being added or removed: its errors are not shown yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            wording.speak_plainly(field, field.label or name.replace("_", " ").capitalize())

    @classmethod
    def on_version(cls, data: QueryDict, version: int, **kwargs: Any) -> Self:
        """What somebody typed, now resting on the version that is stored: for ``govuk/conflict_page.html``."""
        moved = data.copy()
        moved[cls(**kwargs).add_prefix("version")] = str(version)
        return cls(moved, **kwargs)

    def say_beside(self, problem: Exception) -> None:
        """Put what a service refused beside the fields that it names; what belongs to no field stands above the form.

        Args:
            problem: its ``fields``, where it has them, are messages by the name of the field.
        """
        told: dict[str, str] = getattr(problem, "fields", {})
        for name, message in told.items():
            self.add_error(name if name in self.fields else None, message)
        if not told:
            self.add_error(None, str(problem))

    def revealed_by(self, name: str) -> list[tuple[str, str]]:
        """Each answer of a field with each field that it reveals."""
        answers = self.reveals.get(name, {})
        return [
            (answer, held)
            for answer, names in answers.items()
            for held in ([names] if isinstance(names, str) else names)
        ]

    def grouped(self) -> list[tuple[str, list[BoundField], str]]:
        """The visible fields under their headings, less those that an answer reveals; whether each is folded or open.

        The last is empty for a group that cannot be folded.
        """
        held = {held for name in self.reveals for _, held in self.revealed_by(name)}
        headed = {name for _, names in self.groups for name in names}
        shown = [field for field in self.visible_fields() if field.name not in held]
        first = [field for field in shown if field.name not in headed]
        rest = [
            (heading, [self[name] for name in names if name in self.fields and name not in held])
            for heading, names in self.groups
        ]
        groups = [("", first), *rest] if first else rest
        return [(heading, fields, self._fold_of(heading, fields)) for heading, fields in groups]

    def _fold_of(self, heading: str, fields: list[BoundField]) -> str:
        if heading not in self.folded:
            return ""
        return "open" if any(field.errors or field.value() for field in fields) else "folded"


class Form(Furnished, forms.Form):
    """A form in GOV.UK style."""


class ModelForm(Furnished, forms.ModelForm):
    """A model's form in GOV.UK style."""


class DayInput(forms.Widget):
    """Three boxes: day, month and year. A whole date typed or pasted into the first is understood too."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> tuple[str, ...]:
        """The three parts as typed."""
        return tuple(str(data.get(f"{name}_{part}") or "") for part in self.PARTS)

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        """Whether none of the parts was sent."""
        return all(f"{name}_{part}" not in data for part in self.PARTS)

    def format_value(self, value: Any) -> tuple[str, ...]:
        """The three parts to show, from a date or from what was typed."""
        if value is None or value == "":
            return ("", "", "")
        return value if isinstance(value, tuple) else (str(value.day), str(value.month), str(value.year))


def long_text(
    label: str, help_text: str = "", *, required: bool = True, rows: int = 4, most: int = 4000, **more: Any
) -> forms.CharField:
    """A box for several lines.

    Args:
        rows: its height at first, in lines.
        most: how many characters it takes.
    """
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=widget, **more)


class DayField(forms.Field):
    """A date in three parts; gives a `date`, or None when empty and not required.

    Args:
        century_from: a year of two numbers means one of the hundred years from here: 1970 unless told.
    """

    widget = DayInput

    def __init__(self, *, century_from: int = days.CENTURY_FROM, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.century_from = century_from

    def to_python(self, value: Any) -> Any:
        """Read the three parts; an error's code names the parts to put right, for example ``day month``."""
        if value in self.empty_values or not isinstance(value, tuple):
            return value or None
        try:
            return days.read_day(*value, century_from=self.century_from)
        except days.NotADay as wrong:
            raise ValidationError(f"{wording.start(self.label)} {wrong}", code=" ".join(wrong.parts)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was given."""
        shown = self.widget.format_value
        return tuple(part.strip() for part in shown(initial)) != tuple(part.strip() for part in shown(data))


class PartialDayField(DayField):
    """A date of which the day, or day and month, may be unknown; gives text as `days.read_partial` does, or None."""

    def to_python(self, value: Any) -> Any:
        """Read the parts that are there."""
        if value in self.empty_values or not isinstance(value, tuple):
            return value or None
        try:
            return days.read_partial(*value, century_from=self.century_from)
        except days.NotADay as wrong:
            raise ValidationError(f"{wording.start(self.label)} {wrong}", code=" ".join(wrong.parts)) from None

    def prepare_value(self, value: Any) -> Any:
        """The parts to show, from what was typed or from text that was kept."""
        if isinstance(value, str) and value:
            year, month, day = [*value.split("-"), "", ""][:3]
            return (day.lstrip("0"), month.lstrip("0"), year)
        return value


class ClockField(forms.Field):
    """A time of day as people write it: 14:30, 2.30pm, midday. Gives a `time`."""

    widget = forms.TimeInput(attrs={"class": "govuk-input--width-5"}, format="%H:%M")
    default_error_messages: ClassVar = {"invalid": "{Label} must be a time, for example 2:30pm or 14:30"}

    def to_python(self, value: Any) -> Any:
        """Read the time."""
        if value in self.empty_values or not isinstance(value, str):
            return value or None
        try:
            return days.read_clock(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class VersionField(forms.IntegerField):
    """The version of the record that this page was made from, sent back hidden.

    Compare it with the stored version in the service, and refuse when another person has saved since.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        stale = "This page has lost its place. Nothing was saved. Open the page again and make your change."
        kwargs.setdefault("error_messages", {"required": stale, "invalid": stale})
        kwargs.setdefault("label", "Version")
        super().__init__(min_value=0, **kwargs)
