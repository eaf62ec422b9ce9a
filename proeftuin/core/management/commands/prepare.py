"""Make the house ready for this version: words, tables, static files, and with --examples the first pathways in an empty one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import reloader

from proeftuin.core import words


def compile_words() -> None:
    """Compile the word lists; what this process already read of the older ones is read anew."""
    if words.compile_lists():
        reloader.translation_file_changed(None, Path("django.mo"))


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--examples", action="store_true", help="load the example pathways if nobody is here yet"
        )

    def handle(self, *, examples: bool, **options: Any) -> None:
        compile_words()
        self._migrate()
        call_command("createcachetable", verbosity=0)
        if not settings.ON_LOCALHOST:
            call_command("collectstatic", verbosity=0, interactive=False)
        if examples and not get_user_model().objects.exists():
            self.stdout.write("Loading the example pathways …")
            with transaction.atomic():
                call_command("load_examples")
        call_command("build_pages")

    def _migrate(self) -> None:
        """Bring the tables up to date; the packages' own first, which takes a third less time than all mixed."""
        executor = MigrationExecutor(connection)
        newest = executor.loader.graph.leaf_nodes()
        if not executor.migration_plan(newest):
            return
        self.stdout.write("Preparing the database …")
        ours = {app.label for app in apps.get_app_configs() if app.name.startswith("proeftuin.")}
        executor.migrate([node for node in newest if node[0] not in ours])
        call_command("migrate", verbosity=0, interactive=False)
