import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def to_rows(apps, schema_editor):
    """Give each section its row; whoever made the share gave what their agency held."""
    shares, sections = apps.get_model("sharing", "Share"), apps.get_model("sharing", "SharedSection")
    agencies = dict(apps.get_model("accounts", "User").objects.values_list("username", "agency"))
    sections.objects.bulk_create(
        sections(share=share, name=name, owner_id=agencies.get(share.made_by))
        for share in shares.objects.all()
        for name in dict.fromkeys(share.sections)
    )
    check_now(schema_editor)


def to_lists(apps, schema_editor):
    """Gather the rows into the list again. Owners have no place there and are lost."""
    sections = apps.get_model("sharing", "SharedSection")
    for share in apps.get_model("sharing", "Share").objects.all():
        share.sections = list(sections.objects.filter(share=share).order_by("pk").values_list("name", flat=True))
        share.save(update_fields=["sections"])
    check_now(schema_editor)


def check_now(schema_editor):
    """Check the new keys before the tables change; PostgreSQL refuses that while checks wait."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_area_edition"),
        ("people", "0003_review_decision"),
        ("sharing", "0002_emergency_access_moves_to_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FurtherUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("use", models.TextField(help_text="What the information would be used for")),
                ("recipients", models.CharField(blank=True, help_text="Who else would see it", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PointerAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=300)),
                ("necessity", models.CharField(help_text="A key of sharing/necessities (INFO-03)", max_length=24)),
                ("day", models.DateField(help_text="The day that the daily limit counts")),
                ("at", models.DateTimeField()),
                ("told", models.BooleanField(help_text="Whether the answer was that the person is known")),
            ],
        ),
        migrations.CreateModel(
            name="SharedSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sharing.share"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShareOpened",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.JSONField(default=list, help_text="The sentences, as they were shown")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="share",
            name="sections",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.RunPython(to_rows, to_lists),
        migrations.RemoveField(
            model_name="share",
            name="sections",
        ),
        migrations.AlterField(
            model_name="sharedsection",
            name="share",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="sharing.share"
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="accountable",
            field=models.CharField(blank=True, help_text="Who answers for the share, with their post", max_length=200),
        ),
        migrations.AddField(
            model_name="share",
            name="article_8",
            field=models.CharField(blank=True, help_text="The ground under Article 8 (INFO-02)", max_length=120),
        ),
        migrations.AddField(
            model_name="share",
            name="asked_for",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="beyond_what_was_asked",
            field=models.TextField(blank=True, help_text="Why more is shared than was asked for (INFO-04)"),
        ),
        migrations.AddField(
            model_name="share",
            name="case",
            field=models.CharField(blank=True, help_text="The reference of the case", max_length=24),
        ),
        migrations.AddField(
            model_name="share",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.contact",
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="data_protection",
            field=models.CharField(blank=True, help_text="The law on data of that day (INFO-12)", max_length=200),
        ),
        migrations.AddField(
            model_name="share",
            name="edition",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="share",
            name="fair_handling",
            field=models.JSONField(default=dict, help_text="Each test of fair handling with its words (INFO-14)"),
        ),
        migrations.AddField(
            model_name="share",
            name="how_secured",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="share",
            name="made_through",
            field=models.CharField(
                choices=[
                    ("referral", "A referral"),
                    ("invitation", "An invitation to a meeting"),
                    ("request", "A request for information"),
                    ("transfer", "A transfer"),
                    ("page", "A decision outside meetings"),
                ],
                default="page",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="necessity",
            field=models.CharField(blank=True, help_text="A key of sharing/necessities (INFO-03)", max_length=24),
        ),
        migrations.AddField(
            model_name="share",
            name="public_interest",
            field=models.TextField(
                blank=True, help_text="Why confidence yields to the public interest, where that is relied on (INFO-13)"
            ),
        ),
        migrations.AddField(
            model_name="share",
            name="revoked_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="share",
            name="revoked_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="share",
            name="why_necessary",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="share",
            name="why_proportionate",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="share",
            name="gateway",
            field=models.CharField(help_text="The lawful gateway relied on (INFO-02)", max_length=200),
        ),
        migrations.AddIndex(
            model_name="share",
            index=models.Index(fields=["agency", "until"], name="share_receiver"),
        ),
        migrations.AddIndex(
            model_name="share",
            index=models.Index(fields=["person", "-made_at"], name="share_person"),
        ),
        migrations.AddField(
            model_name="furtheruse",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="furtheruse",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="furtheruse",
            name="owner",
            field=models.ForeignKey(
                help_text="Who answers",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="furtheruse",
            name="share",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="further_uses", to="sharing.share"
            ),
        ),
        migrations.AddField(
            model_name="pointerask",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pointer_asks",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="pointerask",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="shareopened",
            name="share",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="sharing.share"
            ),
        ),
        migrations.AddField(
            model_name="shareopened",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="pointerask",
            index=models.Index(fields=["user", "day"], name="pointer_limit"),
        ),
        migrations.AddConstraint(
            model_name="sharedsection",
            constraint=models.UniqueConstraint(fields=("share", "name"), name="section_shared_once"),
        ),
        migrations.AddConstraint(
            model_name="shareopened",
            constraint=models.UniqueConstraint(fields=("share", "user"), name="share_accepted_once"),
        ),
    ]
