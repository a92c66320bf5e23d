"""What is done with and for a victim, as dated rows that are added and never changed. Every word is sealed."""

from django.db import models

from mappa.agencies.models import Agency
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.models import Entry, Person, SealedAboutPerson, Victim


class EntryKind(models.TextChoices):
    """What an entry is about. The words are stored and never renamed."""

    CONTACT = "contact", "Statutory contact"
    EARLIER = "earlier", "Contact before the conviction"
    MARAC = "marac", "MARAC and IDVA"
    MARAC_ACTION = "marac-action", "MARAC action"
    VIEWS = "views", "Their views"
    PROMISE = "promise", "Promise made to them"
    LEAD = "lead", "Who leads for a vulnerable victim"
    IN_CONTACT = "in-contact", "Still in contact with the person managed"
    PLACE = "place", "Where they live or go"
    CLOSED = "closed", "No longer holds"


class VictimEntry(SealedAboutPerson, Entry):
    """One entry about one victim, with the stamp of its author. The newest of a kind says how things stand."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="victim_entries")
    victim = models.ForeignKey(Victim, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    on = models.DateField(help_text="The day on which it happened or was said")
    content = SealedJSON(default=dict, help_text="The fields of the kind, by the names in victims.kinds")
    closes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="closed_by",
        help_text="The entry that no longer holds, or the promise of which this says what became; that row stays",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["victim", "kind", "-on", "-id"], name="victim_entry")]


class AddressCheck(SealedAboutPerson, Entry):
    """An address proposed for the person managed, to be looked at beside the places of victims (VICTIM-12).

    That there is one says nothing of victims: it is asked for whoever they are, and answered even where there is none.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="address_checks_asked")
    address = SealedText(help_text="Where the person might live")
    postcode = SealedText(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    finding = SealedText(blank=True, help_text="What the check found, for those to whom the compartment is open")


class ReleaseEvent(models.TextChoices):
    """What the victim service may hear of before others do (VICTIM-14)."""

    APPEAL = "appeal", "An appeal was made"
    APPEAL_DECIDED = "appeal_decided", "An appeal was decided"
    PAROLE = "parole", "A parole hearing or decision"
    RELEASE = "release", "A release, or a date for one"
    LEAVE = "leave", "Leave from prison or hospital"
    DISCHARGE = "discharge", "A tribunal or a discharge from hospital"
    OTHER = "other", "Something else that may lead to release"


class ReleaseNews(SealedAboutPerson, Entry):
    """Word of an appeal or another event that may lead to release, for the offender manager (VICTIM-14).

    The offender manager reads what and when. From whom it came is for those to whom the compartment is open.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="release_news")
    what = models.CharField(max_length=16, choices=ReleaseEvent.choices)
    on = models.DateField(null=True, blank=True, help_text="The day of the event, past or to come; none if not known")
    said = SealedText(blank=True, help_text="More, in words that say nothing of a victim")
    source = SealedText(blank=True, help_text="From whom the victim service heard it")


class ReleaseNewsReader(models.Model):
    """An agency that is to read it, because it managed the person that day, and when somebody there did."""

    news = models.ForeignKey(ReleaseNews, on_delete=models.CASCADE, related_name="readers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["news", "agency"], name="release_news_once")]
