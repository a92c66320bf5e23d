"""The people of the reporting year 2018/19, cohort by cohort, each with a history that could have happened.

The published tables are never written anywhere: how many people live which story is all that is set here, and the
report counts them afterwards. Two of its cells look odd. Somebody returned to custody at level 3 and then held at
level 2 counts once, at level 2, while the return counts at level 3; that gives six returns against three people.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from mappa.demonstration import offences as O  # noqa: N812 - a short word for a long list
from mappa.demonstration.names import a_name, an_address
from mappa.demonstration.story import Sentence, Story, months_on

SNAPSHOT = date(2019, 3, 31)
YEAR_BEGAN = date(2018, 4, 1)
Maker = Callable[[Random], Story]


def between(random: Random, first: date, last: date) -> date:
    """A day from first to last, both included."""
    return first + timedelta(days=random.randrange((last - first).days + 1))


def somebody(random: Random, *, opened: date, category: int, lead: str, cohort: str, area: str = "northshire") -> Story:
    """A person who was an adult when it began."""
    given, family, sex = a_name(random)
    born = date(opened.year - random.randint(22, 62), random.randint(1, 12), random.randint(1, 28))
    return Story(
        area=area, given=given, family=family, sex=sex, born=born, opened=opened, category=category, lead=lead,
        address=an_address(random, area), cohort=cohort,
    )  # fmt: skip


def prison(story: Story, offence: O.Offence, on: date, term: int, *, released: date | None = None) -> date:
    """Convict and sentence to prison; half is served. Gives the last day of the licence."""
    sentenced = on + timedelta(days=21)
    ends = months_on(sentenced, term)
    long_enough = term >= 12  # noqa: PLR2004 - the names of two codes, not a rule: the engine applies the rule
    code = "IMP_12" if long_enough else "IMP_U12"
    story.sentences.append(Sentence(offence, on, code, sentenced, term, licence_end=ends))
    story.custody(sentenced, released or months_on(sentenced, max(1, term // 2)))
    return ends


def indefinite(random: Random) -> Story:
    """Category 1: a long sentence, out before the snapshot, notifiable without end."""
    on = between(random, date(2005, 6, 1), date(2013, 12, 31))
    story = somebody(random, opened=on, category=1, lead="police", cohort="indefinite")
    prison(story, random.choice(O.NOTIFIABLE[:5]), on, random.randrange(30, 97, 3))
    return story


def ten_years(random: Random) -> Story:
    """Category 1: more than six and less than thirty months."""
    on = between(random, date(2009, 6, 1), date(2017, 6, 30))
    story = somebody(random, opened=on, category=1, lead="police", cohort="ten years")
    prison(story, random.choice(O.NOTIFIABLE[:4]), on, random.choice((8, 10, 14, 18, 20, 24, 28)))
    return story


def seven_years(random: Random) -> Story:
    """Category 1: six months or less."""
    on = between(random, date(2012, 6, 1), date(2018, 2, 28))
    story = somebody(random, opened=on, category=1, lead="police", cohort="seven years")
    prison(story, random.choice(O.NOTIFIABLE[:3]), on, random.choice((4, 5, 6)))
    return story


def five_years(random: Random, on: date | None = None) -> Story:
    """Category 1: a community order."""
    on = on or between(random, date(2014, 6, 1), date(2018, 3, 1))
    story = somebody(random, opened=on, category=1, lead="police", cohort="five years")
    story.sentences.append(Sentence(random.choice(O.NOTIFIABLE[:3]), on, "CO", on + timedelta(days=14), 24))
    return story


def cautioned(random: Random) -> Story:
    """Category 1: a caution, two years."""
    on = between(random, date(2017, 6, 1), date(2019, 2, 28))
    story = somebody(random, opened=on, category=1, lead="police", cohort="cautioned")
    story.sentences.append(Sentence(O.IMAGES, on, "CAUTION", on, kind="caution", court="police"))
    return story


def prevention_order(random: Random) -> Story:
    """Category 1: convicted in the year, with a sexual harm prevention order."""
    story = five_years(random, between(random, YEAR_BEGAN + timedelta(days=10), date(2019, 2, 20)))
    made = story.sentences[0].sentenced
    story.orders.append(("SHPO", made, months_on(made, random.choice((60, 84, 120)))))
    story.cohort = "prevention order"
    return story


def notification_order(random: Random) -> Story:
    """Category 1: convicted abroad, notification order in the year."""
    on = between(random, date(2014, 1, 1), date(2015, 6, 30))
    made = between(random, YEAR_BEGAN + timedelta(days=30), date(2019, 1, 31))
    story = somebody(random, opened=made, category=1, lead="police", cohort="notification order")
    story.sentences.append(Sentence(O.FOREIGN, on, "FOREIGN", on, 48, court="foreign"))
    story.orders.append(("NO", made, None))
    return story


def sro_breach(random: Random) -> Story:
    """Category 1: breached a sexual risk order in the year."""
    on = between(random, date(2018, 5, 1), date(2019, 1, 31))
    story = somebody(random, opened=on, category=1, lead="police", cohort="breach of a sexual risk order")
    made = on - timedelta(days=200)
    story.orders.append(("SRO", made, months_on(made, 120)))
    story.sentences.append(Sentence(O.SRO_BREACH, on, "FINE", on, court="magistrates"))
    return story


def notification_breach(random: Random) -> Story:
    """Category 1: cautioned or convicted in the year for a failure to notify."""
    story = random.choice((ten_years, seven_years))(random)
    found = between(random, date(2018, 4, 10), date(2019, 1, 31))
    outcome = random.choice(("cautioned", "convicted"))
    story.breaches.append((found, outcome, found + timedelta(days=random.randint(10, 50))))
    story.cohort = "notification breach"
    return story


def revoked(random: Random) -> Story:
    """Left category 1 in the year: indefinite notification ended on application after fifteen years."""
    on = between(random, date(1998, 1, 10), date(1999, 12, 31))
    story = somebody(random, opened=on, category=1, lead="police", cohort="notification revoked")
    released = months_on(on + timedelta(days=21), 18)
    prison(story, O.OLD_RAPE, on, 36, released=released)
    decided = between(random, date(2018, 5, 1), date(2019, 2, 28))
    story.reviews.append((decided - timedelta(days=120), decided, "ceases"))
    return story


def on_licence(random: Random) -> Story:
    """Category 2: out on licence on the snapshot day."""
    on = between(random, date(2014, 1, 6), date(2014, 9, 30))
    return _violent(random, on, random.choice((66, 72, 78)))


def _violent(random: Random, on: date, term: int) -> Story:
    story = somebody(random, opened=on + timedelta(days=21), category=2, lead="probation", cohort="on licence")
    prison(story, random.choice(O.VIOLENT[:5]), on, term)
    return story


def licence_for(random: Random, category: int) -> Story:
    """Somebody in a category who was on licence all through the year, whatever then happens."""
    if category == 1:
        on = between(random, date(2012, 1, 1), date(2013, 1, 31))
        story = somebody(random, opened=on, category=1, lead="probation", cohort="level 2")
        prison(story, random.choice((O.RAPE, O.NOTIFIABLE[0])), on, 108)
        return story
    if category == 2:  # noqa: PLR2004 - a category's name
        return _violent(random, between(random, date(2013, 6, 1), date(2014, 2, 28)), 84)
    on = between(random, date(2013, 6, 1), date(2014, 2, 28))
    accepted = between(random, date(2018, 1, 8), date(2018, 5, 31))
    story = somebody(random, opened=accepted, category=3, lead="probation", cohort="level 2")
    prison(story, O.SUPPLY, on, 84)
    accept_category_3(story)
    return story


def accept_category_3(story: Story) -> None:
    """The decision that made the category, and the judgement it rests on, as the facts they are."""
    story.moves.append(("ra_considers_serious_harm", story.opened, "", {"answer": True}))
    story.moves.append(("cat3_accepted", story.opened, "", {"level": 2}))


def at_level(random: Random, category: int, level: int, *, since: date | None = None) -> Story:
    """Raised to a level in the year, or accepted at it, with the meetings that go with it."""
    story = licence_for(random, category)
    raised = since or (story.opened if category == 3 else between(random, date(2018, 4, 16), date(2018, 11, 30)))  # noqa: PLR2004
    story.levels.append((raised, level))
    story.risk.append((raised - timedelta(days=7), "very_high" if level == 3 else "high"))  # noqa: PLR2004
    story.cohort = f"level {level}"
    return story


GAPS = {2: 70, 3: 35}


def stayed(category: int, level: int) -> Maker:
    """At the level on the snapshot day, and lowered in the following year."""

    def make(random: Random) -> Story:
        story = at_level(random, category, level)
        ends = between(random, date(2019, 6, 1), date(2019, 11, 30))
        story.panels_between(story.levels[0][0], ends, level, GAPS[level])
        _lower(story, story.panels[-1].on)
        return story

    return make


def lowered(category: int) -> Maker:
    """At level 2 in the year and at level 1 by the snapshot."""

    def make(random: Random) -> Story:
        story = at_level(random, category, 2, since=between(random, date(2018, 2, 1), date(2018, 9, 30)))
        story.panels_between(story.levels[0][0], story.levels[0][0] + timedelta(days=150), 2, GAPS[2])
        _lower(story, story.panels[-1].on)
        return story

    return make


def left(random: Random) -> Story:
    """Category 3 at level 2, taken out by a meeting in the year."""
    story = at_level(random, 3, 2)
    story.panels_between(story.opened, story.opened + timedelta(days=140), 2, GAPS[2])
    story.leaves, story.leaves_because = story.panels[-1].on, "no_longer_needed"
    return story


def returned(category: int, level: int) -> Maker:
    """Returned to custody at a level in the year for breach of licence, and still there on the snapshot day.

    Those returned at level 3 in categories 1 and 2 went down to level 2 while in custody.
    """

    def make(random: Random) -> Story:
        story = at_level(random, category, level)
        raised = story.levels[0][0]
        back = between(random, raised + timedelta(days=40), date(2019, 2, 15))
        story.panels_between(raised, back - timedelta(days=1), level, GAPS[level])
        story.moves.append(("recalled", back - timedelta(days=2), "", {}))
        story.moves.append(("returned_to_custody", back, "licence_breach", {}))
        if level == 3 and category != 3:  # noqa: PLR2004
            story.levels.append((back + timedelta(days=14), 2))
        again = between(random, date(2019, 6, 1), date(2019, 9, 30))
        story.moves.append(("released", again, "", {}))
        last = story.levels[-1][1]
        story.panels_between(again + timedelta(days=20), again + timedelta(days=100), last, GAPS[last])
        _lower(story, story.panels[-1].on)
        return story

    return make


def _lower(story: Story, on: date) -> None:
    """To level 1 at the last meeting; category 3 has no level 1, so the person leaves."""
    if story.category == 3:  # noqa: PLR2004
        story.leaves, story.leaves_because = on, "no_longer_needed"
    else:
        story.levels.append((on, 1))


COHORTS: tuple[tuple[int, Maker], ...] = (
    (440, indefinite),
    (250, ten_years),
    (90, seven_years),
    (160, five_years),
    (30, cautioned),
    (85, prevention_order),
    (3, notification_order),
    (2, sro_breach),
    (13, notification_breach),
    (21, lowered(1)),
    (11, revoked),
    (442, on_licence),
    (20, lowered(2)),
    (5, stayed(1, 2)),
    (1, stayed(2, 2)),
    (7, stayed(3, 2)),
    (1, stayed(2, 3)),
    (6, returned(1, 2)),
    (1, returned(1, 3)),
    (14, returned(2, 2)),
    (3, returned(2, 3)),
    (16, returned(3, 2)),
    (2, returned(3, 3)),
    (29, left),
)
