"""An assessment that rates every group, says who the known adult is, and says why in each part."""

from datetime import datetime

from mappa.accounts.models import User
from mappa.assessments.models import Assessment
from mappa.assessments.services import GroupRating, record_assessment
from mappa.kernel.clock import day_of
from mappa.people.models import Victim

WORDS = {
    "narrative": "Drink and the loss of work come before each offence. Both are back since the autumn.",
    "evidence": "Two call-outs to the former home, and what the hostel wrote in its log.",
    "protocol": "The agency's own protocol, with a second officer reading it.",
    "static_factors": "Two convictions for violence, the first at 19.",
    "changing_factors": "Drinking, no work, and anger at the former partner.",
    "triggers": "A birthday of the children, a letter from the court, a night without sleep.",
    "protective": "A sister who visits weekly, and treatment that he has kept to.",
    "likelihood": "More likely than not within a year if drinking goes on.",
    "imminence": "Most at weekends. A day was named once.",
    "professionals": "Threats to officers who visit alone.",
    "mitigation": "Two officers visit together, and tell the control room before.",
}


def rate(victim: Victim, *, actor: User, at: datetime) -> None:
    """Rate the six groups at the level that the person has had, with the entry of a victim as the known adult."""
    before = Assessment.objects.filter(person=victim.person).order_by("-on", "-pk").first()
    level = before.rosh if before and before.rosh else "medium"
    record_assessment(
        person=victim.person, tool="OASys", on=day_of(at), assessor=actor.name, agency=actor.agency, rosh=level,
        ratings=[
            GroupRating(group="known_adult", level=level, entry=victim),
            GroupRating(group="children", level="medium", who="Her two children, who live with her"),
            GroupRating(group="public", level="low", who="People at the market", traits=["place"]),
            GroupRating(group="staff", level="medium"),
            GroupRating(group="prisoners", level="low"),
            GroupRating(group="self", level="low"),
        ],
        words=WORDS, actor=actor, at=at,
    )  # fmt: skip
