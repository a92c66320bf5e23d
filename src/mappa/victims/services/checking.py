"""Checks of proposed addresses, and word of events that may lead to release: asked, answered, read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.kernel import clock
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete, NotPossible, require
from mappa.people.models import MANAGES, Person
from mappa.people.selectors import hold_person, involved_on
from mappa.people.telling import note, stamp
from mappa.victims.models import AddressCheck, ReleaseEvent, ReleaseNews, ReleaseNewsReader


@transaction.atomic
def ask_for_check(*, person: Person, address: str, postcode: str, actor: User, at: datetime) -> AddressCheck:
    """Ask that a proposed address be looked at beside the places of victims, whether or not there are any.

    The same address that still waits is asked for once.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor's role does not propose addresses.
        Incomplete: no address is given.
    Covers: VICTIM-12.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.PERSON_EDIT))
    if not address.strip():
        raise Incomplete(NOTHING_SAVED, {"address": "Enter the proposed address"})
    for waiting in AddressCheck.objects.filter(person=known, answered_at=None):
        if (waiting.address, waiting.postcode) == (address.strip(), postcode.strip()):
            same: AddressCheck = waiting
            return same
    row: AddressCheck = AddressCheck.objects.create(
        person=known, address=address.strip(), postcode=postcode.strip(), **stamp(actor, at)
    )
    note(known, "victims:address-check:ask", actor=actor, at=at, check=row.pk)
    return row


@transaction.atomic
def answer_check(*, person: Person, check: int, finding: str, actor: User, at: datetime) -> AddressCheck:
    """Say that the check was made, and what was found, for those to whom the compartment is open.

    Raises:
        Person.DoesNotExist, AddressCheck.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not record about victims.
        NotPossible: it is answered, or the actor asked for it: somebody else has to look.
        Incomplete: what was found is missing.
    Covers: VICTIM-12.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.VICTIMS_RECORD))
    found: AddressCheck = AddressCheck.objects.select_for_update(of=("self",)).get(person=known, pk=check)
    if found.answered_at is not None:
        raise NotPossible("Somebody has made this check already. Nothing was changed. Open the list to see it.")
    if found.recorded_by == actor.username:
        raise NotPossible("You asked for this check, so somebody else makes it. Ask the victim liaison officer.")
    if not finding.strip():
        raise Incomplete(NOTHING_SAVED, {"finding": "Say what the check found, also when it found nothing"})
    found.answered_at, found.answered_by, found.finding = at, actor.username, finding.strip()
    found.save()
    note(known, "victims:address-check:answer", actor=actor, at=at, check=found.pk)
    return found


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard.

    Args:
        what: a value of `ReleaseEvent`.
        on: the day of the event, past or to come; None if it is not known.
        said: more, in words that say nothing of a victim: the offender manager reads them.
        source: from whom; only for those to whom the compartment is open.
    """

    what: str
    on: date | None
    said: str = ""
    source: str = ""


@transaction.atomic
def pass_on(*, person: Person, heard: Heard, actor: User, at: datetime) -> ReleaseNews:
    """Pass word of an event that may lead to release on to every agency that manages the person today.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor does not keep victims' details.
        Incomplete: it is not said what was heard.
        NotPossible: nobody manages the person, so nobody would be told.
    Covers: VICTIM-14.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.VICTIMS_EDIT))
    if heard.what not in ReleaseEvent.values:
        raise Incomplete(NOTHING_SAVED, {"what": "Say what was heard"})
    if heard.what == ReleaseEvent.OTHER and not heard.said.strip():
        raise Incomplete(NOTHING_SAVED, {"said": "Say what it is, without a word about a victim"})
    agencies = _managing(known, clock.day_of(at))
    if not agencies:
        raise NotPossible(
            "No agency is recorded as managing this person, so nobody would be told. Nothing was saved. Telephone the"
            " MAPPA co-ordinator."
        )
    row: ReleaseNews = ReleaseNews.objects.create(
        person=known, what=heard.what, on=heard.on, said=heard.said.strip(), source=heard.source.strip(),
        **stamp(actor, at),
    )  # fmt: skip
    ReleaseNewsReader.objects.bulk_create(ReleaseNewsReader(news=row, agency=agency) for agency in agencies)
    note(known, "victims:release-news:pass-on", actor=actor, at=at, news=row.pk)
    return row


def _managing(person: Person, on: date) -> list[Agency]:
    rows = person.involvements.filter(involved_on(on), kind__in=MANAGES)
    return sorted({row.agency for row in rows.select_related("agency")}, key=lambda agency: agency.pk)


@transaction.atomic
def read_news(*, person: Person, news: int, actor: User, at: datetime) -> ReleaseNewsReader:
    """Say for the actor's agency that it has read it. Said again, nothing changes.

    Raises:
        Person.DoesNotExist, ReleaseNewsReader.DoesNotExist: not there, or not addressed to the actor's agency.
        Refused: the actor's role records no facts about the person.
    Covers: VICTIM-14.
    """
    known = hold_person(actor, person, at)
    require(may(actor, Permission.FACT_RECORD))
    rows = ReleaseNewsReader.objects.select_for_update(of=("self",))
    found = rows.get(news__person=known, news=news, agency=actor.agency_id)
    if found.read_at is None:
        found.read_at, found.read_by = at, actor.username
        found.save(update_fields=["read_at", "read_by"])
        note(known, "victims:release-news:read", actor=actor, at=at, news=news)
    return found
