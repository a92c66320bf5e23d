"""What becomes of a notice: a record, another agency or area, or an outcome outside MAPPA."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Area
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.reading import wider
from mappa.nominals.services import open_record
from mappa.notices.lifecycle import NoticeMove, notice_after
from mappa.notices.models import Notice, NoticeLink, NoticeStep
from mappa.notices.selectors import notices_visible_to, responsible_agencies, state_of
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.services import NominalFacts


def _taken(notice: Notice, move: NoticeMove, actor: User, at: datetime) -> Notice:
    """The notice, held by this transaction, if the move is possible from where it stands now."""
    require(may(actor, Permission.NOTICE_ANSWER))
    seen = notices_visible_to(actor, day_of(at)).get(pk=notice.pk)
    Notice.objects.select_for_update().get(pk=seen.pk)
    held = notices_visible_to(actor, day_of(at)).get(pk=seen.pk)
    notice_after(state_of(held), move)
    return held


@transaction.atomic
def answer_notice(
    *, notice: Notice, move: str, why: str, actor: User, at: datetime, reference: str = "",
    agency: Agency | None = None, area: Area | None = None,
) -> NoticeStep:  # fmt: skip
    """Say what becomes of a notice. It ends with an outcome and its reason, and in no other way.

    Args:
        move: a value of `NoticeMove`.
        why: the outcome in words.
        reference: of the record that it belongs to, for `RECORD`.
        agency: of the Responsible Authority, for `HAND`.
        area: another one, for `PASS_ON`.

    Raises:
        Notice.DoesNotExist: the actor answers no such notice.
        Refused: the actor answers none.
        Incomplete: something is missing or cannot be.
        NotPossible: it has ended.
    Covers: IDENT-24.
    """
    if move not in NoticeMove.values:
        raise Incomplete("Nothing was recorded.", {"move": "Choose what becomes of it"})
    chosen = NoticeMove(move)
    held = _taken(notice, chosen, actor, at)
    person = people_visible_to(actor, day_of(at), at=at).filter(reference=reference.strip().upper()).first()
    wrong = {}
    if not why.strip():
        wrong["why"] = "Say what came of it, and why"
    if chosen is NoticeMove.RECORD and person is None:
        wrong["reference"] = "Enter the reference of a record that you may open, or open one first"
    if chosen is NoticeMove.HAND and agency not in responsible_agencies(actor, day_of(at)):
        wrong["agency"] = "Choose an agency of the Responsible Authority of your area"
    if chosen is NoticeMove.PASS_ON and (area is None or area.pk == held.area_id):
        wrong["area"] = "Choose the other area"
    if wrong:
        raise Incomplete("Something is missing or wrong, so nothing was recorded.", wrong)
    if chosen is NoticeMove.RECORD and person:
        return _on_record(held, person, opened=False, why=why, actor=actor, at=at)
    with wider("notices"):  # from here on it may be another area's
        if chosen is NoticeMove.HAND:
            held.responsible = agency
        if chosen is NoticeMove.PASS_ON and area:
            held.area, held.responsible, held.addressed_by = area, None, f"Passed on by {actor.area.name}"
        held.save(update_fields=["area", "responsible", "addressed_by"])
        step = NoticeStep.objects.create(
            notice=held, area=held.area, move=chosen, why=why.strip(), at=at, by=actor.username
        )
    _tell(held, step, actor, at)
    return step


@transaction.atomic
def open_for_notice(
    *, notice: Notice, facts: NominalFacts, since: date, decided: Mapping[str, str], why: str, actor: User, at: datetime
) -> tuple[Person, bool]:
    """Open the record of whom a notice is about, or find it, as `nominals.services.open_record` does; the notice ends.

    Raises:
        As `answer_notice` and `open_record`.
    Covers: IDENT-20, IDENT-21.
    """
    held = _taken(notice, NoticeMove.RECORD, actor, at)
    person, new = open_record(facts=facts, since=since, decided=decided, why=why, actor=actor, at=at)
    said = "The record was opened for it." if new else "The person was on record."
    _on_record(held, person, opened=new, why=said, actor=actor, at=at)
    return person, new


def _on_record(notice: Notice, person: Person, *, opened: bool, why: str, actor: User, at: datetime) -> NoticeStep:
    with wider("notices"):  # a record just opened is not yet the area's to whoever reads
        NoticeLink.objects.create(notice=notice, person=person, opened=opened, at=at, by=actor.username)
    step = NoticeStep.objects.create(
        notice=notice, area_id=notice.area_id, move=NoticeMove.RECORD, why=why.strip(), at=at, by=actor.username
    )
    record(
        what=What.ALTERATION, operation="notices:notice:link", actor=actor, subject=person.reference, at=at,
        notice=notice.reference,
    )  # fmt: skip
    _tell(notice, step, actor, at)
    return step


def _tell(notice: Notice, step: NoticeStep, actor: User, at: datetime) -> None:
    record(
        what=What.ALTERATION, operation="notices:notice:answer", actor=actor, subject_type="notice",
        subject=notice.reference, at=at, move=step.move,
    )  # fmt: skip
