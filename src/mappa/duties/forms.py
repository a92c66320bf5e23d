"""Recording what only the clocks need."""

from django import forms

from mappa.duties.kinds import FACTS
from mappa.govuk.forms import DayField, Form


class FactForm(Form):
    """Choose what happened; each choice asks its own questions."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(fact.kind, fact.label) for fact in FACTS.values()],
        widget=forms.RadioSelect,
    )
    on = DayField(label="On which day?")
    note = forms.CharField(
        label="What should others know?", required=False, widget=forms.Textarea, max_length=4000,
        help_text="Who was present, what you saw, what concerns you. Facts first, then opinion.",
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reveals: dict[str, dict[str, list[str]]] = {"kind": {}}
        for fact in FACTS.values():
            for name, answers in fact.details.items():
                field = f"{fact.kind}__{name}"
                self.fields[field] = forms.ChoiceField(
                    label=f"{fact.label}: {QUESTIONS[name]}", choices=[("", "Choose"), *answers.items()], required=False
                )
                self.reveals["kind"].setdefault(fact.kind, []).append(field)

    def details(self) -> dict[str, str]:
        """The answers that belong to the kind chosen."""
        kind = self.cleaned_data["kind"]
        return {name: self.cleaned_data.get(f"{kind}__{name}", "") for name in FACTS[kind].details}

    def show(self, fields: dict[str, str]) -> None:
        """Put what a service said beside the fields it speaks of."""
        kind = self.cleaned_data.get("kind", "")
        for name, message in fields.items():
            own = f"{kind}__{name}"
            self.add_error(own if own in self.fields else name if name in self.fields else None, message)


QUESTIONS = {"by": "by whom?", "kind": "what sort of visit?", "visitor": "who visited?", "to": "to whom was it sent?"}
