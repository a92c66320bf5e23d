"""The open cases of an area under another edition: references and fields, never a name."""

import json
from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.config import cli
from mappa.determinations.models import AreaDeparture
from mappa.duties.caseload import OPERATION, NoSuchArea, caseload_of
from mappa.people.models import ManagingArea
from mappa_policy.cli import main
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 1)


def held(code="northshire"):
    return caseload_of(code, on=ON, at=NOON, actor=a_user(Role.GOVERNANCE_LEAD))


@pytest.fixture
def compare(monkeypatch, capsysbinary):
    """Run the command on this test's own database."""

    def run(*words):
        monkeypatch.setattr(cli, "caseload", held)
        status = main(["editions", "compare", *words, "--area", "northshire"])
        done = capsysbinary.readouterr()
        return status, done.out, done.err.decode()

    return run


class TestCompareAnArea:
    def test_reports_references_and_fields_and_never_a_name(self, compare):
        case = an_open_case(a_person(family_name="Plantedtoken"), level=3, since=date(2026, 1, 5))

        status, out, messages = compare("cheshire-2022", "national-draft")
        printed = json.loads(out)

        assert (status, messages) == (0, "")
        assert printed["area"] == "northshire"
        assert printed["figures"]["asked"] == printed["figures"]["changed"] == 1
        (row,) = printed["cases"]
        assert row["reference"] == case.reference
        changed = {change["field"]: (change["before"], change["after"]) for change in row["changes"]}
        assert changed["duties[level-3-review level_set 2026-01-05].due"] == ("2026-02-16", "2026-03-02")
        assert b"Plantedtoken" not in out

    def test_takes_the_departures_of_the_area_with_the_edition_departed_from(self, compare):
        an_open_case(a_person(), level=3, since=date(2026, 1, 5))
        AreaDeparture.objects.create(
            area=an_area(), edition="cheshire-2022", parameter="review/level_3_longest_gap", value=7, source="Minutes",
            reason="Why", approved_by="Who", approved_on=date(2026, 1, 1), since=date(2026, 1, 1), at=NOON, by="board",
        )  # fmt: skip

        printed = json.loads(compare("cheshire-2022", "statute-current")[1])

        changes = {change["field"]: change for row in printed["cases"] for change in row["changes"]}
        assert changes["duties[level-3-review level_set 2026-01-05].due"]["before"] == "2026-02-23"

    def test_asks_only_about_open_cases_that_the_area_manages(self):
        ours, theirs = an_open_case(a_person()), an_open_case(a_person())
        ManagingArea.objects.filter(person=theirs.person).update(area=an_area("eastmere"))

        with held() as (total, subjects, departures):
            assert (total, [one.reference for one in subjects], departures) == (1, [ours.reference], {})

    def test_leaves_records_behind_a_wall_out(self):
        an_open_case(a_person(compartment="category_4"))

        with held() as (total, _, _departures):
            assert total == 0

    def test_is_on_the_record(self):
        with held():
            pass

        assert AuditEvent.objects.get(operation=OPERATION).subject == "northshire"

    def test_refuses_an_area_that_does_not_exist_and_lists_those_that_do(self):
        an_area()
        with pytest.raises(NoSuchArea, match="Use one of: northshire"), held("nowhere"):
            pass
