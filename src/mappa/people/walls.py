"""What keeps somebody out of a record that they would otherwise know of: compartments, restrictions and exclusions.

Deny wins. Clearances and lists are those of the instant of asking, whichever day is asked about.
"""

import re
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from mappa.accounts.compartments import open_compartments
from mappa.accounts.models import User
from mappa.kernel import clock
from mappa.people.models import AccessList, AccessListKind, ListedName


def in_force(at: datetime) -> Q:
    """Lists that count at an instant: first and last day included, until they are lifted."""
    day = clock.day_of(at)
    begun = Q(since__lte=day, set_at__lte=at)
    return begun & (Q(until__isnull=True) | Q(until__gte=day)) & (Q(lifted_at__isnull=True) | Q(lifted_at__gt=at))


def named(actor: User, at: datetime) -> QuerySet[ListedName]:
    """Every entry of a list that names the actor or the agency that they act for, at an instant."""
    standing = Q(added_at__lte=at) & (Q(removed_at__isnull=True) | Q(removed_at__gt=at))
    return ListedName.objects.filter(standing, Q(user=actor.pk) | Q(agency=actor.agency_id))


AGAINST = """
    SELECT list.{column} FROM people_accesslist list
    WHERE list.since <= %(day)s AND (list.until IS NULL OR list.until >= %(day)s)
    AND list.set_at <= %(at)s AND (list.lifted_at IS NULL OR list.lifted_at > %(at)s)
    AND (list.kind = 'exclusion') = EXISTS (
        SELECT FROM people_listedname name
        WHERE name.list_id = list.id AND (name.user_id = %(user)s OR name.agency_id = %(agency)s
            OR (list.kind = 'exclusion' AND (name.agency_id = %(home)s OR name.agency_id IN (
                SELECT agency_id FROM accounts_furtheragency further WHERE further.user_id = %(user)s
                AND further.since <= %(day)s AND (further.until IS NULL OR further.until >= %(day)s)))))
        AND name.added_at <= %(at)s AND (name.removed_at IS NULL OR name.removed_at > %(at)s))
    AND NOT (list.kind = 'restriction' AND list.emergency_passes AND (%(in_emergency)s OR EXISTS (
        SELECT FROM people_emergencyaccess access
        WHERE access.user_id = %(user)s AND access.person_id = list.person_id
        AND access.opened_at <= %(at)s AND access.ends_at > %(at)s)))
"""
"""The lists that keep somebody out: an exclusion that names them, a restriction that does not.

An exclusion of any agency that they may act for keeps them out, whichever they act for now.

Emergency access passes a restriction only where whoever set it said so, and never an exclusion. It is SQL because it is
part of the query behind every page, and Django takes longer to write it than PostgreSQL takes to answer it.
"""
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _against(actor: User, at: datetime, column: str, *, in_emergency: bool) -> RawSQL:
    facts = {
        "day": clock.day_of(at), "at": at, "user": actor.pk, "agency": actor.agency_id, "home": actor.home_agency_id,
        "in_emergency": in_emergency,
    }  # fmt: skip
    values = [facts[name] for name in PLACEHOLDER.findall(AGAINST)]
    return RawSQL(PLACEHOLDER.sub("%s", AGAINST.format(column=column)), values)  # noqa: S611 - nothing from outside in the text


def lists_against(actor: User, at: datetime) -> QuerySet[AccessList]:
    """The lists that keep the actor from their person at an instant, as `AGAINST` says."""
    return AccessList.objects.filter(pk__in=_against(actor, at, "id", in_emergency=False))


def restrictions_naming(actor: User, at: datetime) -> QuerySet[AccessList]:
    """The restrictions in force that name the actor or the agency that they act for."""
    standing = AccessList.objects.filter(in_force(at), kind=AccessListKind.RESTRICTION)
    return standing.filter(Exists(named(actor, at).filter(list=OuterRef("pk"))))


def not_listed(actor: User, person: str = "person", *, at: datetime | None = None, in_emergency: bool = False) -> Q:
    """That no list keeps the actor from a person, as a filter over rows about people.

    Args:
        person: the way from the row to its person; blank when the rows are people.
        in_emergency: ask as if the actor had emergency access to everybody.
    """
    kept_from = _against(actor, at or clock.now(), "person_id", in_emergency=in_emergency)
    return ~Q(**{f"{person or 'pk'}__in": kept_from})


def within_walls(actor: User, person: str = "person", *, at: datetime | None = None, in_emergency: bool = False) -> Q:
    """That the actor is cleared for the compartment of a record and on no list against them, as a filter.

    Args:
        person: the way from the row to its person; blank when the rows are people.
    """
    at = at or clock.now()
    column = f"{person}__compartment" if person else "compartment"
    return open_compartments(actor, at=at, column=column) & not_listed(actor, person, at=at, in_emergency=in_emergency)
