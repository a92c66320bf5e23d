"""Convictions, disposals, custody, orders and notification: the facts that categories rest on."""

from django.db import models

from mappa.offending.movements import GuiltKind, OrderKind, OrderOccasion, OrderStepKind
from mappa.people.models import Entry, Person


class StandingConvictions(models.Manager["Conviction"]):
    """The convictions as they stand now: those that nobody has corrected since."""

    def get_queryset(self) -> models.QuerySet["Conviction"]:
        """Without those that a later row replaces."""
        return super().get_queryset().filter(corrected_by_row=None)


class Conviction(models.Model):
    """A conviction, caution or finding. An unknown code keeps its text; what is blank is not recorded.

    A correction is a row of its own that replaces another and takes its disposals; the row replaced stays as it was.
    `objects` gives what stands now, `every` also what was replaced.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="convictions")
    kind = models.CharField(max_length=12, default=GuiltKind.CONVICTION, choices=GuiltKind.choices)
    on = models.DateField()
    court = models.CharField(max_length=24, blank=True, help_text="The kind of court, in the engine's words")
    court_name = models.CharField(max_length=120, blank=True)
    cjs_code = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=300)
    offence = models.JSONField(default=dict, help_text="statute, section, sch3_para, sch15_para, sch15_part, ...")
    offence_date = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=dict, help_text="victim_age, youngest_person_in_images_age, attempt, ...")
    plea_or_finding = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    source = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="corrected_by_row"
    )
    correction = models.CharField(max_length=300, blank=True, help_text="Why it was corrected, by `recorded_by`")

    objects = StandingConvictions()
    every: models.Manager["Conviction"] = models.Manager()


class StandingDisposals(models.Manager["Disposal"]):
    """The disposals as they stand now: those that nobody has corrected since."""

    def get_queryset(self) -> models.QuerySet["Disposal"]:
        """Without those that a later row replaces."""
        return super().get_queryset().filter(corrected_by_row=None)


class Disposal(models.Model):
    """What the court did about one conviction. `code` is a row of the sentences table.

    A correction is a row of its own that replaces another; the row replaced stays as it was. `objects` gives what
    stands now, `every` also what was replaced.
    """

    conviction = models.ForeignKey(Conviction, on_delete=models.CASCADE, related_name="disposals")
    code = models.CharField(max_length=32)
    on = models.DateField()
    term_months = models.PositiveIntegerField(null=True, blank=True)
    licence_end = models.DateField(null=True, blank=True, help_text="Last day of the licence, if known")
    details = models.JSONField(default=dict, help_text="supervision_months, restricted, consecutive_to, ...")
    replaces = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="corrected_by_row"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.CharField(max_length=150, blank=True)
    correction = models.CharField(max_length=300, blank=True, help_text="Why it was corrected")

    objects = StandingDisposals()
    every: models.Manager["Disposal"] = models.Manager()


class Movement(models.Model):
    """A dated fact about custody, hospital, supervision or licence, in the words of the engine."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(
        max_length=32, help_text="remand, released, recalled, returned_to_custody, licence_end, ..."
    )
    on = models.DateField()
    reason = models.CharField(
        max_length=24,
        blank=True,
        help_text="For a return to custody: licence_breach, order_breach or other (CUSTODY-17)",
    )
    details = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["person", "on"], name="movement_day")]


class Order(Entry):
    """A civil or restrictive order (ORDERS-01, 02).

    `until` is its last day as its steps have left it; none means until further order.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="orders")
    kind = models.CharField(max_length=24, help_text="A code of the orders table: SHPO, SRO, NO, VOO, ...")
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    court = models.CharField(max_length=120, blank=True)
    by_court_on_conviction = models.BooleanField(default=True)
    court_kind = models.CharField(max_length=24, blank=True, help_text="The kind of court, in the engine's words")
    applicant = models.CharField(max_length=16, blank=True, help_text="police, nca, ...; blank means not recorded")
    acts_since = models.BooleanField(null=True, blank=True, help_text="For an application: acts since the conviction")
    foreign_travel = models.BooleanField(default=False)
    foreign_travel_until = models.DateField(null=True, blank=True, help_text="Last day of the part on foreign travel")
    prohibitions = models.TextField(blank=True)
    necessity = models.TextField(blank=True, help_text="Why the court found it necessary")


class OrderStep(Entry):
    """What became of an order after it was made. Only ever added (ORDERS-02)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=OrderStepKind.choices)
    on = models.DateField(help_text="The day of the decision; of a discharge, the first day without the order")
    until = models.DateField(null=True, blank=True, help_text="The last day that it gives the order; none: no other")
    until_before = models.DateField(null=True, blank=True, help_text="The last day when the step was recorded")
    court = models.CharField(max_length=120, blank=True)
    what = models.TextField(blank=True, help_text="What was decided, and why")


class OrderBreach(models.Model):
    """A breach of one order, and what came of it; reported under the name of that order (ORDERS-09)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="breaches")
    found_on = models.DateField()
    what = models.CharField(max_length=300, help_text="Which prohibition, and how it was broken")
    outcome = models.CharField(max_length=16, blank=True, help_text="cautioned, convicted or no_action")
    outcome_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True, help_text="The day of return to custody for it, if any")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)


class NotificationEvent(models.Model):
    """Something the person notified, or police verified, under Part 2 (IDENT-26 to 29)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(
        max_length=32,
        help_text="first_notification, periodic_notification, address_change, address_verified, ...",
    )
    on = models.DateField()
    details = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)


class NotificationBreach(Entry):
    """A failure to notify, and what came of it (IDENT-30, STATS-06)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notification_breaches")
    found_on = models.DateField()
    what = models.CharField(max_length=200)
    outcome = models.CharField(max_length=16, blank=True, help_text="cautioned, convicted or no_action")
    outcome_on = models.DateField(null=True, blank=True)


class BreachAction(Entry):
    """What follows a failure to notify: who does what by which day (IDENT-30)."""

    breach = models.ForeignKey(NotificationBreach, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=120)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)


class NotificationReview(Entry):
    """An application to end indefinite notification (IDENT-31, STATS-07)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notification_reviews")
    applied_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, blank=True, help_text="ceases or continues")
    rank = models.CharField(max_length=60, blank=True)
    reasons = models.TextField(blank=True)


class OrderQuestion(models.Model):
    """Whether an order was applied for when that was asked, and why or why not. Only ever added (ORDERS-08)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="order_questions")
    occasion = models.CharField(max_length=12, choices=OrderOccasion.choices)
    conviction = models.ForeignKey(Conviction, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    apply = models.BooleanField(help_text="Whether an order is applied for")
    order = models.CharField(max_length=12, blank=True, choices=OrderKind.choices)
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    answerer: str
    """The name of whoever answered; only on rows that `order_questions_of` has read."""
