"""Accounts: opened for somebody, confirmed by somebody else, suspended when unused, never changed by their holder."""

import argparse
import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from mappa.accounts.lifecycle import ACCOUNT_STEPS, AccountAction, AccountState
from mappa.accounts.models import AccountStep, User
from mappa.accounts.permissions import Role
from mappa.accounts.second_factor import forget
from mappa.accounts.unused import PRIVILEGED
from mappa.administration import commands, services
from mappa.administration.identities import bind_identity
from mappa.administration.links import LASTS, make_link
from mappa.administration.models import PasswordLink
from mappa.administration.selectors import accounts_visible_to, state_of
from mappa.agencies.models import AgencyKind
from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.models import AuditEvent
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible, Refused
from tests.factories.accounts import a_user, an_agency, an_area

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PASSWORD = "copper kettle harbour"  # noqa: S105 - of a test
LIST = "/administration/accounts/"
WHY = "Her manager asked"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def admin(client):
    user = a_user(Role.SYSTEM_ADMIN, username="admin")
    client.force_login(user)
    return user


def fields(**instead):
    facts = {
        "username": "new.person", "name": "New Person", "agency": an_agency().code, "role": "police_offender_manager",
        "post": "Offender manager", "reason": WHY,
    }  # fmt: skip
    return facts | instead


def signs_in(username="new.person", password=PASSWORD):
    client = Client()
    answer = client.post("/signin", {"username": username, "password": password})
    return client if answer.status_code == 302 else None


def opened(client):
    """The path of the link that opening an account shows."""
    page = client.post(f"{LIST}new/", fields()).content.decode()
    return page.split("<code>http://testserver", 1)[1].split("</code>", 1)[0]


class TestReasons:
    def test_stand_with_the_account_and_in_no_entry_of_the_log(self, client, admin, monkeypatch):
        monkeypatch.setattr(settings.ENVIRONMENT, "oidc_issuer", "https://provider.example")
        client.post(f"{LIST}new/", fields(reason="Plantedopen"))
        user = User.objects.get(username="new.person")
        own = f"{LIST}{user.pk}/"
        for step in ("suspend", "reinstate"):
            assert client.post(f"{own}{step}/", {"reason": f"Planted{step}"}).status_code == 302, step
        facts = {"user": user, "actor": admin, "at": clock.now()}
        make_link(**facts, reason="Plantedlink")
        bind_identity(**facts, subject="p-1", reason="Plantedbind")
        bind_identity(**facts, subject="", reason="Plantedunbind")
        forget(user, reason="Plantedforget", at=clock.now())
        move = {"agency": "northshire-police", "role": "ct_officer", "reason": "Plantedmove"}
        assert client.post(f"{own}move/", move).status_code == 302

        shown = client.get(own).content.decode()
        kept = list(user.account_steps.order_by("pk").values_list("reason", flat=True))
        assert [words for words in kept if words not in shown] == []
        assert sum(words.startswith("Planted") for words in kept) >= 8
        rows = [entry_bytes(entry_of(event)) for event in AuditEvent.objects.filter(subject="new.person")]
        assert len(rows) >= 8
        assert b"Planted" not in b"".join(rows)
        assert state_of(accounts_visible_to(admin).get(pk=user.pk), clock.now()) is AccountState.OPEN


class TestOpening:
    def test_gives_a_link_that_sets_a_password_once(self, client, admin):
        link = opened(client)
        assert signs_in() is None
        stranger = Client()
        assert stranger.get(link).status_code == 200
        assert stranger.post(link, {"password": "short"}).status_code == 422
        assert stranger.post(link, {"password": PASSWORD}).url == "/signin"

        assert stranger.post(link, {"password": "another long phrase"}).status_code == 404
        assert signs_in()
        user = User.objects.get(username="new.person")
        assert (user.role, user.agency_code) == ("police_offender_manager", "northshire-police")
        assert AuditEvent.objects.filter(subject="new.person", operation="administration:account:open").count() == 1
        assert link.removeprefix("/welcome/") not in str(PasswordLink.objects.values())

    @pytest.mark.parametrize(
        ("field", "value"),
        [("username", "No Spaces"), ("username", "admin"), ("username", "ab"), ("name", " "), ("role", "king"),
         ("agency", "eastmere-police"), ("agency", ""), ("reason", "")],
    )  # fmt: skip
    def test_refuses_what_is_wrong_beside_its_field(self, client, admin, field, value):
        an_agency(area=an_area("eastmere"))

        answer = client.post(f"{LIST}new/", fields(**{field: value}))

        assert answer.status_code == 422
        assert f'id="id_{field}-error"' in answer.content.decode()
        assert not User.objects.filter(name="New Person").exists()

    def test_is_for_administrators_and_looks_at_nothing_that_was_not_asked(self, client, admin):
        client.post(f"{LIST}new/", fields(is_demonstration="1", password="x", is_active="", area="eastmere"))  # noqa: S106
        user = User.objects.get(username="new.person")
        assert not user.is_demonstration
        assert not user.has_usable_password()
        assert user.area == admin.area
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        assert client.get(f"{LIST}new/").status_code == 403


