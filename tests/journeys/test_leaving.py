"""Whoever leaves, moves, is suspended, stays away or is shut out by their own agency is out at the next request."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from mappa.accounts.models import ProviderIdentity, User
from mappa.accounts.permissions import Role
from mappa.administration import services
from mappa.administration.identities import bind_identity
from mappa.administration.links import make_link
from tests.accounts.test_second_factor import PASSWORD
from tests.factories.accounts import a_user
from tests.factories.openid_provider import CLIENT, SECRET, a_running_provider

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TIMES = 20
PAGE = "/account/sessions/"
WHY = "Her manager asked"


@pytest.fixture(scope="module")
def running():
    with a_running_provider() as provider:
        yield provider


@pytest.fixture
def world(running, monkeypatch):
    running.forget()
    known = {"oidc_issuer": running.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    for name, value in known.items():
        monkeypatch.setattr(settings.ENVIRONMENT, name, value)
    with time_machine.travel(NOON, tick=False) as clock:
        running.clock, running.admin = clock, a_user(Role.SYSTEM_ADMIN)
        yield running


def facts(user, world):
    return {"user": user, "reason": WHY, "actor": world.admin, "at": NOON}


def suspended(user, world):
    services.suspend_account(**facts(user, world))


def closed(user, world):
    services.close_account(**facts(user, world))


def moved(user, world):
    services.move_account(**facts(user, world), agency=user.agency, role="administrator")


def given_a_role_that_administers(user, world):
    services.move_account(**facts(user, world), agency=user.agency, role="auditor")


def bound_to_another_subject(user, world):
    bind_identity(**facts(user, world), subject=f"new-{user.pk}")


def given_a_new_password(user, world):
    link = make_link(**facts(user, world))
    assert Client().post(link, {"password": "another long phrase"}).status_code == 302


def signed_out_at_the_provider(user, world):
    subject = f"person-{user.pk}"
    ProviderIdentity.objects.create(user=user, issuer=world.issuer, subject=subject, bound_at=NOON, bound_by="x")
    world.without = ("nonce",)
    token = world.token(sub=subject, events={"http://schemas.openid.net/event/backchannel-logout": {}})
    assert Client().post("/signin/openid/left", {"logout_token": token}).status_code == 200


WAYS = [
    suspended, closed, moved, given_a_role_that_administers, bound_to_another_subject, given_a_new_password,
    signed_out_at_the_provider,
]  # fmt: skip


class TestLeavers:
    @pytest.mark.parametrize("way", WAYS)
    def test_are_out_at_the_next_request_in_every_browser(self, record_property, world, way):
        late = 0
        for _ in range(TIMES):
            user = a_user(Role.COORDINATOR)
            browsers = [Client(), Client()]
            for browser in browsers:
                browser.force_login(user)
                assert browser.get(PAGE).status_code == 200
            way(user, world)
            late += sum(browser.get(PAGE).status_code == 200 for browser in browsers)
        record_property("checks", 2 * TIMES)
        assert late == 0

    @pytest.mark.parametrize("way", [suspended, closed, given_a_role_that_administers])
    def test_do_not_come_in_again(self, record_property, world, way):
        for number in range(TIMES):
            user = with_password(f"leaver{number}")
            way(user, world)
            assert Client().post("/signin", {"username": user.username, "password": PASSWORD}).status_code == 422
        record_property("checks", TIMES)

    def test_who_stay_away_too_long_do_not_come_in_and_not_a_second_sooner(self, record_property, world):
        for number in range(TIMES):
            role = list(Role)[number % len(Role)]
            user = with_password(f"away{number}", role)
            privileged = role in {Role.SYSTEM_ADMIN, Role.GOVERNANCE_LEAD, Role.AUDITOR}
            days = (
                settings.ENVIRONMENT.unused_privileged_days if privileged else settings.ENVIRONMENT.unused_account_days
            )
            for short, status in ((timedelta(seconds=1), 302), (timedelta(), 422)):
                User.objects.filter(pk=user.pk).update(last_login=NOON)
                user.sessions.all().delete()
                world.clock.move_to(NOON + timedelta(days=days) - short)
                came = Client().post("/signin", {"username": user.username, "password": PASSWORD})
                assert came.status_code == status
            world.clock.move_to(NOON)
        record_property("checks", 2 * TIMES)


def with_password(username, role=Role.COORDINATOR):
    user = a_user(role, username=username)
    user.set_password(PASSWORD)
    user.save()
    return user
