"""The dated facts about custody, hospital, supervision and judgement, and what each may be."""

from django.db import models


class MovementKind(models.TextChoices):
    """What happened. The values are the duty engine's words; `determinations` puts them in the category engine's."""

    REMAND = "remand", "Remanded in custody"
    RELEASED = "released", "Released"
    RECALLED = "recalled", "Recalled"
    RETURNED = "returned_to_custody", "Returned to custody"
    RELEASE_EXPECTED = "release_expected", "Release expected"
    LEAVE_PLANNED = "leave_planned", "Leave from hospital planned"
    DISCHARGE_PLANNED = "discharge_planned", "Discharge from hospital planned"
    PAROLE_HEARING = "parole_hearing", "Parole hearing, the first or a later one"
    RELEASE_CONFIRMED = "release_confirmed", "Release date confirmed by the prison"
    SUPERVISION_STARTED = "supervision_started", "Supervision started"
    SUPERVISION_ENDED = "supervision_ended", "Supervision ended"
    LICENCE_END = "licence_end", "Last day of the licence"
    SUPERVISION_END = "supervision_end", "Last day of the supervision period"
    OPERATIONAL_END = "operational_period_end", "Last day of the operational period"
    ORDER_END = "order_end", "Last day of a community or hospital order"
    ADMITTED = "admitted_to_hospital", "Admitted to hospital"
    DISCHARGED = "discharged_from_hospital", "Discharged from hospital"
    CTO_START = "cto_start", "Community treatment order began"
    TRANSFER_S47 = "transfer_s47", "Transferred from prison to hospital"
    NOTIONAL_S37 = "notional_s37", "Treated as if under a hospital order (notional section 37)"
    CONDITIONAL_DISCHARGE = "conditional_discharge_mha", "Conditionally discharged from hospital"
    LEFT_UK = "left_uk", "Left the United Kingdom"
    RETURNED_UK = "returned_uk", "Returned to the United Kingdom"
    CAT3_ACCEPTED = "cat3_accepted", "Accepted as Category 3"
    CAT3_REMOVED = "cat3_removed", "Removed from Category 3"
    CAT4_ACCEPTED = "cat4_discretionary_accepted", "Accepted as Category 4 by decision"
    CAT4_REMOVED = "cat4_discretionary_removed", "Removed from Category 4 by decision"
    JUDGED_HARM = "ra_considers_serious_harm", "Responsible Authority considers there is a risk of serious harm"
    JUDGED_TERRORISM = "ra_considers_terrorism_risk", "Responsible Authority considers there is a risk of terrorism"
    JUDGED_PDP = "police_pdp_grounds", "Police record grounds to treat as potentially dangerous"


TOWARDS_RELEASE = frozenset(
    {
        MovementKind.RELEASE_EXPECTED, MovementKind.LEAVE_PLANNED, MovementKind.DISCHARGE_PLANNED,
        MovementKind.PAROLE_HEARING,
    }
)  # fmt: skip
"""Days before which somebody is about to be released (IDENT-02)."""

PLANNED = TOWARDS_RELEASE | frozenset(
    {
        MovementKind.LICENCE_END, MovementKind.SUPERVISION_END,
        MovementKind.OPERATIONAL_END, MovementKind.ORDER_END,
    }
)  # fmt: skip
"""Days that may lie ahead. Everything else has happened, so it cannot."""

AFTER_COURT = frozenset(
    {
        MovementKind.RELEASED, MovementKind.RECALLED, MovementKind.RETURNED, MovementKind.LICENCE_END,
        MovementKind.SUPERVISION_END, MovementKind.OPERATIONAL_END, MovementKind.CTO_START, MovementKind.TRANSFER_S47,
        MovementKind.NOTIONAL_S37, MovementKind.CONDITIONAL_DISCHARGE, MovementKind.DISCHARGED,
    }
)  # fmt: skip
"""Facts that cannot be older than the first time a court dealt with the person."""

JUDGEMENTS = frozenset({MovementKind.JUDGED_HARM, MovementKind.JUDGED_TERRORISM, MovementKind.JUDGED_PDP})
"""What people judge and nobody infers. The latest answer holds; `details` says ``{"answer": true}``."""

BY_DECISION = JUDGEMENTS | {
    MovementKind.CAT3_ACCEPTED, MovementKind.CAT3_REMOVED, MovementKind.CAT4_ACCEPTED, MovementKind.CAT4_REMOVED,
}  # fmt: skip
"""Recorded by the decision that makes them, never typed on the page of movements."""


