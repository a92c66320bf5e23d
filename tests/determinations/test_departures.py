"""Departures of an area from the guidance: recorded whole or not at all, listed, and followed by the clocks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import Area, AreaEdition
from mappa.audit.models import AuditEvent
from mappa.determinations.models import AreaDeparture
from mappa.determinations.selectors import overlays_of
from mappa.determinations.services import record_departure
from mappa.duties.models import DutyRow
from mappa.duties.services import derive
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import ManagingArea
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db

GAP = "review/level_3_longest_gap"
TODAY = clock.day_of(NOON)
WHOLE = {
    "edition": "cheshire-2022", "parameter": GAP, "value": 8, "source": "Board minutes, item 4",
    "reason": "Panels meet on a fixed day.", "approved_by": "A. Sample, board chair",
    "approved_on": TODAY - timedelta(days=7), "since": TODAY,
}  # fmt: skip


def recorded(actor=None, *, at=NOON, **changed):
    actor = actor or a_user(Role.BOARD_CHAIR)
    return record_departure(area=actor.area, actor=actor, at=at, **(WHOLE | changed))


def typed(today, **changed):
    days = {
        f"{name}_{part}": str(getattr(today, part))
        for name in ("since", "approved_on")
        for part in ("day", "month", "year")
    }
    plain = {key: WHOLE[key] for key in ("parameter", "value", "source", "reason", "approved_by")}
    return plain | days | {"what": "depart"} | changed


class TestRecordDeparture:
    @pytest.mark.requirement("EDITION-03")
    def test_keeps_value_reason_approver_day_and_paper_with_an_audit_row(self):
        row = recorded()

        assert {key: getattr(row, key) for key in WHOLE} == WHOLE
        event = AuditEvent.objects.get(operation=Permission.DEPARTURE_RECORD)
        assert (event.subject_type, event.subject) == ("area", "northshire")
        assert event.details["parameter"] == GAP

    @pytest.mark.requirement("EDITION-03")
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"approved_by": ""}, "approved_by"),
            ({"source": ""}, "source"),
            ({"approved_on": TODAY + timedelta(days=1)}, "approved_on"),
            ({"since": TODAY - timedelta(days=1)}, "since"),
            ({"parameter": "notification/initial_days", "value": 4}, "parameter"),
            ({"parameter": "review/none"}, "parameter"),
            ({"value": 6}, "value"),
            ({"value": None}, "value"),
        ],
    )
    def test_refuses_one_that_is_incomplete_and_records_nothing(self, changed, field):
        with pytest.raises(Incomplete) as refused:
            recorded(**changed)

        assert set(refused.value.fields) == {field}
        assert not AreaDeparture.objects.exists()
        assert not AuditEvent.objects.filter(operation=Permission.DEPARTURE_RECORD).exists()

    @pytest.mark.parametrize("role", [role for role in Role if Permission.DEPARTURE_RECORD not in GRANTS[role]])
    def test_refuses_everybody_but_the_board(self, role):
        with pytest.raises(Refused, match="board chair"):
            recorded(a_user(role))

    def test_hides_other_areas(self):
        with pytest.raises(Area.DoesNotExist):
            record_departure(area=an_area("eastmere"), actor=a_user(Role.BOARD_CHAIR), at=NOON, **WHOLE)

    def test_refuses_a_second_one_from_the_same_day(self):
        board = a_user(Role.BOARD_CHAIR)
        recorded(board)

        with pytest.raises(NotPossible, match="from that day"):
            recorded(board, value=10)

    def test_the_database_itself_refuses_one_without_a_reason(self):
        row = recorded()
        with pytest.raises(IntegrityError), transaction.atomic():
            AreaDeparture.objects.filter(pk=row.pk).update(reason="")


class TestOverlays:
    def test_a_later_departure_ends_the_one_before_and_the_way_back_ends_both(self):
        board = a_user(Role.BOARD_CHAIR)
        recorded(board)
        recorded(board, value=10, since=TODAY + timedelta(days=10))
        recorded(board, value=None, since=TODAY + timedelta(days=20))

        overlay = overlays_of(board.area)["cheshire-2022"]
        found = [overlay.find(GAP, TODAY + timedelta(days=after)) for after in (-1, 0, 9, 10, 19, 20)]

        assert [one and one.value for one in found] == [None, 8, 8, 10, 10, None]

    def test_the_way_back_needs_something_to_come_back_from(self):
        with pytest.raises(Incomplete, match="not complete"):
            recorded(value=None)


class TestDuties:
    @pytest.mark.requirement("EDITION-03")
    def test_follow_the_departure_of_the_managing_area_from_the_day_it_begins(self):
        case = an_open_case(a_person(), level=3, since=date(2026, 1, 5))
        other = an_open_case(a_person(), level=3, since=date(2026, 1, 5))
        ManagingArea.objects.filter(person=other.person).update(area=an_area("eastmere"))
        AreaDeparture.objects.create(
            area=an_area(), at=NOON, by="board", **(WHOLE | {"since": date(2026, 1, 1)}),
        )  # fmt: skip

        derive([case, other], on=date(2026, 2, 1), at=NOON)

        due = {row.case_id: row for row in DutyRow.objects.filter(duty="level-3-review")}
        assert due[case.pk].due == date(2026, 3, 2)  # eight weeks
        assert "approved by A. Sample, board chair" in due[case.pk].because
        assert due[other.pk].due == date(2026, 2, 16)  # six


class TestThePage:
    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_read_figures_or_co_ordinate(self, client, role):
        client.force_login(a_user(role))

        assert client.get("/policy/").status_code == (200 if Permission.EDITION_VIEW in GRANTS[role] else 403)

    @pytest.mark.requirement("EDITION-05", "EDITION-06")
    @pytest.mark.parametrize(
        ("edition", "words"),
        [
            ("norfolk-2019", ("Registered sexual offenders", "Ordinary agency management", "SHPO")),
            ("hampshire-2008", ("Registered sexual offenders", "SOPO", "Criminal Justice and Court Services Act 2000")),
            ("cheshire-2022", ("Offenders subject to notification requirements", "Sexual Offences Act 2003 Part 2")),
        ],
    )
    def test_shows_labels_and_acts_of_the_edition_that_the_area_works_to(self, client, edition, words):
        user = a_user(Role.LAY_ADVISER)
        AreaEdition.objects.create(area=user.area, edition=edition, since=date(2000, 1, 1))
        client.force_login(user)

        page = client.get("/policy/").content.decode()

        assert [word for word in words if word not in page] == []
        assert "42, each with one Responsible Authority" in page

    @pytest.mark.requirement("EDITION-03")
    def test_records_a_departure_and_lists_it_with_approver_and_reason(self, client):
        today = clock.day_of(clock.now())
        client.force_login(a_user(Role.BOARD_CHAIR))

        answer = client.post("/policy/depart/", typed(today), follow=True)

        page = answer.content.decode()
        assert answer.redirect_chain == [("/policy/", 302)]
        assert [word for word in ("8 weeks", "A. Sample, board chair", "Panels meet") if word not in page] == []
        assert AreaDeparture.objects.get().value == 8

    @pytest.mark.requirement("EDITION-03")
    def test_says_beside_the_field_what_is_missing(self, client):
        client.force_login(a_user(Role.BOARD_CHAIR))

        answer = client.post("/policy/depart/", typed(clock.day_of(clock.now()), reason="", value="6"))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter why does the area depart" in page or "govuk-error-message" in page
        assert not AreaDeparture.objects.exists()
