"""Joint units: somebody who works for more than one agency, and for which of them they act now (NOMINAL-21)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from mappa.accounts.models import FurtherAgency, User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require

ACTING = "acting_agency"


def counts_on(day: date) -> Q:
    """Further agencies that count on a day: first and last day are included."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def agencies_of(user: User, on: date) -> list[Agency]:
    """The agencies that somebody may act for on a day, their own first."""
    own = Agency.objects.get(pk=user.home_agency_id)
    further = Agency.objects.filter(pk__in=user.further_agencies.filter(counts_on(on)).values("agency"))
    return [own, *further.exclude(pk=own.pk).order_by("name")]


@transaction.atomic
def choose_agency(request: HttpRequest, user: User, code: str, *, at: datetime) -> Agency:
    """Act for one of one's agencies from the next request on, in this session. Every act then carries that agency.

    Raises:
        Refused: the user does not work for such an agency today. An administrator sets for whom somebody works.
    """
    found = next((agency for agency in agencies_of(user, clock.day_of(at)) if agency.code == code), None)
    if found is None:
        raise Refused("You do not work for this agency. Ask your system administrator, who sets for whom you may act.")
    request.session[ACTING] = found.pk
    record(
        what=What.ACCESS, operation="accounts:acting-agency:choose", actor=user, subject_type="user",
        subject=user.username, at=at, acting_for=found.code,
    )  # fmt: skip
    return found


def act_as_chosen(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Let the user of this request act for the agency chosen in the session, while they still work for it."""
    chosen = request.session.get(ACTING)
    if chosen is None or chosen == user.agency_id:
        return
    row = user.further_agencies.filter(counts_on(clock.day_of(at)), agency=chosen).select_related("agency").first()
    if row is None:
        del request.session[ACTING]
    else:
        user.act_for(row.agency)


def further_agencies_visible_to(actor: User) -> QuerySet[FurtherAgency]:
    """The further agencies of the people of the actor's area, for those who set them."""
    if not may(actor, Permission.AGENCIES_MANAGE):
        return FurtherAgency.objects.none()
    rows = FurtherAgency.objects.filter(user__area=actor.area_id).select_related("user__agency", "agency")
    return rows.order_by("user__name", "-since", "pk")


@transaction.atomic
def add_further_agency(
    *, username: str, agency: Agency, since: date, reason: str, actor: User, at: datetime
) -> FurtherAgency:
    """Let somebody of the actor's area act for a further agency of that area, from a day on.

    Raises:
        Refused: the actor does not set this, or would set it for themselves.
        User.DoesNotExist, Agency.DoesNotExist: not of the actor's area.
        NotPossible: they work for it already.
        Incomplete: no reason.

    Covers: NOMINAL-21.
    """
    require(may(actor, Permission.AGENCIES_MANAGE))
    if username == actor.username:
        raise Refused("Nobody sets their own agencies. Ask another system administrator.")
    user = User.objects.select_for_update().get(username=username, area=actor.area_id, is_active=True)
    agency = Agency.objects.get(pk=agency.pk, areas=actor.area_id)
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was saved.", {"reason": "Name the joint unit."})
    if user.agency_id == agency.pk or user.further_agencies.filter(counts_on(since), agency=agency).exists():
        raise NotPossible(f"{user.name} works for {agency.name} already. There is nothing to add.")
    row = FurtherAgency.objects.create(
        user=user, agency=agency, since=since, reason=reason.strip(), set_by=actor.username, set_at=at
    )
    _told(row, "accounts:further-agency:add", actor=actor, at=at)
    return row


@transaction.atomic
def end_further_agency(*, number: int, until: date, actor: User, at: datetime) -> FurtherAgency:
    """Say which day is the last on which somebody acts for a further agency.

    Raises:
        FurtherAgency.DoesNotExist: nobody of the actor's area has it, or the actor does not set this.
        NotPossible: it has an end already, or would end before it began.
    """
    row = further_agencies_visible_to(actor).select_for_update(of=("self",)).get(pk=number)
    if row.until is not None or until < row.since:
        raise NotPossible("This has ended already, or would end before it began. Give a day on or after the first.")
    row.until, row.ended_by = until, actor.username
    row.save(update_fields=["until", "ended_by"])
    _told(row, "accounts:further-agency:end", actor=actor, at=at)
    return row


def _told(row: FurtherAgency, operation: str, *, actor: User, at: datetime) -> None:
    record(
        what=What.ALTERATION, operation=operation, actor=actor, subject_type="user", subject=row.user.username, at=at,
        further_agency=row.agency.code,
    )  # fmt: skip
