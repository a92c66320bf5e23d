"""Emergency access moves here from `sharing`, rows and all; names become findable by an index."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

HERE = """
ALTER TABLE sharing_emergencyaccess RENAME TO people_emergencyaccess;
ALTER SEQUENCE sharing_emergencyaccess_id_seq RENAME TO people_emergencyaccess_id_seq;
CREATE INDEX emergency_user ON people_emergencyaccess (user_id, person_id, ends_at);
"""
BACK = """
DROP INDEX emergency_user;
ALTER SEQUENCE people_emergencyaccess_id_seq RENAME TO sharing_emergencyaccess_id_seq;
ALTER TABLE people_emergencyaccess RENAME TO sharing_emergencyaccess;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("sharing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddIndex(
            "person", django.contrib.postgres.indexes.GinIndex(fields=["name_keys"], name="person_name_keys")
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(HERE, BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="EmergencyAccess",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField(help_text="The first instant without access")),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        ("finding", models.TextField(blank=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="emergency_access",
                                to="people.person",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="emergency_access",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={"indexes": [models.Index(fields=["user", "person", "ends_at"], name="emergency_user")]},
                ),
            ],
        ),
    ]
