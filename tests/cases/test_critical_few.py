"""The critical few at level 3: marked by people, listed, and unmarked when the level falls."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case, CriticalMark
from mappa.cases.selectors import critical_cases
from mappa.cases.services import mark_critical, set_level
from mappa.kernel.decisions import NotPossible, Refused
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.statistics import then_left

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST, WHY = "/critical-cases/", "Children nearby, and the press asks."


def marked(case, actor=None, *, critical=True):
    return mark_critical(case=case, critical=critical, reason=WHY, actor=actor or a_user(Role.COORDINATOR), at=NOON)


def signed_in(client, role=Role.COORDINATOR):
    user = a_user(role)
    client.force_login(user)
    return user


class TestMark:
    @pytest.mark.requirement("LEVEL-17")
    def test_is_set_on_its_page_with_who_why_and_when_and_shown(self, client):
        case = an_open_case(level=3)
        user = signed_in(client)
        base = f"/people/{case.person.reference}/"

        assert f'href="{base}critical/"' in client.get(base).content.decode()
        answer = client.post(f"{base}critical/", {"critical": "yes", "reason": WHY})

        row = CriticalMark.objects.get()
        assert answer.status_code == 302
        assert (row.critical, row.reason, row.by, row.since) == (True, WHY, user.username, TODAY)
        assert AuditEvent.objects.get(operation="cases:critical:mark").who == user.username
        overview = client.get(base).content.decode()
        assert all(text in overview for text in ("Critical few", WHY, f"Marked by {user.username}"))
        assert WHY in client.get(f"{base}timeline/").content.decode()

    @pytest.mark.requirement("LEVEL-17")
    @pytest.mark.parametrize("level", [None, 1, 2])
    def test_is_refused_below_level_3(self, client, level):
        case = an_open_case(level=level)
        signed_in(client)

        answer = client.post(f"/people/{case.person.reference}/critical/", {"critical": "yes", "reason": WHY})

        assert answer.status_code == 409
        assert "at level 3" in answer.content.decode()
        assert not CriticalMark.objects.exists()

    @pytest.mark.parametrize("typed", [{"critical": "yes", "reason": " "}, {"reason": WHY}])
    def test_needs_an_answer_and_a_reason(self, client, typed):
        case = an_open_case(level=3)
        signed_in(client)

        assert client.post(f"/people/{case.person.reference}/critical/", typed).status_code == 422
        assert not CriticalMark.objects.exists()

    @pytest.mark.requirement("LEVEL-17")
    def test_ends_when_the_level_falls_and_does_not_come_back_by_itself(self):
        case, user = an_open_case(level=3), a_user(Role.COORDINATOR)
        marked(case, user)

        common = {"case": case, "since": TODAY, "decided_by": "x", "rationale": "x", "actor": user, "at": NOON}
        for level in (2, 3):
            set_level(level=level, **common)

        assert list(case.critical_marks.order_by("id").values_list("critical", "reason")) == [
            (True, WHY), (False, "Level 2 was set"),
        ]  # fmt: skip
        assert not critical_cases(user, TODAY).exists()

    def test_stays_when_level_3_is_confirmed(self):
        case, user = an_open_case(level=3), a_user(Role.COORDINATOR)
        marked(case, user)

        set_level(case=case, level=3, since=TODAY, decided_by="x", rationale="x", actor=user, at=NOON)

        assert critical_cases(user, TODAY).get() == case

    @pytest.mark.parametrize("critical", [True, False])
    def test_is_not_set_or_taken_back_twice(self, critical):
        case = an_open_case(level=3)
        if critical:
            marked(case)

        with pytest.raises(NotPossible):
            marked(case, critical=critical)

    @pytest.mark.parametrize("role", [role for role in Role if Permission.LEVEL_SET not in GRANTS[role]])
    def test_is_refused_to_those_who_set_no_levels(self, role):
        actor = a_user(role)
        case = an_open_case(a_person(involving=(actor.agency,)), level=3)

        with pytest.raises((Refused, Case.DoesNotExist)):
            marked(case, actor)


class TestList:
    @pytest.mark.requirement("LEVEL-17")
    def test_shows_those_marked_and_in_mappa_whom_the_reader_may_know_of(self, client):
        one, unmarked, left, walled = (an_open_case(level=3) for _ in range(4))
        for case in (one, left, walled):
            marked(case)
        then_left(left, TODAY)
        walled.person.compartment = "category_4"
        walled.person.save()
        elsewhere = an_open_case(a_person(area=an_area("eastmere")), level=3)
        CriticalMark.objects.create(case=elsewhere, critical=True, since=TODAY, reason=WHY, at=NOON, by="x")
        user = signed_in(client)

        page = client.get(LIST).content.decode()

        assert one.person.reference in page
        assert WHY in page
        assert not [c for c in (unmarked, left, walled, elsewhere) if c.person.reference in page]
        seen = AuditEvent.objects.get(operation="cases:critical:list", who=user.username)
        assert seen.subject == one.person.reference

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_see_cases(self, client, role):
        signed_in(client, role)

        assert client.get(LIST).status_code == (200 if Permission.CASE_VIEW in GRANTS[role] else 403)

    def test_takes_as_many_queries_for_twice_the_cases(self, client):
        signed_in(client)

        def queries():
            for _ in range(3):
                marked(an_open_case(level=3))
            with CaptureQueriesContext(connection) as seen:
                client.get(LIST)
            return len(seen)

        assert queries() == queries() <= 20
