"""Named actions, who holds them, and the sentence that says why."""

from enum import StrEnum
from typing import Protocol

from mappa.accounts.roles import Role
from mappa.kernel.decisions import Decision


class Permission(StrEnum):
    """Named actions, ``app:thing:action``."""

    HOME = "web:home:view"
    PERSON_LIST = "people:person:list"
    PERSON_SEARCH = "matching:person:search"
    PERSON_VIEW = "people:person:view"
    PERSON_EDIT = "people:person:edit"
    PERSON_LOOKED = "audit:person:who-has-looked"
    VICTIMS_VIEW = "people:victims:view"
    VICTIMS_EDIT = "people:victims:edit"
    VICTIMS_RECORD = "victims:entry:record"
    INTELLIGENCE_VIEW = "people:intelligence:view"
    THIRD_PARTY_VIEW = "people:third-parties:view"
    STAFF_SAFETY_VIEW = "people:staff-safety:view"
    ACCESS_LIST_SET = "people:access-list:set"
    PARTNER_EDIT = "people:partner:edit"
    WHY_SEEN = "people:access:explain"
    RECORD_VIEW = "record:attachment:view"
    RECORD_ADD = "record:attachment:add"
    PERSON_MERGE = "nominals:record:merge"
    NOTICE_SEND = "notices:notice:send"
    NOTICE_ANSWER = "notices:notice:answer"
    COUNT_VIEW = "notices:count:view"
    COUNT_TELL = "notices:count:tell"
    MATCH_DECIDE = "matching:match:decide"
    RESULTS_IMPORT = "imports:court-results:import"
    BUNDLE_EXPORT = "imports:bundle:export"
    DIFFERENCE_SETTLE = "matching:difference:settle"
    DETERMINATION_VIEW = "determinations:determination:view"
    DETERMINATION_DECIDE = "determinations:determination:decide"
    EDITION_VIEW = "determinations:edition:view"
    DEPARTURE_RECORD = "determinations:departure:record"
    PROCEDURE_RECORD = "determinations:procedure:record"
    CASE_VIEW = "cases:case:view"
    CASE_REVIEW_VIEW = "casereviews:review:view"
    CASE_REVIEW_KEEP = "casereviews:review:keep"
    CASE_EXIT = "cases:case:exit"
    CASE_REACTIVATE = "cases:case:reactivate"
    LEVEL_SET = "cases:level:set"
    TRANSFER_REQUEST = "cases:transfer:request"
    TRANSFER_ACCEPT = "cases:transfer:accept"
    REFERRAL_MAKE = "referrals:referral:make"
    REFERRAL_VIEW = "referrals:referral:view"
    REFERRAL_DECIDE = "referrals:referral:decide"
    REFERRAL_OVERRULE = "referrals:referral:overrule"
    PLAN_VIEW = "plans:plan:view"
    PLAN_EDIT = "plans:plan:edit"
    ACTION_UPDATE = "plans:action:update"
    DISCLOSURE_VIEW = "disclosures:disclosure:view"
    DISCLOSURE_DECIDE = "disclosures:disclosure:decide"
    DIVERSITY_RECORD = "diversity:fact:record"
    DUTY_VIEW = "duties:duty:view"
    FACT_RECORD = "duties:fact:record"
    MEETING_VIEW = "meetings:meeting:view"
    MEETING_SCHEDULE = "meetings:meeting:schedule"
    MEETING_CHAIR = "meetings:meeting:chair"
    MINUTES_WRITE = "meetings:minutes:write"
    MINUTES_APPROVE = "meetings:minutes:approve"
    MINUTES_ISSUE = "meetings:minutes:issue"
    MINUTES_RECEIVE = "meetings:minutes:receive"
    INBOX = "meetings:inbox:view"
    REQUEST_ANSWER = "meetings:request:answer"
    DOCUMENT_DOWNLOAD = "documents:document:download"
    STATISTICS_VIEW = "statistics:report:view"
    STATISTICS_FREEZE = "statistics:report:freeze"
    STATISTICS_DRILL = "statistics:report:drill"
    FAIRNESS_VIEW = "statistics:fairness:view"
    SHARE_MAKE = "sharing:share:make"
    SHARE_LEDGER = "sharing:share:list"
    SHARE_RECEIVE = "sharing:share:receive"
    FURTHER_USE_ANSWER = "sharing:further-use:answer"
    POINTER_ASK = "sharing:pointer:ask"
    SUBJECT_ACCESS_RECORD = "sharing:subject-access:record"
    SUBJECT_ACCESS_DECIDE = "sharing:subject-access:decide"
    BREAK_GLASS = "sharing:emergency:open"
    BREAK_GLASS_REVIEW = "sharing:emergency:review"
    AUDIT_VIEW = "audit:log:view"
    COPY_LOOK_UP = "audit:copy:look-up"
    ACCESS_MATRIX = "accounts:matrix:view"
    ACCOUNT_VIEW = "administration:account:view"
    ACCOUNT_CONFIRM = "administration:account:confirm"
    ACCOUNT_CHANGE = "administration:account:change"
    AGENCY_VIEW = "agencies:agency:view"
    AGENCY_EDIT = "agencies:agency:edit"
    BODY_CLASSIFY = "agencies:body:classify"
    CASE_INPUT_VIEW = "cooperation:case-input:view"
    CASE_INPUT_RECORD = "cooperation:case-input:record"
    DOCUMENT_WRITE = "cooperation:document:write"
    DOCUMENT_APPROVE = "cooperation:document:approve"
    SHARING_POLICY_KEEP = "cooperation:sharing-policy:keep"
    PDP_VIEW = "pdp:nominal:view"
    PDP_KEEP = "pdp:nominal:keep"
    GOVERNANCE_VIEW = "governance:page:view"
    QUALITY_TEST = "governance:quality:test"
    CLEARANCE_MANAGE = "accounts:clearance:manage"
    AGENCIES_MANAGE = "accounts:further-agency:manage"
    AGENCY_CHOOSE = "accounts:acting-agency:choose"
    OWN_SIGN_IN = "accounts:sign-in:own"
    SIGN_IN_CHANGE = "accounts:sign-in:change"