class ReturnReason(models.TextChoices):
    """Why somebody went back to custody (CUSTODY-17)."""

    LICENCE = "licence_breach", "Breach of licence"
    ORDER = "order_breach", "Breach of an order"
    OTHER = "other", "Another reason"


class NotificationKind(models.TextChoices):
    """What was notified or verified."""

    FIRST = "first_notification", "First notification"
    PERIODIC = "periodic_notification", "Periodic notification"
    ADDRESS_CHANGE = "address_change", "Change of address notified"
    ADDRESS_VERIFIED = "address_verified", "Address verified by police"
    STAY = "stay", "Stay away from home notified"
    LEFT_UK = "left_uk", "Travel abroad notified"
    RETURNED_UK = "returned_uk", "Return from abroad notified"


class BreachOutcome(models.TextChoices):
    """What came of a failure to notify (IDENT-30)."""

    CAUTIONED = "cautioned", "Cautioned"
    CONVICTED = "convicted", "Convicted"
    NO_ACTION = "no_action", "No action"


class Applicant(models.TextChoices):
    """Who asked the court for an order, in the engine's words."""

    POLICE = "police", "Police"
    NCA = "nca", "National Crime Agency"
    PROSECUTION = "prosecution", "Prosecution"
    OTHER = "other", "Somebody else"


class OrderKind(models.TextChoices):
    """The orders recorded most often, by their code in the engine's table of orders (ORDERS-01)."""

    SHPO = "SHPO", "Sexual harm prevention order"
    ISHPO = "ISHPO", "Interim sexual harm prevention order"
    SOPO = "SOPO", "Sexual offences prevention order"
    SRO = "SRO", "Sexual risk order"
    RSHO = "RSHO", "Risk of sexual harm order"
    NO = "NO", "Notification order"
    INO = "INO", "Interim notification order"
    FTO = "FTO", "Foreign travel order"
    VOO = "VOO", "Violent offender order"
    IVOO = "IVOO", "Interim violent offender order"
    STPO = "STPO", "Slavery and trafficking prevention order"
    DAPO = "DAPO", "Domestic abuse protection order"
    SPO = "SPO", "Stalking protection order"
    CBO = "CBO", "Criminal behaviour order"
    RESTR = "RESTR", "Restraining order"
    NMO = "NMO", "Non-molestation order"
    CTA_NO = "CTA_NO", "Terrorism notification order"


class OrderStepKind(models.TextChoices):
    """What became of an order after it was made (ORDERS-02)."""

    VARIED = "varied", "Varied"
    RENEWED = "renewed", "Renewed"
    APPEALED = "appealed", "Appeal lodged"
    ALLOWED = "appeal_allowed", "Appeal allowed"
    DISMISSED = "appeal_dismissed", "Appeal dismissed"
    DISCHARGED = "discharged", "Discharged"


MOVES_THE_END = frozenset({OrderStepKind.VARIED, OrderStepKind.RENEWED})
"""What may give an order another last day."""


class OrderOccasion(models.TextChoices):
    """When it is asked whether an order is applied for (ORDERS-08)."""

    CONVICTION = "conviction", "At conviction"
    PLAN_REVIEW = "plan_review", "At a review of the plan"


class CourtKind(models.TextChoices):
    """The kinds of court, in the engine's words."""

    CROWN = "crown", "Crown Court"
    MAGISTRATES = "magistrates", "Magistrates' court"
    YOUTH = "youth", "Youth court"
    APPEAL = "court_of_appeal", "Court of Appeal"
    HIGH = "high", "High Court"
    SUPREME = "supreme", "Supreme Court"
    SERVICE = "service", "Service court"
    SCOTLAND = "scotland", "Court in Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Court in Northern Ireland"
    FOREIGN = "foreign", "Court outside the United Kingdom"


class GuiltKind(models.TextChoices):
    """What was recorded: a finding is one of insanity, or of disability and that the person did the act."""

    CONVICTION = "conviction", "Conviction"
    CAUTION = "caution", "Caution"
    FINDING = "finding", "Finding"


class Finding(models.TextChoices):
    """Which finding a court made."""

    INSANITY = "insanity", "Not guilty by reason of insanity"
    DISABILITY = "disability", "Under a disability, and did the act"


class ReviewOutcome(models.TextChoices):
    """What was decided on an application to end indefinite notification (IDENT-31)."""

    CEASES = "ceases", "Notification ceases"
    CONTINUES = "continues", "Notification continues"
