"""What a plan says, and its versions that agencies hold, are kept sealed. Backwards they are opened again."""

from django.db import migrations

from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.sealing_tables import sealing

OF_A_PLAN = """
    (SELECT held.person_id FROM cases_case held JOIN plans_plan whole ON whole.case_id = held.id
     WHERE whole.id = plan_id)
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_plan_copies"), ("people", "0007_sealed_victims")]

    operations = [
        *sealing("planrisk", "plans_planrisk", person=OF_A_PLAN, text=SealedText()),
        *sealing("planline", "plans_planline", person=OF_A_PLAN, text=SealedText()),
        *sealing(
            "contingency",
            "plans_contingency",
            person=OF_A_PLAN,
            trigger=SealedText(),
            response=SealedText(),
            who=SealedText(),
            out_of_hours=SealedText(blank=True),
        ),
        *sealing("planedition", "plans_planedition", person=OF_A_PLAN, content=SealedJSON()),
    ]
