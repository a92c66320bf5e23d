"""What the record adds to the timeline of a person: entries of the types that belong there, visits and reviews."""

from collections.abc import Iterator
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


def entries_of_the_record(person: Person, actor: User, _on: date) -> Iterator[Happening]:
    """The entries that stand, of the types that belong among what happened, for those who may read them."""
    rows = standing(attachments_visible_to(actor, person, at=clock.now())).filter(kind__in=IN_CHRONOLOGY, nothing="")
    names = dict(Agency.objects.values_list("pk", "name"))  # lighter than a join, where there are thousands of rows
    for entry in rows.select_related(None):
        declared = TYPES[entry.kind]
        yield Happening(
            at=entry.since, title=f"{declared.label}: {title_of(declared, entry, {})}", by=entry.recorded_by,
            href=f"/people/{person.reference}/record/{entry.kind}/{entry.pk}/", kind=declared.group.slug,
            agency=names[entry.source_id],
        )  # fmt: skip


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
