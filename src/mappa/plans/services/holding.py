"""Sharing a plan with every agency that has a task, and keeping who holds which version."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.cases.models import Case
from mappa.cases.shareable import Work, owners_of, share_by
from mappa.determinations.sharing import work_share_days
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible
from mappa.people.selectors import involvements_on
from mappa.people.telling import tell
from mappa.plans.models import Plan, PlanCopy, PlanEdition
from mappa.plans.selectors import agencies_with_a_task
from mappa.plans.services.writing import to_change
from mappa.sharing.models import MadeThrough

SHARED = ("names", "plan")


def _content(plan: Plan) -> tuple[dict[str, Any], str]:
    """What the plan says now, in an order that does not change by itself, and its hash.

    Raises:
        NotPossible: a part of it cannot be read.
    """
    risks, lines, contingencies = (
        sorted(rows.all(), key=lambda one: one.pk) for rows in (plan.risks, plan.lines, plan.contingencies)
    )
    for part in (*risks, *lines, *contingencies):
        part.require_readable(to="shared, because it would leave out what it says")
    content = {
        "review_on": plan.review_on.isoformat(),
        "risks": [[one.group, one.text, str(one.closed_on or "")] for one in risks],
        "measures": [[one.pillar, one.text, one.control] for one in lines],
        "contingencies": [[one.trigger, one.response, one.who] for one in contingencies],
    }
    return content, hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def present_edition(plan: Plan, at: datetime) -> PlanEdition:
    """The version of what a plan says now: the last one where nothing changed since, else the next number."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    content, digest = _content(plan)
    last = plan.editions.order_by("number").last()
    if last and last.sha256 == digest:
        return last
    number = last.number + 1 if last else 1
    return PlanEdition.objects.create(plan=plan, number=number, content=content, sha256=digest, at=at)


@transaction.atomic
def share_plan(*, case: Case, actor: User, at: datetime) -> list[PlanCopy]:
    """Share the plan as it stands with every agency that has an open task, and keep that each holds this version.

    An agency that is not involved with the person reads it as a share, until the plan's next review.

    Raises:
        Case.DoesNotExist, Refused: as for every change to a plan.
        NotPossible: there is no plan, nobody has a task, or a part of the plan cannot be read.
    Covers: PLAN-29.
    """
    seen = to_change(case, actor, at)
    plan = Plan.objects.filter(case=seen).first()
    if plan is None:
        raise NotPossible("There is no plan to share yet. Begin the plan first.")
    agencies = agencies_with_a_task(seen)
    if not agencies:
        raise NotPossible("No agency has an open task in this plan. Set an action for one, then share the plan.")
    on, edition = day_of(at), present_edition(plan, at)
    known = {row.agency_id for row in involvements_on(seen.person, on)} | {actor.agency_id}
    copies = []
    for agency in agencies:
        if agency.pk not in known:
            _share(plan, agency, actor=actor, at=at)
        copies.append(_hold(edition, agency, actor=actor, at=at))
    return copies


def _share(plan: Plan, agency: Agency, *, actor: User, at: datetime) -> None:
    on, case = day_of(at), plan.case
    last = on + timedelta(days=work_share_days(edition_on(actor.area, on)))
    work = Work(
        through=MadeThrough.PLAN,
        origin=case.reference,
        purpose="To carry out its tasks in the risk management plan",
        why_necessary="The agency has a task in the plan, and cannot do it without knowing what the plan is for.",
    )
    share_by(
        work, person=case.person, agency=agency, gateway="duty_to_cooperate", case=case, actor=actor, at=at,
        sections=owners_of(case.person, SHARED, actor=actor, on=on), until=max(plan.review_on, last),
    )  # fmt: skip


def _hold(edition: PlanEdition, agency: Agency, *, actor: User, at: datetime) -> PlanCopy:
    copy, new = PlanCopy.objects.get_or_create(
        edition=edition, agency=agency, defaults={"at": at, "by": actor.username}
    )
    if new:
        person = edition.plan.case.person
        tell(
            person, "plans:plan:share", actor=actor, at=at, what=What.DISCLOSURE, to=agency.code, version=edition.number
        )
    return copy


def plan_opened(*, plan: Plan, actor: User, at: datetime) -> None:
    """Keep that the actor's agency has read the plan as it stands, through a share. Covers: PLAN-29.

    A plan of which a part cannot be read is no version that anybody holds.
    """
    copies = PlanCopy.objects.filter(edition=OuterRef("pk"), agency=actor.agency_id)
    last = plan.editions.annotate(held=Exists(copies)).order_by("number").last()
    try:
        digest = _content(plan)[1]
    except NotPossible:
        return
    if last and last.held and last.sha256 == digest:
        return
    with transaction.atomic():
        edition = present_edition(plan, at)
        PlanCopy.objects.get_or_create(edition=edition, agency=actor.agency, defaults={"at": at, "by": actor.username})
