"""People who are new are written together, and leave the rows that the one-by-one way leaves."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.services import NotRecorded
from mappa.imports.models import ImportedFile
from mappa.imports.services import import_results, take
from mappa.imports.services.bulk import Together
from mappa.kernel.loading import Loading, Shape, cell
from mappa.kernel.reading import read_as_user
from mappa.people.models import Address, Identifier, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.imports import a_file, somebody
from tests.factories.people import NOON, a_person
from tests.imports.both_ways import CountStatements, OneByOne, as_owner, everything, took

pytestmark = pytest.mark.django_db


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
        somebody(61, court='Crown \\court\\N "North"', offence_title="Theft {0} of \\t", home_address="1 \\. Łódź {}"),
        somebody(62, family_name="O'Brien-Müller", given_names="Zoë\\n"),
        somebody(1, date_of_birth="", pnc_id="", person_ref="", family_name="Dunnock", given_names="Lee"),
    ]
    return a_file(*rows)


@pytest.fixture
def area():
    an_agency(AgencyKind.POLICE)
    a_person(family_name="Known", given_names="Kim", date_of_birth=date(1977, 7, 7))
    a_person(family_name="Nearley", given_names="Nat", date_of_birth=date(1977, 8, 9))
    return an_area()


class TestPeopleWhoAreNew:
    def test_leave_the_rows_that_they_leave_one_by_one(self, area, monkeypatch):
        said, rows = took(a_mixed_file(), area, monkeypatch, OneByOne)
        together_said, together_rows = took(a_mixed_file(), area, monkeypatch, Together)

        assert together_said == said
        assert said["people_new"] > 40
        assert said["people_known"] > 0
        assert min(said["rows_held"], said["rows_refused"]) > 1
        assert {label for label, expected in rows.items() if together_rows[label] != expected} == set()

    @pytest.mark.parametrize("at_once", [1, 7])
    def test_leave_them_whoever_is_still_on_the_way_to_the_database(self, area, monkeypatch, at_once):
        said, rows = took(a_mixed_file(), area, monkeypatch, OneByOne)
        monkeypatch.setattr(take, "A_BATCH", at_once)
        together_said, together_rows = took(a_mixed_file(), area, monkeypatch, Together)

        assert together_said == said
        assert {label for label, expected in rows.items() if together_rows[label] != expected} == set()

    def test_leave_nothing_when_the_file_is_only_checked(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        before = everything()
        import_results(
            content=a_mixed_file(), name="results.csv", area=area, actor=actor, at=NOON, dry_run=True,
            accept_good_rows=True,
        )  # fmt: skip
        after = everything()

        assert {label for label in before if before[label] != after[label]} == {"audit.AuditEvent"}
        assert [row["operation"] for row in after["audit.AuditEvent"]][-1] == "imports:court-results:check"

    @pytest.mark.parametrize("at_once", [3, 500])
    def test_are_not_there_when_what_was_done_cannot_be_put_on_record(self, area, monkeypatch, at_once):
        monkeypatch.setattr(take, "A_BATCH", at_once)
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        before = everything()
        as_owner("REVOKE INSERT ON audit_auditevent FROM mappa_app")

        with pytest.raises(NotRecorded):
            import_results(
                content=a_file(*map(stranger, range(20))), name="f", area=area, actor=actor, at=NOON, dry_run=False
            )
        assert everything() == before

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


class TestLoading:
    ADDRESS = Shape(Address, ("person_id", "text"), since=NOON.date(), recorded_by="somebody")

    def test_writes_what_it_is_given_as_it_is_and_the_default_of_the_rest(self):
        person, words = a_person(), "1 \\. {0} \t Łódź\n\\N'\""
        with Loading([self.ADDRESS]) as loading:
            loading.send({self.ADDRESS.table: [self.ADDRESS.line(person.pk, cell(words))]})
            loading.send({self.ADDRESS.table: [self.ADDRESS.line(person.pk, cell("second"))]})
        first, second = Address.objects.filter(person=person).order_by("pk")
        assert (first.text, first.kind, first.until, first.recorded_by) == (words, "home", None, "somebody")
        assert (second.text, second.since) == ("second", NOON.date())

    def test_passes_the_wall_of_the_database_or_is_refused(self):
        person, stranger = a_person(), a_user(Role.COORDINATOR, area=an_area("elsewhere"))
        read_as_user(stranger, at=NOON)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():  # noqa: SIM117
            with Loading([self.ADDRESS]) as loading:
                loading.send({self.ADDRESS.table: [self.ADDRESS.line(person.pk, "x")]})

    def test_is_held_to_the_constraints_of_the_tables(self):
        with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():  # noqa: SIM117
            with Loading([self.ADDRESS]) as loading:
                loading.send({self.ADDRESS.table: [self.ADDRESS.line(2**40, "x")]})

    def test_knows_no_column_that_the_model_does_not_have(self):
        with pytest.raises(ValueError, match="postcode"):
            Shape(Address, ("person_id", "postcode"))


def stranger(number):
    """Somebody whom nobody is like."""
    letters = sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    born = date(1950, 1, 1) + timedelta(days=97 * (number % 150))
    names = {"family_name": f"{letters[:12]}tw".capitalize(), "given_names": letters[12:20].capitalize()}
    return somebody(number, date_of_birth=born.isoformat(), **names)
