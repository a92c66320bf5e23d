"""What the invented people were told. Drawn by itself, so that no other story changes."""

from datetime import date, timedelta
from random import Random

from mappa.demonstration.write import BY, Written, noon
from mappa.offender.models import Told, ToldKind

SEED = 61
TOLD_AFTER = timedelta(days=9)
NOT_TOLD = 0.03
"""The share of people whom nobody recorded as told, so that homes show who is missing. Invented."""


def write_told(written: list[Written], *, on: date) -> None:
    """Nearly everybody was told that they are under MAPPA, soon after the record was made."""
    random = Random(SEED)  # noqa: S311 - invented people need no secrecy
    rows = []
    for each in written:
        if random.random() < NOT_TOLD:
            continue
        day = min(each.person.recorded_at.date() + TOLD_AFTER, on)
        rows.append(
            Told(
                person=each.person, what=ToldKind.MAPPA, on=day, teller="The officer in the case",
                teller_role="police", leaflet="Leaflet of the area, second printing", said="", response="",
                recorded_at=noon(day), recorded_by=BY,
            )
        )  # fmt: skip
    Told.objects.bulk_create(rows, batch_size=2000)
