"""A word of its own in every text field that somebody types about a person, and who may read it.

``docs/reference/text-fields.csv`` says of each text column of the product what it holds. A new one without a line there
fails, and one that holds something about a person is planted and looked for in whatever anybody can read.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from django.apps import apps
from django.db import connection, models

from mappa.audit.models import AuditEvent
from mappa.kernel.sealed_fields import SealedText
from mappa.meetings.minutes_content import content_of
from mappa.meetings.models import MinutesVersion
from tests.documents.test_minutes import shown_on
from tests.journeys.everything import OURS, Everything

FIELDS = Path(__file__).parents[2] / "docs/reference/text-fields.csv"
RECORD, VICTIMS, LISTS, MESSAGE, EMERGENCY = "record", "victims", "lists", "message", "emergency"
PLANTED_IN = {RECORD, VICTIMS, LISTS, MESSAGE, EMERGENCY}
KINDS = PLANTED_IN | {"area", "facts", "key", "secret", "stamp"}
WORD = re.compile(rb"zq(\d{4})x", re.IGNORECASE)
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, SealedText)


def text_columns():
    """Every column of the product that can hold a text that is no choice of a list."""
    return [
        (model._meta.label, column.name)
        for model in apps.get_models() if model.__module__.startswith(OURS)
        for column in model._meta.concrete_fields
        if isinstance(column, TEXTS) and not column.choices
    ]  # fmt: skip


def classified():
    """What each text column holds, as the file says."""
    with FIELDS.open(newline="") as file:
        return {(one["table"], one["field"]): one["kind"] for one in csv.DictReader(file)}


def plant(world: Everything) -> list[tuple[str, str, str]]:
    """Put a word into each column that is about somebody. Gives the table, column and kind of each word, by number."""
    planted = [(*where, kind) for where, kind in classified().items() if kind in PLANTED_IN]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows that nobody changes are changed here
        for number, (label, name, _) in enumerate(planted):
            model = apps.get_model(label)
            if isinstance(model._meta.get_field(name), SealedText):
                seal(model, name, f"zq{number:04}x")
                continue
            table, column, key = model._meta.db_table, model._meta.get_field(name).column, model._meta.pk.column
            cursor.execute(f"""UPDATE {table} SET "{column}" = 'zq{number:04}x' || {key}""")  # noqa: S608 - of a test
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET ROLE mappa_app")
    world.meeting.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for version in MinutesVersion.objects.filter(meeting=world.meeting):
            version.content = content_of(world.meeting)
            version.save()
        cursor.execute("SET ROLE mappa_app")
    for thing in (world.person, world.referral, world.action, world.request):
        thing.refresh_from_db()
    return planted


def seal(model: type[models.Model], name: str, word: str) -> None:
    """Put a word into a field that the database holds sealed."""
    for row in model._base_manager.all():
        setattr(row, name, word)
        row.save()


def words_in(content: bytes) -> set[int]:
    """The numbers of the words in an answer; a document is read part by part, and a PDF as its fonts spell it."""
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            content = " ".join(shown_on(page) for page in opened.pages).encode()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return {int(number) for number in WORD.findall(content)}


@dataclass
class Readings:
    """Where each word was read: by number, role, way to stand to the person and route."""

    planted: list[tuple[str, str, str]]
    bodies: int = 0
    read: set[tuple[int, str, str, str]] = field(default_factory=set)
    recorded: set[tuple[int, str]] = field(default_factory=set)

    def note(self, relationship: str, route: str, role: str, answer: object) -> None:
        """Keep what an answer showed, and what it left in the log."""
        self.bodies += 1
        told = words_in(answer.content) | words_in(" ".join(answer.headers.values()).encode())
        self.read |= {(number, role, relationship, route) for number in told}
        rows = AuditEvent.objects.order_by("-pk").values_list("subject", "details", "operation")[:3]
        self.recorded |= {(number, route) for number in words_in(str(list(rows)).encode())}

    def leaks(self) -> list[tuple[str, ...]]:
        """The words that somebody read who may not, and those that the audit log holds."""
        found = {
            (".".join(self.planted[number][:2]), *where)
            for number, *where in self.read if not may_read(self.planted[number], *where)
        }  # fmt: skip
        kept = {(".".join(self.planted[number][:2]), "in the audit log", route) for number, route in self.recorded}
        return sorted(found | kept)


BROWSING = {
    "coordinator", "administrator", "chair", "police_offender_manager", "probation_practitioner", "probation_manager",
    "prison_lead", "yot_manager", "health_lead", "victim_liaison", "ap_manager", "ct_officer",
}  # fmt: skip
"""Who reads records of people."""
VICTIM_READERS = {
    "coordinator", "chair", "police_offender_manager", "probation_practitioner", "probation_manager", "yot_manager",
    "victim_liaison", "ct_officer",
}  # fmt: skip
LIST_SETTERS = {"coordinator", "police_offender_manager", "probation_practitioner", "probation_manager", "ct_officer"}
REVIEWERS = {"coordinator", "board_chair", "governance_lead"}
SENT = {"sharing", "meetings", "plans", "ledger"}
"""The apps whose rows are sent to an agency: what stands in them about its own part is its to read."""
MINUTES = {"minutes-file", "inbox-minutes"}
"""What was issued to an agency is its own, but for what is walled."""
STAYS = {
    "minutes-file", "inbox-minutes", "inbox-request", "minutes-request-new", "action-detail", "further-use",
    "further-use-new", "shared-page", "subject-access", "subject-access-part", "transfer-detail",
}  # fmt: skip
"""What was sent to an agency and stays its own after it has left the record: rule 4."""
KNOWN = {"on record", "walled and cleared", "restricted and named", "emergency"}
"""The ways to stand to a person in which the record is open."""


def may_read(word: tuple[str, str, str], role: str, relationship: str, route: str) -> bool:
    """Whether a role may read a kind of words of somebody to whom it stands so. Written by hand, from the guidance."""
    table, _, kind = word
    if kind == EMERGENCY:  # it stands on the case, for everybody who works on it
        return role in REVIEWERS or (role in BROWSING and relationship in KNOWN)
    if kind in {LISTS, MESSAGE}:
        return role in LIST_SETTERS and relationship in KNOWN
    if kind == VICTIMS:
        return role in VICTIM_READERS and relationship in KNOWN
    if role == "agency_contact":
        return route in MINUTES or table in {"people.Person", "people.Alias"} or table.partition(".")[0] in SENT
    if role == "governance_lead":
        tested = route == "retrieval" and relationship in KNOWN and table in {"cases.LevelRow", "governance.Retrieval"}
        reviewed = route == "governance" and table == "people.RecordStep"
        return tested or reviewed or table in {
            "sharing.Share", "sharing.FurtherUse", "ledger.SubjectAccess", "ledger.SubjectAccessPart",
        }  # fmt: skip
    return role in BROWSING and (relationship in KNOWN or (relationship == "ended" and route in STAYS))
