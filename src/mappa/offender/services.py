"""Recording what the person was told and said, and a meeting's decision to withhold. Nothing is changed afterwards."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel import clock
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete, NotPossible, require
from mappa.meetings.lifecycle import MINUTES_CAN_BE_WRITTEN
from mappa.meetings.models import Meeting
from mappa.meetings.selectors import state_of
from mappa.offender.models import MEETINGS, DisclosureOfMappa, Representation, Told, ToldKind, Withholding
from mappa.people.models import Person
from mappa.people.selectors import hold_person
from mappa.people.telling import note, stamp

MINUTES_SECTION = "offender_told"
"""The section of the minutes in which the meeting says what the person is told, or why not."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What somebody was told, by whom and when.

    Args:
        what: a value of `ToldKind`.
        teller_role: a key of the edition's tellers; needed when they are told that they are under MAPPA.
        leaflet: the version given; blank where none was.
    """

    what: str
    on: date
    teller: str
    teller_role: str = ""
    leaflet: str = ""
    meeting: Meeting | None = None
    said: str = ""
    response: str = ""

    def problems(self, today: date) -> dict[str, str]:
        """What to put right, by field."""
        wrong = {}
        if self.what not in ToldKind.values:
            wrong["what"] = "Say what they were told"
        if not self.teller.strip():
            wrong["teller"] = "Enter who told them"
        if self.on > today:
            wrong["on"] = "The day must be today or in the past"
        if self.what == ToldKind.MAPPA and not self.teller_role:
            wrong["teller_role"] = "Select what the teller is"
        if self.what in MEETINGS and self.meeting is None:
            wrong["meeting"] = "Select the meeting"
        if self.what != ToldKind.MAPPA and not self.said.strip():
            wrong["said"] = "Say it in words"
        return wrong


@transaction.atomic
def record_told(*, person: Person, telling: Telling, actor: User, at: datetime) -> Told:
    """Record that the person was told something, or took something on. Sent twice, it is kept once.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor's role does not write plans.
        Incomplete: with what to put right, by field.
    Covers: OFFENDER-01, OFFENDER-03, OFFENDER-05.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.PLAN_EDIT))
    if wrong := telling.problems(clock.day_of(at)):
        raise Incomplete(NOTHING_SAVED, wrong)
    values = {
        "what": telling.what, "on": telling.on, "teller": telling.teller.strip(), "teller_role": telling.teller_role,
        "leaflet": telling.leaflet.strip(), "meeting": telling.meeting,
    }  # fmt: skip
    texts = {"said": telling.said.strip(), "response": telling.response.strip()}
    same: Told
    for same in Told.objects.filter(person=known, **values):
        if (same.said, same.response) == (texts["said"], texts["response"]):
            return same
    row: Told = Told.objects.create(person=known, **values, **texts, **stamp(actor, at))
    note(known, "offender:told:record", actor=actor, at=at, told=row.pk, kind=telling.what)
    return row


@transaction.atomic
def decide_telling(
    *, person: Person, meeting: Meeting, decision: str, reasons: str, actor: User, at: datetime
) -> Withholding:
    """Record a meeting's decision to withhold from somebody that they are under MAPPA, or to tell them after all.

    The minutes of that meeting have to say it too.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor does not chair.
        Incomplete: a reason is missing.
        NotPossible: the meeting is about somebody else or was not opened, its minutes do not say what the person is
            told, or the person was told already.
    Covers: OFFENDER-02.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.MEETING_CHAIR))
    wrong = {} if reasons.strip() else {"reasons": "Give the reasons, as the minutes have them"}
    if decision not in DisclosureOfMappa.values:
        wrong["decision"] = "Say what the meeting decided"
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    if meeting.case.person_id != known.pk or state_of(meeting) not in MINUTES_CAN_BE_WRITTEN:
        raise NotPossible("Only a meeting about this person that was opened can decide it. Nothing was saved.")
    if not any(item.text for item in meeting.items.filter(key=MINUTES_SECTION)):  # sealed: no query can ask
        raise NotPossible(
            f"The minutes of {meeting.reference} do not say yet what the offender will be told, or why not. Nothing was"
            " saved. Write that section first: a decision to withhold has its reasons in the minutes too."
        )
    if decision == DisclosureOfMappa.WITHHOLD and Told.objects.filter(person=known, what=ToldKind.MAPPA).exists():
        raise NotPossible("The person was told already that they are under MAPPA, so it cannot be withheld any more.")
    row: Withholding = Withholding.objects.create(
        person=known, meeting=meeting, decision=decision, reasons=reasons.strip(), **stamp(actor, at)
    )
    note(known, "offender:withholding:decide", actor=actor, at=at, decision=decision, meeting=meeting.reference)
    return row


@transaction.atomic
def bring_representation(
    *, person: Person, on: date, through: str, text: str, actor: User, at: datetime
) -> Representation:
    """Record what the person wants the next meeting to know, as their manager received it in writing.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor's role does not write plans.
        Incomplete: with what to put right, by field.
    Covers: OFFENDER-04.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.PLAN_EDIT))
    wrong = {}
    if on > clock.day_of(at):
        wrong["on"] = "The day must be today or in the past"
    if not through.strip():
        wrong["teller"] = "Enter the manager who received it"
    if not text.strip():
        wrong["said"] = "Enter what the person wants the meeting to know"
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    same: Representation
    for same in Representation.objects.filter(person=known, on=on, through=through.strip(), answered_at=None):
        if same.text == text.strip():
            return same
    row: Representation = Representation.objects.create(
        person=known, on=on, through=through.strip(), text=text.strip(), **stamp(actor, at)
    )
    note(known, "offender:representation:bring", actor=actor, at=at, representation=row.pk)
    return row


@transaction.atomic
def answer_representation(
    *, person: Person, representation: int, meeting: Meeting, response: str, actor: User, at: datetime
) -> Representation:
    """Record what a meeting made of what the person wrote.

    Raises:
        Person.DoesNotExist, Representation.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor does not chair.
        Incomplete: no answer is given.
        NotPossible: it is answered, or the meeting is about somebody else or was not opened.
    Covers: OFFENDER-04.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.MEETING_CHAIR))
    rows = Representation.objects.select_for_update(of=("self",))
    found: Representation = rows.get(person=known, pk=representation)
    if found.answered_at is not None:
        raise NotPossible("A meeting has answered this already. Nothing was changed. Open the page again to read it.")
    if meeting.case.person_id != known.pk or state_of(meeting) not in MINUTES_CAN_BE_WRITTEN:
        raise NotPossible("Only a meeting about this person that was opened can answer. Nothing was saved.")
    if not response.strip():
        raise Incomplete(NOTHING_SAVED, {"response": "Say what the meeting made of it"})
    found.meeting, found.response = meeting, response.strip()
    found.answered_at, found.answered_by = at, actor.username
    found.save()
    note(
        known, "offender:representation:answer", actor=actor, at=at, representation=found.pk, meeting=meeting.reference
    )
    return found
