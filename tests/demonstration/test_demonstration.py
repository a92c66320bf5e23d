"""The demonstration holds together: its figures are counted, its histories possible, its day alive."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from django.db.models import F, Q

from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Area, Contact
from mappa.assessments.models import RiskGroup, RoshRating
from mappa.cases.models import Case, CategoryRow, LeadAgencyRow, LevelRow, TransferStep
from mappa.cases.releases import about_to_be_released
from mappa.cases.selectors import proposals_waiting
from mappa.demonstration import names
from mappa.demonstration.load import SEED, stories_of
from mappa.determinations.models import CategoryDecision
from mappa.duties.models import DutyRow
from mappa.kernel import clock
from mappa.matching.selectors import matches_visible_to
from mappa.meetings.models import Meeting
from mappa.nominals.models import PossibleDuplicate
from mappa.nominals.selectors import undecided
from mappa.notices.counts import standing_counts
from mappa.offending.models import Conviction, Disposal, Movement
from mappa.people.models import Address, Identifier, Person
from mappa.people.numbers import checked
from mappa.people.selectors import people_visible_to
from mappa.referrals.selectors import waiting_for_decision
from mappa.sharing.selectors import emergencies_awaiting_review
from mappa.statistics.periods import year_named
from mappa.statistics.services import annual_report

pytestmark = pytest.mark.xdist_group("demonstration")
ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED = yaml.safe_load((ROOT / "tests/statistics/norfolk_2018_19.yaml").read_text())
ACCOUNTS = {
    "coordinator": Role.COORDINATOR, "administrator": Role.ADMINISTRATOR, "chair": Role.CHAIR,
    "police.om": Role.POLICE_OFFENDER_MANAGER, "probation.om": Role.PROBATION_PRACTITIONER,
    "probation.manager": Role.PROBATION_MANAGER, "prison.lead": Role.PRISON_LEAD, "yot.manager": Role.YOT_MANAGER,
    "health.lead": Role.HEALTH_LEAD, "housing.spoc": Role.AGENCY_CONTACT, "children.spoc": Role.AGENCY_CONTACT,
    "jobcentre.spoc": Role.AGENCY_CONTACT, "victim.liaison": Role.VICTIM_LIAISON, "ap.manager": Role.AP_MANAGER,
    "board.chair": Role.BOARD_CHAIR, "lay.adviser": Role.LAY_ADVISER, "analyst": Role.ANALYST,
    "auditor": Role.AUDITOR, "governance.lead": Role.GOVERNANCE_LEAD, "ct.officer": Role.CT_OFFICER,
    "system.admin": Role.SYSTEM_ADMIN, "coordinator.east": Role.COORDINATOR,
    "police.om.east": Role.POLICE_OFFENDER_MANAGER,
}  # fmt: skip
TODAY = date(2026, 11, 21)


def cells(found, path=()):
    """Every figure under its path, days as ISO texts."""
    if isinstance(found, dict):
        return {key: value for name, inner in found.items() for key, value in cells(inner, (*path, name)).items()}
    return {path: found.isoformat() if isinstance(found, date | datetime) else found}


@pytest.fixture
def on(demonstration):
    return clock.day_of(clock.now())


@pytest.fixture
def coordinator(demonstration):
    return User.objects.get(username="coordinator")


class TestAnnualReport:
    @pytest.mark.requirement("STATS-02", "STATS-04", "STATS-10", "STATS-11")
    def test_of_2018_19_equals_the_published_figures_cell_by_cell(self, demonstration):
        report = annual_report(Area.objects.get(code="northshire"), year_named("2018/19"))

        counted = cells({key: value for key, value in report.figures.items() if key != "area"})

        assert counted == cells(PUBLISHED)
        assert report.mismatches == []

    @pytest.mark.requirement("STATS-13")
    def test_warns_of_the_two_cells_that_look_impossible(self, demonstration):
        report = annual_report(Area.objects.get(code="northshire"), year_named("2018/19"))

        assert any("1 returned to custody at level 3 (category 1) against 0" in each for each in report.warnings)
        assert any("6 returned to custody at level 3 (all categories) against 3" in each for each in report.warnings)

    def test_is_not_typed_in_anywhere(self):
        typed = {1094, 1099, 462, 464, 1556, 1570}
        code = "".join(path.read_text() for path in (ROOT / "src/mappa/demonstration").glob("*.py"))

        assert typed & {int(number) for number in re.findall(r"\b\d{3,4}\b", code)} == set()


class TestStories:
    def test_are_the_same_for_the_same_day_and_seed(self):
        assert stories_of(TODAY, SEED) == stories_of(TODAY, SEED)

    def test_are_others_for_another_seed(self):
        assert stories_of(TODAY, SEED) != stories_of(TODAY, SEED + 1)

    def test_could_have_happened(self):
        for story in stories_of(TODAY):
            released = sorted(day for kind, day, *_ in story.moves if kind == "released")
            for sentence in story.sentences:
                assert story.born < sentence.on <= sentence.sentenced, story
                assert not sentence.licence_end or sentence.sentenced <= sentence.licence_end, story
            first = min((sentence.sentenced for sentence in story.sentences), default=None)
            assert not released or (first and first <= released[0]), story
            assert all(since >= story.opened for since, _ in story.levels), story
            assert not story.leaves or story.leaves >= story.opened, story
            days = [panel.on for panel in story.panels]
            assert days == sorted(days), story
            assert all(panel.on >= story.opened and panel.issued > panel.on for panel in story.panels), story

    def test_name_people_and_places_from_the_made_up_lists(self):
        family = {start + end for start in names.FAMILY_STARTS for end in names.FAMILY_ENDS}
        for story in stories_of(TODAY):
            assert story.family in family
            assert story.given in (*names.MALE, *names.FEMALE)
            number, place = story.address.split(" ", 1)
            street, town = place.split(", ")
            assert number.isdigit()
            assert street in names.STREETS
            assert town in names.TOWNS[story.area]


class TestRecords:
    @pytest.mark.requirement("IDENT-03")
    def test_hold_the_category_that_the_engine_gave_or_say_why_not(self, demonstration):
        decisions = list(CategoryDecision.objects.select_related("determination"))

        assert decisions
        for decision in decisions:
            answered = decision.determination.answer["recorded_category"]
            assert decision.overrides == (answered != decision.category)
            assert decision.reason or not decision.overrides

    def test_hold_no_conviction_before_birth_and_no_sentence_before_conviction(self, demonstration):
        assert not Conviction.objects.filter(on__lte=F("person__date_of_birth")).exists()
        assert not Disposal.objects.filter(on__lt=F("conviction__on")).exists()

    def test_hold_no_release_before_a_sentence(self, demonstration):
        first = dict(Disposal.objects.order_by("-on").values_list("conviction__person", "on"))
        released = Movement.objects.filter(kind="released").values_list("person", "on")

        assert [person for person, on in released if on < first[person]] == []

    def test_hold_histories_in_order(self, demonstration):
        rows = CategoryRow.objects.order_by("case", "id").values_list("case", "since")

        assert [a for a, b in pairwise(rows) if a[0] == b[0] and a[1] > b[1]] == []

    @pytest.mark.parametrize("history", [CategoryRow, LevelRow, LeadAgencyRow])
    def test_hold_nothing_in_a_history_that_has_yet_to_happen(self, demonstration, on, history):
        assert not history.objects.filter(since__gt=on).exists()

    def test_hold_no_postcode_and_no_telephone_that_somebody_could_have(self, demonstration):
        postcode = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")

        assert [text for text in Address.objects.values_list("text", flat=True) if postcode.search(text)] == []
        numbers = set(Contact.objects.values_list("telephone", flat=True))
        assert all(number.startswith("01632 960") for number in numbers)
        assert all(mail.endswith(".example") for mail in Contact.objects.values_list("email", flat=True))

    def test_hold_pnc_numbers_that_could_be_typed_by_hand(self, demonstration):
        numbers = Identifier.objects.filter(kind="pnc").values_list("value", flat=True)
        assert all(checked("pnc", number) == number for number in numbers)
        assert len(set(numbers)) == len(numbers) > 1000

    def test_have_every_person_on_the_log(self, demonstration):
        from mappa.audit.models import AuditEvent  # noqa: PLC0415 - here alone

        logged = set(AuditEvent.objects.filter(subject_type="person").values_list("subject", flat=True))

        assert set(Person.objects.values_list("reference", flat=True)) <= logged


class TestAccounts:
    def test_are_those_promised_each_with_its_role(self, demonstration):
        found = dict(User.objects.values_list("username", "role"))

        assert {name: Role(role) for name, role in found.items()} == ACCOUNTS
        assert not User.objects.filter(is_demonstration=False).exists()

    def test_need_no_password_and_have_none(self, demonstration):
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_are_in_their_areas_and_one_is_cleared(self, demonstration):
        assert set(User.objects.filter(area__code="eastmere").values_list("username", flat=True)) == {
            "coordinator.east", "police.om.east",
        }  # fmt: skip
        assert list(Clearance.objects.values_list("user__username", flat=True)) == ["ct.officer"]


class TestToday:
    def test_has_referrals_waiting_one_of_them_late(self, coordinator, on):
        assert waiting_for_decision(coordinator, on).count() >= 3
        assert DutyRow.objects.filter(duty="referral-decision", running=True, due__lt=on).exists()

    def test_has_meetings_this_week_and_next(self, coordinator, on):
        starts = [clock.day_of(at) for at in Meeting.objects.values_list("starts_at", flat=True)]

        assert any(on <= day < on + timedelta(days=7) for day in starts)
        assert any(on + timedelta(days=7) <= day < on + timedelta(days=14) for day in starts)

    def test_has_duties_that_are_late_for_police_probation_and_coordinator(self, demonstration, on):
        late = DutyRow.objects.filter(running=True, due__lt=on)

        assert {"police", "probation", "co-ordinator"} <= set(late.values_list("owner", flat=True))

    def test_does_not_drown_them_in_duties_of_people_who_have_left(self, demonstration, on):
        late = DutyRow.objects.filter(running=True, due__lt=on)

        assert late.count() < 150
        assert not late.filter(due__lt=on - timedelta(days=2 * 365)).exists()

    def test_has_an_emergency_access_that_waits_for_its_review(self, demonstration, on):
        reviewers = User.objects.filter(username__in=["governance.lead", "coordinator", "board.chair"])

        assert any(emergencies_awaiting_review(user, on).exists() for user in reviewers)

    def test_has_a_transfer_in_transit(self, demonstration):
        steps = TransferStep.objects.order_by("transfer", "id").values_list("transfer", "state")

        assert "requested" in dict(steps).values()

    def test_has_a_doubtful_match_and_proposals_that_wait(self, coordinator, on):
        assert matches_visible_to(coordinator, on).filter(decided_at__isnull=True).exists()
        assert proposals_waiting(coordinator, on).exists()

    def test_has_people_about_to_be_released_and_what_probation_counted(self, coordinator, on):
        ahead = about_to_be_released(coordinator, on, "cheshire-2022")

        assert ahead.count() >= 3
        assert all(on <= row.on for row in ahead)
        assert len(standing_counts(coordinator.area)) == 6

    def test_has_pairs_of_records_to_review_whose_weights_add_up(self, coordinator, on):
        pairs = list(undecided(PossibleDuplicate.objects.select_related("one", "other")))

        assert len(pairs) == 2
        for pair in pairs:
            assert pair.weight == pytest.approx(pair.start + sum(part["weight"] for part in pair.parts))
            assert pair.probability > 0.5
            assert set(people_visible_to(coordinator, on)) >= {pair.one, pair.other}

    def test_says_who_the_known_adult_is_and_rates_every_group(self, demonstration):
        rated = RoshRating.objects.filter(group="known_adult", entry__isnull=False).select_related("assessment")

        assert rated.count() > 5
        for rating in rated:
            assert {each.group for each in rating.assessment.ratings.all()} == set(RiskGroup.values)

    def test_keeps_category_4_behind_its_wall(self, demonstration):
        walled = Q(categories__category=4)

        assert Case.objects.filter(walled).exists()
        assert set(Case.objects.filter(walled).values_list("person__compartment", flat=True)) == {"category_4"}
