"""How the area is linked with other forums, and how central units are reached."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.cooperation import policy
from mappa.cooperation.models import CentralContact, Forum
from mappa.cooperation.services.telling import require_answers, tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require


def _listed(name: str, key: str, actor: User, at: datetime) -> None:
    if key not in policy.words(name, edition_on(actor.area, day_of(at))):
        raise Incomplete("Nothing was recorded.", {"key": "Choose one of the list"})


@transaction.atomic
def link_forum(
    *, key: str, link_person: str, link_post: str, exchanged: str, since: date, actor: User, at: datetime
) -> Forum:
    """Record who links the area with another forum, and what is exchanged. An earlier row stays.

    Raises:
        Refused: the actor may not change the register.
        Incomplete: something is missing, or the edition does not list the forum.
    Covers: AGENCY-17.
    """
    require(may(actor, Permission.AGENCY_EDIT))
    _listed(policy.FORUMS, key, actor, at)
    require_answers(
        "The link", link_person=(link_person, "Name who links the two"), link_post=(link_post, "Give their post"),
        exchanged=(exchanged, "Say what each tells the other, and how"),
    )  # fmt: skip
    made = Forum.objects.create(
        area=actor.area, key=key, link_person=link_person.strip(), link_post=link_post.strip(),
        exchanged=exchanged.strip(), since=since, at=at, by=actor.username,
    )  # fmt: skip
    tell("cooperation:forum:link", actor=actor, at=at, subject=actor.area.code, subject_type="area",
         what=What.COLLECTION, forum=key)  # fmt: skip
    return made


@transaction.atomic
def record_central_contact(
    *, key: str, name: str, email: str, telephone: str, checked_on: date, actor: User, at: datetime
) -> CentralContact:
    """Record how a central unit is reached, and when that was last checked. An earlier row stays.

    Raises:
        Refused: the actor may not change the register.
        Incomplete: something is missing, or the edition does not list the unit.
    Covers: AGENCY-16.
    """
    require(may(actor, Permission.AGENCY_EDIT))
    _listed(policy.CENTRAL, key, actor, at)
    require_answers("The contact", name=(name, "Say what the unit is called now"))
    if not email.strip() and not telephone.strip():
        raise Incomplete("Nothing was recorded.", {"email": "Give an address or a telephone number"})
    if checked_on > day_of(at):
        raise Incomplete("Nothing was recorded.", {"checked_on": "Enter a day that has come"})
    made = CentralContact.objects.create(
        area=actor.area, key=key, name=name.strip(), email=email.strip(), telephone=telephone.strip(),
        checked_on=checked_on, at=at, by=actor.username,
    )  # fmt: skip
    tell("cooperation:central-contact:record", actor=actor, at=at, subject=actor.area.code, subject_type="area",
         what=What.COLLECTION, unit=key)  # fmt: skip
    return made


@transaction.atomic
def mark_wales(*, in_wales: bool, actor: User, at: datetime) -> Area:
    """Say whether the area is in Wales, where some functions are devolved. Covers: AGENCY-16."""
    require(may(actor, Permission.AGENCY_EDIT))
    area = Area.objects.select_for_update().get(pk=actor.area_id)
    area.in_wales = in_wales
    area.save(update_fields=["in_wales"])
    tell("agencies:area:wales", actor=actor, at=at, subject=area.code, subject_type="area", in_wales=in_wales)
    return area
