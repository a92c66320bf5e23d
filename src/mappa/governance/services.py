"""Drawing a sample, recording what was found in it, and what is done about it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.purposes import RETRIEVAL_TEST
from mappa.audit.services import record
from mappa.governance import policy
from mappa.governance.models import Found, Retrieval, RetrievalAction, RetrievalTest, SampledRecord
from mappa.governance.sampling import drawn
from mappa.governance.selectors import actions_visible_to, people_to_draw, records_visible_to, tests_visible_to
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.models import next_reference
from mappa.people.models import Person

LONGEST_SEED = 64
LONGEST_LOOK = 32_767
"""Minutes: what the column holds."""


@transaction.atomic
def draw_sample(*, purpose: str, questions: Sequence[str], seed: str, actor: User, at: datetime) -> RetrievalTest:
    """Draw records at random from those in MAPPA whom the actor's area manages and the actor may know of.

    Args:
        purpose: why records are looked at. The log names the test with every look.
        questions: what is asked of each record: keys of the edition's list.
        seed: what the draw goes by; the same seed draws the same records from the same ones.

    Raises:
        Refused: the actor's role tests no records.
        Incomplete: something is missing, or there is no record to draw.
    Covers: INFO-18.
    """
    require(may(actor, Permission.QUALITY_TEST))
    on = day_of(at)
    edition = edition_on(actor.area, on)
    known = dict(people_to_draw(actor, on).values_list("reference", "pk"))
    wrong = {}
    if not purpose.strip():
        wrong["purpose"] = "Say why these records are looked at. It is kept with the test"
    if not questions or set(questions) - policy.questions(edition).keys():
        wrong["questions"] = "Choose at least one thing to ask for"
    if not 0 < len(seed.strip()) <= LONGEST_SEED:
        wrong["seed"] = f"Enter a seed of at most {LONGEST_SEED} characters"
    if not known:
        wrong["purpose"] = "There is no record in MAPPA here that you may know of, so nothing can be drawn"
    if wrong:
        raise Incomplete("No sample was drawn.", wrong)
    test = RetrievalTest.objects.create(
        area=actor.area, reference=next_reference(f"{actor.area.prefix}-Q-{on.year}"), purpose=purpose.strip(),
        seed=seed.strip(), drawn_from=len(known), questions=list(questions), edition=edition, drawn_on=on, at=at,
        by=actor.username,
    )  # fmt: skip
    chosen = drawn(known, seed=test.seed, size=policy.sample_size(edition))
    SampledRecord.objects.bulk_create(
        SampledRecord(test=test, person_id=known[one], place=place) for place, one in enumerate(chosen, start=1)
    )
    _tell("draw", test, actor=actor, at=at, records=len(chosen), drawn_from=len(known))
    return test


@transaction.atomic
def record_retrieval(
    *, test: RetrievalTest, person: Person, question: str, found: str, minutes: int | None, failed: Sequence[str],
    wrong: str, actor: User, at: datetime,
) -> Retrieval:  # fmt: skip
    """Record whether one thing was found in one record, how long that took, and what was wrong with it.

    Args:
        minutes: whole minutes, rounded up.
        failed: the standards that what was found does not meet: keys of the edition's list.

    Raises:
        RetrievalTest.DoesNotExist, SampledRecord.DoesNotExist: it is another area's, or not in the sample.
        Refused: the actor's role tests no records.
        Incomplete: something is missing or cannot be.
        NotPossible: it was recorded already.
    Covers: INFO-18.
    """
    require(may(actor, Permission.QUALITY_TEST))
    held = tests_visible_to(actor).get(pk=test.pk)
    sampled = records_visible_to(actor, held, day_of(at)).get(person=person)
    problems = {}
    if question not in held.questions:
        problems["found"] = "This was not asked for in the test"
    if found not in Found.values:
        problems["found"] = "Say whether it was found"
    if minutes is None or not 0 <= minutes <= LONGEST_LOOK:
        problems["minutes"] = "Say in whole minutes how long it took"
    if set(failed) - policy.standards(held.edition).keys():
        problems["failed"] = "Choose standards of the list"
    if (failed or found in {Found.PART, Found.NO}) and not wrong.strip():
        problems["wrong"] = "Say what was wrong, so that it can be put right"
    if problems:
        raise Incomplete("Nothing was recorded.", problems)
    try:
        with transaction.atomic():
            made = Retrieval.objects.create(
                record=sampled, question=question, found=found, minutes=minutes, failed=list(failed),
                wrong=wrong.strip(), at=at, by=actor.username,
            )  # fmt: skip
    except IntegrityError as twice:
        message = "This was recorded already, and a result is never changed. Draw another sample to test it again."
        raise NotPossible(message) from twice
    record(
        what=What.COLLECTION, operation="governance:retrieval:record", actor=actor, subject=person.reference, at=at,
        purpose=RETRIEVAL_TEST, test=held.reference, question=question, found=found,
    )  # fmt: skip
    return made


@transaction.atomic
def add_action(*, test: RetrievalTest, what: str, owner: str, due: date, actor: User, at: datetime) -> RetrievalAction:
    """Record what is to be done because of a test, by whom and by which day. Its day is in time.

    Raises:
        RetrievalTest.DoesNotExist: it is another area's.
        Refused: the actor's role tests no records.
        Incomplete: something is missing, or the day has passed.
    Covers: INFO-18.
    """
    require(may(actor, Permission.QUALITY_TEST))
    held = tests_visible_to(actor).get(pk=test.pk)
    wrong = {}
    if not what.strip():
        wrong["what"] = "Say what is to be done"
    if not owner.strip():
        wrong["owner"] = "Name who does it"
    if due < day_of(at):
        wrong["due"] = "Enter today or a day to come"
    if wrong:
        raise Incomplete("The action was not recorded.", wrong)
    made = RetrievalAction.objects.create(
        area=held.area, test=held, what=what.strip(), owner=owner.strip(), due=due, at=at, by=actor.username
    )
    _tell("action", held, actor=actor, at=at, action=made.pk)
    return made


@transaction.atomic
def finish_action(*, action: RetrievalAction, outcome: str, actor: User, at: datetime) -> RetrievalAction:
    """Record what came of an action.

    Raises:
        RetrievalAction.DoesNotExist: it is another area's.
        Refused: the actor's role tests no records.
        Incomplete: no outcome.
        NotPossible: it is finished already.
    Covers: INFO-18.
    """
    require(may(actor, Permission.QUALITY_TEST))
    held = actions_visible_to(actor).get(pk=action.pk)
    if not outcome.strip():
        raise Incomplete("The action is still open.", {"outcome": "Say what came of it"})
    done = {"outcome": outcome.strip(), "done_at": at, "done_by": actor.username}
    if not RetrievalAction.objects.filter(pk=held.pk, done_at=None).update(**done):
        raise NotPossible("Somebody has finished this action already. Open the test again to read what came of it.")
    _tell("finish", held.test, actor=actor, at=at, action=held.pk)
    held.refresh_from_db()
    return held


def _tell(step: str, test: RetrievalTest, *, actor: User, at: datetime, **details: object) -> None:
    record(
        what=What.COLLECTION if step == "draw" else What.ALTERATION, operation=f"governance:retrieval:{step}",
        actor=actor, subject=test.reference, subject_type="retrieval-test", at=at, purpose=RETRIEVAL_TEST, **details,
    )  # fmt: skip
