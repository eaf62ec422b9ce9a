"""`manage.py build_pages`: make the base pages that are missing, and fill the search table."""

from typing import Any

from django.core.management.base import BaseCommand

from proeftuin.website import actions, indexing


class Command(BaseCommand):
    """Make the base pages of the public site that are missing."""

    help = "Make the base pages of the public site that are missing, and fill the search table."

    def handle(self, *args: Any, **options: Any) -> None:
        actions.build_pages()
        actions.add_examples()
        indexing.rebuild()
