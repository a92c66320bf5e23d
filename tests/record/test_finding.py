"""People found by what their record says of telephones, vehicles, the internet and addresses, though it is sealed."""

from datetime import date

import pytest

from mappa.accounts.compartments import Compartment
from mappa.accounts.permissions import Role
from mappa.kernel.sealing import new_master_key
from mappa.matching.selectors import search
from mappa.people.commands import run_rotate
from mappa.people.services import add_address
from mappa.record.blinding import blind_again, write_blind_keys
from mappa.record.models import BlindKey
from mappa.record.selectors import markings_for_the_cleared
from mappa.record.services import Said, add_attachment, correct_attachment, withdraw_attachment
from tests.factories.accounts import a_user, an_area
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


@pytest.fixture
def officer():
    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def person(officer):
    return a_person(involving=(officer.agency,))


def said(officer, **content):
    return Said(since=DAY, source=officer.agency, content=content)


def recorded(officer, person, kind, **content):
    return add_attachment(reference=person.reference, kind=kind, said=said(officer, **content), actor=officer, at=NOON)


def found(user, text):
    return [(hit.reference, hit.reason) for hit in search(user, text, on=TODAY)]


class TestWhatTheRecordSays:
    @pytest.mark.parametrize(
        ("kind", "content", "typed", "reason"),
        [
            ("telephones", {"number": "01632 960 001"}, "+44 (0)1632 960001", "Same telephone"),
            ("telephones", {"number": "+441632960001"}, "01632-960-001", "Same telephone"),
            ("vehicles", {"registration": "ZZ19 ABC"}, "zz19abc", "Same vehicle registration"),
            ("emails", {"address": "Heron@mail.example"}, "heron@MAIL.example", "Same email address"),
            ("internet", {"name": "Quiet_Heron82", "site": "Hearth chat"}, "@quiet_heron82", "Same internet identity"),
        ],
    )
    def test_finds_however_it_is_written(self, officer, person, kind, content, typed, reason):  # noqa: PLR0917 - a table
        recorded(officer, person, kind, **content)
        a_person(involving=(officer.agency,))

        assert found(officer, typed) == [(person.reference, reason)]

    def test_finds_by_what_stands_and_not_by_what_was_replaced_or_withdrawn(self, officer, person):
        entry = recorded(officer, person, "vehicles", registration="ZZ19 ABC")
        told = {"reference": person.reference, "actor": officer, "at": NOON, "why": "Read wrongly"}

        later = correct_attachment(
            entry=entry.pk, said=said(officer, registration="ZZ19 ABD"), mistaken=True, **told
        )  # fmt: skip

        assert found(officer, "ZZ19 ABC") == []
        assert found(officer, "ZZ19 ABD") == [(person.reference, "Same vehicle registration")]
        withdraw_attachment(entry=later.pk, **told)
        assert found(officer, "ZZ19 ABD") == []

    def test_finds_nobody_by_an_entry_that_is_closed_to_the_reader_or_of_somebody_hidden(self, officer, person):
        closed = an_attachment(
            person, "vehicles", {"registration": "ZZ19 ABC"}, compartment=Compartment.INTELLIGENCE.value
        )  # fmt: skip
        marked = an_attachment(person, "vehicles", {"registration": "ZZ19 ABC"}, marking=markings_for_the_cleared()[0])
        hidden = an_attachment(a_person(area=an_area("eastmere")), "vehicles", {"registration": "ZZ19 ABC"})
        write_blind_keys([closed, marked, hidden])

        assert found(a_user(Role.COORDINATOR), "ZZ19 ABC") == []

    def test_keeps_nothing_that_tells_without_the_master_key(self, officer, person, tmp_path, settings):
        recorded(officer, person, "vehicles", registration="ZZ19 ABC")
        (kept,) = BlindKey.objects.values("key", "master")
        BlindKey.objects.all().delete()
        other = tmp_path / "other"
        other.write_text(f"{new_master_key()}\n")
        other.chmod(0o600)
        settings.MASTER_KEYS_FILE = other

        recorded(officer, a_person(involving=(officer.agency,)), "vehicles", registration="ZZ19 ABC")

        (again,) = BlindKey.objects.values("key", "master")
        assert kept["key"] != again["key"]
        assert kept["master"] != again["master"]
        settings.MASTER_KEYS_FILE = tmp_path / "missing"
        assert found(officer, "ZZ19 ABC") == []

    def test_is_found_while_and_after_the_master_key_is_replaced(self, officer, person, tmp_path, settings, capsys):
        old, new, held = new_master_key(), new_master_key(), tmp_path / "keys"
        settings.MASTER_KEYS_FILE = held

        def holds(*keys):
            ready = tmp_path / "new"
            ready.write_text("".join(f"{key}\n" for key in keys))
            ready.chmod(0o600)
            ready.rename(held)

        holds(old)
        recorded(officer, person, "vehicles", registration="ZZ19 ABC")
        (before,) = BlindKey.objects.values_list("master", flat=True)

        holds(new, old)
        assert found(officer, "ZZ19 ABC") == [(person.reference, "Same vehicle registration")]
        assert run_rotate(None) == 0
        holds(new)

        assert "and 1 made by which entries are found" in capsys.readouterr().err
        assert found(officer, "ZZ19 ABC") == [(person.reference, "Same vehicle registration")]
        assert before not in BlindKey.objects.values_list("master", flat=True)

    def test_entries_from_before_are_found_once_their_keys_are_written(self, officer, person):
        an_attachment(person, "vehicles", {"registration": "ZZ19 ABC"})

        assert found(officer, "ZZ19 ABC") == []
        assert blind_again() == 1
        assert found(officer, "ZZ19 ABC") == [(person.reference, "Same vehicle registration")]


class TestAddresses:
    @pytest.mark.parametrize(
        "typed", ["12 alder rise", "12 Aldor Rise", "12 Alder Rise, Northwick", "ZZ1 1ZZ", "zz11zz"]
    )
    def test_finds_by_number_and_street_or_postcode_and_says_until_when(self, officer, person, typed):
        add_address(
            person=person, text="12 Alder Rise, Northwick ZZ1 1ZZ", since=DAY, until=date(2026, 2, 9),
            actor=a_user(Role.COORDINATOR), at=NOON,
        )  # fmt: skip
        other = a_person(involving=(officer.agency,))
        add_address(person=other, text="13 Alder Rise", since=DAY, actor=a_user(Role.COORDINATOR), at=NOON)

        assert found(officer, typed) == [
            (person.reference, "Address: 12 Alder Rise, Northwick ZZ1 1ZZ, until 9 February 2026")
        ]
