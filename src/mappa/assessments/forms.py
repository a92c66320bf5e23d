"""What is typed to record a risk assessment as it was received."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment, FactorLink, GroupTrait, RiskGroup, RoshLevel
from mappa.assessments.oasys import Sections, factors
from mappa.assessments.occasions import KINDS
from mappa.assessments.services import GroupRating
from mappa.assessments.words import IN_WORDS, PROFESSIONALS
from mappa.determinations import policy
from mappa.govuk import days
from mappa.govuk.forms import DayField, Form, long_text
from mappa.people.models import Victim

NOT_RATED = [("", "Not rated"), *RoshLevel.choices]
QUESTIONS: dict[str, str] = dict(policy.parameter("risk/other_tool_questions", policy.LAW).value)  # type: ignore[call-overload]
YES_NO = [("", "Not answered"), ("yes", "Yes"), ("no", "No")]

NAMED: dict[str, str] = {
    RiskGroup.PUBLIC.value: "members of the public",
    RiskGroup.KNOWN_ADULT.value: "a known adult",
    RiskGroup.CHILDREN.value: "children",
}
"""The groups whose members an entry of the victims section can name, or words and traits describe (RISK-20)."""
UNLISTED = "A tool that is not on the list"
PARTS = ("who", "entry", "traits")


_words = partial(long_text, required=False, most=8000)


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
    children_who = forms.CharField(
        label="Which children?",
        max_length=200,
        required=False,
        help_text="Words that describe the group. Needed above low, unless an entry names them.",
    )
    public_who = forms.CharField(
        label="Which members of the public?",
        max_length=200,
        required=False,
        help_text="A named group, or leave empty for the public in general.",
    )
    narrative = _words("Professional judgement", "What the scores mean for this person. Needed beside every score.")
    evidence = _words("Evidence for it", "What it rests on, each with its source. Needed beside every score.")
    protocol = forms.CharField(
        label="Which protocol of the agency was followed?",
        max_length=200,
        required=False,
        help_text="Needed beside every score.",
    )
    static_factors = _words("Factors that do not change", "For example past offences, or age at the first.")
    changing_factors = _words("Factors that can change", "For example housing, work, relationships or substance use.")
    triggers = _words("Triggers and early signs", "What may set harm off, and how it would show.")
    protective = _words("What protects?")
    likelihood = _words("How likely is it?")
    imminence = _words("How soon?")
    professionals = _words("Risks to professionals", "For example visits alone, threats or weapons.")
    mitigation = _words("What is done about them?")
    next_due = DayField(label="When is it next due?", required=False)

    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Risk to each group", tuple(f"rosh_{group.value}" for group in RiskGroup)),
        *((f"At risk: {NAMED[group]}", tuple(f"{group}_{part}" for part in PARTS)) for group in NAMED),
        (UNLISTED, tuple(f"answer_{name}" for name in QUESTIONS)),
        ("The judgement", ("narrative", "evidence", "protocol")),
        (
            "What the risk rests on",
            ("static_factors", "changing_factors", "triggers", "protective", "likelihood", "imminence"),
        ),
        ("Risks to professionals", PROFESSIONALS),
        ("When it is looked at again", ("next_due",)),
    )
    folded: ClassVar[tuple[str, ...]] = (*(f"At risk: {words}" for words in NAMED.values()), UNLISTED)

    def __init__(
        self,
        *args: Any,
        agencies: Any,
        tools: Sequence[str] = (),
        professionals: str = "",
        entries: QuerySet[Victim] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for group, words in NAMED.items():
            if entries is not None:
                self.fields[f"{group}_entry"] = forms.ModelChoiceField(
                    entries, label=f"Entry that names {words}", required=False, empty_label="None",
                    help_text="It stays in the victims section: others learn only that there is one.",
                )  # fmt: skip
                self.fields[f"{group}_entry"].label_from_instance = lambda entry: entry.description
            self.fields[f"{group}_traits"] = forms.MultipleChoiceField(
                label=f"What picks {words} out as a group?", choices=GroupTrait.choices, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        if professionals:
            self.fields["professionals"].help_text = professionals
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

    def words(self) -> dict[str, str]:
        """Everything said in words, by the name of its field."""
        return {name: self.cleaned_data[name] for name in IN_WORDS}

    def tool_answers(self) -> dict[str, bool | None]:
        """The answers about a tool that is not on the list; nothing where nobody answered."""
        given = {name: self.cleaned_data[f"answer_{name}"] for name in QUESTIONS}
        return {name: answer == "yes" for name, answer in given.items() if answer}

    def ratings(self) -> list[GroupRating]:
        """The groups that were rated."""
        given = self.cleaned_data
        return [
            GroupRating(
                group=group.value,
                level=given[f"rosh_{group.value}"],
                who=given.get(f"{group.value}_who", ""),
                entry=given.get(f"{group.value}_entry"),
                traits=given.get(f"{group.value}_traits", ()),
            )
            for group in RiskGroup
            if given[f"rosh_{group.value}"]
        ]


class OasysForm(Form):
    """The sections of an OASys assessment (RISK-03)."""

    assessment = forms.ModelChoiceField(Assessment.objects.none(), label="Which assessment?")
    reconviction_score = forms.IntegerField(
        label="Static reconviction score (OGRS)", required=False, help_text="In percent, from 0 to 100."
    )
    self_assessment = _words("What the person says of themselves")
    serious_harm = _words("Analysis of serious harm", "What harm, to whom, in which circumstances.")
    other_risks = _words("Other risks", "For example self-harm, escape, or being harmed by others.")
    specialist_needed = forms.TypedChoiceField(
        label="Is a specialist assessment needed?", choices=YES_NO, required=False,
        coerce=lambda answer: answer == "yes", empty_value=None,
    )  # fmt: skip
    specialist = _words("Which one, and why?", "Needed where a specialist assessment is.")
    plan = _words("Which parts of the plan answer it?", "Say so where there is no plan yet.")

    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Offending factors", tuple(f"factor_{key}" for key in factors())),
        ("Risks", ("self_assessment", "serious_harm", "other_risks")),
        ("What follows", ("specialist_needed", "specialist", "plan")),
    )

    def __init__(self, *args: Any, assessments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessment"].queryset = assessments
        self.fields["assessment"].label_from_instance = lambda each: f"{each.tool} of {days.long_date(each.on)}"
        for key, label in factors().items():
            self.fields[f"factor_{key}"] = forms.ChoiceField(
                label=label, choices=[("", "Not looked at"), *FactorLink.choices], required=False
            )

    def sections(self) -> Sections:
        """What was typed, as the service takes it; factors that were not looked at are left out."""
        given = self.cleaned_data
        looked_at = {key: given[f"factor_{key}"] for key in factors() if given[f"factor_{key}"]}
        names = ("self_assessment", "serious_harm", "other_risks", "specialist_needed", "specialist", "plan")
        return Sections(
            reconviction_score=given["reconviction_score"], factors=looked_at, **{name: given[name] for name in names}
        )


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
