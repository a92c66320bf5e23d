"""Searching, which is on the record, and doubtful matches, which a person decides."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.audit.models import What
from mappa.audit.services import correlation, record, record_shown
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.matching.models import Difference, DoubtfulMatch, Settled
from mappa.matching.selectors import (
    NOT_NARROWED,
    Candidate,
    Found,
    Narrowed,
    differences_visible_to,
    matches_visible_to,
    search,
)
from mappa.matching.typed import read


@transaction.atomic
def search_people(
    *, text: str, actor: User, at: datetime, born: date | None = None, limit: int = 25,
    narrowed: Narrowed = NOT_NARROWED, purpose: str = "",
) -> list[Found]:  # fmt: skip
    """Search among those whom the actor may know; the search and everybody shown get an entry in the log.

    Args:
        purpose: why they search, as the log keeps it.

    Raises:
        Refused: the actor's role may not search.
        Incomplete: neither a birth date nor a text with more than one letter of a name.

    Covers: INFO-05.
    """
    require(may(actor, Permission.PERSON_SEARCH))
    if not text.strip() and born is None:
        raise Incomplete("There is nothing to search for.", {"text": "Enter a name, a number or a birth date."})
    if not read(text, born).says_enough:
        raise Incomplete(
            "There is too little to search for.",
            {"text": "Enter two letters of a name or more, a number, or a birth date. One letter fits too many."},
        )
    found = search(actor, text, on=clock.day_of(at), born=born, limit=limit, narrowed=narrowed)
    record(
        what=What.CONSULTATION, operation="matching:search", actor=actor, subject_type="search",
        subject=correlation.get()[:24], at=at, purpose=purpose, found=[hit.reference for hit in found],
        narrowed=narrowed.by,
    )  # fmt: skip
    record_shown(
        operation="matching:person:search",
        actor=actor,
        subjects=[hit.reference for hit in found],
        at=at,
        purpose=purpose,
        by="text and birth date" if text.strip() and born else "birth date" if born else "text",
    )
    return found


@transaction.atomic
def raise_match(
    *, area: Area, source: str, facts: dict[str, Any], candidate: Candidate, actor: User, at: datetime
) -> DoubtfulMatch:
    """Hold facts that may be about somebody on record, whole, until a person decides.

    Args:
        source: file and row that the facts came from.
        facts: the rows as they came.
        candidate: who it may be. The actor is not told: the event names the file, and the match waits for somebody
            who may know the candidate.
    """
    match = DoubtfulMatch.objects.create(
        area=area,
        source=source[:200],
        facts=facts,
        candidate=candidate.person,
        score=candidate.score,
        why=candidate.why[:300],
        raised_at=at,
    )
    record(
        what=What.COMBINATION,
        operation="matching:match:raise",
        actor=actor,
        subject_type="match",
        subject=str(match.pk),
        at=at,
        source=source,
    )
    return match


@transaction.atomic
def decide_match(*, match: int, same_person: bool, actor: User, at: datetime) -> DoubtfulMatch:
    """Decide whether the facts are about the candidate. What then happens to the facts is the importer's business.

    Deciding "same" decides every other match of the same facts as "different".

    Raises:
        DoubtfulMatch.DoesNotExist: no such match, or the actor may not know the candidate.
        Refused: the actor's role may not decide matches.
        NotPossible: it was decided already.
    """
    require(may(actor, Permission.MATCH_DECIDE))
    row = matches_visible_to(actor, clock.day_of(at)).get(pk=match)
    siblings = DoubtfulMatch.objects.filter(area=row.area, source=row.source)
    list(siblings.select_for_update().values_list("pk", flat=True))
    said = {"decided_at": at, "decided_by": actor.username}
    if not siblings.filter(pk=row.pk, decided_at__isnull=True).update(same_person=same_person, **said):
        raise NotPossible("Somebody has decided this already. There is nothing more to do.")
    if same_person:
        siblings.filter(decided_at__isnull=True).update(same_person=False, **said)
    record(
        what=What.COMBINATION,
        operation="matching:match:decide",
        actor=actor,
        subject=row.candidate.reference,
        at=at,
        match=row.pk,
        same_person=same_person,
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def settle_difference(*, difference: Difference, settled: str, reason: str, actor: User, at: datetime) -> Difference:
    """Say whether our record stands or theirs is right, and why. The record itself is put right where such facts are.

    Raises:
        Difference.DoesNotExist: none, or the actor may not know of the person.
        Refused: the actor may not settle differences.
        Incomplete: no answer or no reason.
        NotPossible: it is settled already, or the registers agree since.
    """
    require(may(actor, Permission.DIFFERENCE_SETTLE))
    held = differences_visible_to(actor, clock.day_of(at)).get(pk=difference.pk)
    wrong = {}
    if settled not in Settled.values:
        wrong["settled"] = "Say which is right"
    if not reason.strip():
        wrong["reason"] = "Say how you know"
    if wrong:
        raise Incomplete("Nothing was recorded.", wrong)
    said = {"settled": settled, "reason": reason.strip(), "decided_at": at, "decided_by": actor.username}
    if not Difference.objects.filter(pk=held.pk, decided_at=None, agreed_at=None).update(**said):
        raise NotPossible("This is settled already, or both registers agree since. Nothing of yours was saved.")
    record(
        what=What.ALTERATION, operation="matching:difference:settle", actor=actor, subject=held.person.reference, at=at,
        difference=held.pk, settled=settled,
    )  # fmt: skip
    held.refresh_from_db()
    return held
