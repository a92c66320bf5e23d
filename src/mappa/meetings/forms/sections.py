"""Sections of the minutes: each comes back with the version it was shown at, and a mark of what was shown."""

import hashlib
from typing import Any

from django import forms

from mappa.govuk.forms import Form, VersionField
from mappa.meetings.agenda import Item
from mappa.meetings.models import MinuteItem
from mappa.meetings.services.writing import Section


def mark_of(text: str) -> str:
    """A short mark of a text, by which a page knows later whether its reader touched it."""
    return hashlib.sha256(_as_stored(text).encode()).hexdigest()[:16]


def _as_stored(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class NeededLater(forms.CharField):
    """A text that the meeting cannot close without, and that may still be empty now."""

    def validate(self, value: str) -> None:
        """Emptiness is no fault yet: closing the meeting asks for it."""


class SectionsForm(Form):
    """One text for each section, and a tick for text that was carried from the last meeting."""

    def __init__(self, *args: Any, items: tuple[Item, ...], rows: dict[str, MinuteItem], **kwargs: Any) -> None:
        self.items, self.rows = items, rows
        super().__init__(*args, **kwargs)

    def sections(self) -> dict[str, Section]:
        """What was sent back, by key."""
        return {item.key: self._section(item.key) for item in self.items}

    def _section(self, key: str) -> Section:
        text = _as_stored(self.cleaned_data[key])
        return Section(
            version=self.cleaned_data[f"{key}_version"],
            text=text,
            touched=mark_of(text) != self.cleaned_data[f"{key}_was"],
            confirmed=bool(self.cleaned_data.get(f"{key}_confirm")),
        )


def sections_form(data: Any, *, items: tuple[Item, ...], rows: dict[str, MinuteItem], **kwargs: Any) -> SectionsForm:
    """The form of some sections as they are stored now; `data` is what was posted, if anything."""
    fields: dict[str, forms.Field] = {}
    for item in items:
        row = rows[item.key]
        kind = NeededLater if item.levels else forms.CharField
        fields[item.key] = kind(
            label=item.label, help_text=item.ask, required=bool(item.levels), max_length=20000,
            widget=forms.Textarea(attrs={"rows": 6}), initial=row.text,
        )  # fmt: skip
        fields[f"{item.key}_version"] = VersionField(initial=row.version)
        fields[f"{item.key}_was"] = forms.CharField(widget=forms.HiddenInput, initial=mark_of(row.text))
        if row.carried_from and not row.confirmed_at:
            fields[f"{item.key}_confirm"] = forms.BooleanField(
                label=f"{item.label}: the text from {row.carried_from} was reviewed at this meeting and still holds",
                required=False,
            )
    made = type("StepForm", (SectionsForm,), fields)
    form: SectionsForm = made(data, items=items, rows=rows, **kwargs)
    return form


def over_what_is_stored(form: SectionsForm) -> SectionsForm:
    """The same typed texts, standing on the newest versions, so that saving again is a choice made knowingly."""
    data = form.data.copy()
    for item in form.items:
        row = form.rows[item.key]
        data[form.add_prefix(f"{item.key}_version")] = str(row.version)
        data[form.add_prefix(f"{item.key}_was")] = mark_of(row.text)
    return sections_form(data, items=form.items, rows=form.rows)
