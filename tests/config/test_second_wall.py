"""The database's own wall: what is left when somebody forgets a selector, or gets SQL past us."""

from random import Random

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, Role
from mappa.cases.models import Case, CaseStep
from mappa.config import urls
from mappa.config.embedded import DatabaseProblem
from mappa.config.second_wall import ways_to_people
from mappa.config.second_wall_sql import A_FEW, functions
from mappa.config.setting_up import require_current_tables
from mappa.imports.models import ImportedFile, WaitingFile
from mappa.kernel.reading import looks_at, read_as_user, wider
from mappa.matching.selectors import search
from mappa.people.models import Involvement, InvolvementKind, Person, SearchKey, Victim
from mappa.people.services import add_identifier
from mappa.statistics.models import FrozenReport
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.sharing import a_share


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def nobody(db):
    """A transaction that says nothing of who reads."""
    rows("SELECT set_config('mappa.reader', '', true)")


@page(Permission.HOME)
def leaks(request):
    """A page by somebody who forgot every selector."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM people_person ORDER BY reference")
        found = [reference for (reference,) in cursor.fetchall()]
    return HttpResponse(" ".join([*found, *Person.objects.order_by("pk").values_list("family_name", flat=True)]))


urlpatterns = [path("leaks/", leaks), *urls.urlpatterns]


@pytest.mark.django_db
class TestTables:
    def test_show_nothing_to_a_transaction_that_says_nothing(self, nobody):
        with wider("command"):
            an_open_case(a_person())
            assert rows("SELECT count(*) FROM cases_casestep") != [(0,)]
            WaitingFile.objects.create(
                kind="x", name="x", sha256="x", area=an_area(), content=b"Names", at=NOON, by="x"
            )  # fmt: skip
        assert [model for model in [*ways_to_people(), WaitingFile] if model.objects.exists()] == []

    def test_are_not_the_roles_own_to_open(self):
        for statement in (
            "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
            "DROP POLICY of_readers ON people_person",
            "CREATE POLICY mine ON people_person USING (true)",
        ):
            with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
                rows(statement)
        with pytest.raises(ProgrammingError, match="would be affected"), transaction.atomic():
            rows("SET LOCAL row_security = off; SELECT * FROM people_person")


@pytest.mark.django_db
class TestUser:
    @pytest.mark.requirement("INFO-05")
    def test_reads_whom_something_opens_and_nobody_else_however_the_page_asks(self, client, settings):
        settings.ROOT_URLCONF = "tests.config.test_second_wall"
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        known, other = a_person(involving=(officer.agency,)), a_person()
        client.force_login(officer)

        said = client.get("/leaks/").content.decode()

        assert (known.reference in said, known.family_name in said) == (True, True)
        assert (other.reference in said, other.family_name in said) == (False, False)

    def test_reads_the_very_ids_that_are_opened_among_their_neighbours_and_past_the_last(self):
        officer, chance = a_user(Role.POLICE_OFFENDER_MANAGER), Random(64)  # noqa: S311 - no secret
        mine, others = set(), set()
        for number in range(900_000, 900_200):
            known = chance.random() < 0.4 and number < 900_130
            a_person(id=number, involving=(officer.agency,) if known else ())
            (mine if known else others).add(number)
        merged = {min(others): min(mine), max(others): max(mine), min(others - {min(others)}): max(others)}
        for one, into in merged.items():
            Person.objects.filter(pk=one).update(merged_into=into)

        read_as_user(officer, at=NOON)

        opened = {one for one, into in merged.items() if into in mine}
        assert set(Person.objects.values_list("pk", flat=True)) == mine | opened
        assert len(opened) == 2

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST, Role.SYSTEM_ADMIN])
    def test_reads_an_area_only_in_a_role_for_the_area(self, role):
        user = a_user(role)
        mine, other = a_person(), a_person(area=an_area("eastmere"))
        read_as_user(user, at=NOON)
        assert set(Person.objects.all()) == ({mine} if role is Role.COORDINATOR else set())
        assert not Person.objects.filter(pk=other.pk).exists()

    def test_reads_what_was_shared_while_it_is(self):
        housing = a_user(Role.AGENCY_CONTACT, agency=an_agency("housing"))
        share = a_share(a_person(), housing.agency, at=NOON)
        read_as_user(housing, at=NOON)
        assert list(Person.objects.all()) == [share.person]
        with wider("command"):
            share.revoked_at = NOON
            share.save()
        assert list(Person.objects.all()) == []

    def test_reads_also_where_the_database_would_share_the_work(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        read_as_user(officer, at=NOON)
        for setting in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            rows(f"SET LOCAL {setting} = 0")

        assert list(Person.objects.order_by("family_name")) == [person]

    def test_reads_one_person_whom_a_page_is_about_without_asking_for_everybody(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        mine, also, other = (
            an_open_case(a_person(involving=(officer.agency,))),
            a_person(involving=(officer.agency,)),
            a_person(),
        )
        read_as_user(officer, at=NOON)

        assert looks_at(mine.person.reference) == mine.person_id
        assert list(CaseStep.objects.filter(case=mine).values_list("case__person", flat=True)) == [mine.person_id]
        assert rows("SELECT coalesce(current_setting('mappa.people_of', true), '')") == [("",)]
        assert (looks_at(other.reference), looks_at("NS-P-NOBODY")) == (None, None)
        assert set(Person.objects.all()) == {mine.person, also}

    def test_reads_nothing_of_the_one_person_once_they_are_opened_no_more(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        read_as_user(officer, at=NOON)
        assert looks_at(person.reference) == person.pk

        with wider("command"):
            Involvement.objects.filter(person=person).update(agency=an_agency("housing"))

        assert list(Person.objects.all()) == []
        assert looks_at(person.reference) is None
        read_as_user(a_user(Role.POLICE_OFFENDER_MANAGER, agency=an_agency("housing")), at=NOON)
        assert list(Person.objects.all()) == [person]

    def test_reads_through_the_case_and_what_hangs_on_it(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        mine, other = an_open_case(a_person(involving=(officer.agency,))), an_open_case(a_person())
        read_as_user(officer, at=NOON)
        assert list(Case.objects.all()) == [mine]
        assert set(CaseStep.objects.values_list("case", flat=True)) == {mine.pk}
        assert not CaseStep.objects.filter(case=other.pk).exists()

    def test_writes_nothing_about_others(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        other = an_open_case(a_person())
        victim = Victim.objects.create(person=other.person)
        read_as_user(officer, at=NOON)
        for make in (
            lambda: Victim.objects.create(person=other.person),
            lambda: Involvement.objects.create(
                person=other.person, agency=officer.agency, kind=InvolvementKind.PARTNER, since=TODAY
            ),
            lambda: other.steps.create(on=TODAY, at=NOON),
        ):
            with pytest.raises(ProgrammingError, match="violates row-level security"), transaction.atomic():
                make()
        assert Person.objects.filter(pk=other.person_id).update(family_name="Changed") == 0
        assert Victim.objects.filter(pk=victim.pk).delete()[0] == 0

    def test_reads_the_files_and_frozen_figures_of_their_own_area_and_only_the_file_that_they_sent(self):
        keeper, colleague = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, username="colleague")
        elsewhere = a_user(Role.COORDINATOR, area=an_area("eastmere"), username="elsewhere")
        facts = {"kind": "court-results", "name": "results.csv", "area": keeper.area, "at": NOON, "by": keeper.username}
        WaitingFile.objects.create(sha256="1", content=b"Names", **facts)
        ImportedFile.objects.create(sha256="2", rows_taken=1, rows_refused=0, report={}, **facts)
        FrozenReport.objects.create(
            area=keeper.area, year="2025", edition="x", tables={}, behind={}, frozen_at=NOON, frozen_by="x"
        )
        seen = {}
        for user in (keeper, colleague, elsewhere):
            read_as_user(user, at=NOON)
            seen[user.username] = [model.objects.count() for model in (WaitingFile, ImportedFile, FrozenReport)]
            with pytest.raises(ProgrammingError, match="violates row-level security"), transaction.atomic():
                WaitingFile.objects.create(sha256="3", content=b"Names", **facts | {"by": "somebody"})
        assert seen == {keeper.username: [1, 1, 1], "colleague": [0, 1, 1], "elsewhere": [0, 0, 0]}

    def test_reads_at_once_what_is_opened_in_the_same_transaction(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person()
        read_as_user(officer, at=NOON)
        assert list(Person.objects.all()) == []
        with wider("command"):
            Involvement.objects.create(person=person, agency=officer.agency, kind=InvolvementKind.PARTNER, since=TODAY)
        assert list(Person.objects.all()) == [person]

    def test_who_has_left_reads_nothing(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        a_person(involving=(officer.agency,))
        officer.is_active = False
        officer.save()
        read_as_user(officer, at=NOON)
        assert list(Person.objects.all()) == []


ASKED = "SELECT person, said FROM people_sharing_keys('{71,72}', '{4,1}', 5000, 5000)"
BEHIND_THE_WALL = """
    SELECT person_id, sum(CASE key WHEN 71 THEN 4 ELSE 1 END) FROM people_searchkey WHERE key IN (71, 72)
    GROUP BY person_id ORDER BY 2 DESC, 1
