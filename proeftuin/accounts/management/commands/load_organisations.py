"""Load the municipalities, provinces and intermunicipal bodies as organisations."""

from typing import Any

from django.core.management.base import BaseCommand

from proeftuin.accounts import actions


class Command(BaseCommand):
    help = "Load the municipalities, provinces and intermunicipal bodies as organisations."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = actions.load_organisations()
        self.stdout.write(f"Organisations: {loaded.added} added, {loaded.changed} changed.")