class Scope(StrEnum):
    """Which people a role may know of at all. Involvement decides the rest (INFO-05)."""

    AREA = "area"  # people whose managing area is the user's own
    AGENCY = "agency"  # people with whom the user's agency is involved on that day
    NOBODY = "nobody"  # no browsing: only what was sent to them


_P = Permission
_EVERYBODY = frozenset({_P.OWN_SIGN_IN, _P.AGENCY_CHOOSE, _P.SIGN_IN_CHANGE, _P.AGENCY_VIEW})
_RECEIVES = {_P.SHARE_RECEIVE, _P.FURTHER_USE_ANSWER, _P.POINTER_ASK, _P.SUBJECT_ACCESS_DECIDE}
_READ_CASE = {
    _P.HOME, _P.PERSON_LIST, _P.PERSON_SEARCH, _P.PERSON_VIEW, _P.DETERMINATION_VIEW, _P.CASE_VIEW, _P.REFERRAL_VIEW,
    _P.PLAN_VIEW, _P.DISCLOSURE_VIEW, _P.DUTY_VIEW, _P.MEETING_VIEW, _P.INBOX, _P.ACTION_UPDATE, _P.REQUEST_ANSWER,
    _P.MINUTES_RECEIVE, _P.DOCUMENT_DOWNLOAD, _P.BREAK_GLASS, *_RECEIVES, _P.WHY_SEEN, _P.STAFF_SAFETY_VIEW,
    _P.CASE_INPUT_VIEW, _P.RECORD_VIEW, _P.NOTICE_SEND,
}  # fmt: skip
_CASEWORK = _READ_CASE | {
    _P.REFERRAL_MAKE, _P.PLAN_EDIT, _P.FACT_RECORD, _P.PERSON_EDIT, _P.TRANSFER_REQUEST, _P.SHARE_MAKE, _P.SHARE_LEDGER,
    _P.THIRD_PARTY_VIEW, _P.CASE_INPUT_RECORD, _P.RECORD_ADD,
}  # fmt: skip
_NOMINAL = {_P.PERSON_VIEW, _P.PERSON_EDIT, _P.RECORD_VIEW, _P.RECORD_ADD}
_ANSWERS = {_P.NOTICE_ANSWER}
_COUNTS = {_P.COUNT_VIEW, _P.COUNT_TELL}
_GUARDING = {_P.ACCESS_LIST_SET, _P.PARTNER_EDIT}
_RECORD_MANAGEMENT = (
    _CASEWORK
    | _GUARDING
    | _ANSWERS
    | {_P.VICTIMS_VIEW, _P.VICTIMS_RECORD, _P.DISCLOSURE_DECIDE, _P.PERSON_LOOKED, _P.DIVERSITY_RECORD}
)
_FIGURES = {_P.HOME, _P.STATISTICS_VIEW, _P.EDITION_VIEW}

