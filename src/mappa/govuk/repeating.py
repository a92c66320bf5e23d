"""The same small form several times over, with buttons to add and remove that need no JavaScript."""

from typing import Any, Self

from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from mappa.govuk.forms import Form, GovukRenderer


class Repeating(BaseFormSet):
    """A formset that answers its own buttons: see `repeating`."""

    item = "Entry"
    quiet = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        item = self.item.lower()
        kwargs["error_messages"] = {
            "too_few_forms": f"Add at least {self.min_num} {item}{'s' if self.min_num > 1 else ''}",
            "too_many_forms": f"There can be at most {self.max_num} of them. Remove one {item}",
            "missing_management_form": "This page has lost its place. Nothing was saved. Open it again.",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(*args, **kwargs)

    @property
    def can_add(self) -> bool:
        """Whether one more is allowed."""
        return self.total_form_count() < self.max_num

    @property
    def can_remove(self) -> bool:
        """Whether one fewer is allowed."""
        return self.total_form_count() > max(self.min_num, 1)

    def button_pressed(self) -> bool:
        """Whether "add another" or "remove" was pressed, rather than the form being sent."""
        return self.is_bound and (f"add-{self.prefix}" in self.data or f"remove-{self.prefix}" in self.data)

    def after_button(self) -> Self:
        """The same answers with one more or one fewer form, nothing lost and no errors shown yet."""
        count, keep = self.total_form_count(), list(range(self.total_form_count()))
        gone = self.data.get(f"remove-{self.prefix}", "")
        if gone.isdecimal() and int(gone) < count and self.can_remove:
            keep.remove(int(gone))
        data = QueryDict(mutable=True)
        for name in self.data:
            index, _, rest = name.removeprefix(f"{self.prefix}-").partition("-")
            if not (name.startswith(f"{self.prefix}-") and index.isdecimal()):
                data.setlist(name, self.data.getlist(name))
            elif int(index) in keep:
                data.setlist(f"{self.prefix}-{keep.index(int(index))}-{rest}", self.data.getlist(name))
        adds = f"add-{self.prefix}" in self.data and self.can_add
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(keep) + adds)
        changed = type(self)(data, prefix=self.prefix)
        changed.quiet = True
        for form in changed.forms:
            form.quiet = True
        return changed

    def answers(self) -> list[dict[str, Any]]:
        """The cleaned answers of the forms that somebody filled in, in order."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def repeating(form: type[Form], *, item: str, least: int = 1, most: int = 20) -> type[Repeating]:
    """A formset class of ``form``.

    Args:
        form: the form to repeat.
        item: what one of them is called on the page, for example ``Action``.
        least: how many must be filled in; at least one is always shown.
        most: how many there may be.
    """
    kind = formset_factory(
        form,
        formset=Repeating,
        extra=0 if least else 1,
        min_num=least,
        max_num=most,
        absolute_max=most,
        validate_min=True,
        validate_max=True,
        renderer=GovukRenderer(),
    )
    kind.item = item
    return kind
