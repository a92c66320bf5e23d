"""Invented names and places. The family names and streets were made up; nobody and nowhere is meant."""

from random import Random

FAMILY_STARTS = (
    "Ash", "Bram", "Cald", "Dun", "Elder", "Fen", "Garth", "Hazel", "Inger", "Jess", "Kel", "Lang", "Mar", "Nether",
    "Oaken", "Pell", "Quarr", "Raven", "Sel", "Thorn", "Under", "Vann", "Wether", "Yarrow",
)  # fmt: skip
FAMILY_ENDS = (
    "brook", "bury", "combe", "croft", "dale", "field", "ford", "gate", "hollow", "hurst", "ley", "mere", "more",
    "ridge", "shaw", "stead", "thwaite", "wick", "wood", "worth",
)  # fmt: skip
MALE = (
    "Aaron", "Adil", "Alan", "Barry", "Callum", "Colin", "Craig", "Daniel", "Darren", "Dean",
    "Derek", "Edward", "Farid", "Gareth", "Glen", "Graham", "Harvey", "Ian", "Imran", "Jacob",
    "Jamie", "Jason", "Karl", "Keith", "Kieran", "Lee", "Lewis", "Malcolm", "Marek", "Martin",
    "Neil", "Nigel", "Owen", "Patrick", "Paul", "Piotr", "Ravi", "Reece", "Ross", "Samuel",
    "Shaun", "Stuart", "Terence", "Tobias", "Trevor", "Tyrone", "Victor", "Warren", "Wayne", "Yusuf",
)  # fmt: skip
FEMALE = (
    "Alison",
    "Bethan",
    "Carla",
    "Denise",
    "Elena",
    "Gail",
    "Janet",
    "Kerry",
    "Leanne",
    "Nadia",
    "Paula",
    "Tracey",
)
STREETS = (
    "Alder Rise", "Beacon Way", "Cinder Lane", "Dray Court", "Ferry Yard", "Gorse Walk", "Heron Drive", "Kiln Row",
    "Larch Close", "Mallet Street", "Orchard Mews", "Pike Terrace", "Quarry View", "Saddler Street",
)  # fmt: skip
TOWNS = {
    "northshire": ("Northwick", "Calderhaven", "Stowe Bridge", "Market Fenley"),
    "eastmere": ("Eastmere", "Saltby"),
}
WOMEN_IN_A_HUNDRED = 4


def a_name(random: Random) -> tuple[str, str, str]:
    """Given name, family name and sex."""
    family = random.choice(FAMILY_STARTS) + random.choice(FAMILY_ENDS)
    if random.randrange(100) < WOMEN_IN_A_HUNDRED:
        return random.choice(FEMALE), family, "female"
    return random.choice(MALE), family, "male"


def an_address(random: Random, area: str) -> str:
    """A made-up address without a postcode, so that it can be nobody's."""
    return f"{random.randint(1, 140)} {random.choice(STREETS)}, {random.choice(TOWNS[area])}"