class TestLink:
    @pytest.fixture
    def user(self):
        return a_user(Role.COORDINATOR, username="new.person")

    def a_link(self, user):
        return make_link(user=user, reason=WHY, actor=a_user(Role.SYSTEM_ADMIN), at=NOON)

    @pytest.mark.parametrize("end", ["time", "newer", "suspended", "forged"])
    def test_stops_working(self, client, user, noon, end):
        link = self.a_link(user)
        if end == "time":
            noon.shift(LASTS)
        elif end == "newer":
            self.a_link(user)
        elif end == "suspended":
            services.suspend_account(user=user, reason=WHY, actor=a_user(Role.SYSTEM_ADMIN), at=NOON)
        else:
            link = link[:-1] + ("A" if link[-1] != "A" else "B")

        assert client.get(link).status_code == 404
        assert client.post(link, {"password": PASSWORD}).status_code == 404
        assert signs_in() is None

    def test_leaves_the_second_factor_and_ends_the_sessions(self, client, user):
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        browser = Client()
        browser.force_login(user)

        client.post(self.a_link(user), {"password": PASSWORD})

        assert browser.get("/account/sessions/").status_code == 302
        half_way = signs_in()
        assert half_way.get("/account/sessions/").status_code == 302
        assert Authenticator.objects.filter(user=user).count() == 1


class TestUnused:
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.GOVERNANCE_LEAD])
    def test_is_suspended_on_the_day_it_was_unused_for_too_long(self, noon, role):
        environment = settings.ENVIRONMENT
        days = environment.unused_privileged_days if role in PRIVILEGED else environment.unused_account_days
        assert days == (60 if role is not Role.COORDINATOR else 90)
        user = a_user(role, username="new.person")
        user.set_password(PASSWORD)
        user.save()
        assert signs_in()

        noon.move_to(NOON + days * DAY - timedelta(seconds=1))
        assert signs_in()
        noon.move_to(NOON + 2 * days * DAY)
        assert signs_in() is None

        assert AuditEvent.objects.filter(operation="sign-in refused", details__why="not used for too long").count() == 1
        services.reinstate_account(user=user, reason=WHY, actor=a_user(Role.SYSTEM_ADMIN), at=NOON + 2 * days * DAY)
        assert signs_in()

    def test_counts_from_opening_where_nobody_ever_came(self, client, admin, noon):
        link = opened(client)
        Client().post(link, {"password": PASSWORD})
        noon.shift(settings.ENVIRONMENT.unused_account_days * DAY)

        assert signs_in() is None

    def test_leaves_accounts_of_a_demonstration_alone(self, client, noon):
        user = a_user(Role.COORDINATOR, is_demonstration=True, last_login=NOON - 400 * DAY)

        assert client.post("/signin", {"username": user.username}).status_code == 302


