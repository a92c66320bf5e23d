"""Which agency has to identify a case, beside the proposal; and how each agency shows that it does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.determinations.models import IdentificationProcedure
from mappa.determinations.services import propose
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE = "/policy/identification/"


def signed_in(client, role, **more):
    user = a_user(role, **more)
    client.force_login(user)
    return user


def typed(agency, on=TODAY, **changed):
    days = {f"checked_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    return {"agency": agency.pk, "procedure": "Reads the court list each day", "shown_by": "Ten cases a month"} | (
        days | changed
    )


class TestBesideTheProposal:
    @pytest.mark.requirement("IDENT-16")
    @pytest.mark.parametrize(
        ("born", "says"),
        [
            (date(1985, 6, 11), "Probation Service"),
            (date(2010, 6, 11), "Youth offending team"),
            (None, "Cannot tell: the date of birth is not recorded"),
        ],
    )
    def test_stands_who_has_to_identify_the_case(self, client, born, says):
        user = signed_in(client, Role.COORDINATOR)
        person = a_person(date_of_birth=born)
        a_sentence(a_conviction(person, offence=ABH, title="Assault", on=date(2026, 1, 5)), on=date(2026, 1, 5),
                   code="IMP_12" if born is None or born.year < 2000 else "S250", term_months=36)  # fmt: skip
        propose(person=person, on=TODAY, actor=user, at=NOON)

        page = client.get(f"/people/{person.reference}/category/").content.decode()

        row = page[page.index("Has to identify the case") :][:400]
        assert says in row

    @pytest.mark.requirement("AGENCY-06")
    def test_stands_who_leads_by_law_in_the_words_of_the_field(self, client):
        user = signed_in(client, Role.COORDINATOR)
        person = a_person(date_of_birth=date(2010, 6, 11))
        passed = date(2026, 1, 5)
        a_sentence(
            a_conviction(person, offence=ABH, title="Assault", on=passed), on=passed, code="S250", term_months=36
        )
        propose(person=person, on=TODAY, actor=user, at=NOON)

        page = client.get(f"/people/{person.reference}/category/").content.decode()

        row = page[page.index("Lead agency by law") :]
        assert "Youth offending team" in row[: row.index("</div>")]


class TestProcedures:
    @pytest.mark.requirement("IDENT-16")
    def test_are_recorded_for_an_agency_of_the_area_and_kept(self, client):
        police = an_agency()
        user = signed_in(client, Role.COORDINATOR)

        client.post(f"{PAGE}record/", typed(police))
        client.post(f"{PAGE}record/", typed(police, procedure="Asks the national record each night"))

        page = client.get(PAGE).content.decode()
        assert "Asks the national record each night" in page
        assert "Reads the court list each day" not in page
        assert IdentificationProcedure.objects.filter(agency=police, area=user.area).count() == 2
        event = AuditEvent.objects.filter(operation="determinations:procedure:record").first()
        assert (event.who, event.subject) == (user.username, police.code)

    @pytest.mark.requirement("IDENT-16")
    def test_are_missed_for_each_of_the_five_that_shows_none(self, client):
        for kind in ("police", "probation", "prison", "yot", "housing"):
            an_agency(kind)
        signed_in(client, Role.BOARD_CHAIR)

        page = client.get(PAGE).content.decode()

        assert page.count("No procedure") == 5
        assert all(AgencyKind(kind).label in page for kind in ("police", "probation", "prison", "yot"))
        assert "None in this area" in page
        assert "Housing" not in page

    @pytest.mark.parametrize(
        "changed",
        [{"procedure": " "}, {"shown_by": ""}, {"on": TODAY + timedelta(days=1)}],
    )
    def test_are_refused_when_something_is_missing_or_has_not_come(self, client, changed):
        signed_in(client, Role.COORDINATOR)

        answer = client.post(f"{PAGE}record/", typed(an_agency(), **changed))

        assert answer.status_code == 422
        assert not IdentificationProcedure.objects.exists()

    @pytest.mark.parametrize("of", ["another area", "another kind"])
    def test_are_refused_for_an_agency_that_is_not_asked(self, client, of):
        signed_in(client, Role.COORDINATOR)
        agency = an_agency(area=an_area("eastmere")) if of == "another area" else an_agency("housing")

        assert client.post(f"{PAGE}record/", typed(agency)).status_code == 422
        assert not IdentificationProcedure.objects.exists()

    @pytest.mark.parametrize("role", Role)
    def test_open_to_those_who_hold_them(self, client, role):
        signed_in(client, role)

        for path, permission in (("", Permission.EDITION_VIEW), ("record/", Permission.PROCEDURE_RECORD)):
            assert client.get(PAGE + path).status_code == (200 if permission in GRANTS[role] else 403)

    def test_take_as_many_queries_for_more_agencies(self, client):
        signed_in(client, Role.ANALYST)

        def queries(code):
            an_agency("prison", code=code)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(PAGE).status_code == 200
            return len(seen)

        assert queries("one") == queries("two") <= 20
