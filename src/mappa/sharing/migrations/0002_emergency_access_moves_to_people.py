"""Emergency access belongs to `people` now; its table was renamed there, so only the state changes here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("people", "0002_emergency_access_and_name_keys")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[], state_operations=[migrations.DeleteModel("EmergencyAccess")]
        )
    ]
