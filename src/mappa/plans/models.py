"""The risk management plan: risks, lines under four pillars, contingencies, and actions with an owner and a day."""

from django.db import models

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.cases.models import Case
from mappa.kernel.models import Versioned
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.models import SealedThrough


class Pillar(models.TextChoices):
    """The four pillars (PLAN-02)."""

    SUPERVISION = "supervision", "Supervision"
    MONITORING = "monitoring", "Monitoring and control"
    INTERVENTIONS = "interventions", "Interventions and treatment"
    VICTIM_SAFETY = "victim_safety", "Victim safety"


class Plan(Versioned):
    """One plan a case, with a formal review date (PLAN-06)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="plan")
    review_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)


class OfPlan(SealedThrough):
    """A part of a plan. What it says is kept sealed: who may be harmed, and how they are kept safe."""

    sealed_by, person_to_owner = "plan_id", "cases__plan"

    class Meta:
        abstract = True


class PlanRisk(OfPlan):
    """A risk the plan must answer (PLAN-04)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    group = models.CharField(max_length=16)
    text = SealedText()
    closed_on = models.DateField(null=True, blank=True)


class PlanLine(OfPlan):
    """A measure under one pillar, tied to a risk."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    pillar = models.CharField(max_length=16, choices=Pillar.choices)
    text = SealedText()
    control = models.CharField(max_length=12, blank=True, help_text="internal or external")
    risk = models.ForeignKey(PlanRisk, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Contingency(OfPlan):
    """What happens if (PLAN-09)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contingencies")
    trigger = SealedText()
    response = SealedText()
    who = SealedText()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    out_of_hours = SealedText(blank=True)


class Action(models.Model):
    """One thing somebody must do by a day. Its state is what its latest step left (PLAN-03, 21)."""

    reference = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="actions")
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    meeting = models.CharField(max_length=24, blank=True, help_text="Reference of the meeting that set it")
    what = models.TextField()
    owner_name = models.CharField(max_length=120)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="actions")
    due = models.DateField(help_text="The last day on time")
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)


class ActionStep(models.Model):
    """Open, done, declined, cannot be done: with who said so, for which agency, and the evidence.

    What an agency accepts or declines is its own decision, never the meeting's order (AGENCY-09).
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=16)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)


class PlanEdition(OfPlan):
    """What a plan said when it was shared or opened: each wording once, numbered from 1 (PLAN-29)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = SealedJSON()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_number")]


class PlanCopy(models.Model):
    """An agency holds this version of a plan: it was shared with it, or somebody of it opened it (PLAN-29)."""

    edition = models.ForeignKey(PlanEdition, on_delete=models.CASCADE, related_name="copies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "agency"], name="plan_copy_once")]
