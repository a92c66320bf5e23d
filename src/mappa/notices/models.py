"""What MAPPA is told of somebody before anybody has said who it is: by an agency, or through one by anybody else.

The tables lead to no person, because a notice may be about somebody who is on no record. `NoticeLink` does, and from
then on whoever may not know of that person may not read the notice either.
"""

from django.db import models

from mappa.agencies.models import Agency, Area
from mappa.notices.lifecycle import NoticeKind, NoticeMove
from mappa.people.models import Person


class Notice(models.Model):
    """What was told, by whom, and to which area it is addressed."""

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="Whose co-ordinator answers")
    addressed_by = models.CharField(max_length=120, help_text="Why to that area")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Who told it")
    responsible = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The agency of the Responsible Authority that looks at a concern",
    )  # fmt: skip
    raised_by = models.CharField(max_length=200, blank=True, help_text="For a concern: who raised it, and how to reach")
    family_name = models.CharField(max_length=120, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True, help_text="On the day of the court, where there was one")
    no_fixed_abode = models.BooleanField(default=False)
    place = models.CharField(max_length=120, blank=True, help_text="The court, or the prison")
    on = models.DateField(null=True, blank=True, help_text="The day of the court, or of the reception")
    what = models.TextField(help_text="Offence and sentence; or what the concern is")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    teller: str
    """The name of whoever told it; only on rows that `selectors` has read."""

    class Meta:
        indexes = [models.Index(fields=["area", "-id"], name="notices_of_area")]


class NoticeStep(models.Model):
    """What was done about a notice, and why. Rows are added, never changed. The latest says where it stands."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="steps")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="Whose it is from now on")
    move = models.CharField(max_length=12, choices=NoticeMove.choices)
    why = models.TextField(help_text="The outcome in words; never empty")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    answerer: str
    """The name of whoever did it; only on rows that `steps_of` has read."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="notice_step_has_an_outcome")]


class NoticeLink(models.Model):
    """On whose record a notice is."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    opened = models.BooleanField(help_text="Whether the record was opened for it")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice"], name="notice_on_one_record")]


class CommunityCount(models.Model):
    """How many Category 2 level 1 cases live in the community, as probation counted them for a month (IDENT-19).

    Rows are added, never changed: the latest of a month stands. Nobody is named.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="Its first day")
    people = models.PositiveIntegerField()
    all_registered = models.BooleanField(default=False, help_text="From this month on each has a record here")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Who told it")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(month__day=1), name="community_count_of_a_month")]
        indexes = [models.Index(fields=["area", "month", "-id"], name="community_count_latest")]
