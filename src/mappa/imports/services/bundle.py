"""An area's records as the files that other systems send: for an area that begins, or one that compares."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.copies import CopyStamp, take_copy
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.audit.services import record_shown
from mappa.cases.marking import marking_of_records
from mappa.imports.bundle import FILES, Held, add_person, as_csv, named_for_others
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Refused, require
from mappa.people.selectors import people_managed_by, people_visible_to

PURPOSE = "Handing the records of an area to another system"
STAMP = "copy.txt"
READ = ("identifiers", "aliases", "addresses", "convictions__disposals", "notifications", "orders__steps")
"""What is read of many people at once."""


@transaction.atomic
def export_bundle(*, area: Area, actor: User, at: datetime) -> tuple[dict[str, bytes], CopyStamp, int]:
    """The files of an area by name, with the stamp of the copy, and how many people had no row that opens a record.

    People whom the actor may not know of are not in it. Everybody who is has an entry in the log.

    Raises:
        Refused: the actor may not export, or not for this area.
    """
    require(may(actor, Permission.BUNDLE_EXPORT))
    if actor.area_id != area.pk:
        raise Refused(f"You work in another area, so you cannot export {area.name}. Ask somebody there.")
    on = day_of(at)
    stamp = take_copy(
        operation="imports:bundle:export", actor=actor, at=at, subject=area.code, subject_type="records of an area",
        purpose=PURPOSE, marking=marking_of_records(edition_on(area, on)),
    )  # fmt: skip
    people = people_visible_to(actor, on, at=at).filter(
        pk__in=people_managed_by(area.pk, on).values("pk"), merged_into=None
    )  # fmt: skip
    held, shown, left_out = Held(on, named_for_others(agencies_of(area, on))), [], 0
    for person in people.order_by("pk").prefetch_related(*READ):
        if add_person(person, area.code, held):
            shown.append(person.reference)
        else:
            left_out += 1
    record_shown(operation="imports:bundle:export", actor=actor, subjects=shown, at=at, purpose=PURPOSE)
    files = {f"{kind}.csv": as_csv(kind, held.cells[kind]) for kind in FILES}
    return files, stamp, left_out
