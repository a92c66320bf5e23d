"""What is typed to record a fact about offending."""

from typing import Any, ClassVar

from django import forms

from mappa.govuk.forms import DayField, Form, long_text
from mappa.govuk.repeating import Repeating, repeating
from mappa.offending.models import Conviction
from mappa.offending.movements import (
    BY_DECISION,
    Applicant,
    BreachOutcome,
    CourtKind,
    Finding,
    GuiltKind,
    MovementKind,
    NotificationKind,
    OrderKind,
    OrderStepKind,
    ReturnReason,
    ReviewOutcome,
)
from mappa.offending.services import ConvictionFacts, SentenceFacts
from mappa.offending.services.order_questions import OrderAnswer


class MovementForm(Form):
    """A movement between custody, hospital and the community, or a planned day."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[("", "Choose"), *[(kind.value, kind.label) for kind in MovementKind if kind not in BY_DECISION]],
    )
    on = DayField(label="Day")
    reason = forms.ChoiceField(
        label="Why did the person return to custody?",
        help_text="Only for a return to custody.",
        choices=[("", "Does not apply"), *ReturnReason.choices],
        required=False,
    )


class SentenceForm(Form):
    """What the court did, as it should have been recorded."""

    code = forms.ChoiceField(label="Disposal")
    on = DayField(label="Day of sentence")
    term_months = forms.IntegerField(
        label="Term in months", help_text="The whole term. Leave empty if there is none.", min_value=1, max_value=1200,
        required=False,
    )  # fmt: skip
    licence_end = DayField(label="Last day of the licence", help_text="Leave empty if not known.", required=False)
    reason = forms.CharField(label="Why is it corrected?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, disposals: list[tuple[str, str]], **kwargs: Any) -> None:
        """`disposals` are the codes of the sentences table and their names."""
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "Choose"), *disposals]


class OrderForm(Form):
    """A civil or restrictive order."""

    kind = forms.ChoiceField(label="Order", choices=[("", "Choose"), *OrderKind.choices])
    on = DayField(label="Day it was made")
    until = DayField(label="Last day", help_text="Leave empty if it lasts until further order.", required=False)
    court = forms.CharField(label="Court", max_length=120, required=False)
    court_kind = forms.ChoiceField(
        label="Kind of court", choices=[("", "Not known"), *CourtKind.choices], required=False
    )
    applicant = forms.ChoiceField(
        label="Who applied for it?", choices=[("", "Not known"), *Applicant.choices], required=False
    )
    by_court_on_conviction = forms.BooleanField(label="Made by the court on conviction", required=False)
    acts_since = forms.TypedChoiceField(
        label="Did the application rest on acts since the conviction?",
        choices=[("", "Not known, or made on conviction"), ("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes", empty_value=None, required=False,
    )  # fmt: skip
    foreign_travel = forms.BooleanField(label="Has a part on foreign travel", required=False)
    foreign_travel_until = DayField(label="Last day of the part on foreign travel", required=False)
    prohibitions = forms.CharField(
        label="Prohibitions and requirements", max_length=4000, required=False, widget=forms.Textarea
    )
    necessity = forms.CharField(
        label="Why was it necessary?", max_length=4000, required=False, widget=forms.Textarea,
        help_text="The reasons that the court gave.",
    )  # fmt: skip


class OrderEndForm(Form):
    """The discharge of an order."""

    ended_on = DayField(label="First day on which the order no longer holds")
    court = forms.CharField(label="Court", max_length=120, required=False)
    what = forms.CharField(label="Why was it discharged?", max_length=4000, required=False, widget=forms.Textarea)


class OrderStepForm(Form):
    """A variation or renewal of an order, or what came of an appeal."""

    kind = forms.ChoiceField(
        label="What became of the order?", widget=forms.RadioSelect,
        choices=[each for each in OrderStepKind.choices if each[0] != OrderStepKind.DISCHARGED],
    )  # fmt: skip
    on = DayField(label="Day of the decision", help_text="Of an appeal that was lodged, the day it was lodged.")
    until = DayField(
        label="New last day", required=False,
        help_text="For a renewal, or a variation that changes the last day. Leave empty otherwise.",
    )  # fmt: skip
    court = forms.CharField(label="Court", max_length=120, required=False)
    what = forms.CharField(
        label="What was decided, and why?", max_length=4000, widget=forms.Textarea,
        help_text="For a variation, the words of the order as they are now.",
    )  # fmt: skip


class NotificationForm(Form):
    """What was notified to, or verified by, the police."""

    kind = forms.ChoiceField(label="What was notified?", choices=NotificationKind.choices, widget=forms.RadioSelect)
    on = DayField(label="Day")
    days = forms.IntegerField(label="How many days does the stay last?", min_value=1, max_value=366, required=False)
    no_fixed_abode = forms.BooleanField(label="The person has no fixed address", required=False)

    reveals: ClassVar[dict[str, dict[str, str]]] = {
        "kind": {NotificationKind.STAY: "days", NotificationKind.PERIODIC: "no_fixed_abode"}
    }

    def details(self) -> dict[str, object]:
        """What belongs to the kind of notification and nothing else."""
        given = self.cleaned_data
        if given["kind"] == NotificationKind.STAY:
            return {"days": given["days"]} if given["days"] else {}
        if given["kind"] == NotificationKind.PERIODIC and given["no_fixed_abode"]:
            return {"no_fixed_abode": True}
        return {}


class BreachForm(Form):
    """A failure to notify."""

    found_on = DayField(label="Day it was found")
    what = forms.CharField(label="What was not notified?", max_length=200)


class BreachOutcomeForm(Form):
    """What came of a failure to notify."""

    outcome = forms.ChoiceField(label="Outcome", choices=BreachOutcome.choices, widget=forms.RadioSelect)
    outcome_on = DayField(label="Day of the outcome")


class BreachActionForm(Form):
    """What follows a failure to notify."""

    what = forms.CharField(label="What is to be done?", max_length=300)
    who = forms.CharField(label="Who does it?", max_length=120, help_text="A person or a post, and the agency.")
    due = DayField(label="By which day?")


class BreachActionDoneForm(Form):
    """That it was done."""

    done_on = DayField(label="On which day was it done?")
    result = forms.CharField(label="What came of it?", max_length=300)


class OrderBreachForm(Form):
    """A breach of an order."""

    found_on = DayField(label="Day it was found")
    what = forms.CharField(label="Which prohibition was broken, and how?", max_length=300)


class OrderBreachOutcomeForm(BreachOutcomeForm):
    """What came of a breach of an order."""

    returned_on = DayField(label="Day of return to custody for it, if there was one", required=False)


class ConvictionForm(Form):
    """A conviction, caution or finding as a person types it."""

    kind = forms.ChoiceField(
        label="Is it a conviction, a caution or a finding?", choices=GuiltKind.choices, widget=forms.RadioSelect
    )
    finding = forms.ChoiceField(
        label="Which finding?", choices=Finding.choices, widget=forms.RadioSelect, required=False
    )
    title = forms.CharField(label="Offence", max_length=300)
    cjs_code = forms.CharField(
        label="CJS offence code", max_length=16, required=False,
        help_text="Leave empty if not known. A code that is in no list is kept with the words of the offence.",
    )  # fmt: skip
    statute = forms.CharField(
        label="Act", max_length=200, required=False,
        help_text="For example Sexual Offences Act 2003. Act and section place an offence that has no code.",
    )  # fmt: skip
    section = forms.CharField(label="Section", max_length=40, required=False)
    offence_date = DayField(label="Day of the offence", help_text="Leave empty if not known.", required=False)
    on = DayField(label="Day of the conviction, caution or finding")
    victim_age = forms.IntegerField(
        label="Age of the victim at the offence", min_value=0, max_value=120, required=False,
        help_text="In years. Leave empty if not known.",
    )  # fmt: skip
    youngest_person_in_images_age = forms.IntegerField(
        label="Age of the youngest person in the images", min_value=0, max_value=120, required=False,
        help_text="Only for an offence with images.",
    )  # fmt: skip
    court = forms.ChoiceField(label="Kind of court", choices=[("", "Not known"), *CourtKind.choices], required=False)
    court_name = forms.CharField(label="Name of the court or police force", max_length=120, required=False)
    plea_or_finding = forms.CharField(label="Plea", max_length=40, required=False)

    groups = (
        ("The offence", ("title", "cjs_code", "statute", "section", "offence_date")),
        ("The outcome", ("kind", "on", "court", "court_name", "plea_or_finding")),
        ("Ages", ("victim_age", "youngest_person_in_images_age")),
    )
    reveals: ClassVar[dict[str, dict[str, str]]] = {"kind": {GuiltKind.FINDING: "finding"}}
    details = ("victim_age", "youngest_person_in_images_age", "finding")
    provision = ("statute", "section")

    def clean(self) -> dict[str, Any]:
        """A finding says which; what is no finding keeps none."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") != GuiltKind.FINDING:
            given["finding"] = ""
        elif not given.get("finding"):
            self.add_error("finding", "Choose which finding it is")
        return given

    def told(self, before: Conviction | None = None) -> ConvictionFacts:
        """What was typed. Where the offence stays as it was `before`, what its row says beside stays too."""
        given = self.cleaned_data
        typed = {name: given[name] for name in self.details if given[name] not in (None, "")}
        offence = {name: given[name].strip() for name in self.provision if given[name].strip()}
        kept: dict[str, Any] = {}
        if before:
            kept = {name: value for name, value in before.facts.items() if name not in self.details}
            named = {name: str(before.offence.get(name, "")) for name in self.provision}
            same = {"cjs_code": before.cjs_code, "title": before.title} | {name: named[name] for name in named}
            if all(given[name].strip() == value for name, value in same.items()):
                offence = before.offence
        return ConvictionFacts(
            on=given["on"], title=given["title"].strip(), kind=given["kind"], court=given["court"],
            cjs_code=given["cjs_code"].strip().upper(), court_name=given["court_name"].strip(),
            offence_date=given["offence_date"], plea_or_finding=given["plea_or_finding"].strip(),
            offence=offence, facts=kept | typed,
        )  # fmt: skip


