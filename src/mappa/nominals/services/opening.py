"""Opening a record: first everybody on record is compared, and whoever is near is decided about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.reading import wider
from mappa.matching.likeness import Description
from mappa.matching.selectors import Candidate, candidates
from mappa.nominals.models import PairDecision, PairQuestion
from mappa.nominals.selectors import facts_of, in_order, questions_visible_to
from mappa.people.models import InvolvementKind, Person
from mappa.people.selectors import people_visible_to
from mappa.people.services import NominalFacts, create_nominal, involve

SAME, DIFFERENT = "same", "different"
TOO_MANY = 10
"""Near records shown for one; with more the facts are too thin to compare by."""


@dataclass(frozen=True)
class Near:
    """Who is near somebody to be opened: those whom the asker may know, and the others, who are never told of."""

    known: list[Candidate]
    others: list[Candidate]


def near_to(facts: NominalFacts, *, actor: User, at: datetime) -> Near:
    """Everybody on record who is or may be the person, likeliest first."""
    described = Description(given_names=facts.given_names, family_name=facts.family_name, born=facts.date_of_birth)
    with wider("one-person"):
        found = candidates(described, {})
    known = set(people_visible_to(actor, day_of(at), at=at).filter(pk__in=[each.person.pk for each in found]))
    return Near([each for each in found if each.person in known], [each for each in found if each.person not in known])


@transaction.atomic
def open_record(
    *, facts: NominalFacts, since: date, decided: Mapping[str, str], why: str, actor: User, at: datetime
) -> tuple[Person, bool]:
    """Open a record, once every near one that the actor may know of is decided about. Gives it, and whether it is new.

    Somebody near whom the actor may not know of holds nothing up, so nothing is told: whoever may know of that record
    is asked instead.

    Args:
        since: the first day of management.
        decided: ``same`` or ``different`` by reference. ``same`` gives that record, and nothing is opened.
        why: what was compared; needed when somebody was near.

    Raises:
        Refused: the actor may not edit records.
        Incomplete: a name is missing; or somebody near is not decided about, by field ``near-REFERENCE``.
    """
    require(may(actor, Permission.PERSON_EDIT))
    if problems := facts.problems(day_of(at)):
        raise Incomplete("Some facts are missing or wrong, so nothing was opened.", problems)
    _one_at_a_time(actor)
    near = near_to(facts, actor=actor, at=at)
    for each in near.known:
        if decided.get(each.person.reference) == SAME:
            _remember_found(each, actor, at)
            return each.person, False
    problems = {
        f"near-{each.person.reference}": f"Say whether {each.person.reference} is the same person"
        for each in near.known[:TOO_MANY]
        if decided.get(each.person.reference) != DIFFERENT
    }
    if near.known and not why.strip():
        problems["why"] = "Say what you compared"
    if problems:
        raise Incomplete("Somebody near is on record already. Decide about each first; nothing was opened.", problems)
    person = _opened(facts, since, actor, at)
    for each in near.known[:TOO_MANY]:
        remember_apart(person, each.person, why=why, by=actor.username, at=at)
    for each in near.others:
        _ask_others(person, each, actor, at)
    return person, True


def _one_at_a_time(actor: User) -> None:
    """Two who open records in one area wait for each other, so that the second finds what the first opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nominals.open'), %s::int)", [actor.area_id])


def _opened(facts: NominalFacts, since: date, actor: User, at: datetime) -> Person:
    with wider("one-person"):  # nothing opens a new record to anybody until an area manages it
        person = create_nominal(facts=facts, area=actor.area, on=since, actor=actor, at=at, source="Opened by hand")
        if SCOPES[Role(actor.role)] is Scope.AGENCY:
            involve(
                person=person, agency=actor.agency, kind=InvolvementKind.RECORD_MANAGER, since=since, actor=actor,
                at=at, reason="Opened the record",
            )  # fmt: skip
    return person


def _remember_found(each: Candidate, actor: User, at: datetime) -> None:
    record(what=What.CONSULTATION, operation="nominals:record:found", actor=actor, subject=each.person.reference, at=at)


def remember_apart(first: Person, second: Person, *, why: str, by: str, at: datetime) -> PairDecision:
    """Keep that two records are not of one person, said by somebody who compared one of them before it was a record."""
    one, other = in_order(first, second)
    return PairDecision.objects.create(
        one=one, other=other, same=False, why=why.strip(), facts=facts_of(one, other), at=at, by=by
    )


def _ask_others(person: Person, each: Candidate, actor: User, at: datetime) -> None:
    with wider("one-person"):
        question = PairQuestion.objects.create(
            candidate=each.person, opened=person, why=each.why[:300], score=each.score, raised_at=at,
            told={
                "reference": person.reference, "area": actor.area.name, "family_name": person.family_name,
                "given_names": person.given_names,
                "born": person.date_of_birth.isoformat() if person.date_of_birth else None,
            },
        )  # fmt: skip
    record(
        what=What.COMBINATION, operation="nominals:question:raise", actor=actor, subject_type="question",
        subject=str(question.pk), at=at,
    )  # fmt: skip


@transaction.atomic
def answer_question(*, question: PairQuestion, same: bool, why: str, actor: User, at: datetime) -> PairQuestion:
    """Answer whether a record that somebody opened is of a person whom the actor may know of, and they did not.

    Raises:
        PairQuestion.DoesNotExist: the actor may not know of that person.
        Refused: the actor may not decide matches.
        Incomplete: no reason.
        NotPossible: it is answered already.
    """
    require(may(actor, Permission.MATCH_DECIDE))
    held = questions_visible_to(actor, day_of(at)).get(pk=question.pk)
    if not why.strip():
        raise Incomplete("A reason is missing, so nothing was decided.", {"why": "Say what you compared"})
    answered = PairQuestion.objects.filter(pk=held.pk, decided_at__isnull=True).update(
        same=same, said_why=why.strip(), decided_at=at, decided_by=actor.username
    )
    if not answered:
        raise NotPossible("Somebody has answered this already. Nothing of yours was saved. Open the list again.")
    record(
        what=What.COMBINATION, operation="nominals:question:answer", actor=actor,
        subject=held.candidate.reference, at=at, question=held.pk, same=same,
    )  # fmt: skip
    held.refresh_from_db()
    return held
