"""What an edition says about who co-operates, and how. Lists and sentences come with their citation."""

from mappa.agencies.models import AgencyKind
from mappa.determinations import policy

RESPONSIBLE = "agencies/responsible_authority"
DUTY = "agencies/duty_to_cooperate"
NO_DUTY = "agencies/not_duty_to_cooperate"
BOUNDS = "agencies/duty_bounds"
TREATMENT = "agencies/non_statutory_bodies"
SECTIONS = "agencies/memorandum_sections"
AGREEMENTS = "agencies/memorandum_agreements"
APPROVED = "agencies/approved_by_board"
HOUSING = "agencies/housing_input"
HOUSING_BOUNDS = "agencies/housing_bounds"
SAFEGUARDING = "agencies/safeguarding_links"
MONITORING = "agencies/monitoring_role"
CENTRAL = "agencies/central_contacts"
FORUMS = "agencies/forums"
DEVOLVED = "agencies/devolved_in_wales"


def bodies(name: str, edition: str) -> dict[str, AgencyKind]:
    """Each body that an edition lists, in its own words, with the kind that it has in the register; none if silent."""
    held = policy.find_parameter(name, edition)
    return {body: AgencyKind(kind) for body, kind in held.value.items()} if held else {}


def kinds(name: str, edition: str) -> frozenset[AgencyKind]:
    """The kinds of agency that an edition lists."""
    return frozenset(bodies(name, edition).values())


def sentences(name: str, edition: str) -> list[str]:
    """A list of an edition, in order; nothing where it is silent."""
    held = policy.find_parameter(name, edition)
    return [str(item) for item in held.items] if held else []


def words(name: str, edition: str) -> dict[str, str]:
    """A table of an edition from key to words; nothing where it is silent."""
    held = policy.find_parameter(name, edition)
    return {str(key): str(value) for key, value in held.value.items()} if held else {}


def citation(name: str, edition: str) -> str:
    """Where that stands; nothing where the edition is silent."""
    held = policy.find_parameter(name, edition)
    return held.citation if held else ""
