"""What the calendar changes: an event dated ahead changes duties when its day comes, and no sooner."""

import argparse
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case, CategoryRow, LevelRow
from mappa.cases.selectors import proposals_waiting
from mappa.cases.services import exit_case
from mappa.config.cli import APP_COMMANDS
from mappa.determinations.models import CategoryDecision
from mappa.determinations.services import propose
from mappa.duties.commands import add_commands
from mappa.duties.models import Derivation, DutyRow
from mappa.duties.services import derive, derive_for_a_new_day
from mappa.offending.models import Order
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.offending import ABH, a_conviction, a_movement, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 3, 20)


def on_licence_until(day=LAST_DAY, *, level_2_since=date(2026, 2, 20)):
    """Category 2 at level 2, on licence until a day, with the engine's answer and the duties of today."""
    person = a_person()
    conviction = a_conviction(person, on=date(2023, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    a_sentence(conviction, on=date(2024, 1, 12), term_months=18, licence_end=day)
    a_movement(person, "released", date(2024, 10, 11))
    case = an_open_case(person, category=2, level=None, since=date(2024, 1, 12))
    LevelRow.objects.create(case=case, level=2, since=level_2_since, decided_by="x", at=NOON, by="x")
    propose(person=person, on=TODAY, actor=a_user(Role.COORDINATOR), at=NOON)
    derive([case], on=TODAY, at=NOON)
    return case


def under_an_sro(until):
    """Category 3, living at an address that changed today, under a sexual risk order until a day."""
    case = an_open_case(category=3, level=2)
    case.edition = "cheshire-2022"
    Order.objects.create(person=case.person, kind="SRO", on=TODAY - timedelta(days=1), until=until)
    derive([case], on=TODAY, at=NOON)
    return case


def running(case):
    return set(DutyRow.objects.filter(case=case, running=True).values_list("duty", flat=True))


def days(count):
    return timedelta(days=count)


def mappa(*arguments):
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    asked = parser.parse_args(["derive", *arguments])
    return asked.handler(asked)


class TestAnotherDay:
    @pytest.mark.requirement("IDENT-33")
    def test_takes_what_the_law_ended_from_the_worklist_at_the_first_request(self, client, time_machine):
        case = on_licence_until()
        user = a_user(Role.COORDINATOR)
        client.force_login(user)

        def page(at):
            time_machine.move_to(at)
            return client.get(f"/people/{case.person.reference}/duties/").content.decode()

        on_the_last_day = page(NOON + (LAST_DAY - TODAY))
        the_day_after = page(NOON + (LAST_DAY - TODAY) + days(1))

        assert "Level 2 review" in on_the_last_day.split("Finished")[0]
        assert "Level 2 review" not in the_day_after.split("Finished")[0]
        assert "Level 2 review" in the_day_after

    def test_ends_the_duties_of_an_order_after_its_last_day(self, client, time_machine):
        case = under_an_sro(until=TODAY)
        assert "sro-notification" in running(case)
        client.force_login(a_user(Role.COORDINATOR))

        time_machine.move_to(NOON + days(1))
        client.get("/duties/")

        assert "sro-notification" not in running(case)

    def test_shows_late_what_was_open_yesterday_without_deriving_anything(self, client, time_machine):
        case = on_licence_until(date(2027, 3, 20))
        due = DutyRow.objects.get(case=case, duty="level-2-review", running=True).due
        derived = Derivation.objects.get().on
        client.force_login(a_user(Role.COORDINATOR))

        time_machine.move_to(NOON + (due - TODAY))
        on_the_day = client.get("/duties/").content.decode()
        time_machine.move_to(NOON + (due - TODAY) + days(1))
        after = client.get("/duties/").content.decode()

        assert "Due today" in on_the_day
        assert "1 day late" in after
        assert Derivation.objects.get().on == derived

    def test_names_the_lead_agency_of_an_adult_on_the_18th_birthday(self, time_machine):
        person = a_person(date_of_birth=date(2008, 3, 20))
        case = an_open_case(person, category=2, level=1, since=TODAY)
        case.edition = "hampshire-2008"
        case.save()
        derive([case], on=TODAY, at=NOON)

        def owner():
            return DutyRow.objects.get(duty="level-1-review").owner

        before = owner()
        derive_for_a_new_day(on=date(2026, 3, 19), at=NOON)
        still = owner()
        derive_for_a_new_day(on=date(2026, 3, 20), at=NOON)

        assert (before, still, owner()) == ("yot", "yot", "probation")

    def test_is_not_looked_at_for_somebody_who_has_not_signed_in(self, client, time_machine):
        case = on_licence_until()
        time_machine.move_to(NOON + days(60))

        client.get("/signin")

        assert "level-2-review" in running(case)

    def test_keeps_the_others_going_when_one_person_cannot_be_derived(self, client, time_machine, capsys):
        broken, case = on_licence_until(), on_licence_until()
        a_movement(broken.person, "release_expected", TODAY, details={"release_on": "no day"})
        client.force_login(a_user(Role.COORDINATOR))
        time_machine.move_to(NOON + (LAST_DAY - TODAY) + days(1))

        assert client.get("/duties/").status_code == 200
        assert running(case) == set()
        assert running(broken) != set()
        time_machine.shift(days(1))
        assert mappa() == 1
        assert broken.person.reference in capsys.readouterr().err

    def test_takes_a_release_typed_as_a_day_ahead_as_known_on_the_day_it_was_typed(self, client, time_machine):
        person = a_person()
        a_sentence(a_conviction(person))
        case = an_open_case(person, category=2, level=2)
        client.force_login(a_user(Role.COORDINATOR))
        time_machine.move_to(NOON)
        sent = {"kind": "release_expected", "on_day": "1", "on_month": "12", "on_year": "2026"}

        answer = client.post(f"/people/{person.reference}/facts/movements/new/", sent)

        assert answer.status_code == 302
        assert DutyRow.objects.get(case=case, duty="meeting-before-release").due == date(2026, 6, 1)


class TestACategoryThatEnds:
    """Category 1 for life and 2 until the licence ends, both recorded."""

    @pytest.fixture
    def case(self, time_machine):
        time_machine.move_to(NOON)
        person = a_person(involving=(an_agency(),))
        conviction = a_conviction(person)
        a_sentence(conviction, licence_end=LAST_DAY)
        case = an_open_case(person, category=1, level=None, since=date(2019, 4, 11))
        CategoryRow.objects.create(
            case=case,
            category=1,
            all_categories=[1, 2],
            since=case.opened_on,
            at=NOON,
            by="factory",
        )
        actor = a_user(Role.COORDINATOR)
        answer = propose(person=person, on=TODAY, actor=actor, at=NOON)
        CategoryDecision.objects.create(determination=answer, category=1, at=NOON, by="factory")
        derive([case], on=TODAY, at=NOON)
        return case

    def waiting(self, client, time_machine, at):
        time_machine.move_to(at)
        actor = User.objects.get(role=Role.COORDINATOR)
        client.force_login(actor)
        assert client.get("/duties/").status_code == 200
        return list(proposals_waiting(actor, at.date()))

    @pytest.mark.requirement("IDENT-03")
    def test_brings_a_proposal_of_the_other_by_itself_and_changes_nothing_recorded(self, client, case, time_machine):
        on_the_last_day = self.waiting(client, time_machine, NOON + (LAST_DAY - TODAY))
        (proposal,) = self.waiting(client, time_machine, NOON + (LAST_DAY - TODAY) + days(1))

        assert on_the_last_day == []
        assert (proposal.answer["categories"], proposal.made_by) == ([1], "calendar")
        assert case.categories.latest("id").all_categories == [1, 2]
        asked = AuditEvent.objects.filter(operation="determinations:determination:propose", who="calendar")
        assert [event.subject for event in asked] == [case.person.reference]
        overview = client.get(f"/people/{case.person.reference}/").content.decode()
        assert "A proposed category is waiting" in overview

    def test_is_asked_about_once(self, client, case, time_machine):
        after = NOON + (LAST_DAY - TODAY) + days(1)
        self.waiting(client, time_machine, after)

        derive_for_a_new_day(on=after.date() + days(3), at=after + days(3), everybody=True)
        Derivation.objects.update(changes_on=after.date())
        derive_for_a_new_day(on=after.date() + days(4), at=after + days(4))

        assert case.person.determinations.filter(made_by="calendar").count() == 1

    def test_leaves_what_the_law_ended_altogether_to_the_closing_statement(self, client, time_machine):
        time_machine.move_to(NOON)
        case = on_licence_until()

        waiting = self.waiting(client, time_machine, NOON + (LAST_DAY - TODAY) + days(1))

        assert waiting == []
        assert not case.person.determinations.filter(made_by="calendar").exists()


class TestTheCommand:
    def test_derives_those_whose_day_has_come_and_nobody_twice(self, time_machine, capsys):
        on_licence_until()
        on_licence_until(date(2027, 5, 1))
        time_machine.move_to(NOON + (LAST_DAY - TODAY) + days(1))

        assert [mappa(), mappa(), mappa("--everybody")] == [0, 0, 0]

        assert capsys.readouterr().out.splitlines() == [
            "1 people derived, 0 failed",
            "0 people derived, 0 failed",
            "2 people derived, 0 failed",
        ]

    def test_is_one_of_the_products_commands(self):
        assert ("derive", "duties") in {(command.word, command.app) for command in APP_COMMANDS}


class TestAfterAnExit:
    def test_a_late_duty_counts_as_late_and_leaves_the_worklist(self, client, time_machine):
        case = on_licence_until(TODAY, level_2_since=date(2025, 6, 2))
        assert DutyRow.objects.get(case=case, duty="level-2-review", running=True).due < TODAY
        actor = a_user(Role.COORDINATOR)
        client.force_login(actor)

        exit_case(case=case, statement="Nothing more to add.", actor=actor, at=NOON)
        time_machine.move_to(NOON + days(1))
        worklist = client.get("/duties/").content.decode()
        own = client.get(f"/people/{case.person.reference}/duties/").content.decode()

        assert case.person.reference not in worklist.split("<main")[1]
        assert DutyRow.objects.get(case=case, duty="level-2-review").outcome == "late"
        assert "Not done in time" in own.split("Finished")[1]


class TestUpgrade:
    def test_looks_again_at_every_case_that_was_there_before(self):
        case = on_licence_until()
        Derivation.objects.all().delete()

        import_module("mappa.duties.migrations.0002_derivations").look_at_each_again(apps, None)

        assert Derivation.objects.get().case == case
        assert derive_for_a_new_day(on=TODAY, at=NOON).people == Case.objects.count() == 1
