"""Areas, agencies and users, in domain words."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from mappa.accounts.copies import CopyStamp
from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, Area, Contact

_numbers = count(1)
RESPONSIBLE = {AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.PRISON}


def an_area(code: str = "northshire") -> Area:
    name = code.capitalize()
    prefix = {"northshire": "NS", "eastmere": "EM"}.get(code, code[:4].upper())
    return Area.objects.get_or_create(code=code, defaults={"name": name, "prefix": prefix, "edition": "cheshire-2022"})[
        0
    ]


def an_agency(kind: str = AgencyKind.POLICE, area: Area | None = None, code: str | None = None) -> Agency:
    """The agency of this kind in the area; another one of the same kind when a code is given."""
    area = area or an_area()
    code = code or f"{area.code}-{kind.replace('_', '-')}"
    status = AgencyStatus.RESPONSIBLE if kind in RESPONSIBLE else AgencyStatus.DUTY
    name = f"{area.name} {AgencyKind(kind).label}"
    agency, _ = Agency.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "status": status})
    agency.areas.add(area)
    return agency


def a_contact(agency: Agency, area: Area | None = None) -> Contact:
    area = area or an_area()
    return Contact.objects.create(
        agency=agency, area=area, name="Sam Contact", email="contact@agency.example", since=date(2020, 1, 1)
    )


KIND_OF = {
    Role.COORDINATOR: AgencyKind.COORDINATION_UNIT,
    Role.ADMINISTRATOR: AgencyKind.COORDINATION_UNIT,
    Role.CHAIR: AgencyKind.POLICE,
    Role.POLICE_OFFENDER_MANAGER: AgencyKind.POLICE,
    Role.PROBATION_PRACTITIONER: AgencyKind.PROBATION,
    Role.PROBATION_MANAGER: AgencyKind.PROBATION,
    Role.PRISON_LEAD: AgencyKind.PRISON,
    Role.YOT_MANAGER: AgencyKind.YOT,
    Role.HEALTH_LEAD: AgencyKind.MENTAL_HEALTH_TRUST,
    Role.AGENCY_CONTACT: AgencyKind.HOUSING,
    Role.VICTIM_LIAISON: AgencyKind.VICTIM_LIAISON,
    Role.AP_MANAGER: AgencyKind.APPROVED_PREMISES,
    Role.CT_OFFICER: AgencyKind.POLICE,
}


def a_user(
    role: Role, *, area: Area | None = None, agency: Agency | None = None, clearances: tuple[str, ...] = (), **more: Any
) -> User:
    """Somebody with a role, in the agency that such people work for."""
    area = area or an_area()
    agency = agency or an_agency(KIND_OF.get(role, AgencyKind.BOARD), area)
    user = User(
        username=more.pop("username", f"{role.value}-{next(_numbers)}"), name=more.pop("name", f"A {role.label}"),
        role=role.value, agency=agency, area=area, **more,
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    for kind in clearances:
        a_clearance(user, kind)
    return user


def a_clearance(user: User, kind: str = "category_4", **more: Any) -> Clearance:
    """A clearance that holds whenever the tests look."""
    facts = {
        "since": date(2000, 1, 1), "until": date(2099, 12, 31), "reason": "factory", "granted_by": "factory",
        "granted_at": datetime(2000, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Clearance.objects.create(user=user, kind=kind, **facts | more)


A_STAMP = CopyStamp(
    number="C-1",
    marking="OFFICIAL-SENSITIVE",
    taker="R",
    made_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    purpose="Reading",
)
"""What is printed on a copy in a test."""