class ConvictionCorrectionForm(ConvictionForm):
    """A conviction as it should have been recorded."""

    reason = forms.CharField(label="Why is it corrected?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    groups = (*ConvictionForm.groups, ("The correction", ("reason",)))

    @staticmethod
    def typed_of(row: Conviction) -> dict[str, Any]:
        """What is recorded, as it would have been typed."""
        plain = ("kind", "title", "cjs_code", "offence_date", "on", "court", "court_name", "plea_or_finding")
        offence = {name: row.offence.get(name, "") for name in ConvictionForm.provision}
        return {name: getattr(row, name) for name in plain} | offence | row.facts


def sentence_forms(disposals: list[tuple[str, str]]) -> type[Repeating]:
    """What was imposed, one after the other; none for a caution of the police that has no row of its own."""
    fields = {
        "code": forms.ChoiceField(label="Disposal", choices=[("", "Choose"), *disposals]),
        "on": DayField(label="Day of sentence"),
        "term_months": forms.IntegerField(
            label="Term in months", help_text="The whole term. Leave empty if there is none.", min_value=1,
            max_value=1200, required=False,
        ),
        "operational_months": forms.IntegerField(
            label="Operational period in months", help_text="Only for a suspended sentence.", min_value=1,
            max_value=60, required=False,
        ),
        "licence_end": DayField(
            label="Last day of the licence", help_text="Leave empty if not known.", required=False
        ),
    }  # fmt: skip
    return repeating(type("SentenceOfConvictionForm", (Form,), fields), item="Sentence", least=0, most=10)


def sentences_told(formset: Repeating) -> list[SentenceFacts]:
    """The sentences that were typed, in order."""
    return [SentenceFacts(**answer) for answer in formset.answers()]


class ReviewForm(Form):
    """An application to end indefinite notification."""

    applied_on = DayField(label="Day the application was received")


class ReviewDecisionForm(Form):
    """The decision on an application to end indefinite notification."""

    outcome = forms.ChoiceField(label="Decision", choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    decided_on = DayField(label="Day of the decision")
    rank = forms.CharField(label="Rank and name of the officer who decided", max_length=60)
    reasons = forms.CharField(label="Reasons", max_length=4000, widget=forms.Textarea)


class OrderQuestionForm(Form):
    """Whether an order is applied for, and why or why not (ORDERS-08)."""

    apply = forms.TypedChoiceField(
        label="Is an order to be applied for?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes", empty_value=None,
        help_text="Where there is a continuing risk of serious harm. At conviction the evidence is before the court.",
    )  # fmt: skip
    order = forms.ChoiceField(
        label="Which order?", choices=[("", "None"), *OrderKind.choices], required=False, help_text="Only with yes."
    )
    why = long_text("Why, or why not?", most=2000)

    def answer(self) -> OrderAnswer:
        """What was answered."""
        return OrderAnswer(**{name: self.cleaned_data[name] for name in ("apply", "order", "why")})
