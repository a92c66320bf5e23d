"""Names for many invented people: common and rare ones, as names are spread, from parts that were made up.

Given names are in common use. Family names are put together from parts, so that whoever bears one is meant by nobody.
"""

from itertools import accumulate
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STARTS = _words("""
Ash Bram Cald Dun Elder Fen Garth Hazel Inger Jess Kel Lang Mar Nether Oaken Pell Quarr Raven Sel Thorn Under Vann
Wether Yarrow Ack Al Bal Bar Beck Bel Birk Black Bos Brad Brig Brock Burn Carl Chad Clay Cob Cran Crom Cull Dag Dal
Den Dray Ed Ell Ever Fair Far Fern Gar Gil God Gran Green Hal Ham Hart Has Hay Hen Hol Horn Hux Ing Ken Kil Kirk
Knar Lam Lin Lock Long Mal May Mel Mid Mor Neth New Nor Oak Pat Pem Pic Prest Rad Red Rook Rother Sand Sax Shel
Sher Stan Stock Strat Sut Swin Tam Tat Thur Til Tor Tul Wad Wal War Wel Whit Wil Win Wool Wor Wyn
""")
ENDS = _words("""
brook bury combe croft dale field ford gate hollow hurst ley mere more ridge shaw stead thwaite wick wood worth ton
ham by well stone ward man son cott bourne den wich low land ing ington ett el ard er ers wyn rick mond castle burn
bridge church house lock
""")
SYLLABLES = _words("""
ba be bo da de do fa fi go ha ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa po ra re ri ro sa se shi so
ta te ti to va vi wa ya yu za zo chi cha kha ghu bha pre stra kow wal gur har sin mar
""")
CLOSINGS = _words("""
ski wicz ova ić escu nko an ar al ez ini elli ur eem iq oglu u
""")
MALE = _words("""
David James John Michael Paul Andrew Robert Mark Christopher Stephen Daniel Thomas Matthew Richard William Anthony
Peter Kevin Ian Joseph Jason Darren Lee Gary Simon Craig Martin Alan Ryan Adam Philip Benjamin Stuart Neil Wayne
Carl Dean Kieran Jamie Shaun Edward Nathan Samuel Liam Gareth Luke Jack Joshua Connor Alexander Graham Barry Scott
Nicholas Patrick Aaron Keith Jordan Mohammed Ashley Nigel Charles Trevor George Terence Raymond Kenneth Colin Derek
Brian Karl Sean Dennis Leslie Roy Geoffrey Jonathan Timothy Jeremy Frederick Albert Arthur Harold Walter Ronald
Donald Gerald Leonard Russell Gordon Clive Malcolm Callum Rhys Owen Dylan Evan Tyler Kyle Bradley Marcus Leon
Tyrone Abdul Ahmed Ali Imran Amir Hassan Yusuf Ibrahim Omar Tariq Rajesh Sanjay Gurpreet Harpreet Vikram Piotr
Tomasz Krzysztof Marek Andrei Ionut Mihai Wei Minh Kwame Emeka Tunde Dwayne Curtis Vincent Francis Lawrence
Theodore Zachary Maximilian Harrison Archibald Cornelius Bartholomew Hamish Angus Fergus Declan Eoin Siôn Tomos
Gethin José André Jürgen Łukasz
""")
FEMALE = _words("""
Sarah Susan Margaret Elizabeth Patricia Catherine Jennifer Nicola Deborah Rebecca Michelle Jacqueline Amanda
Victoria Samantha Christine Katherine Joanne Tracey Alison Stephanie Kimberley Gemma Emma Lisa Angela Dawn Mandy
Kelly Leanne Pamela Barbara Dorothy Theresa Abigail Megan Bethan Siobhan Zoë Chloe Fatima Aisha Agnieszka Priya
""")
WOMEN_IN_A_HUNDRED = 6
RARE_FAMILY_NAMES = 24_000
SLOPE = 0.75
"""How fast names get rarer. With this the commonest family name is borne by about one person in 150."""


class Names:
    """A stock of names and how common each is. The same in every run."""

    def __init__(self) -> None:
        random = Random("the stock of names")  # noqa: S311 - no secret
        self.families = self._families(random)
        self._family_weights = _falling(len(self.families), SLOPE)
        self._given = {sex: (names, _falling(len(names), SLOPE)) for sex, names in (("male", MALE), ("female", FEMALE))}

    @staticmethod
    def _families(random: Random) -> list[str]:
        joined = [start + end for start in STARTS for end in ENDS]
        joined += [
            "".join(random.choice(SYLLABLES) for _ in range(random.choice((1, 2, 2, 2, 3)))).capitalize()
            + random.choice(CLOSINGS)
            for _ in range(RARE_FAMILY_NAMES)
        ]
        for begins in ("Mc", "O'", "Mac"):
            joined += [begins + random.choice(STARTS) + random.choice(ENDS) for _ in range(400)]
        found = list(dict.fromkeys(joined))
        random.shuffle(found)
        return found

    def given(self, random: Random, sex: str) -> str:
        """One given name, and for every second person another."""
        names, weights = self._given[sex]
        wanted = 1 if random.random() < 0.5 else 2  # noqa: PLR2004 - half of them
        return " ".join(dict.fromkeys(random.choices(names, cum_weights=weights, k=wanted)))

    def family(self, random: Random) -> str:
        """A family name; one in forty is double."""
        wanted = 2 if random.random() < 0.025 else 1  # noqa: PLR2004
        return "-".join(random.choices(self.families, cum_weights=self._family_weights, k=wanted))


def _falling(count: int, slope: float) -> list[float]:
    return list(accumulate((place + 3) ** -slope for place in range(count)))
