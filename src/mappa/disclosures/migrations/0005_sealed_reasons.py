"""Who is at risk, who is told and what, and every reason are kept sealed. Backwards they are opened again."""

from django.db import migrations

from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.sealing_tables import sealing

OF_A_CASE = "(SELECT held.person_id FROM cases_case held WHERE held.id = case_id)"
CHECKLIST = "The proportionality questions with their answers (DISC-10, 19)"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0004_consulted"), ("people", "0007_sealed_victims")]

    operations = sealing(
        "disclosuredecision",
        "disclosures_disclosuredecision",
        person=OF_A_CASE,
        reason=SealedText(),
        at_risk=SealedText(blank=True),
        recipient=SealedText(blank=True),
        content=SealedText(blank=True),
        offender_not_told_reason=SealedText(blank=True),
        checklist=SealedJSON(default=dict, help_text=CHECKLIST),
    )
