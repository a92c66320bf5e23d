"""Adding to the record, and replacing what was wrong or is overtaken. Nothing is ever changed or removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.copies import CopyStamp, take_copy
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.govuk import days
from mappa.kernel import clock
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete, NotPossible, Stale, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.telling import note, stamp
from mappa.record.blinding import write_blind_keys
from mappa.record.contents import content_of, sealed
from mappa.record.declaration import AttachmentType
from mappa.record.models import Attachment, Nothing, StoredFile
from mappa.record.selectors import attachments_visible_to, markings, markings_for_the_cleared, standing
from mappa.record.types import TYPES
from mappa.record.values import checked
from mappa.uploads.model import ENDINGS, PICTURES, SafeFile
from mappa.uploads.model import Kind as FileKind
from mappa.uploads.stamping import stamped

PURPOSE = "Managing the person whom the record is about"
ON_A_PAGE = 640
"""Pixels a side of a picture as a page shows it: enough to know somebody by."""
JUST_NOW = 5
"""How many of the author's last entries a second press of the button is compared with."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One entry as its author gives it.

    Args:
        content: the answers by the names of the fields; empty where `nothing` is said.
        since: the day it is about, or its first day; `until`: its last. Both are included.
        source: whose information it is.
        marking: blank takes the one of the edition.
        compartment: blank takes that of the type.
        nothing: a value of `Nothing`; blank where there is something.
        file: as `uploads.apart.made_safe` gave it, for a type that takes files.
    """

    since: date
    source: Agency
    content: Mapping[str, Any]
    until: date | None = None
    marking: str = ""
    compartment: str = ""
    nothing: str = ""
    file: SafeFile | None = None


def _declared(kind: str) -> AttachmentType:
    declared = TYPES.get(kind)
    if declared is None or declared.table is not None:
        raise NotPossible("Entries of this type are recorded on a page of their own. Open the record and choose it.")
    return declared


def _may_add(declared: AttachmentType, compartment: str, actor: User, at: datetime) -> None:
    require(may(actor, Permission.RECORD_ADD))
    for each in {declared.compartment or "", compartment}:
        require(opens(actor, each, at=at))


def _wrong_with_file(
    declared: AttachmentType, said: Said, content: Mapping[str, str], kept: int | None
) -> dict[str, str]:
    if said.file and (said.nothing or said.file.kind not in declared.files):
        return {"file": "A file of this kind does not belong to an entry of this type"}
    if declared.files and not (said.nothing or said.file or kept or content.get("held")):
        return {"file": "Choose a file, or say below where it is held"}
    return {}


def _store(row: Attachment, file: SafeFile | None) -> None:
    """Save the entry with what it is found by, and before it the file that it brings."""
    if file:
        row.file = StoredFile.objects.create(
            person=row.person, name=token_hex(16), kind=file.kind, size=len(file.content), content=file.content
        )
    row.save(force_insert=True)
    write_blind_keys([row])


def _row(
    declared: AttachmentType, said: Said, person: Person, actor: User, at: datetime, *, kept: int | None = None
) -> Attachment:
    on = clock.day_of(at)
    content, wrong = ({}, {}) if said.nothing else checked(declared, said.content)
    if said.since > on and not (declared.ahead or wrong.get("since")):
        wrong["since"] = "The day must be today or in the past"
    if person.date_of_birth and said.since < person.date_of_birth:
        wrong["since"] = f"The day is before the person was born, on {days.long_date(person.date_of_birth)}"
    if said.until and said.until < said.since:
        wrong["until"] = "The last day must be on or after the first"
    usual, every = markings(actor, on)
    if said.marking and said.marking not in every:
        wrong["marking"] = "Select one of the markings of the edition"
    if said.marking in markings_for_the_cleared() and not opens(actor, Compartment.MARKED_HIGHER, at=at):
        wrong["marking"] = "You hold no clearance for this marking today, so you could not read the entry again"
    wrong |= _wrong_with_file(declared, said, content, kept)
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    compartment = declared.compartment.value if declared.compartment else said.compartment
    return Attachment(
        person=person, kind=declared.key, since=said.since, until=said.until, source=said.source, nothing=said.nothing,
        marking=said.marking or declared.marking or usual, compartment=compartment, **sealed(content),
        file_id=kept, **stamp(actor, at),
    )  # fmt: skip


@transaction.atomic
def add_attachment(*, reference: str, kind: str, said: Said, actor: User, at: datetime) -> Attachment:
    """Add one entry to a record, unless its author has added the very same one just now.

    Args:
        kind: the key of a declared type that has no table of its own.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor may not add to records, or the compartment is not open to them.
        NotPossible: entries of this type are recorded elsewhere.
        Incomplete: with what to put right, by field.

    Covers: NOMINAL-02, NOMINAL-05.
    """
    person = people_visible_to(actor, clock.day_of(at), at=at).get(reference=reference)
    declared = _declared(kind)
    _may_add(declared, said.compartment, actor, at)
    row = _row(declared, said, person, actor, at)
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if not said.file and (same := _said_just_now(row, actor, at)):
        return same
    _store(row, said.file)
    _tell("add", row, actor, at, what=What.COLLECTION)
    return row


def _said_just_now(row: Attachment, actor: User, at: datetime) -> Attachment | None:
    rows = standing(attachments_visible_to(actor, row.person, at=at)).filter(
        kind=row.kind, recorded_by=row.recorded_by, since=row.since, until=row.until, nothing=row.nothing
    )
    said = content_of(row)
    return next((each for each in rows.order_by("-pk")[:JUST_NOW] if content_of(each) == said), None)


@transaction.atomic
def correct_attachment(
    *, reference: str, entry: int, said: Said, mistaken: bool, why: str, actor: User, at: datetime
) -> Attachment:
    """Replace an entry by another one. The row replaced stays, with who replaced it and why.

    Args:
        mistaken: the row replaced was wrong when it was written; otherwise it is only overtaken.

    Raises:
        Person.DoesNotExist, Attachment.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not add to records, or the compartment is not open to them.
        Stale: somebody else replaced the row first. Nothing was saved.
        Incomplete: with what to put right, by field.

    Covers: NOMINAL-05.
    """
    person = people_visible_to(actor, clock.day_of(at), at=at).get(reference=reference)
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    wrong: Attachment = attachments_visible_to(actor, person, at=at).get(pk=entry)
    declared = _declared(wrong.kind)
    _may_add(declared, said.compartment or wrong.compartment, actor, at)
    if Attachment.objects.filter(corrects=wrong).exists():
        raise Stale(
            "Somebody replaced this entry after you opened it. Nothing of yours was saved, and nothing of theirs was"
            " lost. Open the entry again to see what stands now."
        )
    if not why.strip():
        raise Incomplete(
            "A reason is missing, so nothing was saved.", {"replaced_why": "Say why the entry is replaced"}
        )
    kept = None if said.nothing else wrong.file_id
    # of the record that the entry is on, which may be one that was merged into this one
    row = _row(declared, said, wrong.person, actor, at, kept=kept)
    row.corrects, row.origin_id = wrong, wrong.origin_id or wrong.pk
    row.mistaken, row.why = mistaken, why.strip()[:300]
    row.compartment = row.compartment or wrong.compartment
    _store(row, said.file)
    _tell("correct", row, actor, at, corrects=wrong.pk, mistaken=mistaken)
    return row


def withdraw_attachment(*, reference: str, entry: int, why: str, actor: User, at: datetime) -> Attachment:
    """Say that an entry should not have been recorded at all. It stays in the history. Errors: `correct_attachment`."""
    person = people_visible_to(actor, clock.day_of(at), at=at).get(reference=reference)
    wrong = attachments_visible_to(actor, person, at=at).get(pk=entry)
    said = Said(
        since=wrong.since, until=wrong.until, source=wrong.source, content={}, nothing=Nothing.WITHDRAWN,
        compartment=wrong.compartment,
    )  # fmt: skip
    return correct_attachment(
        reference=reference, entry=entry, said=said, mistaken=True, why=why, actor=actor, at=at
    )  # fmt: skip


@transaction.atomic
def copy_of_file(*, entry: Attachment, actor: User, at: datetime) -> tuple[bytes, FileKind, str, CopyStamp]:
    """A numbered copy of the file of an entry: its bytes with the stamp on them, kind, name, and the stamp.

    Args:
        entry: one that the actor has been allowed to see, with a file.

    Raises:
        Refused: the actor's role downloads no documents.
        NotPossible: what is kept cannot be read.
    """
    require(may(actor, Permission.DOCUMENT_DOWNLOAD))
    file = StoredFile.objects.get(pk=entry.file_id)
    file.require_readable()
    copy = take_copy(
        operation="record:file:download", actor=actor, at=at, subject=entry.person.reference, subject_type="person",
        purpose=PURPOSE, marking=entry.marking, attachment=entry.pk, kind=entry.kind, compartment=entry.compartment,
    )  # fmt: skip
    kind = FileKind(file.kind)
    return stamped(file.content, kind, copy.line), kind, f"{file.name}.{ENDINGS[kind][0]}", copy


def picture_on_page(*, entry: Attachment, actor: User, at: datetime) -> tuple[bytes, FileKind] | None:
    """The picture of an entry as it stands on a page, and its kind: small, and saying beneath to whom it was shown.

    Args:
        entry: one that the actor has been allowed to see, and which is on record as read.

    Returns:
        None where it carries no picture.

    Raises:
        NotPossible: what is kept cannot be read.
    """
    file = StoredFile.objects.filter(pk=entry.file_id, kind__in=PICTURES).first()
    if file is None:
        return None
    file.require_readable()
    moment = days.moment(at.astimezone(clock.LONDON))
    line = f"{entry.marking}. Shown to {actor.name}, {actor.agency.name}, {moment}."
    return stamped(file.content, FileKind(file.kind), line, side=ON_A_PAGE), FileKind(file.kind)


def _tell(did: str, row: Attachment, actor: User, at: datetime, *, what: What = What.ALTERATION, **more: Any) -> None:
    """The type and the row's number go on record, never what it says. No date or duty is derived from it."""
    note(
        row.person, f"record:attachment:{did}", actor=actor, at=at, what=what, attachment=row.pk, kind=row.kind,
        compartment=row.compartment, **more,
    )  # fmt: skip
