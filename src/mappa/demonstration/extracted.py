"""An extract of probation's register that agrees with the demonstration but for one level."""

import csv
import io
from datetime import date, datetime

from mappa.accounts.models import User
from mappa.cases.selectors import open_cases_visible_to
from mappa.imports.extracts import EXTRACTS, PROBATION
from mappa.imports.services import IMPORTS


def take_extract(*, on: date, at: datetime) -> None:
    """Two people of the co-ordinator's area: one as on record, one at another level."""
    coordinator = User.objects.select_related("area", "agency").get(username="coordinator")
    cases = open_cases_visible_to(coordinator, on).filter(
        category__isnull=False, level=1, person__compartment="", person__identifiers__kind="pnc"
    )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, EXTRACTS[PROBATION].columns, restval="")
    writer.writeheader()
    for case, level in zip(cases.order_by("person__reference")[:2], (1, 2), strict=False):
        person = case.person
        writer.writerow({
            "person_ref": f"X{person.pk:06d}", "family_name": person.family_name, "given_names": person.given_names,
            "date_of_birth": person.date_of_birth or "", "pnc_id": person.identifiers.get(kind="pnc").value,
            "category": case.category, "level": level, "registered_from": case.opened_on,
        })  # fmt: skip
    IMPORTS[PROBATION](
        content=text.getvalue().encode(), name="probation.csv", area=coordinator.area, actor=coordinator, at=at,
        dry_run=False,
    )  # fmt: skip
