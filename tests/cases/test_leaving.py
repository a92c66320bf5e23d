"""How a case ends, is archived and comes back: the whole table, and the law that ends it."""

from datetime import date

import pytest

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cases.lifecycle import (
    CASE_STEPS,
    TRANSFER_STEPS,
    CaseAction,
    CaseState,
    TransferAction,
    TransferState,
    case_after,
    transfer_after,
)
from mappa.cases.models import Exit
from mappa.cases.selectors import latest_case
from mappa.cases.services import archive_case, confirm_category, exit_case, reactivate_case
from mappa.determinations.services import propose
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import ABH, a_conviction, a_sentence, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return a_user(Role.COORDINATOR)


def on_licence_until(day, **more):
    """Category 2 for actual bodily harm, until the licence ends."""
    person = a_person(**more)
    conviction = a_conviction(person, on=date(2023, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    a_sentence(conviction, on=date(2024, 1, 12), term_months=18, licence_end=day)
    return an_open_case(person, category=2)


def in_category_3(actor):
    person = a_person()
    conviction = a_conviction(person, on=date(2025, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    a_sentence(conviction, code="IMP_U12", on=date(2026, 1, 12), term_months=6)
    determination = propose(person=person, on=TODAY, actor=actor, at=NOON)
    return confirm_category(determination=determination, category=3, reason="Serious harm", actor=actor, at=NOON)


def closed(case, actor, **more):
    return exit_case(case=case, actor=actor, at=NOON, **{"statement": "MAPPA adds nothing more."} | more)


class TestTables:
    @pytest.mark.parametrize("state", [None, *CaseState])
    @pytest.mark.parametrize("action", list(CaseAction))
    def test_every_state_of_a_case_meets_every_action(self, state, action):
        if (state, action) in CASE_STEPS:
            assert case_after(state, action) is CASE_STEPS[state, action]
        else:
            with pytest.raises(NotPossible, match="You can: "):
                case_after(state, action)

    @pytest.mark.parametrize("state", [None, *TransferState])
    @pytest.mark.parametrize("action", list(TransferAction))
    def test_every_state_of_a_transfer_meets_every_action(self, state, action):
        if (state, action) in TRANSFER_STEPS:
            assert transfer_after(state, action) is TRANSFER_STEPS[state, action]
        else:
            with pytest.raises(NotPossible, match="You can: "):
                transfer_after(state, action)

    @pytest.mark.parametrize("state", list(CaseState))
    @pytest.mark.parametrize("action", [CaseAction.EXIT, CaseAction.ARCHIVE, CaseAction.REACTIVATE])
    def test_every_service_obeys_the_table(self, coordinator, state, action):
        case = on_licence_until(date(2026, 2, 1))
        if state is not CaseState.OPEN:
            case.steps.create(action="exit", state="exited", on=date(2026, 2, 1), at=NOON, by="factory")
        if state is CaseState.ARCHIVED:
            case.steps.create(action="archive", state="archived", on=date(2026, 2, 2), at=NOON, by="factory")
        acts = {
            CaseAction.EXIT: lambda: closed(case, coordinator),
            CaseAction.ARCHIVE: lambda: archive_case(case=case, reason="Ended", actor=coordinator, at=NOON),
            CaseAction.REACTIVATE: lambda: reactivate_case(
                case=case, on=TODAY, reason="Back", actor=coordinator, at=NOON
            ),
        }

        if (state, action) in CASE_STEPS:
            acts[action]()
            assert latest_case(case.person, TODAY).state == CASE_STEPS[state, action]
        else:
            steps = case.steps.count()
            with pytest.raises(NotPossible):
                acts[action]()
            assert case.steps.count() == steps


class TestExit:
    @pytest.mark.requirement("IDENT-32")
    def test_takes_day_and_reason_from_the_engine(self, coordinator):
        case = on_licence_until(date(2026, 2, 1))

        row = closed(case, coordinator)

        assert (row.on, row.computed_on, row.reason) == (date(2026, 2, 1), date(2026, 2, 1), "licence_ended")
        assert latest_case(case.person, date(2026, 2, 1)).category == 2
        assert latest_case(case.person, date(2026, 2, 2)).category is None

    @pytest.mark.requirement("IDENT-33")
    def test_needs_a_statement_that_delays_nothing(self, coordinator):
        case = on_licence_until(date(2025, 9, 1))

        with pytest.raises(Incomplete) as refused:
            closed(case, coordinator, statement=" ")
        row = closed(case, coordinator)

        assert list(refused.value.fields) == ["statement"]
        assert row.on == date(2025, 9, 1)
        assert latest_case(case.person, date(2025, 9, 1)).state == "exited"
        assert latest_case(case.person, date(2025, 8, 31)).state == "open"

    @pytest.mark.requirement("IDENT-32")
    def test_refuses_to_end_what_the_law_still_holds(self, coordinator):
        case = on_licence_until(date(2027, 1, 11))

        with pytest.raises(NotPossible, match="11 January 2027"):
            closed(case, coordinator)

        assert not Exit.objects.exists()
        assert not case.person.determinations.exists()

    def test_refuses_while_the_end_is_open_or_cannot_be_told(self, coordinator):
        person = a_person()
        a_sentence(a_conviction(person))

        with pytest.raises(NotPossible, match=r"no end on present facts|cannot be told"):
            closed(an_open_case(person), coordinator)

    @pytest.mark.requirement("IDENT-32")
    def test_ends_with_the_life_of_the_person(self, coordinator):
        case = on_licence_until(date(2027, 1, 11), died_on=date(2026, 2, 20), death_learned_on=date(2026, 2, 22))

        row = closed(case, coordinator)

        assert (row.on, row.reason) == (date(2026, 2, 20), "died")

    @pytest.mark.requirement("IDENT-32")
    def test_ends_category_3_by_a_decision_today(self, coordinator):
        case = in_category_3(coordinator)

        row = closed(case, coordinator)

        assert (row.on, row.computed_on, row.reason) == (TODAY, None, "no_longer_needed")
        assert case.person.movements.filter(kind="cat3_removed").exists()
        assert case.person.determinations.latest("id").answer["exit"]["cat3_last_day"] == TODAY.isoformat()

    @pytest.mark.requirement("IDENT-13")
    @pytest.mark.parametrize("rosh", ["low", "medium", "high", "very_high"])
    def test_asks_about_category_3_when_rosh_is_still_high(self, coordinator, rosh):
        case = on_licence_until(date(2026, 2, 1))
        an_assessment(case.person, rosh=rosh)

        if rosh in {"high", "very_high"}:
            with pytest.raises(Incomplete) as refused:
                closed(case, coordinator)
            assert list(refused.value.fields) == ["category_3_considered"]
            row = closed(case, coordinator, category_3_considered="Not needed: moved abroad for good")
            assert row.category_3_considered.startswith("Not needed")
        else:
            assert closed(case, coordinator).category_3_considered == ""

    @pytest.mark.parametrize("role", list(Role))
    def test_is_for_those_who_hold_the_permission(self, role):
        actor = a_user(role)
        case = on_licence_until(date(2026, 2, 1), involving=(actor.agency,))

        if Permission.CASE_EXIT in GRANTS[role]:
            closed(case, actor)
        else:
            with pytest.raises((Refused, type(case).DoesNotExist)):
                closed(case, actor)
            assert not Exit.objects.exists()

    def test_can_end_a_second_time_after_coming_back(self, coordinator):
        case = in_category_3(coordinator)
        closed(case, coordinator)
        reactivate_case(case=case, on=TODAY, reason="New concerns", actor=coordinator, at=NOON)

        closed(case, coordinator, statement="Again nothing more.")

        assert [row.statement for row in case.exits.order_by("id")] == [
            "MAPPA adds nothing more.",
            "Again nothing more.",
        ]


class TestArchive:
    @pytest.mark.requirement("NOMINAL-12")
    def test_archives_the_record_and_brings_it_back_whole(self, coordinator):
        case = on_licence_until(date(2026, 2, 1))
        levels, convictions = list(case.levels.values()), list(case.person.convictions.values())
        closed(case, coordinator)

        archive_case(case=case, reason="Left MAPPA", actor=coordinator, at=NOON)
        archived = latest_case(case.person, TODAY).state
        reactivate_case(case=case, on=TODAY, reason="Convicted again", actor=coordinator, at=NOON)

        assert archived == "archived"
        assert latest_case(case.person, TODAY).state == "open"
        assert list(case.person.record_steps.values_list("step", flat=True).order_by("id")) == [
            "archived",
            "reactivated",
        ]
        assert (list(case.levels.values()), list(case.person.convictions.values())) == (levels, convictions)

    def test_needs_a_reason(self, coordinator):
        case = on_licence_until(date(2026, 2, 1))
        closed(case, coordinator)

        with pytest.raises(Incomplete):
            archive_case(case=case, reason=" ", actor=coordinator, at=NOON)

        assert latest_case(case.person, TODAY).state == "exited"


class TestPages:
    def test_walk_from_exit_to_archive_and_back(self, client, coordinator):
        case = on_licence_until(date(2026, 2, 1))
        base = f"/people/{case.person.reference}/"
        client.force_login(coordinator)

        shown = client.get(base + "exit/").content.decode()
        missing = client.post(base + "exit/", {"statement": ""})
        ended = client.post(base + "exit/", {"statement": "Risk has gone."})
        again = client.post(base + "exit/", {"statement": "Risk has gone."})
        archived = client.post(base + "archive/", {"reason": "Left MAPPA"})
        back = client.post(base + "reactivate/", {"reason": "Convicted again"})

        assert "late statement delays nothing" in shown
        assert [answer.status_code for answer in (missing, ended, again, archived, back)] == [422, 302, 409, 302, 302]
        assert Exit.objects.count() == 1
        operations = set(AuditEvent.objects.filter(what="alteration").values_list("operation", flat=True))
        assert {"cases:case:exit", "cases:case:archive", "cases:case:reactivate"} <= operations

    @pytest.mark.requirement("IDENT-33")
    def test_show_after_the_exit_the_last_day_the_statement_who_closed_it_and_what_can_be_done(
        self, client, coordinator
    ):
        case = on_licence_until(date(2026, 2, 1))
        base = f"/people/{case.person.reference}/"
        closed(case, coordinator, statement="The police and probation see no more risk.")
        client.force_login(coordinator)

        text = client.get(base).content.decode()
        main = text.split("<main")[1]

        assert "1 February 2026" in main
        assert "The police and probation see no more risk." in main
        assert coordinator.username in main
        assert "Category 2" in main
        assert "Not recorded" not in main.split("What can be done now")[0]
        assert f'href="{base}reactivate/"' in main.split("What can be done now")[1].split("</ul>")[0]
        client.force_login(a_user(Role.ADMINISTRATOR))
        assert "reactivate/" not in client.get(base).content.decode()

    @pytest.mark.requirement("IDENT-32")
    def test_shows_the_last_day_and_the_days_that_are_left(self, client, coordinator):
        case = on_licence_until(date(2036, 2, 1))
        propose(person=case.person, on=TODAY, actor=coordinator, at=NOON)
        client.force_login(coordinator)

        text = client.get(f"/people/{case.person.reference}/").content.decode()

        assert "1 February 2036" in text
        assert "days left" in text

    @pytest.mark.requirement("IDENT-33")
    def test_say_that_the_law_has_ended_a_case_nobody_closed(self, client, coordinator):
        case = on_licence_until(date(2026, 2, 1))
        propose(person=case.person, on=TODAY, actor=coordinator, at=NOON)
        client.force_login(coordinator)

        text = client.get(f"/people/{case.person.reference}/").content.decode()

        assert "Out of MAPPA by law" in text
        assert "closing statement is still to be written" in text

    @pytest.mark.requirement("IDENT-13")
    @pytest.mark.parametrize("rosh", ["medium", "high"])
    def test_prompt_category_3_before_a_category_of_law_lapses(self, client, coordinator, rosh, time_machine):
        time_machine.move_to(NOON)
        case = on_licence_until(date(2026, 5, 1))
        an_assessment(case.person, rosh=rosh)
        propose(person=case.person, on=TODAY, actor=coordinator, at=NOON)
        client.force_login(coordinator)

        text = client.get(f"/people/{case.person.reference}/").content.decode()

        assert ("Consider Category 3" in text) is (rosh == "high")
