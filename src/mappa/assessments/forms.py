"""What is typed to record a risk assessment as it was received."""

from typing import Any, ClassVar

from django import forms

from mappa.agencies.models import Agency
from mappa.assessments.models import RiskGroup, RoshLevel
from mappa.assessments.services import GroupRating
from mappa.govuk.forms import DayField, Form

NOT_RATED = [("", "Not rated"), *RoshLevel.choices]


class AssessmentForm(Form):
    """One assessment: the tool, the overall level, and the level for each group."""

    tool = forms.CharField(label="Tool", max_length=40, help_text="For example OASys, ASSET or RM2000.")
    tool_version = forms.CharField(label="Version of the tool", max_length=40, required=False)
    on = DayField(label="Day of the assessment")
    assessor = forms.CharField(label="Who assessed?", max_length=120)
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Agency of the assessor")
    rosh = forms.ChoiceField(label="Overall RoSH", choices=NOT_RATED, required=False)
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
        ("In words", ("likelihood", "imminence", "narrative", "next_due")),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name
        for group in RiskGroup:
            self.fields[f"rosh_{group.value}"] = forms.ChoiceField(
                label=f"RoSH: {group.label.lower()}", choices=NOT_RATED, required=False
            )

    def ratings(self) -> list[GroupRating]:
        """The groups that were rated."""
        given = self.cleaned_data
        who = {RiskGroup.KNOWN_ADULT: given["known_adult_who"], RiskGroup.PUBLIC: given["public_who"]}
        return [
            GroupRating(group=group.value, level=given[f"rosh_{group.value}"], who=who.get(group, ""))
            for group in RiskGroup
            if given[f"rosh_{group.value}"]
        ]
