"""One world with a row in every table, about one person, and an address that leads to each of its things.

The drills of trust share it: who is shown what, whether an id leads anywhere, where a word that was planted turns up.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import get_resolver

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.determinations.services import propose
from mappa.kernel import clock
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.meetings.models import MinutesIssue
from mappa.meetings.services.minutes import issue_minutes
from mappa.people.models import Involvement, Person
from mappa.record.models import StoredFile
from tests.factories.accounts import KIND_OF, a_contact, a_user, an_agency, an_area
from tests.factories.imports import GOOD
from tests.factories.offending import an_assessment
from tests.factories.people import TODAY
from tests.journeys.test_hidden import ADDRESS_PART, everything_about_somebody
from tests.uploads.friendly import a_picture

OURS = "mappa."
EXPECTED = {
    "cooperation.VersionStep": {"move": "propose", "state": "waiting"},
    "cooperation.Forum": {"key": "marac"},
    "cooperation.CentralContact": {"key": "recall_unit"},
    "cooperation.AreaDocument": {"kind": "protocol", "title": "Protocol on visits"},
    "cooperation.HousingInput": {"kind": "offer"},
    "cooperation.SafeguardingLink": {"kind": "adult"},
    "cases.TransferStep": {"action": "request", "state": "requested"},
    "assessments.ToolOccasion": {"kind": "parole_report"},
    "accounts.Clearance": {"kind": "category_4"},
    "people.AccessList": {"kind": "exclusion"},
    "people.ListedName": {"user": User},
    "matching.DoubtfulMatch": {"facts": {"file": "results.csv", "rows": [{"row": 1, "cells": GOOD}]}},
    "nominals.PairQuestion": {
        "told": {"reference": "NS-P-9998", "area": "Northshire", "family_name": "x", "given_names": "x", "born": None},
    },
    "nominals.PossibleDuplicate": {"parts": [{"column": "street", "agreement": "Words", "weight": 1.0}]},
    "nominals.Merge": {"before": {"filled": [], "identifier": 0, "compartment": ""}},
    "imports.ImportedFile": {
        "report": {
            "file": "results.csv",
            "rows": 0,
            "rows_taken": 0,
            "rows_held": 0,
            "rows_refused": 0,
            "people_new": 0,
            "people_known": 0,
            "refused": [],
            "held": [],
            "unknown_codes": [],
        },
    },
    "record.StoredFile": {"kind": "png", "content": a_picture()},
    "record.Attachment": {"kind": "description", "marking": "OFFICIAL-SENSITIVE", "file": StoredFile},
    "pdp.PdpNominal": {"edition": "cheshire-2022"},
    "notices.Notice": {"kind": "concern"},
    "notices.CommunityCount": {"month": TODAY.replace(day=1)},
    "notices.NoticeStep": {"move": "record"},
    "governance.RetrievalTest": {"questions": ["level"], "edition": "cheshire-2022"},
    "governance.Retrieval": {"question": "level", "found": "no"},
    "sharing.PointerAsk": {"necessity": "manage"},
    "offending.Order": {"kind": "SHPO"},
    "offending.OrderQuestion": {"occasion": "plan_review"},
    "diversity.DiversityFact": {"characteristic": "race", "group": "white", "nothing": "", "basis": "own"},
    "victims.VictimEntry": {"kind": "views"},
    "offender.Told": {"what": "mappa"},
    "offender.Withholding": {"reasons": "Words"},
    "offender.Representation": {"text": "Words"},
    "victims.AddressCheck": {"address": "Words", "recorded_by": "somebody.else", "recorded_at": clock.now()},
    "casereviews.CaseReview": {
        "terms": "Words",
        "recorded_by": "somebody.else",
        "recorded_at": clock.now(),
    },
    "victims.ReleaseNews": {"recorded_by": "somebody.else", "recorded_at": clock.now()},
    "cases.Category3Consideration": {"ground": "serial_domestic_abuse_or_stalking"},
}
"""What a row needs in order to be one that the product could have written."""
NOT_FILLED = {
    "accounts.Session", "accounts.FailedSignIn", "audit.AuditEvent", "audit.AuditLeaf", "audit.AuditSeal",
    "audit.AuditMaintenance", "kernel.ReferenceCounter", "agencies.AgencyEntry", "duties.DutyRow", "duties.Derivation",
    "statistics.FrozenReport", "determinations.AreaDeparture", "agencies.AreaEdition", "cases.Exit",
    "histories.RowChange",
}  # fmt: skip
"""Sign-in, the log itself, and what is derived: nobody types into these."""


@dataclass
class Everything:
    """The world: who it is about, and a row of each kind that is theirs."""

    person: Person
    referral: Any
    action: Any
    meeting: Any
    request: Any
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)

    def row(self, label: str) -> Any:
        """The row of a table, for example ``offending.Order``."""
        return self.rows[apps.get_model(label)]


def everything_there_is() -> Everything:
    """Write the world: what services write where a test needs it so, and a plain row in each other table."""
    for kind in sorted({*KIND_OF.values(), AgencyKind.BOARD}):
        a_contact(an_agency(kind))
    person, action, referral, meeting, request = everything_about_somebody()
    world = Everything(person, referral, action, meeting, request)
    for made in (person, referral, action, meeting, request, meeting.case, an_agency(), an_area()):
        world.rows[type(made)] = made
    keeper = a_user(Role.COORDINATOR, username="somebody.else")
    world.rows[User] = keeper
    an_assessment(person, rosh="high", on=TODAY)
    propose(person=person, on=TODAY, actor=keeper, at=clock.now())
    issue_minutes(meeting=meeting, actor=keeper, at=clock.now())
    rows = MinutesIssue.objects.filter(minutes__meeting=meeting)
    world.rows[MinutesIssue] = rows.get(agency=an_agency(AgencyKind.HOUSING))
    for model in filled_models():
        a_row(world, model)
    involve_everybody(world)
    return world


def filled_models() -> list[type[models.Model]]:
    """Every table of the product that somebody's work is kept in."""
    return [
        model for model in apps.get_models()
        if model.__module__.startswith(OURS) and model._meta.label not in NOT_FILLED
    ]  # fmt: skip


