"""What changes a nominal record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, Stale
from mappa.people import services
from mappa.people.lifecycle import RECORD_STEPS, RecordAction, RecordState, record_after
from mappa.people.models import Alias, IdentifierKind, InvolvementKind, Person
from mappa.people.selectors import addresses_on, area_on, involvements_on, people_visible_to, record_state
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db

FACTS = services.NominalFacts(family_name="Testcase", given_names="Robin", date_of_birth=date(1990, 5, 1), sex="male")


def created(actor, **more):
    return services.create_nominal(
        **{"facts": FACTS, "area": actor.area, "on": TODAY, "actor": actor, "at": NOON, "source": "a form", **more}
    )


class TestCreateNominal:
    @pytest.mark.requirement("NOMINAL-01")
    def test_gives_the_next_reference_of_the_area_and_says_who_manages(self):
        coordinator = a_user(Role.COORDINATOR)

        first, second = created(coordinator), created(coordinator)

        assert first.reference == "NS-P-0001"
        assert second.reference == "NS-P-0002"
        assert people_visible_to(coordinator, TODAY).filter(pk=first.pk).exists()
        assert record_state(first) is RecordState.REGISTERED

    @pytest.mark.requirement("NOMINAL-05")
    def test_says_who_entered_it_and_when_in_the_same_transaction(self):
        coordinator = a_user(Role.COORDINATOR)

        person = created(coordinator)

        event = AuditEvent.objects.get(subject=person.reference)
        assert (event.who, event.agency, event.at) == (coordinator.username, coordinator.agency.code, NOON)
        assert (person.recorded_by, person.recorded_at) == (coordinator.username, NOON)
        assert "Testcase" not in str(event.details)

    def test_refuses_a_role_that_may_not(self):
        with pytest.raises(Refused, match="Only a "):
            created(a_user(Role.ANALYST))

        assert not Person.objects.exists()

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            (replace(FACTS, family_name=" - "), "family_name"),
            (replace(FACTS, date_of_birth=TODAY + timedelta(days=1)), "date_of_birth"),
        ],
    )
    def test_refuses_what_cannot_be_and_names_the_field(self, facts, field):
        with pytest.raises(Incomplete) as refused:
            created(a_user(Role.COORDINATOR), facts=facts)

        assert list(refused.value.fields) == [field]
        assert not Person.objects.exists()
        assert not AuditEvent.objects.exists()

    def test_accepts_a_birth_on_the_day_itself(self):
        assert created(a_user(Role.COORDINATOR), facts=replace(FACTS, date_of_birth=TODAY)).date_of_birth == TODAY


class TestChangeNominal:
    def test_keeps_the_name_it_replaces_as_a_former_name(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator)

        services.change_nominal(
            reference=person.reference,
            facts=replace(FACTS, family_name="Newname"),
            read_version=person.version,
            actor=coordinator,
            at=NOON,
        )

        person.refresh_from_db()
        assert Alias.objects.get(person=person).family_name == "Testcase"
        assert {"n:testcase", "n:newname"} <= set(person.name_keys)

    def test_refuses_the_second_of_two_people_and_loses_nothing_of_the_first(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator)
        common = {"reference": person.reference, "read_version": person.version, "actor": coordinator, "at": NOON}
        services.change_nominal(facts=replace(FACTS, ethnicity="First"), **common)

        with pytest.raises(Stale, match="after you opened it"):
            services.change_nominal(facts=replace(FACTS, ethnicity="Second"), **common)

        person.refresh_from_db()
        assert person.ethnicity == "First"

    def test_does_not_know_a_person_whom_the_actor_may_not_know(self):
        person = created(a_user(Role.COORDINATOR))
        elsewhere = a_user(Role.COORDINATOR, area=an_area("eastmere"))

        with pytest.raises(Person.DoesNotExist):
            services.change_nominal(reference=person.reference, facts=FACTS, read_version=1, actor=elsewhere, at=NOON)


class TestNumbersAndAddresses:
    def test_a_number_of_somebody_else_is_refused_without_saying_whose(self):
        coordinator = a_user(Role.COORDINATOR)
        one, two = created(coordinator), created(coordinator, facts=replace(FACTS, family_name="Secondcase"))
        number = {"kind": IdentifierKind.PNC, "value": "1999/0000001A", "actor": coordinator, "at": NOON}
        services.add_identifier(person=one, **number)

        with pytest.raises(NotPossible) as refused:
            services.add_identifier(person=two, **number)

        assert one.reference not in str(refused.value)
        assert services.add_identifier(person=one, **number) == one.identifiers.get()

    @pytest.mark.requirement("IDENT-27")
    def test_an_address_counts_on_its_first_and_its_last_day(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator)
        first, last = date(2026, 1, 1), date(2026, 1, 31)

        services.add_address(person=person, text="1 Test Street", since=first, until=last, actor=coordinator, at=NOON)

        counts = [addresses_on(person, day).count() for day in (date(2025, 12, 31), first, last, date(2026, 2, 1))]
        assert counts == [0, 1, 1, 0]

    def test_the_same_address_is_not_added_twice(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator)

        for text in ("1 Test Street", "1  TEST street"):
            services.add_address(person=person, text=text, since=TODAY, actor=coordinator, at=NOON)

        assert person.addresses.count() == 1


class TestRecord:
    @pytest.mark.parametrize("state", [None, *RecordState])
    @pytest.mark.parametrize("action", RecordAction)
    def test_every_state_with_every_action_goes_where_the_table_says_or_nowhere(self, state, action):
        if (state, action) in RECORD_STEPS:
            assert record_after(state, action) is RECORD_STEPS[state, action]
        else:
            with pytest.raises(NotPossible, match="You can: "):
                record_after(state, action)

    @pytest.mark.requirement("NOMINAL-12")
    def test_an_archived_record_comes_back_whole(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator)
        services.add_address(person=person, text="1 Test Street", since=TODAY, actor=coordinator, at=NOON)
        act = {"person": person, "on": TODAY, "actor": coordinator, "at": NOON}

        services.archive_record(reason="Left MAPPA", **act)
        assert record_state(person) is RecordState.ARCHIVED
        services.reactivate_record(reason="Convicted again", **act)

        assert record_state(person) is RecordState.REGISTERED
        assert person.addresses.count() == 1
        assert list(person.record_steps.values_list("step", flat=True)) == ["registered", "archived", "reactivated"]

    def test_archiving_twice_says_what_can_be_done_instead(self):
        coordinator = a_user(Role.COORDINATOR)
        act = {"person": created(coordinator), "on": TODAY, "actor": coordinator, "at": NOON, "reason": "Left"}
        services.archive_record(**act)

        with pytest.raises(NotPossible, match="reactivate"):
            services.archive_record(**act)

    def test_a_move_ends_the_row_before_it_on_that_day(self):
        coordinator = a_user(Role.COORDINATOR)
        person = created(coordinator, on=date(2026, 1, 1))
        east, moved = an_area("eastmere"), date(2026, 2, 1)

        services.move_management(person=person, area=east, since=moved, reason="Moved", actor=coordinator, at=NOON)

        managing = [
            Person.objects.filter(pk=person.pk).values_list(area_on(day), flat=True).get()
            for day in (date(2026, 1, 31), moved)
        ]
        assert managing == [coordinator.area_id, east.pk]

    @pytest.mark.requirement("NOMINAL-04")
    def test_partners_have_a_first_day_a_last_day_and_a_reason(self):
        coordinator, probation = a_user(Role.COORDINATOR), an_agency(AgencyKind.PROBATION)
        person = created(coordinator)
        row = services.involve(
            person=person,
            agency=probation,
            kind=InvolvementKind.PARTNER,
            since=TODAY,
            reason="Supervises",
            actor=coordinator,
            at=NOON,
        )

        services.end_involvement(involvement=row, until=TODAY, actor=coordinator, at=NOON)

        assert list(involvements_on(person, TODAY)) == [row]
        assert not involvements_on(person, TODAY + timedelta(days=1)).exists()
        with pytest.raises(NotPossible, match="ended already"):
            services.end_involvement(involvement=row, until=TODAY, actor=coordinator, at=NOON)

    @pytest.mark.parametrize(
        ("died", "learned", "field"),
        [
            (TODAY + timedelta(days=1), TODAY + timedelta(days=1), "died_on"),
            (date(1950, 1, 1), TODAY, "died_on"),
            (TODAY, TODAY - timedelta(days=1), "death_learned_on"),
        ],
    )
    def test_an_impossible_death_is_refused_by_field(self, died, learned, field):
        coordinator, person = a_user(Role.COORDINATOR), a_person()

        with pytest.raises(Incomplete) as refused:
            services.record_death(
                reference=person.reference,
                died_on=died,
                learned_on=learned,
                read_version=1,
                actor=coordinator,
                at=NOON,
            )

        assert field in refused.value.fields
        person.refresh_from_db()
        assert person.died_on is None
