"""Linking two agencies' extracts, in the environment of `make linkage`: how well, and the same for Spark."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from random import Random

import pytest

from mappa.accounts.permissions import Role
from mappa.kernel import clock
from mappa.nominals import linkage
from mappa.nominals.models import PossibleDuplicate
from mappa.nominals.services import Side, link_people
from mappa.people.models import Address, Person
from tests.factories.accounts import a_user
from tests.factories.people import a_person

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "linkage" / "bin" / "python"
pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not PYTHON.exists(), reason="the linkage is not installed here: make linkage"),
]


def asked(*command):
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tools")))
    done = subprocess.run(
        [str(PYTHON), *command], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


class TestLinkage:
    def test_finds_the_pairs_of_febrl4_by_weights_it_learnt_without_their_labels(self, record_property):
        status, told, problem = asked("tools/bench_linkage.py", "--short")

        assert status == 0, told + problem
        found = json.loads(told)["febrl4"]
        record_property("note", f"F1 {found['f1']}, {found['seconds']} s for 5,000 and 5,000 rows")
        assert found["f1"] >= 0.98

    def test_gives_the_same_pairs_and_weights_by_the_statements_for_spark(self, record_property):
        status, told, problem = asked("tests/linkage/spark_sql.py")

        assert status == 0, problem
        found = json.loads(told)
        record_property("note", f"{found['statements']} statements for Spark, {found['pairs']} pairs")
        assert found["in_words_of_spark"] > 10
        assert found["pairs"] > 980
        assert found["pairs_differ"] == 0
        assert found["widest_difference"] < 0.001


class TestStrangers:
    """An extract in which nobody stands twice, as where records are searched for before one is opened."""

    def test_of_the_same_name_or_the_same_birth_date_are_not_likely_one_person(self, tmp_path):
        chance, extract = Random(20261122), tmp_path / "people.csv"  # noqa: S311 - the same people each time
        lines = ["id,given_names,family_name,date_of_birth,street,town,number"]
        for number in range(1700):
            born = date(chance.randint(1950, 2005), chance.randint(1, 12), chance.randint(1, 28))
            lines.append(
                f"{number},{chance.choice(GIVEN)},{chance.choice(FAMILY)}{chance.choice('aeiou')},{born},"
                f"{chance.randint(1, 90)} {chance.choice(FAMILY)} Lane,{chance.choice(GIVEN)}ton,2018/09{number:05}"
            )
        extract.write_text("\n".join(lines))

        status, told, problem = asked("-m", "mappa_linkage", str(extract))

        assert status == 0, problem
        assert json.loads(told) == []


class TestBadExtracts:
    HEAD = "id,given_names,family_name,date_of_birth\n"
    ROWS = "".join(f"{number},A{number},B{number},1980-01-01\n" for number in range(200))

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("id,family_name\n1,Testcase\n", "has no column given_names, date_of_birth"),
            (HEAD + "1,A,B,1980-01-01\n", "which takes 200 rows or more"),
            (HEAD + ROWS + "7,A,B,1980-01-01\n", "has 201 rows and 200 ids"),
            (HEAD + ROWS.replace("1980-01-01", ""), "The column date_of_birth is empty"),
            ("", "nothing was linked"),
            (None, "cannot be read"),
        ],
    )
    def test_are_refused_with_what_to_do(self, tmp_path, content, said):
        good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
        good.write_text(self.HEAD + self.ROWS)
        if content is not None:
            bad.write_text(content)

        status, told, problem = asked("-m", "mappa_linkage", str(good), str(bad))

        assert (status, told) == (2, "")
        assert said in problem
        assert "Traceback" not in problem


@pytest.mark.django_db
class TestTheQueue:
    """From records to pairs that wait for a person, with nothing put in the linkage's place."""

    @pytest.mark.requirement("NOMINAL-01")
    def test_holds_the_records_that_were_made_twice_and_no_others(self, monkeypatch, record_property):
        monkeypatch.setattr(linkage, "PYTHON", PYTHON)
        chance = Random(20261121)  # noqa: S311 - the same people each time
        for number in range(400):
            person = a_person(
                given_names=chance.choice(GIVEN), family_name=chance.choice(FAMILY) + chance.choice("aeiou"),
                date_of_birth=date(chance.randint(1975, 1985), chance.randint(1, 12), chance.randint(1, 28)),
            )  # fmt: skip
            Address.objects.create(person=person, text=f"{number} Alder Rise, Northwick", since=date(2020, 1, 1))
        twice = set()
        for person in list(Person.objects.order_by("pk")[:30:3]):
            again = a_person(
                given_names=person.given_names, date_of_birth=person.date_of_birth,
                family_name=person.family_name[:2] + person.family_name[3:],
            )  # fmt: skip
            address = person.addresses.get()
            Address.objects.create(person=again, text=address.text, since=date(2024, 1, 1))
            twice.add((person.pk, again.pk))
        user = a_user(Role.COORDINATOR)

        done = link_people(sides=[Side(user.area, user)], actor=user, at=clock.now())

        assert done.compared == [410]
        assert set(PossibleDuplicate.objects.values_list("one", "other")) == twice
        names = PossibleDuplicate.objects.order_by("pk").first().parts[0]
        assert names["column"] == "given_names_family_name"
        assert names["agreement"] == "Both names spelt much alike"
        record_property("note", f"{done.new} of {len(twice)} records made twice, of {done.compared[0]}")


GIVEN = ["Alex", "Robin", "Sam", "Chris", "Pat", "Jo", "Kim", "Lee", "Terry", "Ray", "Dana", "Jamie"]
FAMILY = ["Testcas", "Exampl", "Invent", "Sampl", "Pretend", "Fabric", "Imagin", "Devis", "Contriv", "Mockt"]