def a_row(world: Everything, model: type[models.Model]) -> Any:
    """The world's row of a table: the newest that there is, or one with the least that it needs."""
    if model not in world.rows:
        there = model._base_manager.order_by("-pk").first()
        world.rows[model] = there or model._base_manager.create(**least(world, model))
    return world.rows[model]


def least(world: Everything, model: type[models.Model]) -> dict[str, Any]:
    """A value for each column that has no default, and whatever `EXPECTED` says."""
    given = EXPECTED.get(model._meta.label, {})
    found = {
        column.name: value_of(world, column)
        for column in model._meta.concrete_fields
        if column.name not in given and not column.primary_key
    }
    wanted = {name: a_row(world, value) if isinstance(value, type) else value for name, value in given.items()}
    return {name: value for name, value in found.items() if value is not None} | wanted


def value_of(world: Everything, column: Any) -> Any:
    """Something that the column takes; None leaves it to its default."""
    if column.is_relation:
        own = column.related_model is column.model or column.null
        return None if own else a_row(world, column.related_model)
    if column.null or column.blank or column.has_default():
        return None
    if column.choices:
        return column.choices[0][0]
    kinds = {
        models.DateTimeField: clock.now() - timedelta(minutes=5), models.DateField: clock.day_of(clock.now()),
        models.TextField: "Words", models.CharField: "words"[: column.max_length or 5], models.BooleanField: False,
        models.BinaryField: b"x", models.JSONField: {}, models.IntegerField: 1, models.FloatField: 1.0, ArrayField: [],
        SealedJSON: {}, SealedText: "Words",
    }  # fmt: skip
    return next(value for kind, value in kinds.items() if isinstance(column, kind))


def involve_everybody(world: Everything) -> None:
    """Put each agency that browses people on the record, so that every role may know of the person."""
    there = set(world.person.involvements.values_list("agency", flat=True))
    for kind in sorted(set(KIND_OF.values()) - {AgencyKind.HOUSING, AgencyKind.COORDINATION_UNIT}):
        agency = an_agency(kind)
        if agency.pk not in there:
            Involvement.objects.create(person=world.person, agency=agency, kind="partner", since=TODAY, reason="x")
    world.rows[Involvement] = Involvement.objects.filter(kind="partner").first()


