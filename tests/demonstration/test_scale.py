"""``mappa generate``: a made-up caseload of any size."""

from argparse import Namespace

import pytest
from django.apps import apps

from mappa.accounts.models import User
from mappa.demonstration.commands import run_generate
from mappa.demonstration.scale.load import fill
from mappa.demonstration.scale.people import TABLES, Place, lines
from mappa.kernel import clock
from mappa.matching.selectors import search
from mappa.people.models import Person
from tests.conftest import set_role
from tests.factories.people import a_person

PLACES = [
    Place(area=number, prefix=f"G{number}", edition="e", police=2 * number, probation=2 * number + 1)
    for number in (1, 2)
]


class TestLines:
    def test_the_same_seed_gives_the_same_rows_and_another_gives_others(self):
        one, again, other = (list(lines(20, seed=seed, places=PLACES)) for seed in (1, 1, 2))

        assert one == again != other

    def test_every_line_has_the_columns_of_its_table(self):
        for table, line in lines(50, seed=3, places=PLACES):
            assert line.count("\t") + 1 == len(TABLES[table])


@pytest.mark.django_db
class TestGenerate:
    def test_fills_a_database_whose_people_are_found_by_those_who_may_know_them(self):
        set_role("NONE")
        fill(people=40, seed=7, areas=2, say=lambda _said: None)
        set_role("mappa_app")

        person = Person.objects.filter(cases__isnull=False, search_keys__isnull=False).earliest("pk")
        area = person.managing_areas.get().area
        coordinators = User.objects.filter(role="coordinator")
        here, elsewhere = coordinators.get(area=area), coordinators.exclude(area=area).get()
        on = clock.day_of(clock.now())

        assert Person.objects.count() == 40
        assert person.reference in [
            hit.reference for hit in search(here, f"{person.given_names} {person.family_name}", on=on)
        ]
        assert search(elsewhere, person.reference, on=on) == []

    def test_leaves_a_database_alone_that_holds_somebody(self, capsys):
        a_person()

        assert run_generate(Namespace(people=5, seed=1, areas=1)) == 1
        assert "holds people or areas already" in capsys.readouterr().err
        assert Person.objects.count() == 1

    def test_every_column_that_must_be_filled_is_named(self):
        models = {model._meta.db_table: model for model in apps.get_models()}
        for table, columns in TABLES.items():
            needed = {field.column for field in models[table]._meta.concrete_fields if not field.null}
            assert needed <= set(columns)

    def test_nothing_is_written_of_a_wrong_number(self, capsys):
        assert run_generate(Namespace(people=0, seed=1, areas=1)) == 2
        assert "Nothing was written" in capsys.readouterr().err
