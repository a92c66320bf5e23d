"""Opening a review of a case, answering what its victims were told, and closing it, which needs that answer."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.casereviews.models import CaseReview, ReviewKind
from mappa.casereviews.selectors import contact_log, reviews_of
from mappa.cases.models import Case
from mappa.kernel import clock
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete, NotPossible, require
from mappa.people.models import Person
from mappa.people.selectors import hold_person
from mappa.people.telling import note, stamp


@transaction.atomic
def open_review(*, case: Case, kind: str, on: date, terms: str, actor: User, at: datetime) -> CaseReview:
    """Open a review of a case. Whatever its terms say, it has to answer what victims were told.

    The same review sent twice is opened once.

    Args:
        kind: a value of `ReviewKind`.
        on: the day on which it was decided to hold it; not later than today.
        terms: why it is held, and what else it has to answer.

    Raises:
        Person.DoesNotExist: not there, or the actor may not know of them.
        Refused: the actor does not keep reviews of cases.
        Incomplete: with what to put right, by field.
    Covers: VICTIM-13.
    """
    known = hold_person(actor, case.person, at)
    require(may(actor, Permission.CASE_REVIEW_KEEP))
    wrong = {}
    if kind not in ReviewKind.values:
        wrong["kind"] = "Choose the kind of review"
    if on > clock.day_of(at):
        wrong["on"] = "The day must be today or in the past"
    if not terms.strip():
        wrong["terms"] = "Say why the review is held, and what it has to answer"
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    for same in reviews_of(known).filter(case=case, kind=kind, on=on, closed_at=None):
        if same.terms == terms.strip():
            return same
    row: CaseReview = CaseReview.objects.create(
        person=known, case=case, kind=kind, on=on, terms=terms.strip(), **stamp(actor, at)
    )
    note(known, "casereviews:review:open", actor=actor, at=at, review=row.pk, kind=kind)
    return row


@transaction.atomic
def answer_about_victims(*, person: Person, review: int, told: str, actor: User, at: datetime) -> CaseReview:
    """Say what victims were told, by whom and when. What the log of contact says at that moment is kept beside it.

    Raises:
        Person.DoesNotExist, CaseReview.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not record about victims.
        NotPossible: the review is closed, or was answered meanwhile.
        Incomplete: the answer is missing.
    Covers: VICTIM-13.
    """
    row = _open(person, review, actor, at)
    require(may(actor, Permission.VICTIMS_RECORD))
    if row.victims_at is not None:
        raise NotPossible(
            f"{row.told_by} has answered this already. Nothing was changed. Open the review to read the answer."
        )
    if not told.strip():
        raise Incomplete(
            NOTHING_SAVED, {"told": "Say what victims were told, by whom and when; or that nobody was told, and why"}
        )
    row.victims_told, row.victims_log = told.strip(), [each.kept() for each in contact_log(actor, row.person)]
    row.victims_at, row.victims_by = at, actor.username
    row.save()
    note(row.person, "casereviews:review:answer-victims", actor=actor, at=at, review=row.pk)
    return row


@transaction.atomic
def close_review(*, person: Person, review: int, found: str, actor: User, at: datetime) -> CaseReview:
    """Close a review with what was found.

    Raises:
        Person.DoesNotExist, CaseReview.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor does not keep reviews of cases.
        NotPossible: nobody has answered what victims were told, or it is closed.
        Incomplete: what was found is missing.
    Covers: VICTIM-13.
    """
    row = _open(person, review, actor, at)
    require(may(actor, Permission.CASE_REVIEW_KEEP))
    if row.victims_at is None:
        raise NotPossible(
            "Nobody has answered what victims were told, so the review stays open. Ask the victim liaison officer to "
            "answer it, and then close the review."
        )
    if not found.strip():
        raise Incomplete(NOTHING_SAVED, {"found": "Say what was found and what is to be learnt"})
    row.found, row.closed_at, row.closed_by = found.strip(), at, actor.username
    row.save()
    note(row.person, "casereviews:review:close", actor=actor, at=at, review=row.pk)
    return row


def _open(person: Person, review: int, actor: User, at: datetime) -> CaseReview:
    """The review, locked, while it can still be added to."""
    known = hold_person(actor, person, at)
    row = reviews_of(known).select_for_update(of=("self",)).get(pk=review)
    if row.closed_at is not None:
        raise NotPossible(f"{row.closer} has closed this review. Nothing was changed. Open a new one if it goes on.")
    return row
