"""Telling MAPPA of somebody: what is needed, and to which area it goes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Area
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, Refused, require
from mappa.kernel.models import next_reference
from mappa.kernel.reading import wider
from mappa.notices.lifecycle import COURT_ORDERS, NoticeKind, kinds_of
from mappa.notices.models import Notice
from mappa.notices.selectors import responsible_agencies


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of somebody. What is empty was not said.

    Args:
        area: to whom it goes; for an order of a court, the area in which the person lived on that day.
        court_area: the area of the court; it goes there where the person had no fixed abode.
        on: the day of the court, or of the reception.
        place: the court, or the prison.
    """

    kind: str
    what: str
    area: Area | None = None
    court_area: Area | None = None
    no_fixed_abode: bool = False
    family_name: str = ""
    given_names: str = ""
    date_of_birth: date | None = None
    address: str = ""
    place: str = ""
    on: date | None = None
    raised_by: str = ""
    responsible: Agency | None = None

    def addressed(self, actor: User) -> tuple[Area | None, str]:
        """The area to which it goes, and why (IDENT-21)."""
        if self.kind not in COURT_ORDERS:
            return self.area or actor.area, "Chosen by the sender" if self.area else "The sender's own area"
        if self.no_fixed_abode:
            return self.court_area, "The area of the court: no fixed abode"
        return self.area, "Where the person lived on the day of the court"

    def problems(self, actor: User, on: date) -> dict[str, str]:
        """What is missing or cannot be, by field."""
        concern, ordered = self.kind == NoticeKind.CONCERN, self.kind in COURT_ORDERS
        place = "the prison" if self.kind == NoticeKind.RECEPTION else "the court"
        needed = {
            "what": (self.what, "Say what it is about"),
            "family_name": (concern or self.family_name, "Enter the family name"),
            "raised_by": (not concern or self.raised_by, "Say who raised it, and how they can be reached"),
            "place": (concern or self.place, f"Enter {place}"),
            "on": (concern or self.on, "Enter the day"),
            "date_of_birth": (self.kind != NoticeKind.YOUNG_PERSON or self.date_of_birth, "Enter the date of birth"),
            "address": (not ordered or self.no_fixed_abode or self.address, "Enter the address on that day"),
            "area": (not ordered or self.no_fixed_abode or self.area, "Choose the area in which the person lived then"),
            "court_area": (not (ordered and self.no_fixed_abode) or self.court_area, "Choose the area of the court"),
        }  # fmt: skip
        wrong = {
            name: say for name, (value, say) in needed.items()
            if not (value.strip() if isinstance(value, str) else value)
        }  # fmt: skip
        if self.on and self.on > on:
            wrong["on"] = "Enter a day that has come"
        if self.date_of_birth and self.date_of_birth > (self.on or on):
            wrong["date_of_birth"] = "Enter a day before all that is told here"
        if self.responsible and self.responsible not in responsible_agencies(actor, on):
            wrong["responsible"] = "Choose an agency of the Responsible Authority of your area"
        return wrong


@transaction.atomic
def notify(*, told: Told, actor: User, at: datetime) -> Notice:
    """Tell MAPPA of somebody. The co-ordinator of the area to which it goes answers it.

    Raises:
        Refused: the actor's role tells nothing, or the agency tells nothing of this kind.
        Incomplete: something is missing or cannot be. Nothing was sent.
    Covers: IDENT-20, IDENT-21, IDENT-24.
    """
    require(may(actor, Permission.NOTICE_SEND))
    if told.kind not in kinds_of(actor.agency.kind):
        raise Refused("Your agency does not tell MAPPA of this. Ask the agency that does, or the co-ordinator.")
    if wrong := told.problems(actor, day_of(at)):
        raise Incomplete("Something is missing or wrong, so nothing was sent.", wrong)
    area, why = told.addressed(actor)
    assert area is not None  # noqa: S101 - `problems` asks for it
    with wider("notices"):  # it may go to an area whose notices the sender does not read
        made = Notice.objects.create(
            reference=next_reference(f"{area.prefix}-N"), kind=told.kind, area=area, addressed_by=why,
            agency_id=actor.agency_id, responsible=told.responsible if told.kind == NoticeKind.CONCERN else None,
            raised_by=told.raised_by.strip(), family_name=told.family_name.strip(),
            given_names=told.given_names.strip(), date_of_birth=told.date_of_birth, address=told.address.strip(),
            no_fixed_abode=told.no_fixed_abode, place=told.place.strip(), on=told.on, what=told.what.strip(), at=at,
            by=actor.username,
        )  # fmt: skip
    record(
        what=What.COLLECTION, operation="notices:notice:send", actor=actor, subject_type="notice",
        subject=made.reference, at=at, kind=told.kind,
    )  # fmt: skip
    return made