"""


@pytest.mark.django_db
class TestThoseWhoShareKeys:
    @pytest.fixture(params=[A_FEW, 3], ids=["few", "more than are asked about one by one"])
    def those_found(self, request):
        """People whom different things open to one officer, and others, all with a key of what is searched for."""
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        people = [a_person(involving=(officer.agency,)) for _ in range(3)] + [a_person() for _ in range(4)]
        a_share(people[3], officer.agency, at=NOON)
        for one, into in ((people[4], people[0]), (people[5], people[6])):
            Person.objects.filter(pk=one.pk).update(merged_into=into)
        SearchKey.objects.bulk_create(SearchKey(key=71, person=one) for one in people)
        SearchKey.objects.bulk_create(SearchKey(key=72, person=one) for one in people[1:])
        rows("SET ROLE NONE")
        for statement in functions(a_few=request.param):
            rows(statement)
        rows("SET ROLE mappa_app")
        return officer, people

    @pytest.mark.requirement("INFO-05")
    def test_are_those_whom_the_wall_shows(self, those_found):
        officer, people = those_found
        read_as_user(officer, at=NOON)

        shown = rows(ASKED)

        one, two, three, shared, merged, *others = (each.pk for each in people)
        assert shown == [(two, 5), (three, 5), (shared, 5), (merged, 5), (one, 4)]
        assert shown == rows(BEHIND_THE_WALL)
        with wider("command"):
            assert {person for person, _ in rows(ASKED)} > set(others)

    def test_are_nobody_to_those_who_left_and_to_a_transaction_that_says_nothing(self, those_found):
        officer, _ = those_found
        officer.is_active = False
        officer.save()
        read_as_user(officer, at=NOON)
        assert rows(ASKED) == []
        rows("SELECT set_config('mappa.reader', '', true)")
        assert rows(ASKED) == []

    def test_are_found_without_asking_for_everybody_whom_the_user_knows(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        known = a_person(family_name="Sandwell", given_names="Ivo", involving=(officer.agency,))
        a_person(family_name="Sandwell", given_names="Ivo")
        read_as_user(officer, at=NOON)

        found = search(officer, "Ivo Sandwell", on=TODAY)

        assert [one.reference for one in found] == [known.reference]
        assert rows("SELECT coalesce(current_setting('mappa.people_of', true), '')") == [("",)]


@pytest.mark.django_db(transaction=True)
class TestConnection:
    def test_carries_no_reader_to_the_next_request(self, client, settings):
        settings.ROOT_URLCONF = "tests.config.test_second_wall"
        rows("SELECT set_config('mappa.reader', '', false)")
        with wider("command"):
            officer, colleague = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.PRISON_LEAD)
            known = a_person(involving=(officer.agency,))
        for user, knows in ((officer, True), (colleague, False)):
            client.force_login(user)
            assert (known.reference in client.get("/leaks/").content.decode()) is knows
            rest = "SELECT current_setting('mappa.reader'), current_setting('mappa.people', true)"
            assert rows(rest) == [("", "")]
            assert rows("SELECT count(*) FROM people_person") == [(0,)]


@pytest.mark.django_db
class TestWiderReader:
    def test_ends_with_its_stretch_of_code(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person()
        read_as_user(officer, at=NOON)
        with wider("figures"):
            assert list(Person.objects.all()) == [person]
        assert list(Person.objects.all()) == []
        with pytest.raises(LookupError), wider("figures"):
            raise LookupError
        assert list(Person.objects.all()) == []

    def test_has_a_reason_on_the_list(self):
        with pytest.raises(KeyError), wider("curiosity"):
            pass


@pytest.mark.django_db
class TestNumber:
    def test_of_a_record_that_is_kept_back_is_not_taken_for_nobodys(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        known, hidden = a_person(involving=(officer.agency,)), a_person()
        add_identifier(person=hidden, kind="nominal", value="N-1", actor=officer, at=NOON)
        client.force_login(officer)
        answer = client.post(f"/people/{known.reference}/identifiers/new/", {"kind": "nominal", "value": "N-1"})
        assert (answer.status_code, known.identifiers.count()) == (409, 0)
        assert "cannot be added here" in answer.content.decode()


BROKEN = {
    "DROP POLICY of_readers ON people_victim": "policy.*people_victim",
    "ALTER TABLE imports_waitingfile DISABLE ROW LEVEL SECURITY": "policy.*imports_waitingfile",
    "CREATE POLICY further ON people_victim USING (true)": "policy.*people_victim",
    "DROP TRIGGER keep_row ON people_victim": "trigger.*people_victim",
    "ALTER TABLE people_victim DISABLE TRIGGER keep_row": "trigger.*people_victim",
    "DROP TRIGGER keep_row ON accounts_user; CREATE TRIGGER keep_row AFTER UPDATE OR DELETE ON accounts_user "
    "FOR EACH ROW EXECUTE FUNCTION keep_row('{}', '{}', 'id')": "trigger.*accounts_user",
    "DROP TRIGGER keep_row ON people_alias; CREATE TRIGGER keep_row AFTER DELETE ON people_alias "
    "FOR EACH ROW EXECUTE FUNCTION keep_row('{}', '{}', 'id', 'person_id')": "trigger.*people_alias",
    "CREATE OR REPLACE FUNCTION keep_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
    "AS 'BEGIN RETURN NULL; END'": "trigger",
}


@pytest.mark.django_db
class TestStart:
    @pytest.mark.parametrize("change", BROKEN)
    def test_is_refused_while_the_database_would_not_keep_people_or_what_rows_said(self, change):
        require_current_tables()
        rows("SET ROLE NONE")
        rows(change)
        with pytest.raises(DatabaseProblem, match=rf"(?s){BROKEN[change]}.*Nothing was started"):
            require_current_tables()
