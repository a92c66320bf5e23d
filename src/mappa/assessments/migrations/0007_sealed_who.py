"""Who is at risk, and the sections of OASys, are kept sealed. Backwards they are opened again."""

from django.db import migrations

from mappa.kernel.sealed_fields import SealedText
from mappa.people.sealing_tables import sealing

OF_AN_ASSESSMENT = "(SELECT made.person_id FROM assessments_assessment made WHERE made.id = assessment_id)"
SECTIONS = {
    "self_assessment": "What the person says of themselves",
    "serious_harm": "The analysis of serious harm",
    "other_risks": "For example self-harm, escape, or being harmed",
    "specialist": "Which specialist assessment is needed, and why",
    "plan": "Which parts of the plan answer it",
}


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_people_at_risk"), ("people", "0007_sealed_victims")]

    operations = [
        *sealing(
            "roshrating",
            "assessments_roshrating",
            person=OF_AN_ASSESSMENT,
            who=SealedText(blank=True, help_text="The known adult, or the described group"),
            narrative=SealedText(blank=True),
        ),
        *sealing(
            "oasysrecord",
            "assessments_oasysrecord",
            person=OF_AN_ASSESSMENT,
            **{name: SealedText(blank=True, help_text=says) for name, says in SECTIONS.items()},
        ),
    ]