LEADS_TO = {
    "referral": "referrals.Referral", "referral-new": "people.Person", "referral-screening": "people.Person",
    "transfer-detail": "cases.Transfer", "action": "plans.Action", "meeting": "meetings.Meeting",
    "meeting-new": "people.Person", "minutes": "meetings.Meeting", "inbox-request": "meetings.InformationRequest",
    "inbox-minutes": "meetings.Meeting", "subject-access": "ledger.SubjectAccess",
    "pdp": "pdp.PdpNominal", "notice": "notices.Notice",
}  # fmt: skip
"""What the `reference` of an address is of, by how the address's name begins; a person's where nothing fits."""
NUMBERED = {
    "partner-end": "people.Involvement", "access-list": "people.AccessList", "further-agency": "accounts.FurtherAgency",
    "account": "accounts.User", "minutes-request": "meetings.MinutesRequest", "minutes-request-new": "",
    "retrieval-action": "governance.RetrievalAction",
}  # fmt: skip
"""What a `number` is of; the first version, where nothing fits."""
IDS = {
    "question": "nominals.PairQuestion", "merge": "nominals.Merge", "pair": "nominals.PossibleDuplicate",
    "victim": "people.Victim", "share": "sharing.Share", "clearance": "accounts.Clearance",
    "conviction": "offending.Conviction", "sentence": "offending.Disposal", "order": "offending.Order",
    "review": "offending.NotificationReview", "breach": "offending.NotificationBreach", "contact": "agencies.Contact",
    "document": "cooperation.AreaDocument", "link": "cooperation.SafeguardingLink", "line": "plans.PlanLine",
    "waiting": "imports.WaitingFile", "file": "imports.ImportedFile", "match": "matching.DoubtfulMatch",
    "ask": "sharing.FurtherUse", "part": "ledger.SubjectAccessPart", "access": "people.EmergencyAccess",
    "entry": "record.Attachment", "closed": "victims.VictimEntry", "test": "governance.RetrievalTest",
    "case_review": "casereviews.CaseReview", "check": "victims.AddressCheck", "news": "victims.ReleaseNews",
    "difference": "matching.Difference",
    "representation": "offender.Representation", "order_breach": "offending.OrderBreach",
    "breach_action": "offending.BreachAction",
}  # fmt: skip
WORDS = {
    "key": "risk", "name": "risk", "code": "northshire-housing", "action": "dispute", "ending": "docx", "kind": "json",
    "start": 2024, "step": "close", "characteristic": "race", "answer": "kept", "token": "none",
}  # fmt: skip
ELSEWHERE = {
    **{
        name: {"kind": "description"}
        for name in (
            "record-type", "attachment-new", "attachment-nothing", "attachment", "attachment-correct",
            "attachment-withdraw", "attachment-file", "attachment-picture",
        )
    },
    "area-document-new": {"kind": "protocol"}, "notify-new": {"kind": "concern"},
    "extract": {"kind": "police-extract"}, "retrieval": {"question": "level"}, "promise-behind": {"key": "shared"},
    "victim-entry": {"kind": "views"}, "told-new": {"kind": "mappa"},
    "annual-report-behind": {"key": "notification_breaches_cautioned_or_convicted"},
}  # fmt: skip


def routes() -> dict[str, dict[str, str]]:
    """Every address of the product by name, with its parts."""
    patterns = (
        pattern for each in get_resolver().url_patterns for pattern in getattr(each, "url_patterns", [each])
    )  # fmt: skip
    return {
        one.name: {name: kind or "str" for kind, name in ADDRESS_PART.findall(str(one.pattern))} for one in patterns
    }


def beginning(table: dict[str, str], name: str) -> str | None:
    """The table's entry for the longest beginning of a name."""
    fits = [key for key in table if name.startswith(key)]
    return table[max(fits, key=len)] if fits else None


def parts(world: Everything, name: str) -> dict[str, Any]:
    """The parts of an address that lead to the world's own things."""
    found = {}
    for part in routes()[name]:
        if part in {"reference", "other"}:
            found[part] = world.row(beginning(LEADS_TO, name) or "people.Person").reference
        elif part == "number":
            numbered = beginning(NUMBERED, name)
            found[part] = world.row(numbered).pk if numbered else 1
        else:
            found[part] = ELSEWHERE.get(name, {}).get(part) or (world.row(IDS[part]).pk if part in IDS else WORDS[part])
    return found
