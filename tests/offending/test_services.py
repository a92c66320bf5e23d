"""Recording facts about offending: what is kept, what is refused, what is told."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.kernel import announcements
from mappa.kernel.announcements import FactsChanged
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.offending import services
from mappa.offending.models import Conviction, Disposal, Movement, NotificationEvent, Order
from mappa.offending.movements import BY_DECISION, JUDGEMENTS, PLANNED, MovementKind, ReturnReason
from mappa.people.models import Person
from tests.factories.accounts import a_user, an_area
from tests.factories.offending import a_conviction, a_movement, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db

BORN = date(1985, 6, 11)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def actor():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def heard(monkeypatch):
    facts: list[FactsChanged] = []
    monkeypatch.setattr(announcements, "_handlers", [facts.append])
    return facts


def fields_of(act):
    with pytest.raises(Incomplete) as refused:
        act()
    return refused.value.fields


class TestRecordConviction:
    @pytest.mark.requirement("IDENT-05")
    def test_keeps_offence_day_and_court_and_tells(self, person, actor, heard):
        row = services.record_conviction(
            person=person,
            on=date(2024, 5, 1),
            title=" Rape ",
            cjs_code=" sx03001 ",
            court="crown",
            actor=actor,
            at=NOON,
        )

        row.refresh_from_db()
        assert (row.title, row.cjs_code, row.court, row.on) == ("Rape", "SX03001", "crown", date(2024, 5, 1))
        event = AuditEvent.objects.get()
        assert (event.operation, event.subject) == ("offending:conviction:record", person.reference)
        assert event.what == "collection"
        assert "Rape" not in str(event.details)
        assert heard == [FactsChanged(person_id=person.pk, at=NOON)]

    @pytest.mark.parametrize(
        ("on", "offence_date", "field"),
        [
            (BORN - timedelta(days=1), None, "on"),
            (TOMORROW, None, "on"),
            (date(2024, 5, 1), date(2024, 5, 2), "on"),
            (date(2024, 5, 1), BORN - timedelta(days=1), "offence_date"),
        ],
    )
    def test_refuses_days_that_cannot_be_and_saves_nothing(self, person, actor, on, offence_date, field):
        fields = fields_of(
            lambda: services.record_conviction(
                person=person, on=on, title="Rape", offence_date=offence_date, actor=actor, at=NOON
            )
        )

        assert list(fields) == [field]
        assert not Conviction.objects.exists()
        assert not AuditEvent.objects.exists()

    def test_sent_twice_is_there_once(self, person, actor):
        for _ in range(2):
            services.record_conviction(person=person, on=date(2024, 5, 1), title="Rape", actor=actor, at=NOON)

        assert Conviction.objects.count() == AuditEvent.objects.count() == 1


class TestRecordDisposal:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"on": date(2019, 3, 13)}, "on"),
            ({"on": TOMORROW}, "on"),
            ({"licence_end": date(2019, 4, 10)}, "licence_end"),
            ({"term_months": 0}, "term_months"),
            ({"code": ""}, "code"),
        ],
    )
    def test_refuses_what_cannot_be(self, person, actor, wrong, field):
        given = {"code": "IMP_12", "on": date(2019, 4, 11)} | wrong
        conviction = a_conviction(person)

        fields = fields_of(lambda: services.record_disposal(conviction=conviction, **given, actor=actor, at=NOON))

        assert list(fields) == [field]
        assert not Disposal.objects.exists()


class TestRecordMovement:
    def test_refuses_a_release_before_the_sentence(self, person, actor):
        a_sentence(a_conviction(person), on=date(2019, 4, 11))
        given = {"person": person, "kind": "released", "on": date(2019, 4, 10), "actor": actor, "at": NOON}

        fields = fields_of(lambda: services.record_movement(**given))

        assert "before the sentence" in fields["on"]
        assert not Movement.objects.exists()

    def test_takes_a_release_from_remand_before_the_sentence(self, person, actor):
        a_sentence(a_conviction(person), on=date(2019, 4, 11))
        a_movement(person, "remand", date(2019, 3, 1))

        services.record_movement(person=person, kind="released", on=date(2019, 3, 20), actor=actor, at=NOON)

        assert person.movements.count() == 2

    @pytest.mark.parametrize("kind", [kind for kind in MovementKind if kind not in BY_DECISION])
    def test_lets_only_planned_days_lie_ahead(self, person, actor, kind):
        def act():
            services.record_movement(person=person, kind=kind, on=TOMORROW, reason="other", actor=actor, at=NOON)

        if kind in PLANNED:
            act()
        else:
            assert "today or in the past" in fields_of(act)["on"]

    @pytest.mark.parametrize("kind", list(MovementKind))
    def test_refuses_every_kind_before_birth(self, person, actor, kind):
        day = BORN - timedelta(days=1)
        given = {"person": person, "kind": kind, "on": day, "reason": "other", "actor": actor, "at": NOON}

        assert "before the date of birth" in fields_of(lambda: services.record_movement(**given))["on"]

    def test_refuses_a_movement_after_death(self, actor):
        dead = a_person(died_on=date(2026, 1, 1))
        given = {"person": dead, "kind": "recalled", "on": date(2026, 1, 2), "actor": actor, "at": NOON}

        assert "after the date of death" in fields_of(lambda: services.record_movement(**given))["on"]

    @pytest.mark.requirement("CUSTODY-17")
    @pytest.mark.parametrize("reason", ["", "forgot", *ReturnReason.values])
    def test_asks_why_somebody_returned_to_custody(self, person, actor, reason):
        def act():
            return services.record_movement(
                person=person, kind="returned_to_custody", on=date(2026, 2, 1), reason=reason, actor=actor, at=NOON
            )

        if reason in ReturnReason.values:
            row = act()
            assert (row.on, row.reason) == (date(2026, 2, 1), reason)
        else:
            assert "reason" in fields_of(act)
            assert not Movement.objects.exists()

    def test_refuses_a_word_that_is_not_a_movement(self, person, actor):
        given = {"person": person, "kind": "escaped", "on": TODAY, "actor": actor, "at": NOON}

        assert "kind" in fields_of(lambda: services.record_movement(**given))


class TestJudgement:
    @pytest.mark.parametrize("kind", sorted(JUDGEMENTS))
    def test_is_recorded_as_it_was_given(self, person, actor, kind):
        row = services.record_judgement(person=person, kind=kind, answer=True, on=TODAY, actor=actor, at=NOON)

        assert row.details["answer"] is True

    def test_is_not_just_any_movement(self, person, actor):
        with pytest.raises(ValueError, match="not a judgement"):
            services.record_judgement(person=person, kind="released", answer=True, on=TODAY, actor=actor, at=NOON)


class TestOrders:
    @pytest.mark.requirement("ORDERS-01", "ORDERS-02")
    def test_keep_their_days_court_and_prohibitions(self, person, actor):
        services.record_order(
            person=person, kind="SHPO", on=date(2024, 5, 1), until=date(2029, 4, 30), court="Norwick Crown Court",
            prohibitions="No unsupervised contact", foreign_travel=True, actor=actor, at=NOON,
        )  # fmt: skip

        row = Order.objects.get()
        assert (row.kind, row.on, row.until, row.court) == (
            "SHPO", date(2024, 5, 1), date(2029, 4, 30), "Norwick Crown Court",
        )  # fmt: skip
        assert row.foreign_travel
        assert row.prohibitions == "No unsupervised contact"

    def test_cannot_end_before_they_begin(self, person, actor):
        given = {"person": person, "kind": "SHPO", "on": date(2024, 5, 1), "until": date(2024, 4, 30)}

        assert "until" in fields_of(lambda: services.record_order(**given, actor=actor, at=NOON))

    def test_end_once(self, person, actor):
        order = services.record_order(person=person, kind="SRO", on=date(2024, 5, 1), actor=actor, at=NOON)
        for _ in range(2):
            services.end_order(order=order, ended_on=date(2025, 5, 1), actor=actor, at=NOON)

        with pytest.raises(NotPossible, match="ended on 01 May 2025"):
            services.end_order(order=order, ended_on=date(2025, 6, 1), actor=actor, at=NOON)
        assert AuditEvent.objects.filter(operation="offending:order:end").count() == 1


class TestNotification:
    @pytest.mark.requirement("IDENT-28", "IDENT-29")
    @pytest.mark.parametrize(("kind", "details"), [("stay", {"days": 7}), ("address_verified", {})])
    def test_keeps_stays_and_verifications_with_their_day(self, person, actor, kind, details):
        services.record_notification(
            person=person, kind=kind, on=date(2026, 1, 5), details=details, actor=actor, at=NOON
        )

        row = NotificationEvent.objects.get()
        assert (row.kind, row.on, row.details) == (kind, date(2026, 1, 5), details)

    def test_asks_how_long_a_stay_lasts(self, person, actor):
        given = {"person": person, "kind": "stay", "on": TODAY, "actor": actor, "at": NOON}

        assert "days" in fields_of(lambda: services.record_notification(**given))

    @pytest.mark.requirement("IDENT-30")
    def test_a_breach_is_opened_and_has_one_outcome(self, person, actor):
        breach = services.record_breach(person=person, found_on=date(2026, 1, 5), what="Travel", actor=actor, at=NOON)
        before = {"breach": breach, "outcome": "cautioned", "outcome_on": date(2026, 1, 4)}
        assert "outcome_on" in fields_of(lambda: services.decide_breach(**before, actor=actor, at=NOON))

        decided = services.decide_breach(
            breach=breach, outcome="cautioned", outcome_on=date(2026, 2, 1), actor=actor, at=NOON
        )

        assert decided.outcome == "cautioned"
        with pytest.raises(NotPossible, match="recorded already"):
            services.decide_breach(breach=breach, outcome="convicted", outcome_on=TODAY, actor=actor, at=NOON)

    @pytest.mark.requirement("IDENT-31")
    def test_a_review_is_decided_by_rank_with_reasons(self, person, actor):
        review = services.record_review(person=person, applied_on=date(2026, 1, 5), actor=actor, at=NOON)
        decision = {"decided_on": date(2026, 2, 1), "outcome": "ceases", "actor": actor, "at": NOON}

        missing = fields_of(lambda: services.decide_review(review=review, rank=" ", reasons="", **decision))
        decided = services.decide_review(review=review, rank="Superintendent", reasons="Fifteen years", **decision)

        assert set(missing) == {"rank", "reasons"}
        assert (decided.outcome, decided.rank) == ("ceases", "Superintendent")
        with pytest.raises(NotPossible, match="decided already"):
            services.decide_review(review=review, rank="Superintendent", reasons="Again", **decision)


class TestWho:
    @pytest.mark.parametrize("role", list(Role))
    def test_records_facts_only_with_the_permission(self, role):
        actor = a_user(role)
        person = a_person(involving=(actor.agency,))

        def act():
            services.record_movement(person=person, kind="recalled", on=TODAY, actor=actor, at=NOON)

        if GRANTS[role] & {Permission.FACT_RECORD, Permission.RESULTS_IMPORT}:
            act()
            assert Movement.objects.count() == 1
        else:
            with pytest.raises((Refused, Person.DoesNotExist)):
                act()
            assert not Movement.objects.exists()

    def test_knows_nobody_of_another_area(self, person):
        stranger = a_user(Role.COORDINATOR, area=an_area("eastmere"))

        with pytest.raises(Person.DoesNotExist):
            services.record_movement(person=person, kind="recalled", on=TODAY, actor=stranger, at=NOON)
