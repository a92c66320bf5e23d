"""The two areas, their agencies and contacts, and the accounts that the sign-in page offers."""

from datetime import date, datetime, timedelta

from mappa.accounts.compartments import Compartment
from mappa.accounts.models import Clearance, FurtherAgency, User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, Area, AreaEdition, Contact

K = AgencyKind
RA, DUTY, NONE = AgencyStatus.RESPONSIBLE, AgencyStatus.DUTY, AgencyStatus.NEITHER
SINCE = date(2005, 4, 1)
AREAS = (("northshire", "Northshire", "NS", 808_000), ("eastmere", "Eastmere", "EM", 212_000))
AGENCIES = (
    ("police", "{area} Police", K.POLICE, RA),
    ("probation", "Probation Service, {area}", K.PROBATION, RA),
    ("prison", "HMP {area} Vale", K.PRISON, RA),
    ("unit", "{area} MAPPA unit", K.COORDINATION_UNIT, NONE),
    ("yot", "{area} Youth Justice Service", K.YOT, DUTY),
    ("health", "{area} Mental Health Trust", K.MENTAL_HEALTH_TRUST, DUTY),
    ("housing", "{area} Borough Housing", K.HOUSING, DUTY),
    ("lakeside-homes", "Lakeside Homes, {area}", K.HOUSING, DUTY),
    ("children", "{area} Children's Services", K.CHILDRENS_SERVICES, DUTY),
    ("adults", "{area} Adult Social Care", K.ADULT_SOCIAL_CARE, DUTY),
    ("jobcentre", "Jobcentre Plus, {area}", K.JOBCENTRE, DUTY),
    ("victims", "{area} Victim Contact Unit", K.VICTIM_LIAISON, RA),
    ("premises", "Millrace House approved premises, {area}", K.APPROVED_PREMISES, RA),
    ("refuge", "{area} Refuge and Advice", K.DOMESTIC_ABUSE, NONE),
    ("harbour", "Harbour Trust, {area}", K.VOLUNTARY, NONE),
    ("monitoring", "Clearsight Monitoring, {area}", K.MONITORING, DUTY),
    ("board", "{area} Strategic Management Board", K.BOARD, NONE),
)
# user name, name, role, agency, post, what the account is for
ACCOUNTS = (
    ("coordinator", "Morgan Teal", Role.COORDINATOR, "unit", "MAPPA co-ordinator",
     "Screens referrals against the clock and sees every case that is late, and why"),
    ("administrator", "Robin Slate", Role.ADMINISTRATOR, "unit", "MAPPA administrator",
     "Builds meetings, chases replies and issues minutes"),
    ("chair", "Inspector Pat Umber", Role.CHAIR, "police", "Police inspector",
     "Runs a meeting from one screen and approves its minutes"),
    ("police.om", "Chris Ochre", Role.POLICE_OFFENDER_MANAGER, "police", "Offender manager",
     "Sees visits, notifications and address checks due, and records them"),
    ("probation.om", "Alex Indigo", Role.PROBATION_PRACTITIONER, "probation", "Probation practitioner",
     "Refers on form A and keeps risk and plan current"),
    ("probation.manager", "Jo Cerise", Role.PROBATION_MANAGER, "probation", "Senior probation officer",
     "Endorses referrals and may settle a disputed one"),
    ("prison.lead", "Lou Russet", Role.PRISON_LEAD, "prison", "Public protection lead",
     "Tells others about release in time"),
    ("yot.manager", "Kit Amber", Role.YOT_MANAGER, "yot", "Youth offending team manager",
     "Leads for people under 18"),
    ("health.lead", "Dr Noor Sage", Role.HEALTH_LEAD, "health", "Care co-ordination lead",
     "Speaks for hospital cases and gives notice of discharge"),
    ("housing.spoc", "Val Copper", Role.AGENCY_CONTACT, "housing", "Housing contact",
     "Answers requests, does its actions, acknowledges minutes, and sees nothing else"),
    ("children.spoc", "Mel Linden", Role.AGENCY_CONTACT, "children", "Safeguarding contact",
     "Answers requests about children"),
    ("jobcentre.spoc", "Ray Flint", Role.AGENCY_CONTACT, "jobcentre", "Jobcentre contact",
     "Answers requests about work and training"),
    ("victim.liaison", "Bev Coral", Role.VICTIM_LIAISON, "victims", "Victim liaison officer",
     "Keeps victim contact behind its wall"),
    ("ap.manager", "Des Walnut", Role.AP_MANAGER, "premises", "Approved premises manager",
     "Sees residents and their plans"),
    ("board.chair", "Chief Supt Ali Pewter", Role.BOARD_CHAIR, "board", "Board chair",
     "Reads figures and overdue reviews of emergency access"),
    ("lay.adviser", "Fran Holly", Role.LAY_ADVISER, "board", "Lay adviser", "Reads figures; knows no person"),
    ("analyst", "Sasha Quartz", Role.ANALYST, "board", "Performance analyst",
     "Checks, explains and freezes the annual figures"),
    ("auditor", "Lee Onyx", Role.AUDITOR, "board", "Auditor", "Reads who has looked at what"),
    ("governance.lead", "Toni Garnet", Role.GOVERNANCE_LEAD, "board", "Information governance lead",
     "Reviews emergency access and the access matrix"),
    ("ct.officer", "Jay Steel", Role.CT_OFFICER, "police", "Counter-terrorism officer",
     "Cleared for Category 4: sees people whom others cannot"),
    ("system.admin", "Gray Birch", Role.SYSTEM_ADMIN, "unit", "System administrator",
     "Looks after the installation; sees no case"),
)  # fmt: skip
EAST = (
    ("coordinator.east", "Rory Plum", Role.COORDINATOR, "unit", "MAPPA co-ordinator",
     "Receives and sends transfers for the neighbouring area"),
    ("police.om.east", "Billie Moss", Role.POLICE_OFFENDER_MANAGER, "police", "Offender manager",
     "Manages people in the neighbouring area"),
)  # fmt: skip


