"""Load the archive of 2022–2024 and tell the fictional pathway up to a stage; running it again changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import timezone

from proeftuin.desk.examples import archive, fictional
from proeftuin.desk.examples.clock import Stage
from proeftuin.places.models import Municipality

STAGES = {stage.name.lower(): stage for stage in Stage if stage}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--stage",
            choices=STAGES,
            default="network",
            help="how far the fictional pathway is; it only moves forward (default: network)",
        )

    def handle(self, *, stage: str, **options: Any) -> None:
        now = timezone.now()
        for command in ("load_places", "load_organisations"):
            if command in get_commands():
                call_command(command, stdout=self.stdout)
        if not Municipality.objects.real().exists():
            self.stderr.write("There are no municipalities yet. Run manage.py load_places first.")
            return
        archive.build(now)
        told = fictional.build(STAGES[stage], now)
        if told > STAGES[stage]:
            self.stdout.write(
                f"The fictional pathway is at “{told.name.lower()}” already and never goes back. "
                "For another beginning, start with an empty database."
            )
        if "build_pages" in get_commands():
            call_command("build_pages", stdout=self.stdout)
        self.stdout.write(
            f"The examples are there: the archive of 2022–2024, and a fictional pathway ({told.name.lower()})."
        )
