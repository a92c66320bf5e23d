"""What the record adds to the timeline of a person: entries of the types that belong there, visits and reviews."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.cases.contributions import Happening
from mappa.duties.kinds import FACTS
from mappa.duties.models import CaseFact
from mappa.kernel import clock
from mappa.people.models import Person
from mappa.record.presenters.entries import title_of
from mappa.record.selectors import attachments_visible_to, standing
from mappa.record.types import TYPES

IN_CHRONOLOGY = tuple(each.key for each in TYPES.values() if each.chronology)


@dataclass(frozen=True, kw_only=True)
class Entered(Happening):
    """An entry of the record by its type alone. `in_full` gives it its words."""

    row: int


def entries_of_the_record(person: Person, actor: User, _on: date) -> Iterator[Happening]:
    """The entries that stand, of the types that belong among what happened, for those who may read them.

    Without their words: a record holds thousands, a page shows some, and each has to be opened by its key.
    """
    rows = standing(attachments_visible_to(actor, person, at=clock.now())).filter(kind__in=IN_CHRONOLOGY, nothing="")
    names = dict(Agency.objects.values_list("pk", "name"))  # lighter than a join, where there are thousands of rows
    lean = rows.select_related(None).values_list("pk", "kind", "since", "recorded_by", "source_id")
    for row, kind, since, by, source in lean:
        declared = TYPES[kind]
        yield Entered(
            at=since, title=declared.label, by=by, href=f"/people/{person.reference}/record/{kind}/{row}/",
            kind=declared.group.slug, agency=names[source], row=row,
        )  # fmt: skip


def in_full(shown: Iterable[Happening], person: Person, actor: User) -> list[Happening]:
    """The same entries, in their order, those of the record with their words: one question for all of them."""
    told = list(shown)
    asked = [each.row for each in told if isinstance(each, Entered)]
    rows = attachments_visible_to(actor, person, at=clock.now()).select_related(None)
    titles = {entry.pk: title_of(TYPES[entry.kind], entry, {}) for entry in rows.filter(pk__in=asked)} if asked else {}
    return [
        replace(each, title=f"{each.title}: {titles[each.row]}")
        if isinstance(each, Entered) and each.row in titles else each
        for each in told
    ]  # fmt: skip


def visits_and_reviews(person: Person, actor: User, _on: date) -> Iterator[Happening]:
    """Home visits, level 1 reviews and notices, for those who may see duties (NOMINAL-15)."""
    if may(actor, Permission.DUTY_VIEW):
        for fact in CaseFact.objects.filter(case__person=person):
            known = FACTS.get(fact.kind)
            title = known.label if known else fact.kind.replace("_", " ").capitalize()
            yield Happening(
                at=fact.on, title=title, by=fact.by, text=fact.note, href=f"/people/{person.reference}/duties/",
                kind="management",
            )  # fmt: skip
