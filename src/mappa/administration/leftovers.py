"""What somebody still has in hand: none of it may be left when their account closes or moves to another agency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mappa.accounts.models import User
from mappa.administration.models import Handover
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible
from mappa.kernel.reading import wider
from mappa.meetings.models import Meeting
from mappa.meetings.services.handing import hand_over_meeting, unfinished_meetings_of
from mappa.people.models import Involvement, InvolvementKind
from mappa.people.services.handing import hand_over_involvement, involvements_of
from mappa.plans.models import Action
from mappa.plans.services.handing import hand_over_action, open_actions_of
from mappa.referrals.models import Referral
from mappa.referrals.services.handing import hand_over_referral, unsent_referrals_of
from mappa.sharing.models import Share

KINDS: dict[str, str] = {
    "record": "Record managed",
    "officer": "Named officer",
    "action": "Open action",
    "chair": "Meeting to chair",
    "minute_taker": "Minutes to write",
    "referral": "Referral not sent",
    "share": "Share to answer for",
}


@dataclass(frozen=True)
class Leftover:
    """One thing in hand. References only: whoever administers accounts does not thereby learn of people."""

    kind: str
    thing: int
    reference: str
    person: str
    day: str = ""

    @property
    def key(self) -> str:
        """A name for it in a form."""
        return f"{self.kind}-{self.thing}"

    @property
    def words(self) -> str:
        """It in words."""
        named = self.reference if self.reference == self.person else f"{self.reference}, {self.person}"
        return f"{KINDS[self.kind]}: {named}{self.day}"


def shares_answered_for(user: User, at: datetime) -> QuerySet[Share]:
    """The shares in force that somebody made, or took over from who made them."""
    handed = Handover.objects.filter(kind="share", thing=OuterRef("pk")).order_by("-pk")
    answers = Coalesce(Subquery(handed.values("to__username")[:1]), "made_by")
    in_force = Share.objects.filter(revoked_at=None, until__gte=day_of(at)).select_related("person")
    return in_force.alias(answers=answers).filter(answers=user.username).order_by("until", "pk")


@wider("accounts")
def leftovers_of(user: User, at: datetime) -> list[Leftover]:
    """Everything that somebody has in hand, in the order of `KINDS`."""
    found = [
        Leftover(
            kind="record" if row.kind == InvolvementKind.RECORD_MANAGER else "officer", thing=row.pk,
            reference=row.person.reference, person=row.person.reference,
        )
        for row in involvements_of(user, day_of(at))
    ]  # fmt: skip
    found += [
        Leftover("action", row.pk, row.reference, row.case.person.reference, f", by {row.due:%-d %B %Y}")
        for row in open_actions_of(user)
    ]
    for meeting in unfinished_meetings_of(user):
        for part in ("chair", "minute_taker"):
            if getattr(meeting, f"{part}_id") == user.pk:
                day = f", {day_of(meeting.starts_at):%-d %B %Y}"
                found.append(Leftover(part, meeting.pk, meeting.reference, meeting.case.person.reference, day))
    found += [Leftover("referral", row.pk, row.reference, row.person.reference) for row in unsent_referrals_of(user)]
    found += [
        Leftover("share", row.pk, row.origin, row.person.reference, f", until {row.until:%-d %B %Y}")
        for row in shares_answered_for(user, at)
    ]
    order = list(KINDS)
    return sorted(found, key=lambda item: order.index(item.kind))


Hand = Callable[[Leftover, User | None, str, User, datetime], None]


def _share(item: Leftover, to: User | None, _why: str, _actor: User, _at: datetime) -> None:
    if to is None:
        raise NotPossible(
            f"Somebody has to answer for the share {item.reference} as long as it lasts. Nothing was handed over. "
            "Name a colleague, or let the record's own agency take it back first."
        )


HANDS: dict[str, Hand] = {
    "record": lambda item, to, why, actor, at: hand_over_involvement(
        involvement=Involvement.objects.get(pk=item.thing), to=to, why=why, actor=actor, at=at
    ),
    "action": lambda item, to, why, actor, at: hand_over_action(
        action=Action.objects.get(pk=item.thing), to=to, why=why, actor=actor, at=at
    ),
    "chair": lambda item, to, _why, actor, at: hand_over_meeting(
        meeting=Meeting.objects.get(pk=item.thing), part=item.kind, to=to, actor=actor, at=at
    ),
    "referral": lambda item, to, why, actor, at: hand_over_referral(
        referral=Referral.objects.get(pk=item.thing), to=to, why=why, actor=actor, at=at
    ),
    "share": _share,
}
HANDS["officer"], HANDS["minute_taker"] = HANDS["record"], HANDS["chair"]
"""Who carries out the handing over of each kind: the app whose rows they are."""
