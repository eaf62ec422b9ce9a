"""`manage.py rebuild_search`: fill the search table anew."""

from typing import Any

from django.core.management.base import BaseCommand

from proeftuin.website import indexing


class Command(BaseCommand):
    """Fill the search table from all that is public."""

    help = "Fill the search table anew from all that is public."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{indexing.rebuild()} entries")
