"""Who was given what, for which purpose, until when. Emergency access is a row of `people`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.agencies.models import Agency
from mappa.people.models import Person


class Share(models.Model):
    """One agency may see named sections about one person for one purpose. `until` is the last day (INFO-01)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shares")
    sections = ArrayField(models.CharField(max_length=40))
    purpose = models.CharField(max_length=300)
    gateway = models.CharField(max_length=120, help_text="The lawful gateway relied on (INFO-02)")
    origin = models.CharField(max_length=40, help_text="The reference of what made the share")
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True, blank=True)