class TestSteps:
    @pytest.mark.parametrize("state", AccountState)
    def test_follow_the_table_from_every_state(self, state):
        admin, user = a_user(Role.SYSTEM_ADMIN), a_user(Role.COORDINATOR)
        before = {AccountState.OPEN: [], AccountState.SUSPENDED: ["suspend"], AccountState.CLOSED: ["close"]}[state]
        for name in before:
            getattr(services, f"{name}_account")(user=user, reason=WHY, actor=admin, at=NOON)
        for action in (AccountAction.CONFIRM, AccountAction.SUSPEND, AccountAction.REINSTATE, AccountAction.CLOSE):
            if (state, action) in ACCOUNT_STEPS:
                continue
            with pytest.raises(NotPossible, match="This account is"):
                getattr(services, f"{action.value}_account")(user=user, reason=WHY, actor=admin, at=NOON)

        assert state_of(accounts_visible_to(admin).get(pk=user.pk), NOON) is state
        assert AccountStep.objects.count() == len(before)

    def test_are_refused_on_ones_own_account(self, client, admin):
        for step in ("suspend", "close", "confirm"):
            assert client.post(f"{LIST}{admin.pk}/{step}/", {"reason": WHY}).status_code == 403
        assert client.post(f"{LIST}{admin.pk}/link/", {"reason": WHY}).status_code == 403
        move = {"agency": admin.agency_code, "role": "coordinator", "reason": WHY}
        assert client.post(f"{LIST}{admin.pk}/move/", move).status_code == 403
        assert not AccountStep.objects.exists()

    def test_of_another_area_are_not_there(self, client, admin):
        east = a_user(Role.COORDINATOR, area=an_area("eastmere"))
        for page in ("", "confirm/", "move/", "in-hand/", "link/", "close/"):
            assert client.get(f"{LIST}{east.pk}/{page}").status_code == 404
        assert east.name not in client.get(LIST).content.decode()

    def test_suspending_refuses_the_next_request_and_reinstating_lets_in_again(self, client, admin):
        user = a_user(Role.COORDINATOR)
        browser = Client()
        browser.force_login(user)
        page = f"{LIST}{user.pk}/"

        client.post(f"{page}suspend/", {"reason": WHY})
        assert browser.get("/account/sessions/").status_code == 302
        client.post(f"{page}reinstate/", {"reason": WHY})

        assert User.objects.get(pk=user.pk).is_active
        assert "Reinstated" in client.get(page).content.decode()

    def test_moving_ends_what_was_open_and_keeps_both_places(self, client, admin):
        user = a_user(Role.COORDINATOR)
        browser = Client()
        browser.force_login(user)
        sent = {"agency": an_agency(AgencyKind.YOT).code, "role": "yot_manager", "reason": WHY}

        assert client.post(f"{LIST}{user.pk}/move/", sent).status_code == 302

        assert browser.get("/account/sessions/").status_code == 302
        step = AccountStep.objects.get(action="move")
        assert step.details["before"] == {"agency": "northshire-co-ordination", "role": "coordinator"}
        assert step.details["after"] == {"agency": "northshire-yot", "role": "yot_manager"}
        assert client.post(f"{LIST}{user.pk}/move/", sent).status_code == 422

    def test_are_for_administrators_but_confirming_is_for_governance_too(self, client):
        user = a_user(Role.COORDINATOR)
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        assert client.post(f"{LIST}{user.pk}/close/", {"reason": WHY}).status_code == 403
        assert client.post(f"{LIST}{user.pk}/confirm/", {"reason": WHY}).status_code == 302
        with pytest.raises(Refused):
            services.suspend_account(user=user, reason=WHY, actor=a_user(Role.AUDITOR), at=NOON)


class TestTwoPeople:
    """A role that administers, or reads what others do, is given by one person and agreed to by another."""

    @pytest.mark.parametrize("how", ["opened", "moved"])
    def test_are_needed_for_a_role_that_administers(self, client, admin, how):
        if how == "opened":
            client.post(f"{LIST}new/", fields(role="system_admin"))
            user = User.objects.get(username="new.person")
        else:
            user = a_user(Role.COORDINATOR)
            sent = {"agency": user.agency_code, "role": "auditor", "reason": WHY}
            assert client.post(f"{LIST}{user.pk}/move/", sent).status_code == 302
        page = f"{LIST}{user.pk}/reinstate/"
        assert not User.objects.get(pk=user.pk).is_active

        assert client.post(page, {"reason": WHY}).status_code == 403
        assert not User.objects.get(pk=user.pk).is_active
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        assert client.post(page, {"reason": "Agreed with the board"}).status_code == 302

        assert User.objects.get(pk=user.pk).is_active
        assert AccountStep.objects.filter(user=user).values_list("by", flat=True).distinct().count() == 2

    def test_are_not_the_governance_lead_for_other_roles(self, client):
        user = a_user(Role.COORDINATOR)
        services.suspend_account(user=user, reason=WHY, actor=a_user(Role.SYSTEM_ADMIN), at=NOON)
        client.force_login(a_user(Role.GOVERNANCE_LEAD))

        assert client.post(f"{LIST}{user.pk}/reinstate/", {"reason": WHY}).status_code == 403
        assert not User.objects.get(pk=user.pk).is_active

    def test_gives_the_link_only_when_both_have_agreed(self, client, admin):
        page = client.post(f"{LIST}new/", fields(role="auditor"))

        assert page.status_code == 302
        assert not PasswordLink.objects.exists()


