"""What people are here to do."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is here to do. One role a user."""

    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    CHAIR = "chair"
    POLICE_OFFENDER_MANAGER = "police_offender_manager"
    PROBATION_PRACTITIONER = "probation_practitioner"
    PROBATION_MANAGER = "probation_manager"
    PRISON_LEAD = "prison_lead"
    YOT_MANAGER = "yot_manager"
    HEALTH_LEAD = "health_lead"
    AGENCY_CONTACT = "agency_contact"
    VICTIM_LIAISON = "victim_liaison"
    AP_MANAGER = "ap_manager"
    BOARD_CHAIR = "board_chair"
    LAY_ADVISER = "lay_adviser"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    GOVERNANCE_LEAD = "governance_lead"
    CT_OFFICER = "ct_officer"
    SYSTEM_ADMIN = "system_admin"

    @property
    def label(self) -> str:
        """The role in words."""
        return LABELS[self]


LABELS: dict["Role", str] = {
    Role.COORDINATOR: "co-ordinator",
    Role.ADMINISTRATOR: "administrator",
    Role.CHAIR: "meeting chair",
    Role.POLICE_OFFENDER_MANAGER: "police offender manager",
    Role.PROBATION_PRACTITIONER: "probation practitioner",
    Role.PROBATION_MANAGER: "probation manager",
    Role.PRISON_LEAD: "prison public protection lead",
    Role.YOT_MANAGER: "youth offending team manager",
    Role.HEALTH_LEAD: "mental health lead",
    Role.AGENCY_CONTACT: "agency contact",
    Role.VICTIM_LIAISON: "victim liaison officer",
    Role.AP_MANAGER: "approved premises manager",
    Role.BOARD_CHAIR: "board chair",
    Role.LAY_ADVISER: "lay adviser",
    Role.ANALYST: "analyst",
    Role.AUDITOR: "auditor",
    Role.GOVERNANCE_LEAD: "information governance lead",
    Role.CT_OFFICER: "counter-terrorism officer",
    Role.SYSTEM_ADMIN: "system administrator",
}
