"""What is typed on the pages of a case."""

from typing import Any, ClassVar

from django import forms

from mappa.agencies.models import Agency, Area
from mappa.cases.models import OutsideDecision
from mappa.cases.selectors import NO_CASE
from mappa.cases.services.standing import GOVERNING_QUESTION
from mappa.determinations import policy
from mappa.determinations.labels import category_words, level_words
from mappa.determinations.wording import in_words
from mappa.govuk.forms import DayField, Form, VersionField

CATEGORIES = [("1", "Category 1"), ("2", "Category 2"), ("3", "Category 3"), ("4", "Category 4")]
LEVELS = [("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3")]
STATES = [("open", "In MAPPA"), ("exited", "Out of MAPPA"), ("archived", "Archived"), (NO_CASE, "No case")]
NOT_IN_MAPPA = "none"


def _any(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Any"), *choices]


class PeopleFilter(Form):
    """Narrows the list of people."""

    level = forms.ChoiceField(choices=_any(LEVELS), required=False)
    category = forms.ChoiceField(choices=_any(CATEGORIES), required=False)
    lead_agency = forms.ChoiceField(required=False)
    state = forms.ChoiceField(label="Where the case stands", choices=_any(STATES), required=False)
    sort = forms.ChoiceField(
        label="Sorted by", choices=[("", "Level, highest first"), ("name", "Name")], required=False
    )

    def __init__(self, *args: Any, agencies: list[tuple[int, str]], edition: str, **kwargs: Any) -> None:
        """`edition` names the levels and the categories (EDITION-05)."""
        super().__init__(*args, **kwargs)
        levels = [(value, level_words(int(value), edition)) for value, _ in LEVELS]
        categories = [(value, category_words(int(value), edition)) for value, _ in CATEGORIES]
        self.fields["level"].choices, self.fields["category"].choices = _any(levels), _any(categories)
        self.fields["lead_agency"].choices = _any([(str(key), name) for key, name in agencies])


class CategoryForm(Form):
    """Confirm the proposed category, or override it with a reason."""

    determination = VersionField(label="Answer")
    category = forms.ChoiceField(
        label="Which category do you record?",
        choices=[*CATEGORIES, (NOT_IN_MAPPA, "Not in MAPPA")],
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(
        label="Who put the person forward for Category 4?",
        help_text="Needed when Category 4 is accepted by decision, not by law. Nobody else may put a person forward.",
        required=False,
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Needed when you record something other than what is proposed, or when it could not tell.",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    reveals: ClassVar[dict[str, dict[str, str]]] = {"category": {"4": "source"}}

    def __init__(self, *args: Any, edition: str, **kwargs: Any) -> None:
        """`edition` names the categories."""
        super().__init__(*args, **kwargs)
        sources = [(source, in_words(source)) for source in policy.category_4_sources()]
        self.fields["source"].choices = [("", "Choose"), *sources]
        named = [(value, category_words(int(value), edition)) for value, _ in CATEGORIES]
        self.fields["category"].choices = [*named, (NOT_IN_MAPPA, "Not in MAPPA")]


class ConsiderationForm(Form):
    """That Category 3 was considered, on which ground, with what result and why."""

    ground = forms.ChoiceField(label="On which ground?", widget=forms.RadioSelect)
    refer = forms.ChoiceField(
        label="What is the outcome?", choices=[("yes", "Refer the person for Category 3"), ("no", "Do not refer")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reasons = forms.CharField(
        label="Reasons", max_length=4000, widget=forms.Textarea,
        help_text="What was looked at, and why Category 3 is needed or not.",
    )  # fmt: skip

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        """`grounds` are those of the area's edition."""
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds


class OutsideForm(Form):
    """What is done about somebody outside the criteria."""

    decision = forms.ChoiceField(
        label="What is decided?", choices=OutsideDecision.Decision.choices, widget=forms.RadioSelect
    )
    legal_basis = forms.CharField(
        label="On which legal basis do the agencies meet?", required=False, max_length=2000,
        help_text="The power that lets each agency share information about this person.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reasons = forms.CharField(label="Reasons", max_length=4000, widget=forms.Textarea)

    reveals: ClassVar[dict[str, dict[str, str]]] = {"decision": {OutsideDecision.Decision.MEET: "legal_basis"}}


class LevelForm(Form):
    """Set the level outside a meeting. The limbs of the tests are added one by one."""

    read_row = VersionField(label="Level read")
    level = forms.ChoiceField(label="Which level?", choices=LEVELS, widget=forms.RadioSelect)
    since = DayField(label="First day of this level")
    lowest_level = forms.CharField(label=GOVERNING_QUESTION, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    rationale = forms.CharField(label="Why this level?", max_length=4000, widget=forms.Textarea)
    exceptional_reason = forms.CharField(
        label="What is exceptional?",
        help_text="Needed for level 2 or 3 when RoSH is low or medium, for example notoriety.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, limbs: list[tuple[int, str, str]], edition: str, **kwargs: Any) -> None:
        """`limbs` are the level, the id and the question of every limb asked; `edition` names the levels."""
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(value, level_words(int(value), edition)) for value, _ in LEVELS]
        self.limbs = limbs
        self.groups = ()
        for _level, key, question in limbs:
            self.fields[f"limb-{key}"] = forms.ChoiceField(
                label=question,
                choices=[("yes", "Yes"), ("no", "No"), ("cannot_tell", "Cannot tell")],
                initial="cannot_tell",
                required=False,
                widget=forms.RadioSelect,
            )
        names = {level: tuple(f"limb-{k}" for lv, k, _q in limbs if lv == level) for level, _k, _q in limbs}
        self.groups = tuple((f"The test of level {level}", fields) for level, fields in names.items())

    def answers(self) -> dict[str, str]:
        """What was answered to each limb; a test that builds on another asks its limbs too."""
        return {key: self.cleaned_data.get(f"limb-{key}") or "cannot_tell" for _level, key, _question in self.limbs}


class LeadAgencyForm(Form):
    """Name another lead agency."""

    read_row = VersionField(label="Lead agency read")
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Lead agency")
    since = DayField(label="First day")
    reason = forms.CharField(label="Why does this agency lead?", max_length=200)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].label_from_instance = lambda agency: agency.name


class ExitForm(Form):
    """The closing statement."""

    statement = forms.CharField(
        label="Closing statement",
        help_text="The Responsible Authority's view that serious risk has gone, or that MAPPA adds nothing more.",
        max_length=4000,
        widget=forms.Textarea,
    )
    category_3_considered = forms.CharField(
        label="Was Category 3 considered, and what was decided?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, ask_category_3: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_category_3:
            del self.fields["category_3_considered"]


class CriticalForm(Form):
    """Mark a case as one of the critical few, or take the mark back (LEVEL-17)."""

    critical = forms.ChoiceField(
        label="Is this case one of the critical few?",
        choices=[("yes", "Yes, mark it"), ("no", "No, take the mark back")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    """One reason."""

    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RecordReviewForm(Form):
    """A review of the nominal record (NOMINAL-13)."""

    kind = forms.ChoiceField(
        label="Which review?", choices=[("retention", "Retention review"), ("routine", "Routine review")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label="Day of the review")
    decision = forms.ChoiceField(
        label="What is decided?", choices=[("keep", "Keep the record"), ("remove", "Remove the record")],
        help_text="Removal is the expected result of a retention review. Nothing is removed until a person does it.",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label="Reason", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TransferForm(Form):
    """Ask another area to take a case over."""

    to_area = forms.ModelChoiceField(Area.objects.none(), label="Receiving area")
    reason = forms.CharField(label="Why should the case move?", max_length=2000, widget=forms.Textarea)
    move_on = DayField(label="Day of the move, if it is known", required=False)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_area"].queryset = areas
        self.fields["to_area"].label_from_instance = lambda area: area.name


class TransferAnswerForm(Form):
    """Accept, refuse or withdraw."""

    answer = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        help_text="A refusal needs one.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = answers
