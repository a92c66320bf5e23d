"""What form A says of victims, and of whom a risk is to, is kept sealed. Backwards it is opened again."""

from django.db import migrations, models

from mappa.kernel.sealed_fields import SealedText
from mappa.people.sealing_tables import now_required, seal_columns

NAMES = ("rosh_when_and_to_whom", "victims", "plan_victim_safety", "diversity")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_screening"), ("people", "0007_sealed_victims")]

    operations = [
        *(migrations.RenameField("referral", name, f"{name}_plain") for name in NAMES),
        *(migrations.AlterField("referral", f"{name}_plain", models.TextField(default="")) for name in NAMES),
        *(migrations.AddField("referral", name, SealedText(blank=True, null=True)) for name in NAMES),
        migrations.RunPython(*seal_columns("referrals_referral", **dict.fromkeys(NAMES, "text"))),
        *now_required("referral", "referrals_referral", **{name: SealedText(blank=True) for name in NAMES}),
        *(migrations.RemoveField("referral", f"{name}_plain") for name in NAMES),
    ]
