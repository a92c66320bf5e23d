"""The retention review at the 100th anniversary of birth: raised, recorded, and never a purge."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cases.retention import review_due, review_waits
from mappa.kernel.decisions import Incomplete, Refused
from mappa.people.models import Person, RecordStep
from mappa.people.services import review_record
from tests.factories.accounts import a_user, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def old():
    """100 years old on the very day."""
    person = a_person(date_of_birth=date(1926, 3, 2))
    RecordStep.objects.create(person=person, step="registered", on=date(2020, 1, 1), by="factory")
    return person


def sent(**more):
    return {
        "kind": "retention", "on_day": "2", "on_month": "3", "on_year": "2026", "decision": "remove",
        "reason": "No risk is left",
    } | more  # fmt: skip


class TestDue:
    @pytest.mark.requirement("NOMINAL-13")
    @pytest.mark.parametrize(
        ("born", "waits"),
        [(date(1926, 3, 2), True), (date(1926, 3, 3), False), (date(1985, 6, 11), False), (None, False)],
    )
    def test_comes_on_the_100th_anniversary_of_birth(self, born, waits):
        assert review_waits(a_person(date_of_birth=born), TODAY) is waits

    def test_of_somebody_born_on_29_february_is_the_day_itself_or_1_march(self):
        assert review_due(a_person(date_of_birth=date(1924, 2, 29))) == date(2024, 2, 29)
        assert review_due(a_person(date_of_birth=date(2000, 2, 29))) == date(2100, 3, 1)


class TestReview:
    def reviewed(self, person, actor, **more):
        facts = {"kind": "retention", "decision": "remove", "on": TODAY, "reason": "No risk is left"}
        return review_record(person=person, actor=actor, at=NOON, **facts | more)

    @pytest.mark.requirement("NOMINAL-13")
    def test_keeps_reviewer_decision_and_reason_and_removes_nothing(self, actor, old):
        row = self.reviewed(old, actor)

        assert (row.by, row.decision, row.reason, row.kind) == (
            actor.username,
            "remove",
            "No risk is left",
            "retention",
        )
        assert not review_waits(old, TODAY)
        assert Person.objects.filter(pk=old.pk).exists()
        assert AuditEvent.objects.filter(operation="people:record:review", subject=old.reference).count() == 1

    def test_waits_on_after_a_routine_review(self, actor, old):
        self.reviewed(old, actor, kind="routine", decision="keep")

        assert review_waits(old, TODAY)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kind": "other"}, "kind"),
            ({"decision": ""}, "decision"),
            ({"on": date(2026, 3, 3)}, "on"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_refuses_what_is_missing_or_cannot_be(self, actor, old, wrong, field):
        with pytest.raises(Incomplete) as refused:
            self.reviewed(old, actor, **wrong)

        assert field in refused.value.fields

    def test_refuses_other_roles(self, old):
        with pytest.raises(Refused):
            self.reviewed(old, a_user(Role.CHAIR))


class TestPage:
    @pytest.mark.requirement("NOMINAL-13")
    def test_is_asked_for_on_the_overview_and_records_once(self, client, actor, old):
        client.force_login(actor)
        address = f"/people/{old.reference}/"
        before = client.get(address).content.decode()

        for _ in range(2):
            assert client.post(f"{address}record-reviews/", sent()).status_code == 302

        text = client.get(f"{address}record-reviews/").content.decode()
        assert "due for a retention review" in before
        assert "due for a retention review" not in client.get(address).content.decode()
        assert "No risk is left" in text
        assert "Remove the record" in text
        assert old.record_steps.filter(step="record_reviewed").count() == 1

    def test_keeps_what_was_typed_when_something_is_missing(self, client, actor, old):
        client.force_login(actor)

        answer = client.post(f"/people/{old.reference}/record-reviews/", sent(decision=""))

        assert answer.status_code == 422
        assert "No risk is left" in answer.content.decode()

    def test_is_hidden_from_strangers(self, client, old):
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))

        assert client.get(f"/people/{old.reference}/record-reviews/").status_code == 404
