"""One step that records several facts derives the duties once, from all of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.cases.services import accept_transfer, confirm_category, exit_case, request_transfer
from mappa.determinations.services import propose
from mappa.meetings.services.chairing import close_meeting
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import an_open_meeting, everything_said
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


def closing_a_meeting():
    meeting = an_open_meeting()
    everything_said(meeting)
    return lambda: close_meeting(meeting=meeting, actor=meeting.chair, at=meeting.starts_at)


def violent(**sentence):
    person, coordinator = a_person(), a_user(Role.COORDINATOR)
    conviction = a_conviction(person, on=date(2023, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    a_sentence(conviction, on=date(2024, 1, 12), term_months=18, **sentence)
    return person, coordinator


def confirming_a_category():
    person, coordinator = violent()
    proposed = propose(person=person, on=TODAY, actor=coordinator, at=NOON)
    return lambda: confirm_category(determination=proposed, category=2, reason="Harm", actor=coordinator, at=NOON)


def closing_a_case():
    person, coordinator = violent(licence_end=date(2026, 2, 20))
    case = an_open_case(person, category=2)
    return lambda: exit_case(case=case, statement="The licence has ended.", actor=coordinator, at=NOON)


def accepting_a_transfer():
    receiver, sender = a_user(Role.COORDINATOR, area=an_area("eastmere")), a_user(Role.COORDINATOR)
    an_agency("police", an_area("eastmere"))
    asked = request_transfer(
        case=an_open_case(), to_area=receiver.area, reason="He moved.", move_on=TODAY, actor=sender, at=NOON
    )
    return lambda: accept_transfer(reference=asked.reference, actor=receiver, at=NOON)


@pytest.mark.parametrize(
    "step",
    [closing_a_meeting, confirming_a_category, closing_a_case, accepting_a_transfer],
    ids=lambda step: step.__name__,
)
def test_derives_once(step):
    take = step()

    with CaptureQueriesContext(connection) as seen:
        take()

    assert len([each for each in seen if each["sql"].startswith('INSERT INTO "duties_derivation"')]) == 1
