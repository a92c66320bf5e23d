"""The form of a share, answered."""

from datetime import timedelta
from typing import Any

from mappa.agencies.models import Agency
from mappa.kernel import clock

SOON = clock.day_of(clock.now()) + timedelta(days=5)


def answers(agency: Agency, **more: Any) -> dict[str, Any]:
    """Every question answered, for five days to come."""
    return {
        "agency": agency.pk, "sections": ["names", "plan"], "purpose": "To find a safe address", "necessity": "manage",
        "why_necessary": "Nobody else houses", "why_proportionate": "Two sections for a week", "gateway": "exchange",
        "article_8": "crime", "how_secured": "Read here", "accountable": "Jo Officer, offender manager",
        "until_day": SOON.day, "until_month": SOON.month, "until_year": SOON.year,
        "fair_handling": ["fair_and_lawful", "only_when_apt", "accurate", "secure"],
    } | more  # fmt: skip
