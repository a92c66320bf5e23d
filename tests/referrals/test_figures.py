"""Referrals counted for the board."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.referrals.figures import ReferralCount, referral_counts
from mappa.referrals.services import decide_referral
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON
from tests.factories.referrals import a_draft, a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db
MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31), "on": date(2026, 4, 30)}


@pytest.mark.requirement("REFER-19")
class TestReferralCounts:
    def test_count_by_agency_category_outcome_and_time_to_decision(self):
        referrer, coordinator = a_practitioner(), a_user(Role.COORDINATOR)
        for days in (1, 3, 15):
            referral = a_submitted_referral(referrer, an_open_case(lead=referrer.agency).person)
            decide_referral(
                reference=referral.reference, outcome="accept", level=2, in_remit=True, needs_multi_agency=True,
                reason="", actor=coordinator, at=NOON + timedelta(days=days),
            )  # fmt: skip
        a_submitted_referral(referrer)
        a_submitted_referral(referrer, at=NOON + timedelta(days=40))
        a_draft(referrer)

        name = "Northshire Probation Service"
        assert referral_counts(an_area(), **MARCH) == [
            ReferralCount(name, 1, "accepted", 3, 3, 1),
            ReferralCount(name, 1, "submitted", 1, None, 1),
        ]
        assert referral_counts(an_area("eastmere"), **MARCH) == []

    def test_ask_the_same_number_of_questions_for_twice_the_rows(self):
        referrer, counts = a_practitioner(), []
        for _ in range(2):
            for _ in range(2):
                a_submitted_referral(referrer)
            with CaptureQueriesContext(connection) as queries:
                referral_counts(an_area(), **MARCH)
            counts.append(len(queries))

        assert counts[0] == counts[1]
