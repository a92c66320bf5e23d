"""Invented shares."""

from datetime import timedelta
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency
from mappa.kernel import clock
from mappa.people.models import Person
from mappa.sharing.models import Share
from mappa.sharing.services import Grounds, grant_share
from tests.factories.accounts import a_user

GROUNDS = {
    "purpose": "Find a safe address",
    "necessity": "manage",
    "gateway": "s.325(4) CJA 2003",
    "why_necessary": "No other way to house the person safely",
    "why_proportionate": "Only what the letting team needs",
    "how_secured": "Read in this system",
    "accountable": "Jo Officer, offender manager",
    "edition": "cheshire-2022",
}


def a_share(
    person: Person, agency: Agency, *, by: User | None = None, sections: tuple[str, ...] = ("names",), **more: Any
) -> Share:
    """Sections of a record, given to an agency from today for a week, by somebody who may."""
    at = more.pop("at", None) or clock.now()
    since = more.pop("since", clock.day_of(at))
    facts = {"origin": "NS-S-2026-0001", "since": since, "until": since + timedelta(days=7), "at": at}
    facts |= {name: more.pop(name) for name in list(more) if name in {*facts, "made_through", "case", "contact"}}
    by = by or a_user(Role.COORDINATOR)
    owner = more.pop("owner", by.agency)
    grounds = Grounds(**GROUNDS | more)
    return grant_share(
        person=person, agency=agency, sections=dict.fromkeys(sections, owner), grounds=grounds, actor=by, **facts
    )