class TestReview:
    def test_lists_who_has_what_and_who_is_due_this_quarter(self, client, admin, noon):
        user = a_user(Role.COORDINATOR, name="Pat Reviewed")
        services.confirm_account(user=user, reason=WHY, actor=admin, at=datetime(2026, 9, 30, 12, tzinfo=UTC))
        assert "2 not confirmed in this quarter" in client.get(LIST).content.decode()

        client.post(f"{LIST}{user.pk}/confirm/", {"reason": "Seen with her manager"})
        assert "1 not confirmed in this quarter" in client.get(LIST).content.decode()

        noon.move_to(datetime(2027, 1, 1, 12, tzinfo=UTC))
        client.force_login(admin)
        assert "2 not confirmed in this quarter" in client.get(LIST).content.decode()

    def test_downloads_with_marking_person_time_purpose_and_copy(self, client, admin):
        a_user(Role.COORDINATOR, name="=HYPERLINK(1)")

        answer = client.post(f"{LIST}export/")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

        event = AuditEvent.objects.get(operation="administration:accounts:export")
        assert rows[:6] == [
            ["Marking", "OFFICIAL-SENSITIVE"],
            ["Copy", f"C-{event.pk}"],
            ["For", f"{admin.name}, {admin.agency.name}"],
            ["Taken", "21 November 2026 at midday"],
            ["Purpose", "Quarterly review of accounts"],
            ["Holds", "Accounts of Northshire"],
        ]
        assert "'=HYPERLINK(1)" in {row[0] for row in rows[8:]}
        assert {row[6] for row in rows[8:]} == {"2026-11-21", "not known"}

    def test_does_not_call_an_account_used_that_was_only_opened(self, client, admin):
        opened(client)
        user = User.objects.get(username="new.person")

        assert "Not known" in client.get(f"{LIST}{user.pk}/").content.decode()

    def test_asks_no_query_for_each_account(self, client, admin, django_assert_max_num_queries):
        for _ in range(12):
            a_user(Role.COORDINATOR)
        with django_assert_max_num_queries(12):
            client.get(LIST)


class TestNothingIsSelfService:
    PAGES = ("/account/second-factor/", "/account/second-factor/codes/", "/account/sessions/end/", "/account/keys/new/",
             "/account/confirm/", "/signin", "/signin/set-up", "/signin/set-up/key")  # fmt: skip
    WIDER = {
        "role": "system_admin", "agency": "northshire-police", "agency_id": "1", "area": "eastmere", "area_id": "1",
        "clearances": "category_4", "is_active": "1", "is_demonstration": "1", "team": "all", "user": "1", "name": "x",
    }  # fmt: skip

    def test_extra_fields_change_nothing(self, client):
        user = a_user(Role.COORDINATOR)
        user.set_password(PASSWORD)
        user.save()
        before = (
            User.objects.filter(pk=user.pk)
            .values("role", "agency", "area", "is_active", "is_demonstration", "name")
            .get()
        )
        client.force_login(user)
        for page in self.PAGES:
            client.post(page, {**self.WIDER, "password": PASSWORD, "name": "key"})
            client.force_login(user)

        after = User.objects.filter(pk=user.pk).values(*before).get()
        assert after == before


class TestCommands:
    def run(self, *words):
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["accounts", *words])
        return options.handler(options)

    def create(self, **instead):
        facts = {"name": "First Admin", "role": "system_admin", "agency": "northshire-board", "area": "northshire",
                 "reason": "The installation begins"} | instead  # fmt: skip
        return self.run(
            "create", "first.admin", *[word for name, value in facts.items() for word in (f"--{name}", value)]
        )

    def test_opens_the_first_account_and_prints_its_link(self, client, capsys):
        an_agency(AgencyKind.BOARD)

        assert self.create() == 0

        link = capsys.readouterr().out.split("https://")[1].split()[0]
        assert client.post(link[link.index("/") :], {"password": PASSWORD}).status_code == 302
        assert AuditEvent.objects.filter(who="command-line", subject="first.admin").count() == 2

    def test_says_what_is_wrong(self, capsys):
        an_agency(AgencyKind.BOARD)
        assert self.create(area="nowhere") == 1
        assert "Areas: northshire" in capsys.readouterr().err
        assert self.create(agency="nobody") == 1
        assert "Choose an agency of this area" in capsys.readouterr().err
        assert self.run("link", "nobody", "--reason", "x") == 1
