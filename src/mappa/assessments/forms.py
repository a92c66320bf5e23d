"""What is typed to record a risk assessment as it was received."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from mappa.agencies.models import Agency
from mappa.assessments.models import RiskGroup, RoshLevel
from mappa.assessments.occasions import KINDS
from mappa.assessments.services import GroupRating
from mappa.determinations import policy
from mappa.govuk.forms import DayField, Form

NOT_RATED = [("", "Not rated"), *RoshLevel.choices]
QUESTIONS: dict[str, str] = dict(policy.parameter("risk/other_tool_questions", policy.LAW).value)  # type: ignore[call-overload]
YES_NO = [("", "Not answered"), ("yes", "Yes"), ("no", "No")]


class AssessmentForm(Form):
    """One assessment: the tool, the overall level, and the level for each group."""

    tool = forms.CharField(label="Tool", max_length=40, help_text="For example OASys, ASSET or RM2000.")
    tool_version = forms.CharField(label="Version of the tool", max_length=40, required=False)
    on = DayField(label="Day of the assessment")
    assessor = forms.CharField(label="Who assessed?", max_length=120)
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency of the assessor")
    rosh = forms.ChoiceField(label="Overall RoSH", choices=NOT_RATED, required=False)
    reconviction = forms.ChoiceField(label="Likelihood of reconviction", choices=NOT_RATED, required=False)
    known_adult_who = forms.CharField(
        label="Who is the known adult?",
        max_length=200,
        required=False,
        help_text="Needed when risk to a known adult is rated.",
    )
    public_who = forms.CharField(
        label="Which members of the public?",
        max_length=200,
        required=False,
        help_text="A named group, or leave empty for the public in general.",
    )
    likelihood = forms.CharField(label="How likely is it?", max_length=4000, required=False, widget=forms.Textarea)
    imminence = forms.CharField(label="How soon?", max_length=4000, required=False, widget=forms.Textarea)
    narrative = forms.CharField(label="Analysis", max_length=8000, required=False, widget=forms.Textarea)
    next_due = DayField(label="When is it next due?", required=False)

    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Risk to each group", (*(f"rosh_{group.value}" for group in RiskGroup), "known_adult_who", "public_who")),
        ("A tool that is not on the list", tuple(f"answer_{name}" for name in QUESTIONS)),
        ("In words", ("likelihood", "imminence", "narrative", "next_due")),
    )

    def __init__(self, *args: Any, agencies: Any, tools: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tools:
            self.fields["tool"].help_text = f"On the list of your area: {', '.join(tools)}."
        for name, question in QUESTIONS.items():
            self.fields[f"answer_{name}"] = forms.ChoiceField(label=question, choices=YES_NO, required=False)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
        for group in RiskGroup:
            self.fields[f"rosh_{group.value}"] = forms.ChoiceField(
                label=f"RoSH: {group.label.lower()}", choices=NOT_RATED, required=False
            )

    def tool_answers(self) -> dict[str, bool | None]:
        """The answers about a tool that is not on the list; nothing where nobody answered."""
        given = {name: self.cleaned_data[f"answer_{name}"] for name in QUESTIONS}
        return {name: answer == "yes" for name, answer in given.items() if answer}

    def ratings(self) -> list[GroupRating]:
        """The groups that were rated."""
        given = self.cleaned_data
        who = {RiskGroup.KNOWN_ADULT: given["known_adult_who"], RiskGroup.PUBLIC: given["public_who"]}
        return [
            GroupRating(group=group.value, level=given[f"rosh_{group.value}"], who=who.get(group, ""))
            for group in RiskGroup
            if given[f"rosh_{group.value}"]
        ]


class DiscussionForm(Form):
    """What was agreed where two tools disagree (RISK-12)."""

    on = DayField(label="Day of the discussion")
    who = forms.CharField(label="Who took part?", max_length=300, help_text="Names and agencies.")
    agreed_rosh = forms.ChoiceField(label="Agreed risk", choices=RoshLevel.choices, widget=forms.RadioSelect)
    agreed_level = forms.TypedChoiceField(label="Agreed MAPPA level", choices=[], coerce=int, widget=forms.RadioSelect)
    reasons = forms.CharField(label="Reasons", max_length=4000, widget=forms.Textarea)

    def __init__(self, *args: Any, levels: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_level"].choices = [(level, f"Level {level}") for level in levels]


class OccasionForm(Form):
    """Something that happened and calls for a tool (RISK-10, RISK-13, RISK-14)."""

    kind = forms.ChoiceField(label="What happened?", choices=list(KINDS.items()), widget=forms.RadioSelect)
    on = DayField(label="On which day?")
    note = forms.CharField(label="Note", max_length=300, required=False)
