"""Invented outside bodies and what they have agreed to."""

from datetime import date
from typing import Any

from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, Area, Classification
from tests.factories.accounts import an_area
from tests.factories.people import NOON, TODAY


def an_outside_body(name: str = "Harbour Trust", area: Area | None = None) -> Agency:
    """A charity that nobody has classified."""
    area = area or an_area()
    body = Agency.objects.create(
        code=f"{area.code}-{name.lower().replace(' ', '-')}", name=name, kind=AgencyKind.VOLUNTARY,
        status=AgencyStatus.NEITHER,
    )  # fmt: skip
    body.areas.add(area)
    return body


def classified(body: Agency, *, as_statutory: bool, since: date = TODAY, **more: Any) -> Classification:
    """The body with an agreement that covers both, or as a member of the public."""
    agreed = {"agreement": "Agreement of 2025", "covers_disclosure": True, "covers_confidentiality": True}
    facts = agreed if as_statutory else {"safeguards": "Told in person, nothing in writing"}
    return Classification.objects.create(agency=body, since=since, at=NOON, by="factory", **facts | more)
