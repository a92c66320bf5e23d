"""One decision, its explanation, and lists that agree with it."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, Role
from mappa.kernel import clock
from mappa.kernel.decisions import Refused
from mappa.kernel.reading import read_as_user
from mappa.people.deciding import UNKNOWN, decide, say_if_kept_out
from mappa.people.models import AccessList, AccessListKind, EmergencyAccess, ListedName, Person
from mappa.people.selectors import people_asked_once, people_visible_to
from tests.factories.accounts import a_clearance, a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.worlds import DAY, Places, expected, worlds, write
from tests.factories.worlds import TODAY as WORLD_TODAY

pytestmark = pytest.mark.django_db
VIEW = Permission.PERSON_VIEW


def a_list(person, kind, *names, **more):
    facts = {"since": TODAY, "reason": "r", "message": "Ask Sam Contact.", "set_by": "x", "set_at": NOON}
    found = AccessList.objects.create(person=person, kind=kind, **facts | more)
    for name in names:
        ListedName.objects.create(list=found, added_at=NOON, added_by="x", **name)
    return found


def disagreements(world, places):
    """The people of a world on whom the list, the decision and the plain reading do not agree."""
    found = []
    on = WORLD_TODAY + world.on * DAY
    with transaction.atomic():
        actor, people = write(world, places)
        User.objects.filter(pk=actor.pk).update(role=actor.role)  # the database reads the role for itself
        listed = set(people_visible_to(actor, on, at=NOON).values_list("pk", flat=True))
        for person, one in zip(people, world.people, strict=True):
            answers = (
                person.pk in listed, decide(actor, VIEW, person, on=on, at=NOON).known, expected(world, one),
            )  # fmt: skip
            if len(set(answers)) > 1:
                found.append((answers, one))
        read_as_user(actor, at=NOON)
        found += [("kept back by the database", pk) for pk in listed - set(Person.objects.values_list("pk", flat=True))]
        transaction.set_rollback(True)
    return found


class TestListAndDecision:
    @pytest.mark.requirement("INFO-05")
    def test_agree_with_each_other_and_with_a_plain_reading(self):
        places = Places.build()

        @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(worlds)
        def holds(world):
            assert disagreements(world, places) == []

        holds()


class TestDecide:
    def test_gives_every_ground_with_its_days(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        EmergencyAccess.objects.create(
            person=person, user=officer, reason="r", opened_at=NOON, ends_at=NOON + timedelta(hours=1)
        )

        answer = decide(officer, VIEW, person, on=TODAY, at=NOON)

        assert answer
        assert [(ground.source, ground.until) for ground in answer.grounds] == [
            ("involvement", None), ("emergency", NOON + timedelta(hours=1)),
        ]  # fmt: skip

    def test_says_which_permission_is_missing_to_somebody_who_may_know_of_the_person(self):
        officer = a_user(Role.PRISON_LEAD)
        person = a_person(involving=(officer.agency,))

        answer = decide(officer, Permission.LEVEL_SET, person, on=TODAY, at=NOON)

        assert not answer
        assert answer.known
        assert "co-ordinator" in answer.reason

    @pytest.mark.parametrize("why", ["another area", "walled", "clearance ended yesterday", "clearance withdrawn"])
    def test_tells_nothing_to_others(self, why):
        user = a_user(Role.COORDINATOR)
        person = a_person(area=an_area("eastmere" if why == "another area" else "northshire"), compartment="category_4")
        if why == "clearance ended yesterday":
            a_clearance(user, until=TODAY - timedelta(days=1))
        if why == "clearance withdrawn":
            a_clearance(user, withdrawn_at=NOON)
        a_list(person, AccessListKind.EXCLUSION, {"user": user})

        answer = decide(user, VIEW, person, on=TODAY, at=NOON)

        assert (answer.known, answer.kept_out, answer.reason) == (False, False, UNKNOWN)
        say_if_kept_out(user, person.reference, on=TODAY, at=NOON)  # says nothing


class TestLists:
    @pytest.mark.requirement("INFO-05")
    def test_an_exclusion_keeps_out_whoever_is_named_even_in_an_emergency(self):
        officer, colleague = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        a_list(person, AccessListKind.EXCLUSION, {"user": officer})
        EmergencyAccess.objects.create(
            person=person, user=officer, reason="r", opened_at=NOON, ends_at=NOON + timedelta(hours=1)
        )

        assert not people_visible_to(officer, TODAY, at=NOON).exists()
        assert people_visible_to(colleague, TODAY, at=NOON).exists()
        with pytest.raises(Refused, match=r"Ask Sam Contact\."):
            say_if_kept_out(officer, person.reference, on=TODAY, at=NOON)

    def test_a_restriction_lets_in_only_those_named(self):
        named, other = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR)
        prison = a_user(Role.PRISON_LEAD)
        person = a_person(involving=(prison.agency,))
        a_list(person, AccessListKind.RESTRICTION, {"user": named}, {"agency": prison.agency})

        known = [people_visible_to(user, TODAY, at=NOON).exists() for user in (named, other, prison)]

        assert known == [True, False, True]

    @pytest.mark.parametrize("passes", [False, True])
    def test_emergency_access_passes_a_restriction_only_where_it_says_so(self, passes):
        user, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        a_list(person, AccessListKind.RESTRICTION, {"agency": an_agency("prison")}, emergency_passes=passes)
        EmergencyAccess.objects.create(
            person=person, user=user, reason="r", opened_at=NOON, ends_at=NOON + timedelta(hours=1)
        )

        assert people_visible_to(user, TODAY, at=NOON).exists() is passes

    def test_count_from_the_first_day_to_the_last_and_not_after_they_are_lifted(self):
        user, person = a_user(Role.COORDINATOR), a_person()
        found = a_list(person, AccessListKind.EXCLUSION, {"user": user}, until=TODAY + DAY)
        instants = [NOON - DAY, NOON, NOON + DAY, NOON + 2 * DAY]

        kept_out = [not people_visible_to(user, TODAY, at=at).exists() for at in instants]
        found.lifted_at = NOON + timedelta(hours=1)
        found.save()

        assert kept_out == [False, True, True, False]
        assert people_visible_to(user, TODAY, at=NOON + timedelta(hours=1)).exists()

    def test_cost_no_further_query(self, django_assert_num_queries):
        user = a_user(Role.COORDINATOR, clearances=["category_4"])
        for _ in range(3):
            a_list(a_person(), AccessListKind.RESTRICTION, {"user": user})

        with django_assert_num_queries(1):
            assert len(people_visible_to(user, TODAY, at=NOON)) == 3


class TestAskedOnce:
    def test_is_the_same_answer_for_each_reader_and_ends_with_the_page(self, django_assert_num_queries):
        coordinator, officer = a_user(Role.COORDINATOR), a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person()

        with people_asked_once(), django_assert_num_queries(5):
            assert [list(people_visible_to(coordinator, TODAY)) for _ in range(2)] == [[person], [person]]
            assert not people_visible_to(officer, TODAY)
        EmergencyAccess.objects.create(
            person=person, user=officer, reason="r", opened_at=NOON, ends_at=clock.now() + timedelta(hours=1)
        )

        assert list(people_visible_to(officer, TODAY)) == [person]

    def test_leaves_another_instant_and_another_day_to_be_asked(self):
        user, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        EmergencyAccess.objects.create(
            person=person, user=user, reason="r", opened_at=NOON, ends_at=NOON + timedelta(hours=1)
        )

        with people_asked_once():
            assert not people_visible_to(user, TODAY)
            assert people_visible_to(user, TODAY, at=NOON).exists()
