"""Panels: scheduling, invitations, requests for information, attendance, decisions, minutes."""

from django.db import models

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Contact
from mappa.cases.models import Case
from mappa.kernel.models import Versioned
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.models import SealedThrough


class MeetingKind(models.TextChoices):
    """What sort of meeting it is, in the duty engine's words."""

    INITIAL = "initial", "Initial meeting"
    REVIEW = "review", "Review meeting"
    CORE_GROUP = "core_group", "Core group"
    EMERGENCY = "emergency", "Emergency meeting"


class Meeting(Versioned):
    """One meeting about one case. Its state is what its latest step left."""

    reference = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=MeetingKind.choices)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200)
    emergency_reason = models.TextField(blank=True)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="chaired")
    minute_taker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class MeetingStep(models.Model):
    """Scheduled, opened, held, cancelled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)


class Invitation(models.Model):
    """An agency invited, with the reason; its answer; and how it took part (MEET-07, 08, 15, 16)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    reply = models.CharField(max_length=16, blank=True, help_text="attend, deputy, report or decline")
    replied_at = models.DateTimeField(null=True, blank=True)
    representative = models.CharField(max_length=120, blank=True)
    has_authority = models.BooleanField(null=True, blank=True)
    attendance = models.CharField(max_length=24, blank=True, help_text="attended, report, deputy or absent")
    joined_remotely = models.BooleanField(default=False)
    private_place = models.BooleanField(null=True, blank=True)
    confidentiality_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "agency"], name="invited_once")]


class InformationRequest(models.Model):
    """What one agency is asked before a meeting, and by when (MEET-04)."""

    reference = models.CharField(max_length=24, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.TextField()
    reason = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150)
    due = models.DateField(help_text="The last day on time, from the edition")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "agency"], name="asked_once")]


class InformationReply(SealedThrough):
    """What the agency holds, as its own information (MEET-05, INFO-07). What it tells is kept sealed."""

    sealed_by, person_to_owner = "request_id", "cases__meetings__requests"

    request = models.OneToOneField(InformationRequest, on_delete=models.CASCADE, related_name="reply")
    in_role = models.BooleanField(null=True, blank=True, help_text="Whether it is within the agency's role (AGENCY-07)")
    why_not = models.TextField(blank=True)
    how = models.TextField(blank=True, help_text="How the agency does what it is asked")
    by_whom = models.CharField(max_length=200, blank=True)
    searched = models.TextField(blank=True)
    nothing_held = models.BooleanField(default=False)
    contact = SealedText(blank=True)
    risk = SealedText(blank=True)
    service = SealedText(blank=True)
    victims = SealedText(blank=True)
    restrictions = SealedText(blank=True)
    attending = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class MinuteItem(SealedThrough, Versioned):
    """One section of the minutes, kept sealed. Carried-forward text prints as not reviewed until confirmed."""

    sealed_by, person_to_owner = "meeting_id", "cases__meetings"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=32)
    text = SealedText(blank=True)
    carried_from = models.CharField(max_length=24, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="item_once")]


class AgencyView(models.Model):
    """One agency's own view on level and category (LEVEL-15), and its dissent if any (MEET-24)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="views")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    category = models.PositiveSmallIntegerField(null=True, blank=True)
    dissent = models.TextField(blank=True, help_text="The point, in the agency's own words")
    dissent_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "agency"], name="one_view")]


class MeetingDecision(models.Model):
    """The level decided, the limbs of the test, the lower level considered, and the next date."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="decision")
    level = models.PositiveSmallIntegerField()
    category = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    limbs = models.JSONField(default=list)
    lower_level_considered = models.TextField()
    category_3_since = models.DateField(null=True, blank=True, help_text="First day of the stretch that was reviewed")
    category_3 = models.CharField(max_length=8, blank=True, help_text="continue or remove; only in Category 3")
    category_3_reason = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_kind = models.CharField(max_length=12, blank=True)
    late_reason = models.TextField(blank=True)
    substitute = models.TextField(blank=True, help_text="How the review is done instead, and by whom (REVIEW-11)")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class CorePart(models.TextChoices):
    """Why somebody is in a core group."""

    MANAGER = "manager", "Day-to-day manager"
    INVOLVED = "involved", "Significantly involved"


class CoreGroupMember(models.Model):
    """Somebody in the core group that does the next review, and whether their agency co-ordinates it (REVIEW-07)."""

    decision = models.ForeignKey(MeetingDecision, on_delete=models.CASCADE, related_name="core_group")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    part = models.CharField(max_length=12, choices=CorePart.choices)
    coordinates = models.BooleanField(default=False, help_text="Of every member of the one co-ordinating agency")


class MinutesVersion(SealedThrough):
    """Minutes as approved: content and hash are locked. The content is kept sealed."""

    sealed_by, person_to_owner = "meeting_id", "cases__meetings"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    content = SealedJSON()
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number")]


class MinutesIssue(models.Model):
    """One copy sent to one agency's contact, and its receipt (MEET-30)."""

    minutes = models.ForeignKey(MinutesVersion, on_delete=models.CASCADE, related_name="issues")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="minutes_received")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "agency"], name="issued_once")]


class MinutesRequestKind(models.TextChoices):
    """What somebody wants with minutes."""

    COPY = "copy", "Copy them"
    FORWARD = "forward", "Pass them on"
    NEW_USE = "new_use", "Use them for something new"
    RELEASE = "release", "Have them released"


class MinutesRequester(models.TextChoices):
    """Who asks. Only an agency that holds a copy asks for itself; for others somebody records it."""

    AGENCY = "agency", "An agency that holds a copy"
    COURT = "court", "A court"
    PAROLE_BOARD = "parole_board", "The Parole Board"
    OFFENDER = "offender", "The person concerned, or their solicitor"
    OTHER = "other", "Somebody else"


class MinutesAnswer(models.TextChoices):
    """What the chair decided. The full minutes are released to nobody outside (DISC-24)."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    SUMMARY = "summary", "Release the executive summary"
    REDIRECTED = "redirected", "Ask the agency whose material it is"


class MinutesRequest(models.Model):
    """A request to copy, pass on, newly use or release minutes, and the chair's answer (MEET-32, DISC-26)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_requests")
    kind = models.CharField(max_length=12, choices=MinutesRequestKind.choices)
    requester = models.CharField(max_length=16, choices=MinutesRequester.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(max_length=200, help_text="Who asks, as recorded")
    recipients = models.CharField(max_length=300, blank=True, help_text="Who else would see them")
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150, help_text="Who asked here, or recorded what was asked")
    answer = models.CharField(max_length=12, choices=MinutesAnswer.choices, blank=True)
    reasons = models.TextField(blank=True)
    redirected_to = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
