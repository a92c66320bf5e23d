"""Two retrieval tests of the demonstration: one done, with an action, and one begun."""

from datetime import date, datetime, timedelta

from mappa.accounts.models import User
from mappa.governance.models import Found, RetrievalTest
from mappa.governance.services import add_action, draw_sample, record_retrieval

DAY = timedelta(days=1)
ASKED = ("rosh", "level", "minutes")


def test_records(*, on: date, at: datetime) -> None:
    """Draw twice, a quarter apart."""
    lead = User.objects.select_related("area", "agency").get(username="governance.lead")
    wanted = {"questions": ASKED, "actor": lead}
    before = draw_sample(purpose="Quarterly test of records", seed="quarter one", at=at - 3 * DAY, **wanted)
    _look(before, lead, at - 3 * DAY, len(ASKED) * before.records.count())
    add_action(
        test=before, what="Tell chairs that reasons for a level are written when it is set.",
        owner="Toni Garnet, information governance lead", due=on + 14 * DAY, actor=lead, at=at - 3 * DAY,
    )  # fmt: skip
    now = draw_sample(purpose="Test after training", seed="quarter two", at=at, **wanted)
    _look(now, lead, at, 5)


def _look(test: RetrievalTest, lead: User, at: datetime, most: int) -> None:
    asked = [(one.person, question) for one in test.records.select_related("person") for question in test.questions]
    for number, (person, question) in enumerate(asked[:most]):
        good = number % 4
        record_retrieval(
            test=test, person=person, question=question, minutes=2 + number % 7, actor=lead, at=at,
            found=Found.YES if good else Found.PART, failed=[] if good else ["clear"],
            wrong="" if good else "It does not say who decided.",
        )  # fmt: skip
