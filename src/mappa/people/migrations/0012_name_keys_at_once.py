"""Names are in their index as soon as they are written.

Otherwise they wait in a list that every look-up reads whole, and a large file looks up everybody it brings before
anything empties that list.
"""

import django.contrib.postgres.indexes
from django.db import migrations

ON = "ALTER INDEX person_name_keys SET (fastupdate = off); SELECT gin_clean_pending_list('person_name_keys');"
OFF = "ALTER INDEX person_name_keys RESET (fastupdate)"


class Migration(migrations.Migration):
    dependencies = [("people", "0011_merged_records")]
    operations = [
        migrations.RunSQL(
            ON,
            OFF,
            state_operations=[
                migrations.RemoveIndex("person", "person_name_keys"),
                migrations.AddIndex(
                    "person",
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name_keys"], name="person_name_keys", fastupdate=False
                    ),
                ),
            ],
        )
    ]
