"""What MAPPA of the demonstration was told: a young person, an order and a concern, and probation's monthly counts."""

from datetime import date, datetime, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.notices.lifecycle import NoticeKind
from mappa.notices.services import Told, notify
from mappa.notices.services.counting import tell_count

DAY = timedelta(days=1)
COUNTED = (21, 20, 21, 22, 20, 21)
"""The newest month first."""


def tell_mappa(*, on: date, at: datetime) -> None:
    """Three notices to the first area, each from the agency that tells it."""
    area = Area.objects.get(code="northshire")
    told = (
        ("yot.manager", Told(
            kind=NoticeKind.YOUNG_PERSON, family_name="Tanglewood", given_names="Perry",
            date_of_birth=on - 5900 * DAY, place="Northshire Youth Court", on=on - 4 * DAY,
            what="Wounding with intent. Detention for two years. Works with Kit Amber.",
        )),
        ("health.lead", Told(
            kind=NoticeKind.HOSPITAL, family_name="Underbridge", given_names="Sam", area=area,
            address="12 Lamplight Row", place="Northshire Crown Court", on=on - 6 * DAY,
            what="Arson with intent to endanger life. Hospital order with a restriction on discharge.",
        )),
        ("housing.spoc", Told(
            kind=NoticeKind.CONCERN, raised_by="A caretaker, through the housing office",
            what="A tenant asks children into the flat. The caretaker saw it twice this week.",
        )),
    )  # fmt: skip
    for username, one in told:
        sender = User.objects.select_related("area", "agency").get(username=username)
        notify(told=one, actor=sender, at=at - DAY)


def tell_counts(*, on: date, at: datetime) -> None:
    """Probation's own count of Category 2 level 1 cases in the community, for each of the last six months."""
    manager = User.objects.select_related("area", "agency").get(username="probation.manager")
    month = on.replace(day=1)
    for people in COUNTED:
        month = (month - DAY).replace(day=1)
        tell_count(month=month, people=people, all_registered=False, actor=manager, at=at)
