"""Deciding whether somebody is told, and keeping why or why not."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import classification_of
from mappa.agencies.sending import Sent, may_be_sent
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.models import Case
from mappa.cases.selectors import cases_visible_to
from mappa.disclosures.checklist import QUESTIONS
from mappa.disclosures.consultation import consultation_for
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel.announcements import FactsChanged, announce
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.kernel.sealed_fields import saying

YES, NO = "yes", "no"
TOLD = ("told", "consented", "did_it_themselves")
NOT_TOLD = "not_told"
MULTI_AGENCY = (2, 3)


@transaction.atomic
def decide_disclosure(
    *,
    case: Case,
    decision: str,
    reason: str,
    actor: User,
    at: datetime,
    meeting: str = "",
    at_risk: str = "",
    identified_person_at_risk: bool = False,
    recipient: str = "",
    recipient_agency: Agency | None = None,
    content: str = "",
    discloser: str = "",
    discloser_agency: Agency | None = None,
    deadline: date | None = None,
    offender_told: str = "",
    offender_not_told_reason: str = "",
    consulted: str = "",
    consulted_agency: Agency | None = None,
    consulted_on: date | None = None,
    checklist: Mapping[str, str] | None = None,
) -> DisclosureDecision:
    """Decide to disclose or not, with the reasons. A decision is never changed: a new one is taken.

    At level 1 the lead agency decides at its desk. At levels 2 and 3 the meeting does, so there a meeting is named;
    whoever chairs it or writes its minutes records it.

    Args:
        decision: ``yes`` or ``no``.
        meeting: the reference of the meeting that decides.
        recipient_agency: the body that is told, where it is in the register. The safeguards added for a body that is
            treated as a member of the public are kept with the decision.
        offender_told: ``told``, ``consented``, ``did_it_themselves`` or ``not_told``; needed when disclosing.
        consulted, consulted_agency, consulted_on: the senior person who was consulted about somebody young.
        checklist: answers to the questions of `checklist`, by their keys.

    Raises:
        Incomplete: something that this decision needs is missing. Nothing is saved.
        NotPossible: at level 2 or 3 no meeting is named.
        Case.DoesNotExist, Refused: the actor may not know of the case, or may not decide.
    Covers: DISC-01 to DISC-05, DISC-10, DISC-13, DISC-16, DISC-19, INFO-10.
    """
    on = day_of(at)
    case = cases_visible_to(actor, on).get(pk=case.pk)
    _may_decide(case, actor, meeting)
    answers = {key: text for key, text in (checklist or {}).items() if key in QUESTIONS and text.strip()}
    facts = {
        "decision": decision, "reason": reason, "meeting": meeting, "at_risk": at_risk,
        "identified_person_at_risk": identified_person_at_risk,
        "recipient": recipient or getattr(recipient_agency, "name", ""),
        "recipient_agency": recipient_agency, "safeguards": _safeguards(recipient_agency, on), "content": content,
        "discloser": discloser, "discloser_agency": discloser_agency, "deadline": deadline,
        "offender_told": offender_told, "offender_not_told_reason": offender_not_told_reason,
        "consulted": consulted.strip(), "consulted_agency": consulted_agency, "consulted_on": consulted_on,
        "level": case.level, "on": on, "checklist": answers,
    }  # fmt: skip
    wrong = {**_always(case, decision, reason, identified=identified_person_at_risk), **_to_disclose(facts, on)}
    if rule := consultation_for(case.person, actor.area, on):
        wrong |= rule.missing(on, facts)
    if wrong:
        raise Incomplete("The decision was not recorded: answers are missing. Nothing you wrote was lost.", wrong)
    Case.objects.select_for_update().get(pk=case.pk)  # two presses of the button give one decision
    by_actor = DisclosureDecision.objects.filter(case=case, by=actor.username, on=on, decision=decision)
    agencies = ("recipient_agency", "discloser_agency", "consulted_agency")
    if same := saying(by_actor.select_related(*agencies), **facts):
        return same
    made = DisclosureDecision.objects.create(case=case, by=actor.username, at=at, **facts)
    what = What.DISCLOSURE if decision == YES else What.ALTERATION
    record(
        what=what, operation="disclosures:disclosure:decide", actor=actor, subject=case.person.reference, at=at,
        case=case.reference, decision=decision,
    )  # fmt: skip
    announce(FactsChanged(person_id=case.person_id, at=at))
    return made


def _safeguards(body: Agency | None, on: date) -> str:
    held = classification_of(body, on) if body and body.is_outside_body else None
    return "" if held is None or held.as_statutory else held.safeguards


def _may_decide(case: Case, actor: User, meeting: str) -> None:
    if meeting:
        decision = may(actor, Permission.DISCLOSURE_DECIDE)
        if not decision and not may(actor, Permission.MINUTES_WRITE):
            raise Refused(decision.reason)
        return
    require(may(actor, Permission.DISCLOSURE_DECIDE))
    if case.level in MULTI_AGENCY:
        raise NotPossible(
            f"At level {case.level} the meeting decides together, so nothing was recorded."
            " Take the decision at the next meeting, or call an emergency meeting."
        )
    if case.lead_agency != actor.agency_id:
        raise Refused("At level 1 the lead agency decides on disclosure. Ask the lead agency of this case.")


def _always(case: Case, decision: str, reason: str, *, identified: bool) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if decision not in (YES, NO):
        wrong["decision"] = "Choose whether to disclose"
    if not reason.strip():
        presumed = case.level in MULTI_AGENCY and identified and decision == NO
        wrong["reason"] = (
            "An identified person is at risk, so disclosure is presumed. Give the defensible reasons against it"
            if presumed
            else "Give the reasons for the decision"
        )
    return wrong


def _to_disclose(facts: Mapping[str, object], on: date) -> dict[str, str]:
    if facts["decision"] != YES:
        return {}
    needed = {
        "content": "Say what is disclosed",
        "recipient": "Say who is told",
        "discloser": "Name who tells them",
        "deadline": "Give the day by which they are told",
        "offender_told": "Say whether the offender knows",
    }
    wrong = {name: say for name, say in needed.items() if not str(facts[name] or "").strip()}
    body = facts["recipient_agency"]
    if isinstance(body, Agency) and not (allowed := may_be_sent(body, Sent.DISCLOSURE, on)):
        wrong["recipient_agency"] = allowed.reason
    deadline = facts["deadline"]
    if isinstance(deadline, date) and deadline < on:
        wrong["deadline"] = "The day has passed. Give a day to come"
    if facts["offender_told"] == NOT_TOLD and not str(facts["offender_not_told_reason"]).strip():
        wrong["offender_not_told_reason"] = "Say why the offender is not told"
    if facts["offender_told"] and facts["offender_told"] not in (*TOLD, NOT_TOLD):
        wrong["offender_told"] = "Choose one of the listed answers"
    return wrong