_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        _CASEWORK
        | {
            _P.SUBJECT_ACCESS_RECORD, _P.VICTIMS_RECORD, _P.PERSON_MERGE,
            _P.VICTIMS_VIEW, _P.MATCH_DECIDE, _P.RESULTS_IMPORT, _P.DIFFERENCE_SETTLE,
            _P.BUNDLE_EXPORT,
            _P.DETERMINATION_DECIDE, _P.CASE_EXIT,
            _P.CASE_REACTIVATE,
            _P.LEVEL_SET, _P.TRANSFER_ACCEPT, _P.REFERRAL_DECIDE, _P.MEETING_SCHEDULE, _P.MINUTES_WRITE,
            _P.MINUTES_ISSUE, _P.STATISTICS_VIEW, _P.STATISTICS_DRILL, _P.BREAK_GLASS_REVIEW, _P.PERSON_LOOKED,
            _P.DISCLOSURE_DECIDE, _P.EDITION_VIEW, _P.PROCEDURE_RECORD, _P.DIVERSITY_RECORD, _P.FAIRNESS_VIEW,
            _P.AGENCY_EDIT, _P.BODY_CLASSIFY, _P.DOCUMENT_WRITE, _P.COPY_LOOK_UP, _P.SHARING_POLICY_KEEP,
            _P.CASE_REVIEW_VIEW, _P.CASE_REVIEW_KEEP, *_GUARDING, *_ANSWERS, *_COUNTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _READ_CASE
        | {
            _P.MEETING_SCHEDULE, _P.MINUTES_WRITE, _P.MINUTES_ISSUE, _P.RESULTS_IMPORT, _P.STATISTICS_VIEW,
            _P.CASE_REVIEW_VIEW,
        }
    ),
    Role.CHAIR: frozenset(
        _READ_CASE
        | {
            _P.VICTIMS_VIEW, _P.MEETING_CHAIR, _P.MINUTES_WRITE, _P.MINUTES_APPROVE, _P.LEVEL_SET, _P.DISCLOSURE_DECIDE,
            _P.PLAN_EDIT, _P.REFERRAL_OVERRULE, _P.THIRD_PARTY_VIEW, _P.CASE_REVIEW_VIEW,
        }
    ),
    Role.POLICE_OFFENDER_MANAGER: frozenset(
        _RECORD_MANAGEMENT | {_P.INTELLIGENCE_VIEW, _P.PDP_VIEW, _P.PDP_KEEP}
    ),
    Role.PROBATION_PRACTITIONER: frozenset(_RECORD_MANAGEMENT | _COUNTS),
    Role.PROBATION_MANAGER: frozenset(_RECORD_MANAGEMENT | _COUNTS | {_P.REFERRAL_OVERRULE}),
    Role.PRISON_LEAD: frozenset(
        _READ_CASE | _ANSWERS | {_P.FACT_RECORD, _P.REFERRAL_MAKE, _P.REFERRAL_OVERRULE, _P.RECORD_ADD}
    ),
    Role.YOT_MANAGER: frozenset(
        _CASEWORK - _NOMINAL | {_P.VICTIMS_VIEW, _P.REFERRAL_OVERRULE, _P.DIVERSITY_RECORD, _P.DISCLOSURE_DECIDE}
    ),
    Role.HEALTH_LEAD: frozenset(_READ_CASE - _NOMINAL | {_P.REFERRAL_MAKE, _P.FACT_RECORD, _P.REFERRAL_OVERRULE}),
    Role.AGENCY_CONTACT: frozenset(
        _RECEIVES
        | {
            _P.HOME, _P.INBOX, _P.REQUEST_ANSWER, _P.ACTION_UPDATE, _P.MINUTES_RECEIVE, _P.DOCUMENT_DOWNLOAD,
            _P.NOTICE_SEND,
        }
    ),
    Role.VICTIM_LIAISON: frozenset(
        _RECEIVES
        | {
            _P.HOME, _P.PERSON_LIST, _P.PERSON_SEARCH, _P.PERSON_VIEW, _P.VICTIMS_VIEW, _P.VICTIMS_EDIT, _P.CASE_VIEW,
            _P.INBOX, _P.REQUEST_ANSWER, _P.ACTION_UPDATE, _P.MINUTES_RECEIVE, _P.DOCUMENT_DOWNLOAD, _P.MEETING_VIEW,
            _P.DUTY_VIEW, _P.WHY_SEEN, _P.VICTIMS_RECORD, _P.NOTICE_SEND, _P.CASE_REVIEW_VIEW,
        }
    ),
    Role.AP_MANAGER: frozenset(
        _RECEIVES
        | {
            _P.HOME, _P.PERSON_LIST, _P.PERSON_VIEW, _P.CASE_VIEW, _P.PLAN_VIEW, _P.INBOX, _P.REQUEST_ANSWER,
            _P.ACTION_UPDATE, _P.MINUTES_RECEIVE, _P.DOCUMENT_DOWNLOAD, _P.DUTY_VIEW, _P.WHY_SEEN,
            _P.RECORD_VIEW, _P.RECORD_ADD, _P.STAFF_SAFETY_VIEW, _P.NOTICE_SEND,
        }
    ),
    Role.BOARD_CHAIR: frozenset(
        _FIGURES
        | {
            _P.BREAK_GLASS_REVIEW, _P.DEPARTURE_RECORD, _P.PROCEDURE_RECORD, _P.FAIRNESS_VIEW, _P.DOCUMENT_APPROVE,
        }
    ),
    Role.LAY_ADVISER: frozenset(_FIGURES),
    Role.ANALYST: frozenset(_FIGURES | {_P.COUNT_VIEW, _P.STATISTICS_FREEZE, _P.FAIRNESS_VIEW}),
    Role.AUDITOR: frozenset(_FIGURES | {_P.AUDIT_VIEW, _P.ACCESS_MATRIX, _P.COPY_LOOK_UP}),
    Role.GOVERNANCE_LEAD: frozenset(
        _FIGURES
        | {
            _P.AUDIT_VIEW, _P.COPY_LOOK_UP, _P.ACCESS_MATRIX, _P.BREAK_GLASS_REVIEW, _P.SHARE_LEDGER, _P.ACCOUNT_VIEW,
            _P.SUBJECT_ACCESS_RECORD, _P.SUBJECT_ACCESS_DECIDE,
            _P.ACCOUNT_CONFIRM, _P.BODY_CLASSIFY, _P.CLEARANCE_MANAGE, _P.SHARING_POLICY_KEEP,
            _P.QUALITY_TEST, _P.GOVERNANCE_VIEW,
        }
    ),
    Role.CT_OFFICER: frozenset(
        _CASEWORK
        | _GUARDING
        | {
            _P.VICTIMS_VIEW, _P.DISCLOSURE_DECIDE, _P.MATCH_DECIDE, _P.DIFFERENCE_SETTLE, _P.PERSON_MERGE,
            _P.INTELLIGENCE_VIEW,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset(
        {
            _P.HOME, _P.ACCESS_MATRIX, _P.ACCOUNT_VIEW, _P.ACCOUNT_CONFIRM, _P.ACCOUNT_CHANGE, _P.CLEARANCE_MANAGE,
            _P.AGENCIES_MANAGE,
        }
    ),
}  # fmt: skip

GRANTS = {role: held | _EVERYBODY for role, held in _GRANTS.items()}

SCOPES: dict[Role, Scope] = {
    Role.COORDINATOR: Scope.AREA,
    Role.ADMINISTRATOR: Scope.AREA,
    Role.CHAIR: Scope.AREA,
    Role.POLICE_OFFENDER_MANAGER: Scope.AGENCY,
    Role.PROBATION_PRACTITIONER: Scope.AGENCY,
    Role.PROBATION_MANAGER: Scope.AGENCY,
    Role.PRISON_LEAD: Scope.AGENCY,
    Role.YOT_MANAGER: Scope.AGENCY,
    Role.HEALTH_LEAD: Scope.AGENCY,
    Role.AGENCY_CONTACT: Scope.NOBODY,
    Role.VICTIM_LIAISON: Scope.AGENCY,
    Role.AP_MANAGER: Scope.AGENCY,
    Role.BOARD_CHAIR: Scope.NOBODY,
    Role.LAY_ADVISER: Scope.NOBODY,
    Role.ANALYST: Scope.NOBODY,
    Role.AUDITOR: Scope.NOBODY,
    Role.GOVERNANCE_LEAD: Scope.NOBODY,
    Role.CT_OFFICER: Scope.AGENCY,
    Role.SYSTEM_ADMIN: Scope.NOBODY,
}


class HasRole(Protocol):
    """Anybody with a role."""

    role: str
    is_active: bool


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission, in the order of the roles."""
    return [role for role in Role if permission in GRANTS[role]]


def may(actor: HasRole, permission: Permission) -> Decision:
    """Say whether the actor's role holds a permission, and who can help when it does not.

    Which rows they may know of is decided by the selectors, never here.
    """
    if not actor.is_active:
        return Decision(allowed=False, reason="This account is closed. Ask your system administrator.")
    role = Role(actor.role)
    if permission in GRANTS[role]:
        return Decision(allowed=True, reason=f"A {role.label} holds {permission.value}.")
    holders = " or ".join(held.label for held in roles_with(permission))
    return Decision(allowed=False, reason=f"Only a {holders} can do this. Ask yours to do it.")
