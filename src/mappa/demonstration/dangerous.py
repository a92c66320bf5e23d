"""Two potentially dangerous persons of the demonstration, on their own register."""

from datetime import date, datetime, timedelta

from mappa.accounts.models import User
from mappa.pdp.services import record_pdp

DAY = timedelta(days=1)


def record_dangerous(*, on: date, at: datetime) -> None:
    """One whose review is to come, and one whose review is late."""
    officer = User.objects.select_related("area", "agency").get(username="police.om")
    for name, born, days_ago, grounds in (
        ("Quillfeather", date(1979, 4, 12), 20, "Bought knives, and told two people whom they are for."),
        ("Ravensworth", date(1991, 9, 3), 130, "Follows a former partner. Not convicted of anything."),
    ):
        record_pdp(
            family_name=name, given_names="Jesse", date_of_birth=born, grounds=grounds, authorised_by="Mar Hollis",
            authorised_rank="Superintendent", authorised_on=on - days_ago * DAY, review_on=on + (91 - days_ago) * DAY,
            actor=officer, at=at - days_ago * DAY,
        )  # fmt: skip
