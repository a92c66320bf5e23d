"""Recording what an agency works by when it shares."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of
from mappa.audit.models import What
from mappa.cooperation.models import SharingPolicy
from mappa.cooperation.services.telling import tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require


@dataclass(frozen=True, kw_only=True)
class PolicyFacts:
    """A policy, where it is read, and whom an agency's own people ask.

    Args:
        since: its first day in force, which may be to come.
        review_on: the last day by which it is reviewed in time; after `since`.
    """

    title: str
    found_at: str
    ask_name: str
    ask_post: str
    since: date
    review_on: date
    says: str = ""
    ask_email: str = ""
    ask_telephone: str = ""


NEEDED = {
    "title": "Give the policy's title",
    "found_at": "Say where the agency's people read it",
    "ask_name": "Name one person to ask",
    "ask_post": "Give the post, so that whoever follows can be found",
}


@transaction.atomic
def record_sharing_policy(*, agency: Agency, facts: PolicyFacts, actor: User, at: datetime) -> SharingPolicy:
    """Record an agency's sharing policy and whom to ask, for the actor's area. Earlier ones stay as they were.

    Raises:
        Agency.DoesNotExist: the agency does not serve the actor's area on that day.
        Refused: the actor may not keep sharing policies.
        Incomplete: something is missing or wrong.
    Covers: INFO-15.
    """
    held = agencies_of(actor.area, day_of(at)).get(pk=agency.pk)
    require(may(actor, Permission.SHARING_POLICY_KEEP))
    typed = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(facts).items()}
    wrong = {name: say for name, say in NEEDED.items() if not typed[name]}
    if not typed["ask_email"] and not typed["ask_telephone"]:
        wrong["ask_email"] = "Give an address or a telephone number, so that they can be asked"
    if facts.review_on <= max(facts.since, day_of(at)):
        wrong["review_on"] = "Enter a day to come, after the policy's first day"
    if wrong:
        raise Incomplete("The policy was not recorded, because something is missing or wrong.", wrong)
    made = SharingPolicy.objects.create(agency=held, area=actor.area, at=at, by=actor.username, **typed)
    tell(
        "cooperation:sharing-policy:record", actor=actor, at=at, subject=held.code, what=What.COLLECTION,
        since=facts.since.isoformat(),
    )  # fmt: skip
    return made
