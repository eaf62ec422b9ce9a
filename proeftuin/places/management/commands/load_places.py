"""`manage.py load_places`: municipalities, mergers and submunicipalities, with a report of differences."""

from typing import Any

from django.core.management.base import BaseCommand

from proeftuin.places import actions


class Command(BaseCommand):
    help = "Load the municipalities with their mergers and submunicipalities; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        report = actions.load()
        shown = [] if report.is_empty else report.lines()
        if int(options["verbosity"]) > 1 or len(shown) <= 20:
            for line in shown:
                self.stdout.write(line)
        self.stdout.write(
            f"Places: {len(report.added)} added, {len(report.changed)} changed, {len(report.unknown)} unknown."
        )
