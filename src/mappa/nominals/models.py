"""One person, one record: what people decided about two records, and which records were merged."""

from django.db import models

from mappa.people.models import Person


class PairDecision(models.Model):
    """That two records are of one person, or are not: who said so, when and why. The latest row stands.

    `one` is the older record. `facts` are what the names, births and numbers of both were, as a digest: when they
    change, a merge asks again. The linkage does not.
    """

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField()
    why = models.TextField()
    facts = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    decider: str
    """The name of whoever decided; only on rows that `decision_on` has read."""

    class Meta:
        indexes = [models.Index(fields=["one", "other", "-id"], name="pair_decided")]


class Merge(models.Model):
    """Two records that are one since an instant, until somebody takes them apart. Neither is removed."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_away")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField()
    before = models.JSONField(help_text="The columns that were filled, and the rows that were added")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_why = models.TextField(blank=True)
    merger: str
    """The name of whoever merged them; only on rows that `merges_of` has read, as is the next."""
    undoer: str

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=models.Q(undone_at__isnull=True), name="merged_into_one_record"
            )
        ]


class MovedRow(models.Model):
    """A row that a merge took from the other record to the kept one, to be taken back when it is undone."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()


class PairQuestion(models.Model):
    """That a record was opened which may be of somebody on record whom its opener may not know of.

    It is put to those who may know of that person, with what the opener typed, and to nobody else.
    """

    candidate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    opened = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told = models.JSONField(help_text="What was typed of the record opened: reference, area, names and birth")
    why = models.CharField(max_length=300, help_text="What is alike")
    score = models.FloatField()
    raised_at = models.DateTimeField()
    same = models.BooleanField(null=True, blank=True)
    said_why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)


class PossibleDuplicate(models.Model):
    """That two records were found to be of one person, more likely than not, and by what. A person decides about it.

    `one` is the older record. What is decided stands in `PairDecision`; a pair of two people waits no more,
    and one of one person until it is merged.
    """

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(help_text="From 0 to 1")
    weight = models.FloatField(help_text="In bits: one more is twice as likely")
    start = models.FloatField(help_text="The weight of any two records before they are compared, in bits")
    parts = models.JSONField(help_text="What each comparison adds: column, agreement in words, weight in bits")
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=150)
    said_same: bool
    """Whether people said that it is one person; only on rows that `unfinished` has read."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="possible_duplicate_once")]
