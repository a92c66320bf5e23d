"""The living caseload: what happened in the months before the day of the demonstration."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from mappa.demonstration import offences as O  # noqa: N812 - a short word for a long list
from mappa.demonstration.cohorts import GAPS, accept_category_3, between, prison, somebody
from mappa.demonstration.offences import Offence
from mappa.demonstration.story import Sentence, Story, months_on

Maker = Callable[[Random, date], Story]
TERROR = Offence(
    "Collection of information likely to be of use to a terrorist", "Terrorism Act 2000", "58", None, "159", 3
)


def before(random: Random, on: date, least: int, most: int) -> date:
    """A day so many to so many days before."""
    return between(random, on - timedelta(days=most), on - timedelta(days=least))


def violent_on_licence(random: Random, on: date) -> Story:
    """Category 2 at level 1, out on licence for some months."""
    out = before(random, on, 40, 400)
    convicted = months_on(out, -21)
    story = somebody(
        random, opened=convicted + timedelta(days=21), category=2, lead="probation", cohort="recent licence"
    )
    prison(story, random.choice(O.VIOLENT[:5]), convicted, 40, released=out)
    return story


def leaving_prison(random: Random, on: date) -> Story:
    """In custody, with a release date inside the next eight months."""
    release = on + timedelta(days=random.randint(20, 230))
    convicted = months_on(release, -19)
    story = somebody(
        random, opened=convicted + timedelta(days=21), category=2, lead="probation", cohort="release ahead"
    )
    prison(story, random.choice(O.VIOLENT[:5]), convicted, 36, released=release)
    story.moves = [
        ("release_expected", before(random, on, 30, 60), "", {"release_on": release.isoformat(), "basis": "automatic"})
    ]
    return story


def at_level(category: int, level: int, *, missed: bool = False) -> Maker:
    """Raised some months ago and met about since; `missed`: the last review did not happen in time."""

    def make(random: Random, on: date) -> Story:
        raised = before(random, on, 110, 260)
        out = raised - timedelta(days=random.randint(30, 200))
        convicted = months_on(out, -24)
        opened = {1: convicted, 2: convicted + timedelta(days=21), 3: raised}[category]
        story = somebody(random, opened=opened, category=category, lead="probation", cohort=f"now level {level}")
        offence = {1: random.choice((O.RAPE, O.NOTIFIABLE[0])), 2: random.choice(O.VIOLENT[:3]), 3: O.SUPPLY}[category]
        prison(story, offence, convicted, 60, released=out)
        if category == 3:  # noqa: PLR2004 - a category's name
            accept_category_3(story)
        story.levels.append((raised, level))
        story.risk.append((raised - timedelta(days=7), "very_high" if level == max(GAPS) else "high"))
        gap = GAPS[level]
        last = on - timedelta(days=gap + 30) if missed else on - timedelta(days=4)
        story.panels_between(raised, last, level, gap)
        return story

    return make


def in_hospital(random: Random, on: date) -> Story:
    """Category 2 by a hospital order, still detained."""
    convicted = before(random, on, 300, 900)
    story = somebody(random, opened=convicted + timedelta(days=30), category=2, lead="health", cohort="hospital")
    story.sentences.append(Sentence(O.VIOLENT[2], convicted, "HO", convicted + timedelta(days=30)))
    return story


def young(random: Random, on: date) -> Story:
    """Category 2, sixteen or seventeen, detained for robbery and out again."""
    out = before(random, on, 20, 120)
    convicted = months_on(out, -15)
    story = somebody(random, opened=convicted + timedelta(days=21), category=2, lead="yot", cohort="under 18")
    story.born = date(on.year - 17, on.month, 1) + timedelta(days=random.randint(60, 200))
    sentenced = convicted + timedelta(days=21)
    story.sentences.append(
        Sentence(O.VIOLENT[3], convicted, "S250", sentenced, 30, licence_end=months_on(sentenced, 30), court="crown")
    )
    story.custody(sentenced, out)
    return story


def walled(random: Random, on: date) -> Story:
    """Category 4: behind the wall, known only to those cleared."""
    out = before(random, on, 60, 300)
    convicted = months_on(out, -36)
    story = somebody(random, opened=convicted + timedelta(days=21), category=4, lead="probation", cohort="category 4")
    story.compartment = "category_4"
    sentenced = convicted + timedelta(days=21)
    story.sentences.append(Sentence(TERROR, convicted, "SOPC", sentenced, 48, licence_end=months_on(sentenced, 60)))
    story.custody(sentenced, out)
    return story


def newly_convicted(random: Random, on: date) -> Story:
    """Category 1 from a community order of the last weeks."""
    convicted = before(random, on, 20, 200)
    story = somebody(random, opened=convicted, category=1, lead="police", cohort="new")
    story.sentences.append(
        Sentence(random.choice(O.NOTIFIABLE[:3]), convicted, "CO", convicted + timedelta(days=10), 24)
    )
    return story


RECENT: tuple[tuple[int, Maker], ...] = (
    (8, violent_on_licence),
    (6, leaving_prison),
    (7, at_level(1, 2)),
    (2, at_level(1, 2, missed=True)),
    (4, at_level(2, 2)),
    (1, at_level(2, 2, missed=True)),
    (6, at_level(3, 2)),
    (1, at_level(1, 3)),
    (1, at_level(3, 3)),
    (2, in_hospital),
    (2, young),
    (3, walled),
    (6, newly_convicted),
)
EASTMERE: tuple[tuple[int, Maker], ...] = (
    (12, newly_convicted),
    (6, violent_on_licence),
    (3, at_level(1, 2)),
    (1, at_level(3, 2)),
)
