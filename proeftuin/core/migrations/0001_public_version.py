"""A sequence that numbers the state of all that is public (see `core.cache`)."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL("CREATE SEQUENCE core_public_version", "DROP SEQUENCE core_public_version"),
    ]
