"""Load the archive of 2022–2024 and the pages around it; running it again changes nothing."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import timezone

from proeftuin.desk.examples import archive


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        for command in ("load_places", "load_organisations"):
            if command in get_commands():
                call_command(command, stdout=self.stdout)
        archive.build(timezone.now())
        if "build_pages" in get_commands():
            call_command("build_pages", stdout=self.stdout)
        self.stdout.write("The examples are there.")
