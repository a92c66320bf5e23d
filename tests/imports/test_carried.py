"""Other names, addresses and orders: out of one area, into an empty one, and out again the same."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.imports.carried import FURTHER
from mappa.imports.extracts import EXTRACTS
from mappa.imports.services import IMPORTS
from mappa.matching.models import Difference, DoubtfulMatch
from mappa.offending.models import Order
from mappa.offending.services.orders import end_order, record_order, record_order_step
from mappa.people.models import Person
from mappa.people.services import add_address, add_alias
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.imports import EXTRACTED, a_file, a_row
from tests.factories.people import NOON, a_person
from tests.imports.test_bundle import bundle_of, forgotten, take_in, with_agencies

pytestmark = pytest.mark.django_db
POLICE = "police-extract"
DAY = timedelta(days=1)


def beside():
    """What is on record beside events, by person, without numbers of ours and the sign that disarms a formula."""
    return {
        person.family_name: (
            sorted(person.aliases.values_list("family_name", "given_names", "kind")),
            sorted(person.addresses.values_list("text", "kind", "since", "until"), key=repr),
            [
                [
                    [str(getattr(order, name)).lstrip("'") for name in ORDER],
                    [[getattr(step, name) for name in STEP] for step in order.steps.order_by("pk")],
                ]
                for order in person.orders.order_by("on", "pk")
            ],
        )
        for person in Person.objects.all()
    }  # fmt: skip


ORDER = (
    "kind", "on", "until", "ended_on", "court", "by_court_on_conviction", "court_kind", "applicant", "acts_since",
    "foreign_travel", "foreign_travel_until", "prohibitions", "necessity",
)  # fmt: skip
STEP = ("kind", "on", "until", "until_before", "court", "what")


def a_caseload(area):
    """People with what no event tells."""
    who = {"actor": a_user(Role.COORDINATOR, area=area), "at": NOON}
    convicted = IMPORTS["court-results"](
        content=a_file(a_row()), name="c.csv", area=area, actor=who["actor"], at=NOON, dry_run=False
    )
    assert convicted.accepted
    robin, other = Person.objects.get(), a_person(family_name="Second", date_of_birth=date(1970, 5, 5))
    an_open_case(other)
    for person in (robin, other):
        add_alias(person=person, family_name="O'Brien-Müller", given_names="Zoë", **who)
        add_alias(person=person, family_name="Maiden", kind="former name", **who)
        add_address(person=person, text="4 Former Street", since=date(2019, 1, 1), until=date(2021, 2, 3), **who)
        add_address(person=person, text="4 Former Street", since=date(2022, 1, 1), until=date(2022, 2, 3), **who)
        add_address(person=person, text="The Hostel", since=date(2026, 2, 20), kind="hostel", **who)
    first = record_order(
        person=robin, kind="SHPO", on=date(2024, 3, 1), until=date(2029, 2, 28), court="Northshire Crown Court",
        court_kind="crown", foreign_travel=True, foreign_travel_until=date(2027, 2, 28),
        prohibitions='- no contact, "ever"', necessity="=1+1 he said", **who,
    )  # fmt: skip
    for kind, on, until in (("appealed", 10, None), ("appeal_dismissed", 60, None), ("varied", 90, date(2031, 1, 1))):
        record_order_step(
            order=first, kind=kind, on=date(2024, 3, 1) + on * DAY, until=until, what=f"{kind}, as asked", **who
        )
    end_order(order=first, ended_on=date(2026, 1, 5), court="High Court", what="No longer needed", **who)
    record_order(
        person=robin, kind="SRO", on=date(2026, 1, 5), by_court_on_conviction=False, applicant="police",
        acts_since=True, **who,
    )  # fmt: skip
    end_order(
        order=record_order(person=other, kind="VOO", on=date(2020, 2, 2), **who), ended_on=date(2021, 2, 2), **who
    )


class TestRoundTrip:
    def test_names_former_addresses_and_orders_come_back_as_they_went(self):
        def gone():
            area = with_agencies("northshire")
            a_caseload(area)
            before.update(beside())
            return bundle_of(area)

        before = {}
        files = forgotten(gone)
        assert not Person.objects.exists()
        east = with_agencies("eastmere")
        take_in(files, east)

        assert beside() == before
        assert bundle_of(east) == files

    def test_what_is_on_record_is_not_added_again(self):
        area = with_agencies("northshire")
        a_caseload(area)
        before = beside()
        files = bundle_of(area)

        take_in(files, area)

        assert beside() == before

    def test_a_discharge_from_before_steps_were_kept_goes_too(self):
        def gone():
            person = a_person(area=with_agencies("northshire"))
            an_open_case(person)
            Order.objects.create(person=person, kind="VOO", on=date(2020, 2, 2), ended_on=date(2021, 2, 2))
            return bundle_of(person.managing_areas.get().area)

        files = forgotten(gone)
        take_in(files, with_agencies("eastmere"))

        assert Order.objects.get().ended_on == date(2021, 2, 2)


class TestPoliceExtract:
    def taken(self, *rows, columns=(*EXTRACTS[POLICE].columns, *FURTHER)):
        area = with_agencies("northshire")
        a_person(family_name="Testcase", given_names="Robin")
        content = a_file(*(EXTRACTED[POLICE] | row for row in rows), columns=columns)
        actor = a_user(Role.COORDINATOR, area=area)
        return IMPORTS[POLICE](content=content, name="p.csv", area=area, actor=actor, at=NOON, dry_run=False)

    def test_a_file_without_the_further_columns_is_taken_as_before(self):
        report = self.taken({}, {"kind": "address"}, columns=EXTRACTS[POLICE].columns)

        assert report.taken == [2, 3]
        assert Difference.objects.get().theirs == "address on 12 February 2026"

    def test_a_row_may_leave_out_what_is_usual(self):
        made = {"kind": "order", "order": "shpo", "on": "2026-01-05"}
        self.taken(
            made, made | {"days": ""}, {"kind": "Address", "address": "1 New Street", "on": "2026-04-01"},
            {"kind": "other name", "other_family_name": "Maiden", "on": ""},
        )  # fmt: skip

        order, person = Order.objects.get(), Person.objects.get()
        assert (order.kind, order.by_court_on_conviction, order.foreign_travel, order.until) == (
            "SHPO",
            True,
            False,
            None,
        )
        assert person.addresses.values_list("text", "kind", "since").get() == ("1 New Street", "home", date(2026, 4, 1))
        assert person.aliases.values_list("family_name", "kind").get() == ("Maiden", "alias")

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            ({"kind": "order", "order": "NOSUCH"}, "order"),
            ({"kind": "order", "order": "SHPO", "on": ""}, "on"),
            ({"kind": "order", "order": "SHPO", "on": "2026-04-01"}, "on"),
            ({"kind": "order", "order": "SHPO", "until": "2026-01-01"}, "until"),
            ({"kind": "order", "order": "SHPO", "court_kind": "people's"}, "court_kind"),
            ({"kind": "order", "order": "SHPO", "foreign_travel_until": "2027-01-01"}, "foreign_travel_until"),
            ({"kind": "order_step", "order": "SHPO", "sort": "varied"}, "order_on"),
            ({"kind": "order_step", "order": "SHPO", "sort": "varied", "order_on": "2026-01-05"}, "order_on"),
            ({"kind": "order_step", "order": "SHPO", "sort": "changed", "order_on": "2026-01-05"}, "sort"),
            ({"kind": "address", "address": "1 New Street", "until": "2026-01-01"}, "until"),
            ({"kind": "address", "address": "1 New Street", "on": ""}, "on"),
            ({"kind": "other_name", "other_family_name": "...", "on": ""}, "other_family_name"),
            ({"kind": "first_notification", "on": ""}, "on"),
        ],
    )
    def test_refuses_what_cannot_be_and_names_the_column(self, row, column):
        report = self.taken({}, row)

        assert [(one.row, one.column) for one in report.refused] == [(3, column)]
        assert not report.accepted

    def test_is_held_whole_where_it_is_in_doubt_who_it_is_and_then_taken(self, client):
        area = with_agencies("northshire")
        person = a_person(family_name="Testcase", given_names="Robin", date_of_birth=date(1985, 11, 6), area=area)
        made = EXTRACTED[POLICE] | {"kind": "order", "order": "SHPO", "on": "2026-01-05", "words": "Stays away"}
        content = a_file(made, EXTRACTED[POLICE], columns=(*EXTRACTS[POLICE].columns, *FURTHER))
        actor = a_user(Role.COORDINATOR, area=area)
        report = IMPORTS[POLICE](content=content, name="p.csv", area=area, actor=actor, at=NOON, dry_run=False)
        assert report.held == [2, 3]

        client.force_login(actor)
        match = DoubtfulMatch.objects.get()
        page = client.get(f"/matches/{match.pk}/").content.decode()
        client.post(f"/matches/{match.pk}/", {"same": "same"})

        assert page.count("Stays away") == 1
        assert person.orders.get().prohibitions == "Stays away"
        assert person.notifications.count() == 1

    def test_refuses_a_step_of_an_order_that_is_over(self):
        made = {"kind": "order", "order": "SHPO", "on": "2024-01-05", "until": "2025-01-05"}
        step = {"kind": "order_step", "order": "SHPO", "order_on": "2024-01-05", "sort": "varied", "words": "Longer"}
        report = self.taken(made, step)

        assert [(one.row, one.column) for one in report.refused] == [(3, "on")]
        assert "ran out on" in report.refused[0].reason
