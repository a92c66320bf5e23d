"""One door to the attachments of a record: whoever may know of the person, less the compartments closed to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, DateField, Exists, F, Max, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast

from mappa.accounts.compartments import Compartment, clearances_held, open_compartments, opens
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import edition_on
from mappa.cases.marking import marking_of_records
from mappa.determinations import policy
from mappa.people.models import Person
from mappa.people.selectors import one_person
from mappa.record.contents import content_of
from mappa.record.declaration import AttachmentType, Kind
from mappa.record.models import Attachment, Nothing, StoredFile
from mappa.record.types import TYPES
from mappa.uploads.model import Kind as FileKind

MARKINGS, CLEARED = "record/markings", "record/cleared_markings"


def attachments_visible_to(actor: User, person: Person, *, at: datetime) -> QuerySet[Attachment]:
    """Every row about somebody whom the actor has been allowed to know of, those replaced included, newest first."""
    rows = attachments_open_to(actor, at=at).filter(one_person(person))
    return rows.select_related("source").order_by("-since", "-pk")


def attachments_open_to(actor: User, *, at: datetime) -> QuerySet[Attachment]:
    """Every row that neither a compartment nor its marking keeps from the actor; who it may be about comes besides."""
    if not may(actor, Permission.RECORD_VIEW):
        return Attachment.objects.none()
    rows = Attachment.objects.filter(open_compartments(actor, at=at))
    return rows.exclude(~_cleared(actor, at), marking__in=markings_for_the_cleared())


def markings_for_the_cleared() -> tuple[str, ...]:
    """The markings whose entries only somebody with a current clearance reads, today (NOMINAL-18)."""
    return policy.parameter(CLEARED, policy.LAW).items


def _cleared(actor: User, at: datetime) -> Exists:
    return Exists(clearances_held(actor, at).filter(kind=Compartment.MARKED_HIGHER))


def kept_by_marking(actor: User, person: Person, *, at: datetime) -> QuerySet[Attachment]:
    """The entries that would be visible to the actor, had they the clearance that the marking asks for."""
    if not may(actor, Permission.RECORD_VIEW):
        return Attachment.objects.none()
    rows = Attachment.objects.filter(open_compartments(actor, at=at), one_person(person), corrected_by_row=None)
    return rows.filter(~_cleared(actor, at), marking__in=markings_for_the_cleared())


def standing(rows: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """Those that nobody has replaced or withdrawn since."""
    return rows.filter(corrected_by_row=None).exclude(nothing=Nothing.WITHDRAWN)


def opened_to(actor: User, *, at: datetime) -> set[str]:
    """The compartments that are open to the actor, besides none at all."""
    apart = [each for each in Compartment if each not in {Compartment.CATEGORY_4, Compartment.MARKED_HIGHER}]
    return {each.value for each in apart if opens(actor, each, at=at)}


def types_shown_to(actor: User, *, at: datetime) -> list[AttachmentType]:
    """The types that the actor may read, in order. A type behind a wall is absent, never empty."""
    open_now = opened_to(actor, at=at)
    return [
        each for each in TYPES.values()
        if (each.compartment is None or each.compartment.value in open_now)
        and may(actor, each.table.permission if each.table else Permission.RECORD_VIEW)
    ]  # fmt: skip


@dataclass(frozen=True)
class Held:
    """How much a record holds of one type: how many entries, the newest day, and the latest word on nothing."""

    count: int = 0
    latest: date | None = None
    nothing: str = ""


def holdings(actor: User, person: Person, shown: Iterable[AttachmentType], *, at: datetime) -> dict[str, Held]:
    """How much the record holds of each type that is shown, by key. Two queries, however much there is."""
    shown = list(shown)
    found = _held_in_tables(actor, person, shown)
    rows = standing(attachments_visible_to(actor, person, at=at)).order_by()
    counted = rows.values("kind", "nothing").annotate(n=Count("pk"), latest=Max("since"))
    for each in counted.order_by("latest"):
        before = found.get(each["kind"], Held())
        if each["nothing"]:
            found[each["kind"]] = Held(before.count, before.latest, each["nothing"])
        else:
            found[each["kind"]] = Held(each["n"], each["latest"], before.nothing)
    return {each.key: found.get(each.key, Held()) for each in shown}


def _held_in_tables(actor: User, person: Person, shown: list[AttachmentType]) -> dict[str, Held]:
    counted = []
    for each in shown:
        if each.table is None:
            continue
        day = F(each.table.day) if each.table.day else Value(None)
        rows = each.table.rows(person, actor).order_by().select_related(None)
        counted.append(
            rows.values(the_key=Value(each.key, output_field=CharField()))
            .annotate(n=Count("pk"), latest=Max(Cast(day, DateField())))
            .values_list("the_key", "n", "latest")
        )
    if not counted:
        return {}
    return {key: Held(n, latest) for key, n, latest in counted[0].union(*counted[1:], all=True)}


def history_of(entry: Attachment, rows: QuerySet[Attachment]) -> list[Attachment]:
    """The rows of one chain of corrections, the newest first. `rows` are those that the reader may see."""
    origin = entry.origin_id or entry.pk
    chain = rows.filter(pk=origin) | rows.filter(origin=origin)
    return list(chain.select_related("source").order_by("-pk"))


def agency_names(declared: AttachmentType, entries: Iterable[Attachment]) -> dict[str, str]:
    """The names of the agencies to which some entries refer, by code. Asks nothing where the type refers to none."""
    asked = [field.name for field in declared.fields if field.kind is Kind.AGENCY]
    codes = {content_of(entry).get(name, "") for entry in entries for name in asked}
    if not codes:
        return {}
    return dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))


def withdrawn(rows: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """The last rows of entries that somebody took off the record."""
    return rows.filter(corrected_by_row=None, nothing=Nothing.WITHDRAWN)


@dataclass(frozen=True)
class FileFacts:
    """What is said of a file without opening it: its kind, and its size in bytes."""

    kind: FileKind
    size: int


def file_of(entry: Attachment) -> FileFacts | None:
    """The file that an entry carries; None where it carries none."""
    if entry.file_id is None:
        return None
    kind, size = StoredFile.objects.values_list("kind", "size").get(pk=entry.file_id)
    return FileFacts(FileKind(kind), size)


def markings(actor: User, on: date) -> tuple[str, list[str]]:
    """The protective marking of the record in the edition that the reader's area works to, and all that there are."""
    edition = edition_on(actor.area, on)
    every = policy.parameter(MARKINGS, edition).value
    return marking_of_records(edition), [str(each) for each in every]  # type: ignore[union-attr]
