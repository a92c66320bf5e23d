"""Level and lead agency outside a meeting: who, when, why, and two people at once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.cases.models import LevelRow
from mappa.cases.selectors import latest_case, latest_row
from mappa.cases.services import change_lead_agency, decide_level, set_level
from mappa.determinations.models import Determination
from mappa.determinations.services import propose
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, Stale
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return a_user(Role.COORDINATOR)


def decided(case, actor, level=2, **more):
    latest = latest_row(case.levels)
    given = {
        "since": TODAY, "lowest_level": "Level 2: one agency alone cannot hold the plan", "rationale": "Needs three",
        "answers": {}, "read_row": latest.pk if latest else 0,
    }  # fmt: skip
    return decide_level(case=case, level=level, actor=actor, at=NOON, **given | more)


class TestDecideLevel:
    @pytest.mark.requirement("LEVEL-01")
    def test_keeps_one_current_level_and_every_earlier_one_with_decider_and_rationale(self, coordinator):
        case = an_open_case(level=1)

        row = decided(case, coordinator)

        assert (row.level, row.since, row.decided_by, row.rationale) == (
            2,
            TODAY,
            coordinator.agency.name,
            "Needs three",
        )
        assert latest_case(case.person, TODAY).level == 2
        assert latest_case(case.person, TODAY - timedelta(days=1)).level == 1
        assert [each.level for each in case.levels.order_by("id")] == [1, 2]

    @pytest.mark.requirement("LEVEL-02")
    def test_demands_an_answer_to_the_governing_question_and_keeps_it(self, coordinator):
        case = an_open_case()

        with pytest.raises(Incomplete) as refused:
            decided(case, coordinator, lowest_level=" ")
        row = decided(case, coordinator)

        assert list(refused.value.fields) == ["lowest_level"]
        assert row.limbs[0]["answer"] == "Level 2: one agency alone cannot hold the plan"
        assert "lowest level" in row.limbs[0]["question"]

    @pytest.mark.requirement("LEVEL-03")
    @pytest.mark.parametrize("rosh", ["low", "medium", "high", "very_high", ""])
    def test_asks_what_is_exceptional_when_rosh_is_low_or_medium(self, coordinator, rosh):
        case = an_open_case()
        if rosh:
            an_assessment(case.person, rosh=rosh)

        if rosh in {"low", "medium"}:
            with pytest.raises(Incomplete) as refused:
                decided(case, coordinator)
            assert list(refused.value.fields) == ["exceptional_reason"]
            row = decided(case, coordinator, exceptional_reason="Notoriety")
            assert "Notoriety" in row.rationale
        else:
            assert decided(case, coordinator).level == 2

    @pytest.mark.requirement("LEVEL-03")
    def test_lets_very_high_risk_sit_at_level_1(self, coordinator):
        case = an_open_case(level=2)
        an_assessment(case.person, rosh="very_high")

        assert decided(case, coordinator, level=1).level == 1

    @pytest.mark.requirement("LEVEL-05", "IDENT-12")
    @pytest.mark.parametrize(("category", "allowed"), [(1, {1, 2, 3}), (2, {1, 2, 3}), (3, {2, 3})])
    def test_allows_what_the_category_allows(self, coordinator, category, allowed):
        for level in (1, 2, 3):
            case = an_open_case(category=category, level=None)
            if level in allowed:
                assert decided(case, coordinator, level=level).level == level
            else:
                with pytest.raises(Incomplete) as refused:
                    decided(case, coordinator, level=level)
                assert refused.value.fields["level"] == "Category 3 allows level 2 or 3. Choose one of these"

    @pytest.mark.requirement("LEVEL-05")
    def test_is_checked_at_the_door_of_meetings_too(self, coordinator):
        case = an_open_case(category=3, level=2)

        with pytest.raises(Incomplete):
            set_level(
                case=case, level=1, since=TODAY, decided_by="A meeting", rationale="x", actor=coordinator, at=NOON
            )

        assert case.levels.count() == 1

    @pytest.mark.requirement("LEVEL-06", "LEVEL-07")
    @pytest.mark.parametrize("level", [2, 3])
    def test_keeps_every_limb_of_the_test_with_its_answer_and_edition(self, coordinator, level):
        case = an_open_case()

        row = decided(case, coordinator, level=level, answers={})

        limbs = row.limbs[1:]
        assert limbs
        assert {limb["outcome"] for limb in limbs} == {"cannot_tell"}
        assert all(limb["question"] and limb["citations"] and limb["edition"] == "cheshire-2022" for limb in limbs)
        answered = decided(case, coordinator, level=level, answers={limb["limb"]: "yes" for limb in limbs})
        assert {limb["outcome"] for limb in answered.limbs[1:]} == {"met"}

    def test_refuses_a_case_that_is_out_of_mappa_or_has_no_category(self, coordinator):
        case = an_open_case()
        case.steps.create(action="exit", state="exited", on=date(2026, 1, 1), at=NOON, by="factory")
        bare = an_open_case()
        bare.categories.create(category=None, since=date(2026, 1, 1), at=NOON, by="factory")

        with pytest.raises(NotPossible, match="not in MAPPA"):
            decided(case, coordinator)
        with pytest.raises(NotPossible, match="category is not decided"):
            decided(bare, coordinator)

    @pytest.mark.parametrize("since", [TODAY + timedelta(days=1), date(2019, 12, 31)])
    def test_refuses_a_first_day_ahead_or_before_the_case(self, coordinator, since):
        with pytest.raises(Incomplete) as refused:
            decided(an_open_case(), coordinator, since=since)

        assert "since" in refused.value.fields

    def test_loses_nothing_when_two_people_set_the_level_at_once(self, coordinator):
        case = an_open_case()
        read = latest_row(case.levels).pk
        decided(case, a_user(Role.CHAIR, name="Chair"), level=3)

        with pytest.raises(Stale, match="chair-"):
            decided(case, coordinator, level=2, read_row=read)

        assert latest_case(case.person, TODAY).level == 3

    @pytest.mark.parametrize("role", list(Role))
    def test_is_for_those_who_hold_the_permission(self, role):
        actor = a_user(role)
        case = an_open_case(lead=actor.agency)

        if Permission.LEVEL_SET in GRANTS[role]:
            assert decided(case, actor).level == 2
        else:
            with pytest.raises((Refused, type(case).DoesNotExist)):
                decided(case, actor)
            assert case.levels.count() == 1


class TestLevelPage:
    def sent(self, case, **more):
        return {
            "read_row": latest_row(case.levels).pk, "level": "2", "lowest_level": "Level 2", "rationale": "Needs three",
            "since_day": "2", "since_month": "3", "since_year": "2026",
        } | more  # fmt: skip

    def test_sets_the_level_once_for_two_posts(self, client, coordinator):
        case = an_open_case()
        client.force_login(coordinator)
        sent = self.sent(case)

        first = client.post(f"/people/{case.person.reference}/level/", sent)
        second = client.post(f"/people/{case.person.reference}/level/", sent)

        assert (first.status_code, second.status_code) == (302, 409)
        assert LevelRow.objects.count() == 2

    def test_shows_what_is_there_now_after_a_conflict_and_keeps_what_was_typed(self, client, coordinator):
        case = an_open_case()
        sent = self.sent(case, rationale="My own words")
        decided(case, coordinator, level=3, rationale="Their own words")
        client.force_login(coordinator)

        conflict = client.post(f"/people/{case.person.reference}/level/", sent)
        text = conflict.content.decode()

        assert conflict.status_code == 409
        assert "Their own words" in text
        assert "My own words" in text
        again = client.post(f"/people/{case.person.reference}/level/", sent | {"read_row": latest_row(case.levels).pk})
        assert again.status_code == 302

    @pytest.mark.requirement("LEVEL-02", "LEVEL-06", "LEVEL-07")
    def test_asks_the_governing_question_and_every_limb(self, client, coordinator):
        case = an_open_case()
        client.force_login(coordinator)

        text = client.get(f"/people/{case.person.reference}/level/").content.decode()

        assert "What is the lowest level" in text
        for level in (1, 2, 3):
            assert f"The test of level {level}" in text
        assert text.count("Cannot tell") >= 6

    def test_takes_the_answer_to_each_limb(self, client, coordinator):
        case = an_open_case()
        client.force_login(coordinator)
        limb = decided(case, coordinator).limbs[1]["limb"]

        client.post(f"/people/{case.person.reference}/level/", self.sent(case, **{f"limb-{limb}": "no"}))

        kept = {each["limb"]: each.get("outcome") for each in latest_row(case.levels).limbs}
        assert kept[limb] == "not_met"


class TestLeadAgency:
    def change(self, case, actor, agency, **more):
        given = {"since": TODAY, "reason": "Probation now supervises", "read_row": latest_row(case.lead_agencies).pk}
        return change_lead_agency(case=case, agency=agency, actor=actor, at=NOON, **given | more)

    @pytest.mark.requirement("AGENCY-06")
    def test_leaves_exactly_one_lead_on_every_day(self, coordinator):
        case, probation = an_open_case(), an_agency("probation")

        self.change(case, coordinator, probation)

        assert latest_case(case.person, TODAY).lead_agency == probation.pk
        assert latest_case(case.person, TODAY - timedelta(days=1)).lead_agency != probation.pk

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"since": TODAY + timedelta(days=1)}, "since"),
            ({"since": date(2019, 1, 1)}, "since"),
        ],
    )
    def test_refuses_what_cannot_be(self, coordinator, wrong, field):
        with pytest.raises(Incomplete) as refused:
            self.change(an_open_case(), coordinator, an_agency("probation"), **wrong)

        assert list(refused.value.fields) == [field]

    def test_loses_nothing_when_two_people_change_it_at_once(self, coordinator):
        case = an_open_case()
        read = latest_row(case.lead_agencies).pk
        self.change(case, coordinator, an_agency("probation"))

        with pytest.raises(Stale):
            self.change(case, coordinator, an_agency("yot"), read_row=read)

    def test_is_changed_through_the_page(self, client, coordinator):
        case, probation = an_open_case(), an_agency("probation")
        client.force_login(coordinator)
        sent = {
            "read_row": latest_row(case.lead_agencies).pk, "agency": probation.pk, "reason": "Released on licence",
            "since_day": "2", "since_month": "3", "since_year": "2026",
        }  # fmt: skip

        assert client.post(f"/people/{case.person.reference}/lead-agency/", sent).status_code == 302
        assert client.post(f"/people/{case.person.reference}/lead-agency/", sent).status_code == 409
        assert case.lead_agencies.count() == 2


class TestHistory:
    @pytest.mark.parametrize("rows", ["steps", "categories", "levels", "lead_agencies"])
    @pytest.mark.parametrize("change", [lambda rows: rows.update(by="x"), lambda rows: rows.delete()])
    def test_cannot_be_changed_or_removed_by_the_application(self, rows, change):
        case = an_open_case()

        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(getattr(case, rows).all())

        assert getattr(case, rows).count() == 1

    @pytest.mark.requirement("EDITION-02")
    def test_keeps_stored_answers_from_the_application_too(self, coordinator):
        determination = propose(person=an_open_case().person, on=TODAY, actor=coordinator, at=NOON)

        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Determination.objects.filter(pk=determination.pk).update(answer={})
