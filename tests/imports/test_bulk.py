"""People who are new are written together, and leave the rows that the one-by-one way leaves."""

import re
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection, transaction

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.imports.models import ImportedFile
from mappa.imports.services import import_results, take
from mappa.imports.services.bulk import Together
from mappa.people.models import Identifier, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.imports import a_file, somebody
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db
DERIVED = {"accounts.User", "audit.AuditLeaf", "audit.AuditSeal", "histories.RowChange", "kernel.ReferenceCounter"}
WITHOUT_ORDER = {"people.SearchKey"}
POINTS_AT = {
    "row": None, "address": "people.Address", "determination": "determinations.Determination", "alias": "people.Alias",
}  # fmt: skip


class OneByOne(Together):
    """Nobody is simple enough to be written with others."""

    def add(self, told):
        return False


def a_mixed_file():
    """People of every sort: new, twice, doubtful, known, contradicted, refused."""
    rows = [somebody(number, managing_agency="police" if number % 3 else "") for number in range(1, 41)]
    rows += [
        somebody(3, conviction_date="2025-01-10", sentence_date="2025-02-10", licence_end="2027-02-10"),
        somebody(4),  # the same result twice
        somebody(5, family_name="Othername"),  # another name for the same number
        somebody(6, conviction_date="2026-02-30"),  # no such day
        somebody(7, disposal="GAOL"),  # no such disposal
        somebody(8, home_address="9 Second Street"),
        somebody(9, family_name="Stranger", given_names="Sam", date_of_birth="1951-01-01"),  # a number of somebody else
        somebody(50, family_name="Dunnock", given_names="Lee", date_of_birth="1981-04-04", pnc_id="", person_ref="A"),
        somebody(51, family_name="Dunnok", given_names="Lee", date_of_birth="1981-04-04", pnc_id="", person_ref="B"),
        somebody(52, family_name="Known", given_names="Kim", date_of_birth="1977-07-07"),
        somebody(53, family_name="Nearly", given_names="Nat", date_of_birth="1977-08-09"),
        somebody(54, date_of_birth="", pnc_id=""),
        somebody(55, cjs_code="XX00001"),  # unknown to the schedules
        somebody(56, disposal="CAUTION", term_months="", licence_end="", suspended=""),
        somebody(57, disposal="", sentence_date="", term_months="", licence_end="", suspended=""),
        somebody(58, disposal="SSO_12", suspended="yes", licence_end=""),
        somebody(59, managing_agency="nobody"),
        somebody(60, victim_age="", offence_date="", home_address=""),
    ]
    return a_file(*rows)


@pytest.fixture
def area():
    an_agency(AgencyKind.POLICE)
    a_person(family_name="Known", given_names="Kim", date_of_birth=date(1977, 7, 7))
    a_person(family_name="Nearley", given_names="Nat", date_of_birth=date(1977, 8, 9))
    return an_area()


def everything():
    """Every row of the product, its own number and those that it refers to by their place in the table."""
    models = [m for m in apps.get_models() if m.__module__.startswith("mappa.") and m._meta.label not in DERIVED]
    places = {
        model._meta.label: {row.pk: place for place, row in enumerate(model._base_manager.order_by("pk"))}
        for model in models
    }  # fmt: skip
    found = {}
    for model in models:
        rows = []
        for row in model._base_manager.order_by("pk"):
            said = {}
            for column in model._meta.concrete_fields:
                value = column.value_from_object(row)
                if column.primary_key:
                    continue
                if column.is_relation and value is not None and column.related_model._meta.label in places:
                    value = places[column.related_model._meta.label][value]
                said[column.attname] = value
            rows.append(_plain(model._meta.label, said, places))
        found[model._meta.label] = sorted(rows, key=repr) if model._meta.label in WITHOUT_ORDER else rows
    return found


def _plain(label, said, places):
    if label == "audit.AuditEvent":
        if said["subject_type"] == "match":
            said["subject"] = places["matching.DoubtfulMatch"][int(said["subject"])]
        kind = said["operation"].split(":")[1].capitalize()
        for name, table in POINTS_AT.items():
            if name in said["details"]:
                said["details"][name] = places[table or f"offending.{kind}"][said["details"][name]]
    if label == "determinations.Determination":  # the engine knows a conviction by its number
        known = places["offending.Conviction"]
        text = re.sub(
            r"\bC(\d+)\b", lambda one: f"C#{known.get(int(one[1]), one[1])}", repr((said["facts"], said["answer"]))
        )
        said |= {"facts": text, "answer": ""}
    return said


def took(area, monkeypatch, way):
    """Take the file in, see what there is then, and take it back."""
    with transaction.atomic():
        monkeypatch.setattr(take, "Together", way)
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        report = import_results(
            content=a_mixed_file(), name="results.csv", area=area, actor=actor, at=NOON, dry_run=False,
            accept_good_rows=True,
        )  # fmt: skip
        rows = everything()
        transaction.set_rollback(True)
    return report.as_dict(), rows


class TestPeopleWhoAreNew:
    def test_leave_the_rows_that_they_leave_one_by_one(self, area, monkeypatch):
        said, rows = took(area, monkeypatch, OneByOne)
        together_said, together_rows = took(area, monkeypatch, Together)

        assert together_said == said
        assert said["people_new"] > 40
        assert said["people_known"] > 0
        assert min(said["rows_held"], said["rows_refused"]) > 1
        assert {label for label, expected in rows.items() if together_rows[label] != expected} == set()

    def test_are_written_in_a_number_of_statements_that_does_not_grow_with_them(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        counts = []
        for start in (1000, 2000):
            some = range(start, start + start // 20)
            with CountStatements() as counted:
                import_results(
                    content=a_file(*(stranger(number) for number in some)), name=f"{start}", area=area, actor=actor,
                    at=NOON, dry_run=False,
                )  # fmt: skip
            counts.append(counted.number)

        assert Person.objects.filter(family_name__endswith="tw").count() == 150
        assert Identifier.objects.filter(person__family_name__endswith="tw").count() == 300
        assert ImportedFile.objects.count() == 2
        assert counts[1] <= counts[0] + 5, counts


def stranger(number):
    """Somebody whom nobody is like."""
    letters = sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    born = date(1950, 1, 1) + timedelta(days=97 * (number % 150))
    names = {"family_name": f"{letters[:12]}tw".capitalize(), "given_names": letters[12:20].capitalize()}
    return somebody(number, date_of_birth=born.isoformat(), **names)


class CountStatements:
    """How many statements reach the database."""

    def __enter__(self):
        self.number = 0
        self._wrapped = connection.execute_wrapper(self._count)
        self._wrapped.__enter__()
        return self

    def _count(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    def __exit__(self, *problem):
        self._wrapped.__exit__(*problem)
