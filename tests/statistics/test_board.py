"""Management information for the board: one page and one file, from the same records."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.statistics import then_left
from tests.statistics.test_promises import a_duty

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cases.services import accept_transfer, request_transfer
from mappa.people.models import InvolvementKind
from mappa.statistics.board import board_information
from mappa.statistics.periods import last_full_year
from mappa.statistics.promises import promises_of
from mappa.statistics.services import annual_report
from mappa.statistics.sheets import sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE = "/reports/board/"
DAY = timedelta(days=1)


def told(part):
    return {
        words: number
        for one in board_information(an_area(), TODAY)
        if one.sheet.title == part
        for words, number in one.sheet.rows
    }


class TestInformation:
    @pytest.mark.requirement("NOMINAL-19")
    def test_counts_who_stands_where_today_and_nobody_else(self):
        for category, level in ((1, 1), (1, 2), (2, 2), (2, 2)):
            an_open_case(category=category, level=level)
        then_left(an_open_case(), TODAY - DAY)
        an_open_case(a_person(area=an_area("eastmere")), level=3)

        assert told("People in MAPPA now") == {
            "All": 4, "Category 1, level 1": 1, "Category 1, level 2": 1, "Category 2, level 2": 2,
        }  # fmt: skip

    @pytest.mark.requirement("NOMINAL-19")
    def test_counts_records_without_a_manager_and_duties_whose_day_has_gone(self):
        managed, other = an_open_case(), an_open_case()
        managed.person.involvements.create(agency=an_agency(), kind=InvolvementKind.RECORD_MANAGER, since=TODAY)
        a_duty(other, outcome="running", running=True, due=TODAY - DAY)
        a_duty(managed, outcome="running", running=True, due=TODAY)

        assert told("Records that nobody manages") == {"All": 1}
        assert told("Duties that are late") == {"All": 1, "Police": 1}

    @pytest.mark.requirement("NOMINAL-19")
    def test_counts_moves_between_areas(self):
        east = an_area("eastmere")
        asked = request_transfer(
            case=an_open_case(),
            to_area=east,
            reason="Lives there",
            move_on=None,
            actor=a_user(Role.COORDINATOR),
            at=NOON,
        )
        assert told("Transfers") == {"Came from another area": 0, "Went to another area": 0}

        accept_transfer(reference=asked.reference, actor=a_user(Role.COORDINATOR, area=east), at=NOON)

        assert told("Transfers") == {"Came from another area": 0, "Went to another area": 1}

    @pytest.mark.requirement("NOMINAL-19")
    def test_says_what_the_promises_and_the_annual_report_say(self):
        for level in (1, 2):
            an_open_case(level=level)
        promise = promises_of(an_area(), TODAY)[0]
        report = annual_report(an_area(), last_full_year(TODAY))

        parts = board_information(an_area(), TODAY)

        [promises] = [part.sheet for part in parts if part.sheet.title == "The four national promises"]
        assert dict(promises.rows)[f"{promise.text}: cannot tell yet"] == len(promise.behind["cannot_tell"]) == 2
        assert [part.sheet for part in parts][-len(sheets_of(report)) :] == sheets_of(report)
        assert str(report.year.name) in parts[-1].counted

    @pytest.mark.requirement("NOMINAL-19")
    def test_is_the_same_on_the_page_and_in_the_file(self, client):
        an_open_case(level=2)
        client.force_login(a_user(Role.BOARD_CHAIR))
        shown = client.get(PAGE).content.decode()

        rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}download.csv").content.decode("utf-8-sig"))))

        for part in board_information(an_area(), TODAY):
            sheet = part.sheet
            assert sheet.title in shown
            at = rows.index([sheet.title])
            assert rows[at + 1 : at + 3] == [[part.counted], list(sheet.columns)]
            wanted = [["-" if cell is None else str(cell) for cell in row] for row in sheet.rows]
            assert rows[at + 3 : at + 3 + len(sheet.rows)] == wanted
        assert AuditEvent.objects.filter(operation="statistics:board:view").count() == 1
        assert AuditEvent.objects.filter(operation="statistics:board:download").count() == 1

    def test_names_nobody_and_asks_no_more_for_more(self, client):
        client.force_login(a_user(Role.LAY_ADVISER))
        counts = []
        for _ in range(2):
            person = an_open_case(level=2).person
            with CaptureQueriesContext(connection) as asked:
                shown = client.get(PAGE).content.decode()
            assert person.reference not in shown
            counts.append(len(asked))

        assert counts[0] == counts[1] <= 24  # two of them are the test's own savepoint
