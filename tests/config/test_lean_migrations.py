"""Tables are brought up to date by fewer steps of Django's, and come out the same."""

from contextlib import nullcontext

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from mappa.config.lean_migrations import one_class_at_a_time
from tests.conftest import set_role

COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_name LIKE 'shelf%' OR table_name LIKE 'library%' ORDER BY 1, 2"""
KEYS = "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2"


@pytest.fixture
def seen():
    return []


@pytest.fixture
def steps(seen):
    def note(apps, editor):
        shelf = apps.get_model("library", "Shelf")
        seen.append(sorted(each.name for each in shelf._meta.related_objects))
        shelf.objects.create(pk=7).book_set.create(pk=8)

    return [
        migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Book",
            [
                ("id", models.AutoField(primary_key=True)),
                ("shelf", models.ForeignKey("library.Shelf", models.CASCADE)),
            ],
        ),
        migrations.AddField("Shelf", "first", models.ForeignKey("library.Book", models.CASCADE, null=True)),
        migrations.RunPython(note),
        migrations.AlterField("Shelf", "id", models.BigAutoField(primary_key=True)),
        migrations.AlterModelTable("Shelf", "shelf"),
        migrations.RenameField("Book", "shelf", "stands_on"),
        migrations.RenameModel("Book", "Volume"),
        migrations.AddField("Shelf", "last", models.ForeignKey("library.Volume", models.CASCADE, null=True)),
    ]


def made_by(steps, way):
    """The tables that the steps leave, made within a savepoint that is then undone."""
    migration = migrations.Migration("0001_initial", "library")
    migration.operations = steps
    mark = connection.savepoint()
    with way, connection.schema_editor() as editor:
        state = ProjectState()
        assert state.apps, "Django renders the classes before the first step"
        migration.apply(state, editor)
    with connection.cursor() as cursor:
        found = []
        for question in (COLUMNS, KEYS):
            cursor.execute(question)
            found.append(cursor.fetchall())
    connection.savepoint_rollback(mark)
    return found


@pytest.mark.django_db
class TestOneClassAtATime:
    @pytest.fixture(autouse=True)
    def as_the_owner(self, as_the_application):
        set_role("NONE")

    def test_leaves_the_tables_that_django_leaves(self, steps):
        columns, keys = made_by(steps, one_class_at_a_time())

        assert ("library_volume", "stands_on_id", "bigint", "NO") in columns
        assert [columns, keys] == made_by(steps, nullcontext())

    def test_gives_the_code_of_a_migration_all_classes(self, steps, seen):
        made_by(steps, one_class_at_a_time())

        assert seen == [["book"]]

    def test_leaves_django_as_it_was(self):
        before = vars(ProjectState).copy()
        with one_class_at_a_time():
            assert vars(ProjectState) != before

        assert vars(ProjectState) == before
