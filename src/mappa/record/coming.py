"""What the facts and the entries of a record say is to come: ends, reviews, and what was promised by a day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Happening
from mappa.kernel import clock
from mappa.offending.models import BreachAction, Disposal, Movement, Order
from mappa.offending.movements import MovementKind, OrderKind
from mappa.people.models import Person
from mappa.record.contents import content_of
from mappa.record.contributions import IN_CHRONOLOGY
from mappa.record.models import Attachment
from mappa.record.presenters.entries import title_of
from mappa.record.selectors import attachments_visible_to, standing
from mappa.record.types import TYPES

ORDERS = dict(OrderKind.choices)
NOTHING = Value("", output_field=TextField())
ENDS = tuple(each.key for each in TYPES.values() if each.ends)
COMES_UP = {each.key: fields for each in TYPES.values() if (fields := [f for f in each.fields if f.comes_up])}
"""The types with a field for a day on which something comes up, and those fields."""


def of_the_facts(person: Person, actor: User, on: date) -> Iterator[Happening]:
    """The last days of orders and licences, and what follows failures to notify, for those who may read facts."""
    if not may(actor, Permission.DETERMINATION_VIEW):
        return
    orders = Order.objects.filter(person=person, until__gte=on, ended_on=None)
    # a last day recorded as a movement stands among what happens, and replaces that of the sentence
    elsewhere = Movement.objects.filter(person=person, kind=MovementKind.LICENCE_END)
    sentences = Disposal.objects.filter(~Exists(elsewhere), conviction__person=person, licence_end__gte=on)
    open_actions = BreachAction.objects.filter(breach__person=person, done_on=None)
    rows = _rows("order", orders, "until", "kind").union(
        _rows("licence", sentences, "licence_end"),
        _rows("follow-up", open_actions, "due", "what", "who", "breach__what"),
        all=True,
    )
    for day, source, what, who, about in sorted(set(rows)):
        if source == "order":
            yield Happening(at=day, title=f"Last day: {ORDERS.get(what, what)}", kind="offending")
        elif source == "licence":
            yield Happening(at=day, title="Last day of the licence", kind="offending")
        else:
            yield Happening(
                at=day, title=f"Late: {what}" if day < on else what, by=who, text=about, kind="notification",
                href=f"/people/{person.reference}/facts/",
            )  # fmt: skip


def _rows(source: str, rows: QuerySet[Any], day: str, *texts: str) -> QuerySet[Any, Any]:
    """One table as a day and four texts, ready to be joined to the others."""
    words = [Cast(F(name), TextField()) for name in texts] + [NOTHING] * (3 - len(texts))
    return (
        rows.order_by()
        .annotate(
            the_day=Cast(day, DateField()), the_source=Value(source, output_field=TextField()),
            the_first=words[0], the_second=words[1], the_third=words[2],
        )
        .values_list("the_day", "the_source", "the_first", "the_second", "the_third")
    )  # fmt: skip


def of_the_record(person: Person, actor: User, on: date) -> Iterator[Happening]:
    """Entries that lie ahead, the last days of others, and the days by which they say that somebody does something."""
    stands = Q(until=None) | Q(until__gte=on)
    has_a_day = Q(kind__in=ENDS, until__gte=on) | Q(kind__in=COMES_UP) | Q(kind__in=IN_CHRONOLOGY, since__gt=on)
    rows = standing(attachments_visible_to(actor, person, at=clock.now())).filter(stands, has_a_day, nothing="")
    for entry in rows:
        declared = TYPES[entry.kind]
        what = f"{declared.label}: {title_of(declared, entry, {})}"
        for words, day in _days(entry, on):
            yield Happening(
                at=day, title=f"{words}{what}", kind=declared.group.slug, agency=entry.source.name,
                href=f"/people/{person.reference}/record/{entry.kind}/{entry.pk}/",
            )  # fmt: skip


def _days(entry: Attachment, on: date) -> Iterator[tuple[str, date]]:
    if entry.since > on and entry.kind in IN_CHRONOLOGY:
        yield "", entry.since
    if entry.until and entry.kind in ENDS:
        yield "Last day: ", entry.until
    content = content_of(entry)
    over = TYPES[entry.kind].ahead and entry.since < on
    for field in COMES_UP.get(entry.kind, ()):
        said = content.get(field.name)
        if said and not over:
            day = date.fromisoformat(said)
            yield f"{'Late: ' if day < on else ''}{field.comes_up}: ", day
