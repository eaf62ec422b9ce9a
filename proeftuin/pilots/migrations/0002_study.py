"""A pilot shows the key figures of a version of a study."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0001_initial"),
        ("studies", "0002_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="pilot",
            name="study_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pilots",
                to="studies.studyversion",
            ),
        ),
    ]
