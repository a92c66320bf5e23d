"""What two people are needed for: never the same one twice, and of two answers at once exactly one has effect.

``MAPPA_RACES`` says how many times two people race for each answer.
"""

import os
import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from mappa.accounts.models import AccountStep, Clearance, User
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cooperation.models import AreaDocument, DocumentVersion, VersionStep
from mappa.kernel import clock
from mappa.people.models import EmergencyAccess
from tests.factories.accounts import a_user, an_area
from tests.factories.people import a_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
RACES = int(os.environ.get("MAPPA_RACES", "250"))
WHY = "Asked for by their manager"


@dataclass
class Pair:
    """One answer that two people are needed for: where it is given, what is sent, and the effects it has had."""

    address: str
    sent: dict[str, str]
    effects: object
    first: User
    seconds: tuple[User, User]


def access_to_review() -> Pair:
    """The one who took emergency access never reviews it."""
    taker = a_user(Role.COORDINATOR)
    person, at = a_person(area=an_area("eastmere")), clock.now()
    row = EmergencyAccess.objects.create(
        person=person, user=taker, reason=WHY, opened_at=at, ends_at=at + timedelta(hours=1)
    )
    done = AuditEvent.objects.filter(operation="sharing:emergency:review", details__access=row.pk)
    seconds = (a_user(Role.COORDINATOR), a_user(Role.GOVERNANCE_LEAD))
    return Pair(f"/emergency-access/reviews/{row.pk}/", {"finding": "Justified"}, done, taker, seconds)


def version_to_approve() -> Pair:
    """The one who wrote a document never approves it for the board."""
    writer, at = a_user(Role.BOARD_CHAIR), clock.now()
    document = AreaDocument.objects.create(area=an_area(), kind="protocol", title="Visits", at=at, by=writer.username)
    version = DocumentVersion.objects.create(
        document=document, number=1, texts={"text": "Two visit."}, edition="cheshire-2022",
        review_on=clock.day_of(at) + timedelta(days=99), at=at, by=writer.username,
    )  # fmt: skip
    VersionStep.objects.create(version=version, move="propose", state="waiting", at=at, by=writer.username)
    address = f"/agencies/documents/{document.pk}/versions/1/decide/"
    done = VersionStep.objects.filter(version=version, move="approve")
    return Pair(address, {"decision": "approve"}, done, writer, (a_user(Role.BOARD_CHAIR), a_user(Role.BOARD_CHAIR)))


def account_to_reinstate() -> Pair:
    """The one who opened an account that administers never lets it in."""
    opener = a_user(Role.SYSTEM_ADMIN)
    number = AccountStep.objects.count()
    facts = {
        "username": f"new.admin{number}", "name": "New Admin", "role": "system_admin", "agency": opener.agency.code,
        "post": "x", "reason": WHY,
    }  # fmt: skip
    answer = signed_in(opener).post("/administration/accounts/new/", facts)
    assert answer.status_code == 302, answer.content.decode()
    made = User.objects.get(username=f"new.admin{number}")
    done = AccountStep.objects.filter(user=made, action="reinstate")
    seconds = (a_user(Role.SYSTEM_ADMIN), a_user(Role.GOVERNANCE_LEAD))
    return Pair(f"/administration/accounts/{made.pk}/reinstate/", {"reason": WHY}, done, opener, seconds)


def own_account() -> Pair:
    """Nobody confirms their own account."""
    own = a_user(Role.GOVERNANCE_LEAD)
    done = AccountStep.objects.filter(user=own, action="confirm")
    seconds = (a_user(Role.SYSTEM_ADMIN), a_user(Role.GOVERNANCE_LEAD))
    return Pair(f"/administration/accounts/{own.pk}/confirm/", {"reason": WHY}, done, own, seconds)


def own_clearance() -> Pair:
    """Nobody clears themselves."""
    own, today = a_user(Role.GOVERNANCE_LEAD), clock.day_of(clock.now())
    until = today + timedelta(days=30)
    days = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("since", today), ("until", until)) for part in ("day", "month", "year")
    }  # fmt: skip
    done = Clearance.objects.filter(user=own)
    sent = {"username": own.username, "kind": "category_4", "reason": WHY, **days}
    return Pair("/clearances/new/", sent, done, own, (a_user(Role.SYSTEM_ADMIN), a_user(Role.GOVERNANCE_LEAD)))


RULES = [access_to_review, version_to_approve, account_to_reinstate, own_account, own_clearance]
"""Every rule that needs a second person."""
ONCE = [access_to_review, version_to_approve, account_to_reinstate, own_clearance]
"""Those whose answer is given once. An account may be confirmed again."""


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def race(pair):
    """Both answer at the same moment: the statuses."""
    start, statuses = threading.Barrier(2), []

    def answer(user):
        try:
            client = signed_in(user)
            start.wait(30)
            statuses.append(client.post(pair.address, pair.sent).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(user,)) for user in pair.seconds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


class TestTwoPeople:
    @pytest.mark.parametrize("rule", RULES)
    def test_are_never_the_same_one(self, rule):
        pair = rule()

        refused = signed_in(pair.first).post(pair.address, pair.sent)
        assert refused.status_code in {403, 409, 422}, refused.status_code
        assert pair.effects.count() == 0
        assert signed_in(pair.seconds[0]).post(pair.address, pair.sent).status_code == 302
        assert pair.effects.count() == 1

    @pytest.mark.parametrize("rule", ONCE)
    def test_who_answer_at_once_have_one_effect(self, rule, record_property):
        for _ in range(RACES):
            pair = rule()
            statuses = race(pair)
            assert statuses.count(302) == 1, statuses
            assert pair.effects.count() == 1
        record_property("checks", RACES)
