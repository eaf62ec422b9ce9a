"""A form asks for a study; what was handed in of it is only ever added to."""

import django.db.models.deletion
from django.db import migrations, models


STAYS = """
CREATE TRIGGER calls_submission_studies_stay BEFORE UPDATE OR DELETE ON calls_submissionstudy
    FOR EACH ROW EXECUTE FUNCTION calls_refuse_change();
"""
UNDO = "DROP TRIGGER calls_submission_studies_stay ON calls_submissionstudy;"


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0004_jury_promises"),
        ("studies", "0002_promises"),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("short", "short text"),
                    ("long", "long text"),
                    ("choice", "one choice"),
                    ("multiple", "several choices"),
                    ("number", "figure"),
                    ("file", "files"),
                    ("site", "sites"),
                    ("study", "feasibility study"),
                ],
                default="long",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="max_files",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="at most so many files, sites or studies"
            ),
        ),
        migrations.CreateModel(
            name="ApplicationStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("with_alternatives", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="application_studies",
                        to="calls.application",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.question"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_studies",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "question", "study"), name="application_study_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_alternative", models.BooleanField(default=False)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.question"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="studies",
                        to="calls.submission",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_in",
                        to="studies.studyversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "question", "version"), name="submission_study_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(STAYS, UNDO),
    ]
