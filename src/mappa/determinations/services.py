"""Asking the engine, and keeping its answer with the facts and the edition. What a person decides is kept beside it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.audit.models import What
from mappa.audit.services import Actor, record
from mappa.determinations import policy
from mappa.determinations.facts import case_for
from mappa.determinations.models import AreaDeparture, CategoryDecision, Determination
from mappa.determinations.selectors import latest_determination, same_answer
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

CATEGORY_3 = 3
STATUTORY = frozenset({1, 2})
"""Categories that come by law: while one holds, Category 3 is closed (IDENT-12)."""


@transaction.atomic
def propose(*, person: Person, on: date, actor: User, at: datetime, edition: str = policy.LAW) -> Determination:
    """Ask the engine about a person, and keep the answer with its facts and edition.

    Args:
        on: the day asked about.
        edition: the edition of the law.

    Gives the latest stored answer while facts, edition and answer are the same, so asking again adds nothing.
    A stored answer is never worked out again.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not see determinations.
    Covers: EDITION-02 (an answer keeps its edition).
    """
    people_visible_to(actor, clock.day_of(at), among=[person.pk]).only("pk").get()
    require(may(actor, Permission.DETERMINATION_VIEW))
    facts, answer = ask(person, on=on, edition=edition)
    last = latest_determination(person)
    if last and last.edition == edition and last.facts == facts and same_answer(last.answer, answer):
        return last
    return keep(person=person, facts=facts, answer=answer, on=on, actor=actor, at=at, edition=edition)


def ask(person: Person, *, on: date, edition: str = policy.LAW) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts about a person and the engine's answer for a day. Nothing is kept.

    Raises:
        Incomplete: the facts on record cannot all be true.
    """
    facts = case_for(person)
    try:
        return facts, policy.determine(facts, edition=edition, as_of=on).as_dict()
    except policy.BadCase as problem:
        raise Incomplete(
            f"The facts on record cannot all be true, so nothing was saved: {problem} Check what you gave against the"
            " facts of the case."
        ) from problem


@transaction.atomic
def keep(
    *,
    person: Person,
    facts: dict[str, Any],
    answer: dict[str, Any],
    on: date,
    actor: Actor,
    at: datetime,
    edition: str = policy.LAW,
) -> Determination:
    """Keep an answer with its facts, edition and day, and add it to the audit log.

    Covers: EDITION-02.
    """
    row = Determination.objects.create(
        person=person, as_of=on, edition=edition, facts=facts, answer=answer, made_at=at, made_by=actor.username
    )
    record(
        what=What.COLLECTION,
        operation="determinations:determination:propose",
        actor=actor,
        subject=person.reference,
        at=at,
        determination=row.pk,
        edition=edition,
    )
    return row


def decide(
    *, determination: Determination, category: int | None, reason: str, actor: User, at: datetime
) -> CategoryDecision:
    """Confirm the proposed category, or override it with a reason. Call inside the transaction that acts on it.

    Args:
        category: what the person decided; None means not in MAPPA.
        reason: needed when it differs from the proposal, or the engine could not tell.

    Raises:
        Refused: the actor may not decide categories.
        NotPossible: this answer is decided, or a newer one is there.
        Incomplete: an override has no reason, or Category 3 is chosen while 1 or 2 holds.
    Covers: IDENT-12 (the second half: no Category 3 beside 1 or 2), IDENT-03 (one category is decided).
    """
    people_visible_to(actor, clock.day_of(at)).only("pk").get(pk=determination.person_id)
    require(may(actor, Permission.DETERMINATION_DECIDE))
    Person.objects.select_for_update().only("pk").get(pk=determination.person_id)
    if CategoryDecision.objects.filter(determination=determination).exists():
        raise NotPossible(
            "Somebody has decided on this answer already. Nothing was changed. Open the category page to see what they "
            "decided; when facts change there will be a new answer to decide on."
        )
    if latest_determination(determination.person) != determination:
        raise NotPossible(
            "There is a newer answer, because facts or the edition changed since you opened this one. Nothing was "
            "changed. Open the category page again and decide on the newer answer."
        )
    if category == CATEGORY_3 and STATUTORY & set(determination.answer["categories"] or []):
        held = " and ".join(str(number) for number in sorted(STATUTORY & set(determination.answer["categories"])))
        raise Incomplete(
            "Category 3 is closed to somebody who is in Category 1 or 2. Nothing was saved.",
            {"category": f"The person is in Category {held} by law, so Category 3 is not open. Choose another"},
        )
    overrides = category != determination.answer["recorded_category"]
    if overrides and not reason.strip():
        raise Incomplete(
            "A category that differs from the proposal needs a reason, so that others can follow it later.",
            {"reason": "Say why the category differs from the proposal"},
        )
    row = CategoryDecision.objects.create(
        determination=determination,
        category=category,
        overrides=overrides,
        reason=reason.strip(),
        at=at,
        by=actor.username,
    )
    record(
        what=What.ALTERATION,
        operation="determinations:determination:decide",
        actor=actor,
        subject=determination.person.reference,
        at=at,
        determination=determination.pk,
        overrides=overrides,
    )
    return row


@transaction.atomic
def record_departure(
    *,
    area: Area,
    edition: str,
    parameter: str,
    value: int | None,
    source: str,
    reason: str,
    approved_by: str,
    approved_on: date,
    since: date,
    actor: User,
    at: datetime,
) -> AreaDeparture:
    """Record that an area departs from an edition in one value, or goes back to what the edition says.

    Args:
        value: in the unit of the parameter; None goes back to the edition.
        since: clocks that start on this day or later follow it. Those that run keep the dates they were given.

    Raises:
        Refused: the actor may not record departures, or not for this area.
        Incomplete: something is missing, is law, or says what the edition says.
        NotPossible: there is one from that day already.
    Covers: EDITION-03.
    """
    require(may(actor, Permission.DEPARTURE_RECORD))
    if actor.area_id != area.pk:
        raise Area.DoesNotExist
    Area.objects.select_for_update().only("pk").get(pk=area.pk)
    today = clock.day_of(at)
    given = policy.Departure(parameter, value, source.strip(), reason.strip(), approved_by.strip(), approved_on, since)
    wrong = policy.wrong_with(given, edition)
    earlier = area.departures.filter(edition=edition, parameter=parameter)
    if value is None:
        wrong.pop("value", None)
        before = earlier.filter(since__lt=since).order_by("-since").first()
        if before is None or before.value is None:
            wrong["value"] = "Enter a value: the area follows the edition in this already"
    if approved_on > today:
        wrong["approved_on"] = "Enter a day that has come: what is not approved yet is no departure"
    if since < today:
        wrong["since"] = "Enter today or a later day: clocks that have started keep their dates"
    if wrong:
        raise Incomplete("The departure is not complete, so it was not recorded.", wrong)
    if earlier.filter(since=since).exists():
        raise NotPossible(
            "A departure in this value from that day is recorded already. Nothing was changed. Choose a later day, or "
            "read the one that is there."
        )
    row = AreaDeparture.objects.create(
        area=area, edition=edition, parameter=parameter, value=value, source=given.source, reason=given.reason,
        approved_by=given.approved_by, approved_on=approved_on, since=since, at=at, by=actor.username,
    )  # fmt: skip
    record(
        what=What.COLLECTION,
        operation=Permission.DEPARTURE_RECORD,
        actor=actor,
        subject_type="area",
        subject=area.code,
        at=at,
        edition=edition,
        parameter=parameter,
        value=value,
    )
    return row
