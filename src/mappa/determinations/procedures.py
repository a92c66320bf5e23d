"""How each agency shows that it finds the people whom it has to identify."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.determinations import policy
from mappa.determinations.models import IdentificationProcedure
from mappa.determinations.selectors import agencies_that_identify
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require


@transaction.atomic
def record_procedure(
    *, agency: Agency, procedure: str, shown_by: str, checked_on: date, actor: User, at: datetime
) -> IdentificationProcedure:
    """Record how an agency of the actor's area identifies people, and what shows that it works.

    Earlier rows stay.

    Raises:
        Refused: the actor may not record procedures.
        Agency.DoesNotExist: the agency is not of the area, or need not identify anybody.
        Incomplete: a text is missing, or the day has not come.
    Covers: IDENT-16.
    """
    require(may(actor, Permission.PROCEDURE_RECORD))
    agencies_that_identify(actor.area, policy.LAW).get(pk=agency.pk)
    wrong = {}
    if not procedure.strip():
        wrong["procedure"] = "Say how the agency finds the people whom it has to identify"
    if not shown_by.strip():
        wrong["shown_by"] = "Say what shows that it works"
    if checked_on > day_of(at):
        wrong["checked_on"] = "Enter a day that has come: what is not looked at yet shows nothing"
    if wrong:
        raise Incomplete("The procedure was not recorded, because something is missing or cannot be.", wrong)
    row = IdentificationProcedure.objects.create(
        agency=agency, area=actor.area, procedure=procedure.strip(), shown_by=shown_by.strip(), checked_on=checked_on,
        at=at, by=actor.username,
    )  # fmt: skip
    record(
        what=What.COLLECTION, operation=Permission.PROCEDURE_RECORD, actor=actor, subject_type="agency",
        subject=agency.code, at=at, area=actor.area.code, procedure=row.pk,
    )  # fmt: skip
    return row
