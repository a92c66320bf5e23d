"""Real offences, with their paragraphs, that the invented people are convicted of."""

from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Offence:
    """An offence as a court records it, with who was harmed where the law asks."""

    title: str
    statute: str
    section: str
    sch3: str | None = None
    sch15: str | None = None
    part: int | None = None
    victim: tuple[int, int] | None = None
    images: bool = False

    def facts(self) -> dict[str, Any]:
        """The offence in the words of the engine."""
        return {
            "statute": self.statute, "section": self.section, "sch3_para": self.sch3, "sch15_para": self.sch15,
            "sch15_part": self.part,
        }  # fmt: skip

    def circumstances(self, random: Random) -> dict[str, Any]:
        """Ages that the schedules ask about."""
        if self.victim is None:
            return {}
        key = "youngest_person_in_images_age" if self.images else "victim_age"
        return {key: random.randint(*self.victim)}


SOA = "Sexual Offences Act 2003"
OAPA = "Offences against the Person Act 1861"
NOTIFIABLE = (
    Offence("Sexual activity with a child", SOA, "9", "21", "110", 2, (13, 15)),
    Offence("Engaging in sexual activity in the presence of a child", SOA, "11", "21", "112", 2, (12, 15)),
    Offence(
        "Indecent photographs of children", "Protection of Children Act 1978", "1", "13", "99", 2, (6, 13), images=True
    ),
    Offence("Sexual assault", SOA, "3", "18", "104", 2, (13, 17)),
    Offence("Rape", SOA, "1", "17", "102", 2, (18, 45)),
)
IMAGES = NOTIFIABLE[2]
RAPE = NOTIFIABLE[4]
OLD_RAPE = Offence("Rape", "Sexual Offences Act 1956", "1", "1", None, None, (18, 45))
SRO_BREACH = Offence("Breach of sexual risk order", SOA, "122H")
FOREIGN = Offence("Sexual offence against a child (foreign law)", "Foreign law", "", victim=(9, 13))
VIOLENT = (
    Offence("Assault occasioning actual bodily harm", OAPA, "47", None, "20", 1, (18, 60)),
    Offence("Malicious wounding or inflicting grievous bodily harm", OAPA, "20", None, "7", 1, (18, 60)),
    Offence("Wounding or causing grievous bodily harm with intent", OAPA, "18", None, "6", 1, (18, 60)),
    Offence("Robbery", "Theft Act 1968", "8", None, "31", 1, (16, 70)),
    Offence("Threats to kill", OAPA, "16", None, "5", 1, (18, 60)),
    Offence("Affray", "Public Order Act 1986", "3", None, "46", 1),
)
OTHER = (
    Offence("Battery", "Criminal Justice Act 1988", "39", victim=(18, 50)),
    Offence("Possession of a Class A drug with intent to supply", "Misuse of Drugs Act 1971", "5(3)"),
)
SUPPLY = OTHER[1]