def build_places(on: date, at: datetime) -> None:
    """Make the areas, agencies, contacts and accounts."""
    for code, name, prefix, residents in AREAS:
        estimates = {
            str(year): {
                "residents": residents + (year - 2018) * 2_400,
                "issued": f"{year + 1}-06-26",
                "source": "an invented mid-year estimate",
            }
            for year in range(2016, 2026)
        }
        area = Area.objects.create(
            code=code, name=name, prefix=prefix, edition="cheshire-2022", population_10_and_over=estimates
        )
        AreaEdition.objects.create(area=area, edition="norfolk-2019", since=SINCE)
        AreaEdition.objects.create(area=area, edition="cheshire-2022", since=date(2022, 6, 28))
        for key, title, kind, status in AGENCIES:
            agency = Agency.objects.create(code=f"{code}-{key}", name=title.format(area=name), kind=kind, status=status)
            agency.areas.add(area)
            Contact.objects.create(
                agency=agency, area=area, name=f"{agency.name} duty contact", post="Single point of contact",
                deputy="Duty deputy", email=f"mappa@{code}-{key}.example", telephone="01632 960000", since=SINCE,
            )  # fmt: skip
        for username, person, role, key, post, purpose in EAST if code == "eastmere" else ACCOUNTS:
            user = User(
                username=username, name=person, role=role.value, post=post, purpose=purpose, area=area,
                agency=Agency.objects.get(code=f"{code}-{key}"), is_demonstration=True,
                grade="inspector" if role is Role.CHAIR else "",
            )  # fmt: skip
            user.set_unusable_password()
            user.save()
            if role is Role.PROBATION_MANAGER:
                FurtherAgency.objects.create(
                    user=user, agency=Agency.objects.get(code=f"{code}-police"), since=on - timedelta(days=90),
                    reason="Joint police and probation record unit", set_by="system.admin", set_at=at,
                )  # fmt: skip
            if role is Role.CT_OFFICER:
                _clear(user, on, at)


def _clear(user: User, on: date, at: datetime) -> None:
    """Vetted for Category 4, as the governance lead saw."""
    Clearance.objects.create(
        user=user, kind=Compartment.CATEGORY_4, since=on - timedelta(days=200), until=on + timedelta(days=900),
        reason="Developed vetting seen by the vetting unit", granted_by="governance.lead", granted_at=at,
    )  # fmt: skip
